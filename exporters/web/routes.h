// What the web server serves: a table from path to handler, and the rules for all of
// them.
//
// Owner:   plain values; a handler must outlive the server that it is given to.
// Threads: handlers run on the server's thread, one at a time. They read a snapshot and
//          never wait for a store, the catalogue or a lock that is held for long.
// Failure: an answer always comes: what a handler throws becomes a 500.

#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace muniment {

struct WebResponse {
  unsigned status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

using Handler = std::function<WebResponse()>;
using Routes = std::map<std::string, Handler, std::less<>>;  // by path

struct WebRequest {
  std::string_view method;
  std::string_view target;  // path and query
  bool has_body = false;
};

// GET and HEAD only (else 405), no body (else 413), the exact path (else 404). The
// query is not looked at.
WebResponse answer(const Routes& routes, const WebRequest& request);

// A plain answer of one line: "404 not found".
WebResponse plain_answer(unsigned status, std::string_view text);

}  // namespace muniment
