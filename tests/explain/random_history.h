// A store and what people declare about it over a quarter of a year: a small world, so
// that everything meets everything.

#pragma once

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "explain/explain.h"

namespace muniment {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  int below(int end) {
    return static_cast<int>(engine_() % static_cast<unsigned>(end));
  }
  bool one_in(int count) { return below(count) == 0; }
  template <typename T>
  const T& of(const std::vector<T>& all) {
    return all[engine_() % all.size()];
  }

 private:
  std::mt19937_64 engine_;
};

// Of conditions that are often met and often not.
Scope random_scope(Dice& dice, bool with_every_kind);

struct HistorySize {
  int authorities = 0;
  int holds = 0;
  int transfers = 0;
  int removals = 0;
};

class RandomHistory {
 public:
  RandomHistory(std::uint64_t seed, const HistorySize& size);

  // Nothing of it is used up.
  const Evidence::Input& evidence() const { return evidence_; }

  // The next removal; but for what was used for its path before. Valid until the next.
  RemovedItem next();

  // Somebody places a hold, releases one, adds or revokes an authority, closes a
  // transfer, or changes the policy.
  void grow();

  bool is_time_for_a_restart() { return dice_.one_in(8); }

 private:
  using Lists = std::map<std::string, std::set<std::string>>;  // paths by reference

  Scope listed_scope(Lists& lists, const std::string& reference, bool with_every_kind);
  void add_policy(int since);
  void add_authority();
  void add_hold(int placed);
  void add_transfer();
  void register_again(const std::string& path);
  std::vector<CopyFound> copies_of_one();
  std::vector<DeletionLogged> log_of(const RemovedItem& item);

  Dice dice_;
  int ticks_between_;               // removals, at most
  std::vector<std::string> paths_;  // of its items
  Evidence::Input evidence_;
  Lists authority_lists_, hold_lists_, transfer_lists_;
  std::map<std::string, ItemRegistered> register_;
  int now_ = 8;  // ticks
};

}  // namespace muniment
