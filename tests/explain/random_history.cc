#include "random_history.h"

#include <algorithm>
#include <utility>

#include "slow_explain.h"

namespace muniment {
namespace {

using Texts = std::vector<std::string>;

const Texts& directories() {
  static const Texts kAll = {
      "",      "2023-01-03",      "2023-01-20", "2023-02-29",           "unit",
      "unitx", "unit/2023-01-10", "unit/b",     "2023-01-03/2023-01-30"};
  return kAll;
}

Texts all_paths() {
  Texts paths;
  for (const std::string& directory : directories()) {
    for (const char* name : {"a", "b", "bb"}) {
      paths.push_back(join_path(directory, name));
    }
  }
  return paths;
}

const Texts& paths() {
  static const Texts kAll = all_paths();
  return kAll;
}

const Texts& classes() {
  static const Texts kAll = {"", "routine", "traffic", "evidential", "odd"};
  return kAll;
}

const Texts& cases() {
  static const Texts kAll = {"C/1", "C/2", "C/3", "C/4"};
  return kAll;
}

Time moment(int ticks) {
  static const Time kStart = parse_time("2023-01-01").value();
  return Time{kStart.ns + ticks * kTickNs};
}

void add_places(Scope& scope, Dice& dice) {
  do {
    if (dice.one_in(2)) {
      scope.prefixes.push_back(dice.one_in(2) ? dice.of(directories())
                                              : dice.of(paths()));
    } else {
      scope.collections.push_back(dice.of(directories()));
    }
  } while (dice.one_in(3));
}

void add_dates(Scope& scope, Dice& dice) {
  const int from = dice.below(60) - 10;
  if (!dice.one_in(3)) {
    scope.recorded_from = moment(from);
  }
  if (!dice.one_in(3)) {
    scope.recorded_to = moment(from + dice.below(50));
  }
}

std::optional<std::uint64_t> any_limit(Dice& dice, int end) {
  return dice.one_in(2) ? std::nullopt
                        : std::optional(static_cast<std::uint64_t>(dice.below(end)));
}

}  // namespace

Scope random_scope(Dice& dice, bool with_every_kind) {
  Scope scope;
  const int only = dice.below(4);
  const auto wants = [&](int kind) {
    return kind == only || (with_every_kind && dice.one_in(5));
  };
  if (wants(0)) {
    add_places(scope, dice);
  }
  if (wants(1)) {
    scope.classes.push_back(dice.of(classes()));
  }
  if (wants(2)) {
    scope.cases = {dice.of(cases()), dice.of(cases())};
  }
  if (wants(3) && (scope.classes.empty() || dice.one_in(2))) {
    add_dates(scope, dice);
  }
  return scope;
}

RandomHistory::RandomHistory(std::uint64_t seed, const HistorySize& size)
    : dice_(seed), ticks_between_(size.removals < 50 ? 8 : 2) {
  for (int i = 1 + dice_.below(12); i > 0; --i) {
    paths_.push_back(dice_.of(paths()));
  }
  add_policy(dice_.one_in(3) ? 20 : 0);
  for (int i = 0; i < size.authorities; ++i) {
    add_authority();
  }
  for (int i = 0; i < size.holds; ++i) {
    add_hold(dice_.below(60));
  }
  std::sort(evidence_.holds.begin(), evidence_.holds.end(),
            [](const auto& a, const auto& b) { return a.placed < b.placed; });
  for (int i = 0; i < size.transfers; ++i) {
    add_transfer();
  }
  for (const std::string& path : paths_) {
    if (dice_.one_in(2)) {
      register_again(path);
    }
  }
}

Scope RandomHistory::listed_scope(Lists& lists, const std::string& reference,
                                  bool with_every_kind) {
  Scope scope = random_scope(dice_, with_every_kind);
  if (dice_.one_in(3)) {
    std::set<std::string>& list = lists[reference];
    for (int i = dice_.below(8); i >= 0; --i) {
      list.insert(dice_.of(paths_));
    }
    if (!dice_.one_in(6)) {  // else it is the list of a scope that has none
      scope.listed_paths = list.size();
    }
    if (dice_.one_in(2)) {
      scope.prefixes.clear();
      scope.collections.clear();
    }
  }
  return scope;
}

void RandomHistory::add_policy(int since) {
  PolicyDeclared declared;
  declared.store = "bwv";
  declared.collection = dice_.of(Texts{"{1}", "{1}/{2}", "{2}", ""});
  declared.recorded_at = dice_.of(Texts{"{1}", "{1}", "{2}", "2023-0{1}", ""});
  declared.default_class = dice_.of(classes());
  declared.rule = dice_.one_in(6) ? "" : "rule" + std::to_string(since);
  const auto days = static_cast<unsigned>(1 + dice_.below(20));
  const auto months = static_cast<unsigned>(1 + dice_.below(2));
  declared.classes = {{"routine", {RetentionPeriod::Unit::kDays, days}},
                      {"traffic", {RetentionPeriod::Unit::kMonths, months}},
                      {"evidential", {}}};
  evidence_.policies.push_back(policy_from(declared, moment(since)).value());
}

void RandomHistory::add_authority() {
  AuthorityInForce authority;
  AuthorityAdded& terms = authority.terms;
  terms.store = "bwv";
  terms.reference = 'A' + std::to_string(evidence_.authorities.size());
  terms.approved_by = "somebody";
  const int from = dice_.below(50);
  terms.from = moment(from);
  if (!dice_.one_in(3)) {
    terms.until = moment(from + dice_.below(60));
  }
  if (dice_.one_in(5)) {
    authority.revoked = moment(from - 10 + dice_.below(60));
  }
  terms.max_items = any_limit(dice_, 5);
  terms.max_bytes = any_limit(dice_, 20);
  terms.scope = dice_.one_in(20)
                    ? Scope{}
                    : listed_scope(authority_lists_, terms.reference, true);
  evidence_.authorities.push_back(std::move(authority));
}

void RandomHistory::add_hold(int placed) {
  HoldInForce hold;
  hold.terms.store = "bwv";
  hold.terms.reference = 'H' + std::to_string(evidence_.holds.size());
  hold.terms.reason = "appeal";
  hold.terms.scope = dice_.one_in(20)
                         ? Scope{}
                         : listed_scope(hold_lists_, hold.terms.reference, false);
  hold.placed = moment(placed);
  if (!dice_.one_in(4)) {
    hold.released = moment(placed + dice_.below(30));
  }
  evidence_.holds.push_back(std::move(hold));
}

void RandomHistory::add_transfer() {
  TransferInForce transfer;
  transfer.terms.store = "bwv";
  transfer.terms.to = "archive";
  transfer.terms.reference = 'T' + std::to_string(evidence_.transfers.size());
  transfer.terms.scope =
      dice_.one_in(3) ? Scope{}
                      : listed_scope(transfer_lists_, transfer.terms.reference, true);
  const int opened = dice_.below(40);
  transfer.opened = moment(opened);
  if (!dice_.one_in(3)) {
    transfer.closed = moment(opened + dice_.below(50));
  }
  evidence_.transfers.push_back(std::move(transfer));
}

void RandomHistory::register_again(const std::string& path) {
  ItemRegistered row;
  row.path = path;
  row.class_name = dice_.of(classes());
  if (!dice_.one_in(3)) {
    row.recorded = moment(dice_.below(70) - 40);
  }
  std::set<std::string> of;
  for (int i = dice_.below(3); i > 0; --i) {
    of.insert(dice_.of(cases()));
  }
  row.cases.assign(of.begin(), of.end());
  register_[path] = std::move(row);
}

RemovedItem RandomHistory::next() {
  now_ += dice_.below(ticks_between_ + 1);
  RemovedItem item;
  item.path = dice_.of(paths_);
  item.size = static_cast<std::uint64_t>(dice_.below(8));
  item.first_missed = moment(now_);
  item.last_seen = moment(now_ - dice_.below(6));
  item.first_seen = moment(-100);
  if (dice_.one_in(6)) {
    register_again(item.path);
  }
  const auto row = register_.find(item.path);
  item.registered = row == register_.end() ? nullptr : &row->second;
  const auto listing = [&](const Lists& lists) {
    Texts references;
    for (const auto& [reference, list] : lists) {
      if (list.contains(item.path)) {
        references.push_back(reference);
      }
    }
    return references;
  };
  item.listed_by = listing(authority_lists_);
  item.held_by = listing(hold_lists_);
  item.transferred_by = listing(transfer_lists_);
  item.copies = copies_of_one();
  item.logged = log_of(item);
  return item;
}

std::vector<CopyFound> RandomHistory::copies_of_one() {
  std::vector<CopyFound> copies;
  for (const TransferInForce& transfer : evidence_.transfers) {
    while (dice_.one_in(2)) {
      const Time read{transfer.opened.ns + (dice_.below(6) - 2) * kTickNs};
      copies.push_back({transfer.terms.reference, read});
    }
  }
  return copies;
}

// At its edges, give or take what clocks may differ.
std::vector<DeletionLogged> RandomHistory::log_of(const RemovedItem& item) {
  std::vector<DeletionLogged> log;
  while (dice_.one_in(3)) {
    const Time edge = dice_.one_in(2) ? item.last_seen : item.first_missed;
    const std::int64_t wrong =
        dice_.of(std::vector<std::int64_t>{0, 1, kLogClockSlackNs - 1, kLogClockSlackNs,
                                           kLogClockSlackNs + 1, 3 * kTickNs});
    const Time when{edge.ns + (dice_.one_in(2) ? wrong : -wrong)};
    log.push_back({"bwv", item.path, when, "svc", "SDEL"});
  }
  std::sort(log.begin(), log.end(),
            [](const auto& a, const auto& b) { return a.at < b.at; });
  return log;
}

void RandomHistory::grow() {
  const auto any = [&](auto& all) {
    return all.empty() ? nullptr
                       : &all[static_cast<std::size_t>(
                             dice_.below(static_cast<int>(all.size())))];
  };
  switch (dice_.below(6)) {
    case 0:
      add_hold(std::max(now_, 60));  // it is the newest
      break;
    case 1:
      if (HoldInForce* const hold = any(evidence_.holds); hold && !hold->released) {
        hold->released = std::max(hold->placed, moment(now_));
      }
      break;
    case 2:
      add_authority();
      break;
    case 3:
      if (auto* const authority = any(evidence_.authorities);
          authority && !authority->revoked) {
        authority->revoked = moment(now_);
      }
      break;
    case 4:
      if (auto* const transfer = any(evidence_.transfers);
          transfer && !transfer->closed) {
        transfer->closed = std::max(transfer->opened, moment(now_));
      }
      break;
    default:
      add_policy(std::max(now_, 20));
  }
}

}  // namespace muniment
