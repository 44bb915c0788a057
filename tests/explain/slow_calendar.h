// A calendar from 1970 on that counts on its fingers.

#pragma once

#include <optional>
#include <string>

#include "model/time.h"

namespace muniment {

// On the day of the same number, or on the last of a month that has none.
Time after_months(Time time, int months);

// Of "YYYY-MM-DD" and nothing else.
std::optional<Time> date_from(const std::string& text);

}  // namespace muniment
