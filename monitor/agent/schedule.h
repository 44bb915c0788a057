// When each store is due for a scan. Pure: time comes in, decisions come out.
//
// Owner:   the agent's loop. Threads: one. Failure: none.

#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/store_job.h"

namespace muniment {

using SteadyTime = std::chrono::steady_clock::time_point;

class Schedule {
 public:
  // The stores from now on. New ones are due at once; known ones keep their time,
  // unless a shorter period makes them due earlier.
  void set_stores(const std::vector<StoreSettings>& stores, SteadyTime now);

  // Stores whose time has come and that are not being scanned; they count as being
  // scanned from now on. A store whose scan does not end never holds up another.
  std::vector<StoreSettings> take_due(SteadyTime now);

  // The scan of `store` ended: the next is due one period after this one began.
  void finished(const std::string& store, SteadyTime now);

  // When something will be due next, if nothing else happens.
  std::optional<SteadyTime> next_due() const;

 private:
  struct Entry {
    StoreSettings settings;
    SteadyTime due;
    SteadyTime began;
    bool is_running = false;
    bool is_configured = true;
  };
  std::map<std::string, Entry> entries_;
};

}  // namespace muniment
