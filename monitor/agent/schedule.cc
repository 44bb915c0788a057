#include "agent/schedule.h"

#include <algorithm>

namespace muniment {

void Schedule::set_stores(const std::vector<StoreSettings>& stores, SteadyTime now) {
  for (auto& [name, entry] : entries_) {
    entry.is_configured = false;
  }
  for (const StoreSettings& store : stores) {
    const auto [found, is_new] = entries_.try_emplace(store.name);
    Entry& entry = found->second;
    entry.due = is_new ? now : std::min(entry.due, now + store.every);
    entry.settings = store;
    entry.is_configured = true;
  }
  std::erase_if(entries_, [](const auto& named) {
    return !named.second.is_configured && !named.second.is_running;
  });
}

std::vector<StoreSettings> Schedule::take_due(SteadyTime now) {
  std::vector<StoreSettings> due;
  for (auto& [name, entry] : entries_) {
    if (entry.is_configured && !entry.is_running && entry.due <= now) {
      entry.is_running = true;
      entry.began = now;
      due.push_back(entry.settings);
    }
  }
  return due;
}

void Schedule::finished(const std::string& store, SteadyTime now) {
  const auto found = entries_.find(store);
  if (found == entries_.end()) {
    return;
  }
  Entry& entry = found->second;
  entry.is_running = false;
  entry.due = std::max(now, entry.began + entry.settings.every);
  if (!entry.is_configured) {
    entries_.erase(found);
  }
}

std::optional<SteadyTime> Schedule::next_due() const {
  std::optional<SteadyTime> next;
  for (const auto& [name, entry] : entries_) {
    if (entry.is_configured && !entry.is_running) {
      next = std::min(next.value_or(entry.due), entry.due);
    }
  }
  return next;
}

}  // namespace muniment
