// What an event is about: its store, and the items and places that it names.
//
// Owner: pure functions. Threads: any. Failure: none.

#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"

namespace muniment {

// The names of all kinds of event, in the order of FORMAT.md.
const std::vector<std::string_view>& event_types();
std::string_view type_of(const Event& event);

// "" for what is about no store, or about all.
std::string_view store_of(const Event& event);

// Does the event name a path that `matches`: of an item, where it came from, or of a place
// that could not be observed? Prefixes of authorities are scopes, not items.
bool names_path(const Event& event,
                const std::function<bool(const StorePath& path)>& matches);

// Is the event about `path` alone: added, altered, moved to it, or removed?
bool is_about_item(const Event& event, std::string_view store, const StorePath& path);

// Can it name several items? Such an event cannot be shown to somebody who may know of
// one of them only.
bool names_several_items(const Event& event);

}  // namespace muniment
