#include <utility>

#include "explain/rules.h"
#include "explain/sentences.h"

namespace muniment {
namespace {

// "12 days", in the largest unit of which there is a whole one.
std::string duration(std::uint64_t ns) {
  struct Unit {
    std::uint64_t seconds;
    const char* name;
  };
  constexpr Unit kUnits[] = {
      {86'400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}};
  const std::uint64_t seconds = ns / std::uint64_t{kNsPerSecond};
  for (const Unit& unit : kUnits) {
    if (const std::uint64_t count = seconds / unit.seconds; count > 0) {
      return std::to_string(count) + ' ' + unit.name + (count > 1 ? "s" : "");
    }
  }
  return "less than a second";
}

// From `from` to `to`, which is later; all of time would not fit into a signed number.
std::uint64_t ns_between(Time from, Time to) {
  return static_cast<std::uint64_t>(to.ns) - static_cast<std::uint64_t>(from.ns);
}

std::string why_unknown(const Removal& removal) {
  const std::string& name = removal.facts.class_name;
  if (name.empty()) {
    return "its class is not known, so retention explains nothing";
  }
  if (!removal.policy->classes.contains(name)) {
    return "the rule " + shown(removal.policy->rule) + " says nothing of class " +
           shown(name);
  }
  return "its recorded date is not known, so retention explains nothing";
}

Answer obstacle(std::string sentence) {
  return {std::nullopt, std::move(sentence), std::nullopt};
}

}  // namespace

Answer by_retention(const Removal& removal, const Evidence&) {
  if (removal.policy == nullptr || removal.policy->rule.empty()) {
    return {};
  }
  const Retention& retention = removal.retention;
  if (retention.state == Retention::State::kUnknown) {
    return obstacle(why_unknown(removal));
  }
  const std::string class_name = "class " + shown(removal.facts.class_name);
  if (retention.state == Retention::State::kForever) {
    return obstacle(class_name + " is kept for ever");
  }
  const std::string period = show_period(retention.period);
  const std::string until = "until " + format_time(retention.until);
  const Time gone = removal.item.first_missed;
  if (retention.until > gone) {
    return obstacle("it went " + duration(ns_between(gone, retention.until)) +
                    " before the end of its retention (" + class_name + ", " + period +
                    ", " + until + ")");
  }
  Verdict verdict{Explanation::kRetention, removal.policy->rule, "", "", {}};
  verdict.detail =
      class_name + " is kept " + period + " from the recorded date: " + until;
  return {std::move(verdict), "", std::nullopt};
}

}  // namespace muniment
