#include "exporters/web/routes.h"

#include <exception>

namespace muniment {

WebResponse plain_answer(unsigned status, std::string_view text) {
  WebResponse response;
  response.status = status;
  response.body = std::to_string(status) + " " + std::string(text) + "\n";
  return response;
}

WebResponse answer(const Routes& routes, const WebRequest& request) {
  if (request.method != "GET" && request.method != "HEAD") {
    return plain_answer(405, "only GET and HEAD are answered here");
  }
  if (request.has_body) {
    return plain_answer(413, "a request must not have a body");
  }
  const auto route = routes.find(request.target.substr(0, request.target.find('?')));
  if (route == routes.end()) {
    return plain_answer(404, "there is no such page");
  }
  try {
    return route->second();
  } catch (const std::exception&) {  // what is in it may name a path: it is not shown
    return plain_answer(500, "the page could not be made");
  }
}

}  // namespace muniment
