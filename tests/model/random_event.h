// Random events of every kind, with paths that no sane person would make.
//
// Owner: plain values. Threads: as rapidcheck. Failure: none.

#pragma once

#include <rapidcheck.h>

#include <string>

#include "model/event.h"

namespace muniment {

rc::Gen<std::string> any_text();   // UTF-8, with every kind of character
rc::Gen<std::string> any_bytes();  // a text, or bytes that are none; short or long
rc::Gen<Time> any_time();
rc::Gen<RetentionPeriod> any_period();
rc::Gen<ItemFacts> any_facts();
rc::Gen<Event> any_event();

}  // namespace muniment
