// Has the checkpoint of the ledger stamped by an RFC 3161 authority, and keeps the stamp.
//
// Owner:   a command, or a thread of the agent. Threads: a call blocks.
// Durability: a stamp is kept before a call returns.
// Failure: kUnavailable when the authority does not answer or does not stamp; kIo when
//          its answer is not to be trusted; kInvalid when the certificates cannot be
//          read; else as the state directory.

#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "agent/state_directory.h"
#include "model/http_message.h"
#include "model/result.h"
#include "model/time.h"

namespace muniment {

struct TimeStampSettings {
  std::string url;  // "" for none
  std::string ca_file;
  std::chrono::nanoseconds every{std::chrono::hours(24)};
};

struct Stamped {
  std::uint64_t size = 0;  // entries of the checkpoint
  Time time;               // by the authority's clock
  bool is_new = true;      // false: this checkpoint had its stamp already
  bool is_of_now = true;   // false: an older checkpoint's is young enough
};

Result<Stamped> stamp_checkpoint(const StateDirectory& state,
                                 const TimeStampSettings& settings,
                                 const HttpPost& post, const std::atomic<bool>& stop);

// The same, unless the newest stamp is younger than `settings.every`.
Result<Stamped> stamp_when_old(const StateDirectory& state,
                               const TimeStampSettings& settings, const HttpPost& post,
                               const std::atomic<bool>& stop);

// The newest stamp that is kept and verifies; only the newest few are looked at.
Result<std::optional<Stamped>> newest_stamp(const StateDirectory& state,
                                            const std::string& ca_file);

}  // namespace muniment
