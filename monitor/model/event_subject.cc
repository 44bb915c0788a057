#include "model/event_subject.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace muniment {
namespace {

template <std::size_t... I>
std::vector<std::string_view> types_of(std::index_sequence<I...>) {
  return {std::variant_alternative_t<I, EventBody>::kType...};
}

// Kinds that have one path, that of an item which they are about.
template <typename Body>
constexpr bool kIsOfItem =
    std::is_same_v<Body, ItemAdded> || std::is_same_v<Body, ItemAltered> ||
    std::is_same_v<Body, ItemMoved> || std::is_same_v<Body, ItemRemoved>;

using Matches = std::function<bool(const StorePath& path)>;

bool any_path(const ItemsVerified& e, const Matches& matches) {
  return std::any_of(e.names.begin(), e.names.end(), [&](const std::string& name) {
    return matches(join_path(e.directory, name));
  });
}

bool any_path(const ItemMoved& e, const Matches& matches) {
  return matches(e.path) || matches(e.from);
}

template <typename Body>
bool any_path(const Body& e, const Matches& matches) {
  if constexpr (requires { e.path; }) {
    return matches(e.path);
  } else if constexpr (requires { e.paths; }) {
    return std::any_of(e.paths.begin(), e.paths.end(), matches);
  } else {
    return false;
  }
}

}  // namespace

const std::vector<std::string_view>& event_types() {
  static const std::vector<std::string_view> kTypes =
      types_of(std::make_index_sequence<std::variant_size_v<EventBody>>());
  return kTypes;
}

std::string_view type_of(const Event& event) {
  return event_types()[event.body.index()];
}

std::string_view store_of(const Event& event) {
  return std::visit(
      [](const auto& body) -> std::string_view {
        if constexpr (requires { body.store; }) {
          return body.store;
        } else {
          return {};
        }
      },
      event.body);
}

bool names_path(const Event& event, const Matches& matches) {
  return std::visit([&](const auto& body) { return any_path(body, matches); },
                    event.body);
}

bool is_about_item(const Event& event, std::string_view store, const StorePath& path) {
  return std::visit(
      [&](const auto& body) {
        if constexpr (kIsOfItem<std::decay_t<decltype(body)>>) {
          return body.store == store && body.path == path;
        } else {
          return false;
        }
      },
      event.body);
}

bool names_several_items(const Event& event) {
  return std::visit(
      [](const auto& body) {
        return requires {
          body.names;
        }
        || requires {
          body.paths;
        };
      },
      event.body);
}

}  // namespace muniment
