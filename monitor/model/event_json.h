// Events as canonical JSON (json_text.h), the bytes that the ledger keeps and hashes.
// ledger/FORMAT.md lists every kind with an example.
//
// Owner:   pure functions. Threads: any.
// Failure: encoding cannot fail; parsing answers kCorrupt and says which field is
//          wrong.

#pragma once

#include <string>
#include <string_view>

#include "model/event.h"
#include "model/result.h"

namespace muniment {

void append_event(std::string& out, const Event& event);
std::string encode_event(const Event& event);

// The inverse: parse_event(encode_event(e)) == e for every event whose texts (not
// paths, which are bytes) are UTF-8 and whose byte lists hold their UTF-8 members
// first.
Result<Event> parse_event(std::string_view json);

// The "type" of an encoded event without parsing it, for filtering; "" if there is
// none.
std::string_view peek_type(std::string_view json);

}  // namespace muniment
