// What the configuration says of a store as far as explanations depend on it, and what
// follows from it for one item: its collection, class, recorded date and cases, and until
// when it must be kept.
//
// Owner:   plain values and pure functions. Threads: any.
// Failure: policy_from() is kCorrupt for a declaration with a template that is none.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/collection.h"
#include "model/event.h"
#include "model/result.h"
#include "model/retention_period.h"

namespace muniment {

struct Policy {
  Time since;  // in force from here until the next one
  CollectionTemplate collection;
  CollectionTemplate recorded_at;
  std::string default_class;
  std::string rule;  // name of the retention rule; "" for none
  RetentionPeriods classes;
};

Result<Policy> policy_from(const PolicyDeclared& declared, Time since);

// The newest of `policies` (oldest first) that was in force at `time`; nullptr for none.
const Policy* policy_at(const std::vector<Policy>& policies, Time time);

// What is known of one item beyond its content.
struct Classification {
  std::string collection;
  std::string class_name;        // "" when not known
  std::optional<Time> recorded;  // nullopt when not known
  std::vector<std::string> cases;
};

// The register's word comes first, then the path's, then the default. `registered` may be
// nullptr; `policy` too, then only the register is heard.
Classification classify(const Policy* policy, std::string_view path,
                        const ItemRegistered* registered);

struct Retention {
  enum class State {
    kUnknown,  // no rule, or class or recorded date not known: explains nothing
    kForever,
    kUntil,
  };
  State state = State::kUnknown;
  Time until;              // kUntil: deletable from this moment on
  RetentionPeriod period;  // of kForever and kUntil
};

Retention retention_of(const Policy* policy, const Classification& item);

}  // namespace muniment
