#include "app/config_check.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "app/nearest.h"
#include "ledger/cosignature.h"
#include "model/item.h"

namespace muniment {
namespace {

constexpr std::size_t kMaxWitnesses = 16;

std::string item_key(std::string_view list, std::size_t index) {
  return std::string(list) + '[' + std::to_string(index) + ']';
}

// REQUIRES: both are absolute and tidy. Compares names, not what links make of them.
bool is_inside(std::string_view path, std::string_view directory) {
  return is_under(path.substr(1), directory.substr(1));
}

// What follows the name and its hash. REQUIRES: a verifier key.
std::string public_half(const std::string& key) {
  const std::size_t hash = key.find('+') + 1;
  return key.substr(key.find('+', hash) + 1);
}

class Checker {
 public:
  Checker(const Config& config, const Places& places, FirstProblem& problems)
      : config_(config), places_(places), problems_(problems) {}

  void check() {
    for (std::size_t i = 0; i < config_.stores.size(); ++i) {
      check_store_among_others(i);
      check_state_dir(i);
      check_retention_of(i);
    }
    for (std::size_t i = 0; i < config_.retention.size(); ++i) {
      check_rule_among_others(i);
    }
    check_authorities();
    check_witnesses();
    check_timestamps();
  }

 private:
  void complain(const std::string& key, const std::string& what) {
    const auto place = places_.find(key);
    problems_.add(place == places_.end() ? Position{} : place->second, key, what);
  }

  void check_store_among_others(std::size_t i) {
    const StoreConfig& store = config_.stores[i];
    const std::string key = item_key("stores", i);
    for (std::size_t j = 0; j < i; ++j) {
      const StoreConfig& other = config_.stores[j];
      if (store.name == other.name) {
        complain(key + ".name", in_quotes(store.name) + " is the name of " +
                                    item_key("stores", j) + " too");
      }
      if (store.path == other.path) {
        complain(key + ".path", in_quotes(store.path) + " is the path of store " +
                                    in_quotes(other.name) + " too");
      } else if (is_inside(store.path, other.path)) {
        complain(key + ".path", in_quotes(store.path) + " lies inside store " +
                                    in_quotes(other.name) +
                                    "; stores must not overlap");
      } else if (is_inside(other.path, store.path)) {
        complain(key + ".path", in_quotes(store.path) + " contains store " +
                                    in_quotes(other.name) +
                                    "; stores must not overlap");
      }
    }
  }

  void check_state_dir(std::size_t i) {
    const StoreConfig& store = config_.stores[i];
    const std::string store_key = item_key("stores", i) + ".path";
    const bool is_default = !places_.contains("state_dir");
    if (is_inside(config_.state_dir, store.path)) {
      complain(is_default ? store_key : "state_dir",
               "the state directory " + in_quotes(config_.state_dir) +
                   " lies inside store " + in_quotes(store.name) +
                   "; nothing is ever written into a store");
    } else if (is_inside(store.path, config_.state_dir)) {
      complain(store_key, in_quotes(store.path) + " lies inside the state directory " +
                              in_quotes(config_.state_dir));
    }
  }

  void check_retention_of(std::size_t i) {
    const std::string& wanted = config_.stores[i].retention;
    std::vector<std::string_view> names;
    for (const RetentionConfig& rule : config_.retention) {
      names.push_back(rule.name);
      if (rule.name == wanted) {
        return;
      }
    }
    if (wanted.empty()) {
      return;
    }
    const std::string_view guess = nearest(wanted, names);
    complain(item_key("stores", i) + ".retention",
             "no retention rule is called " + in_quotes(wanted) +
                 (guess.empty() ? "" : "; did you mean " + in_quotes(guess) + '?'));
  }

  void check_rule_among_others(std::size_t i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (config_.retention[i].name == config_.retention[j].name) {
        complain(item_key("retention", i) + ".name",
                 in_quotes(config_.retention[i].name) + " is the name of " +
                     item_key("retention", j) + " too");
      }
    }
  }

  void check_authorities() {
    const AuthoritiesConfig& authorities = config_.authorities;
    check_approver_keys(authorities.keys);
    if (authorities.require_signature && authorities.keys.empty()) {
      complain("authorities.require_signature",
               "needs authorities.keys: without one, nobody can sign");
    } else if (authorities.require_signature && authorities.require_second_approver &&
               authorities.keys.size() < 2) {
      complain("authorities.require_signature",
               "needs two authorities.keys at least where a second approver is "
               "required");
    }
  }

  // One approver under two names would be their own second approver.
  void check_approver_keys(const std::vector<std::string>& keys) {
    std::map<std::string, std::size_t> first_with;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto [first, is_new] = first_with.emplace(public_half(keys[i]), i);
      if (!is_new) {
        complain(
            item_key("authorities.keys", i),
            "is the key of " + item_key("authorities.keys", first->second) + " too");
      }
    }
  }

  void check_witnesses() {
    const std::vector<WitnessConfig>& list = config_.witnesses.list;
    if (list.size() > kMaxWitnesses) {
      complain("witnesses.list", "has more than " + std::to_string(kMaxWitnesses));
    }
    if (config_.witnesses.quorum > std::max<std::size_t>(list.size(), 1)) {
      complain("witnesses.quorum", "can never be reached: there are " +
                                       std::to_string(list.size()) + " witnesses");
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
      check_witness_among_others(i);
    }
  }

  // One witness under two names would count twice.
  void check_witness_among_others(std::size_t i) {
    const std::vector<WitnessConfig>& list = config_.witnesses.list;
    const std::string key = item_key("witnesses.list", i);
    for (std::size_t j = 0; j < i; ++j) {
      const std::string other = item_key("witnesses.list", j);
      if (name_of(list[i]) == name_of(list[j])) {
        const bool is_named = places_.contains(key + ".name");
        complain(key + (is_named ? ".name" : ".key"),
                 in_quotes(name_of(list[i])) + " is the name of " + other + " too");
      }
      const auto mine = WitnessKey::parse(list[i].key);
      const auto theirs = WitnessKey::parse(list[j].key);
      if (mine && theirs && mine.value().is_of_same_signer(theirs.value())) {
        complain(key + ".key", "is the key of " + other + " too");
      }
    }
  }

  void check_timestamps() {
    const TimeStampsConfig& timestamps = config_.timestamps;
    if (!timestamps.url.empty() && timestamps.ca_file.empty()) {
      complain("timestamps.url",
               "needs timestamps.ca_file: a stamp that nobody can check is none");
    } else if (timestamps.url.empty() && !timestamps.ca_file.empty()) {
      complain("timestamps.ca_file", "is of no use without timestamps.url");
    }
  }

  const Config& config_;
  const Places& places_;
  FirstProblem& problems_;
};

}  // namespace

std::string name_of(const WitnessConfig& witness) {
  const auto key = WitnessKey::parse(witness.key);
  return witness.name.empty() && key ? key.value().name() : witness.name;
}

void check_config(const Config& config, const Places& places, FirstProblem& problems) {
  Checker(config, places, problems).check();
}

}  // namespace muniment
