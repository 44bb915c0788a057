// The options that say which items an authority, a hold or a transfer is about.
//
// Owner:   ScopeOptions must live as long as the command that it was added to.
// Threads: the main thread.
// Failure: kInvalid names the option or the file and line; nothing is taken in part.

#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/event.h"
#include "reconcile/classified_items.h"

namespace muniment {

struct ScopeOptions {
  std::vector<std::string> prefixes;
  std::vector<std::string> lists;
  std::vector<std::string> collections;
  std::vector<std::string> classes;
  std::vector<std::string> cases;
  std::optional<std::string> recorded_from;
  std::optional<std::string> recorded_to;
  bool null_separated = false;
};

void add_scope_options(CLI::App& command, ScopeOptions& typed);

// Reads the lists. A date for `--recorded-to` means its last moment.
Result<ListedScope> parse_scope(const ScopeOptions& typed);

// A time for `flag`; nullopt when it was not given.
Result<std::optional<Time>> parse_optional_time(std::string_view flag,
                                                const std::optional<std::string>& text);

// The paths in events that fit the ledger's entries: AuthorityPaths, HoldPaths or
// TransferPaths. They go before the event that they belong to.
std::vector<std::vector<StorePath>> in_events(const std::vector<StorePath>& paths);

template <typename Paths>
std::vector<EventBody> list_events(const std::string& store,
                                   const std::string& reference,
                                   const std::vector<StorePath>& paths) {
  std::vector<EventBody> events;
  for (std::vector<StorePath>& part : in_events(paths)) {
    events.emplace_back(Paths{store, reference, std::move(part)});
  }
  return events;
}

}  // namespace muniment
