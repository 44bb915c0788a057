// From the tree of a YAML text to a Config, by the table of settings.

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/config.h"
#include "app/config_check.h"
#include "app/config_document.h"
#include "app/config_settings.h"
#include "app/config_text.h"
#include "app/nearest.h"
#include "model/printable.h"

namespace muniment {
namespace {

using Kind = YamlNode::Kind;

std::string joined(std::string_view left, std::string_view right) {
  const std::string_view between = left.empty() || right.empty() ? "" : ".";
  return std::string(left) + std::string(between) + std::string(right);
}

const Setting* find_setting(const std::vector<Setting>& settings,
                            std::string_view key) {
  const auto found = std::find_if(settings.begin(), settings.end(),
                                  [&](const Setting& s) { return s.key == key; });
  return found == settings.end() ? nullptr : &*found;
}

// The keys that may stand directly in `section` ("" for the top), each once.
std::vector<std::string_view> keys_in(const std::vector<Setting>& settings,
                                      std::string_view section) {
  std::vector<std::string_view> keys;
  for (const Setting& setting : settings) {
    std::string_view rest = setting.key;
    if (!section.empty()) {
      if (!rest.starts_with(section) || rest[section.size()] != '.') {
        continue;
      }
      rest.remove_prefix(section.size() + 1);
    }
    const std::string_view key = rest.substr(0, rest.find('.'));
    if (keys.empty() || keys.back() != key) {
      keys.push_back(key);
    }
  }
  return keys;
}

std::string no_such_key(std::string_view key,
                        const std::vector<std::string_view>& known) {
  const std::string_view guess = nearest(key, known);
  if (!guess.empty()) {
    return "no such key; did you mean " + in_quotes(guess) + '?';
  }
  std::string all;
  for (const std::string_view name : known) {
    all += (all.empty() ? "" : ", ") + std::string(name);
  }
  return "no such key; known here: " + all;
}

class Reader {
 public:
  Config read(const YamlNode& root) {
    Config config;
    const std::vector<Setting> settings = settings_of(config);
    read_section(root, settings, "", "");
    require(settings, "", root.at);
    for (std::size_t i = 0; i < config.stores.size(); ++i) {
      require_in("stores", i, settings_of(config.stores[i]));
    }
    for (std::size_t i = 0; i < config.retention.size(); ++i) {
      require_in("retention", i, settings_of(config.retention[i]));
    }
    for (std::size_t i = 0; i < config.witnesses.list.size(); ++i) {
      require_in("witnesses.list", i, settings_of(config.witnesses.list[i]));
    }
    return config;
  }

  const Places& places() const { return places_; }
  FirstProblem& problems() { return problems_; }

 private:
  // One entry of a map: its whole key for messages, and its two halves.
  struct Entry {
    std::string key;
    Position key_at;
    const YamlNode& value;

    // Nothing stands nowhere: it is the key that people must look at.
    Position at() const { return value.kind == Kind::kNothing ? key_at : value.at; }
  };

  // Calls `use` with the key as written and the Entry, for each key that is not
  // repeated.
  template <typename Use>
  void each_entry(const YamlNode& map, const std::string& base, Use use) {
    std::map<std::string_view, int> lines;
    for (std::size_t i = 0; i < map.keys.size(); ++i) {
      const YamlNode::Key& key = map.keys[i];
      const std::string shown = key.text.empty() ? "\"\"" : printable(key.text);
      const Entry entry{joined(base, shown), key.at, map.items[i]};
      const auto [known, is_new] = lines.emplace(key.text, key.at.line);
      if (is_new) {
        use(key.text, entry);
      } else {
        problems_.add(key.at, entry.key,
                      "given twice, first on line " + std::to_string(known->second));
      }
    }
  }

  // Reads the part `section` of an object ("scan"; "" for all of it) that is at `base`.
  void read_section(const YamlNode& node, const std::vector<Setting>& settings,
                    const std::string& base, const std::string& section) {
    if (node.kind == Kind::kNothing) {
      return;  // everything below is commented out: the defaults
    }
    const std::string here = joined(base, section);
    if (node.kind != Kind::kMap) {
      problems_.add(node.at, here.empty() ? "the file" : here,
                    "must be a map, not " + std::string(name_of(node.kind)));
      return;
    }
    each_entry(node, here, [&](const std::string& name, const Entry& entry) {
      const std::string key = joined(section, name);
      if (const Setting* setting = find_setting(settings, key)) {
        places_[entry.key] = entry.at();
        read_setting(*setting, entry);
      } else if (!name.empty() && !keys_in(settings, key).empty()) {
        read_section(entry.value, settings, base, key);
      } else {
        problems_.add(entry.key_at, entry.key,
                      no_such_key(name, keys_in(settings, section)));
      }
    });
  }

  void read_setting(const Setting& setting, const Entry& entry) {
    if (setting.need == Need::kNotYet && !is_empty(entry.value)) {
      problems_.add(entry.at(), entry.key,
                    "not supported yet by this version; leave it empty");
    } else if (takes_text(setting.field)) {
      read_text_setting(setting.field, entry);
    } else {
      std::visit([&](const auto& field) { read_field(field, entry); }, setting.field);
    }
  }

  static bool is_empty(const YamlNode& node) {
    return node.kind == Kind::kText ? node.text.empty() : node.items.empty();
  }

  void read_text_setting(const Field& field, const Entry& entry) {
    if (entry.value.kind == Kind::kNothing) {
      problems_.add(entry.at(), entry.key,
                    "has no value; leave the key out for the default");
    } else if (has_kind(entry, Kind::kText, type_of(field))) {
      if (const Status status = read_text(field, entry.value.text); !status) {
        problems_.add(entry.at(), entry.key, status.error().what);
      }
    }
  }

  bool has_kind(const Entry& entry, Kind wanted, std::string_view called) {
    if (entry.value.kind == wanted) {
      return true;
    }
    problems_.add(entry.at(), entry.key,
                  "must be " + std::string(called) + ", not " +
                      std::string(name_of(entry.value.kind)));
    return false;
  }

  // Calls `use` with each item of a list. Nothing is an empty list.
  template <typename Use>
  void each_item(const Entry& entry, Use use) {
    if (entry.value.kind == Kind::kNothing || !has_kind(entry, Kind::kList, "a list")) {
      return;
    }
    for (std::size_t i = 0; i < entry.value.items.size(); ++i) {
      const YamlNode& item = entry.value.items[i];
      const std::string key = entry.key + '[' + std::to_string(i) + ']';
      const Position at = item.kind == Kind::kNothing ? entry.key_at : item.at;
      places_[key] = at;
      use(Entry{key, at, item});
    }
  }

  void read_field(const StoresField& field, const Entry& entry) {
    each_item(entry, [&](const Entry& item) {
      StoreConfig& store = field.value->emplace_back();
      read_section(item.value, settings_of(store), item.key, "");
    });
  }

  void read_field(const RetentionsField& field, const Entry& entry) {
    each_item(entry, [&](const Entry& item) {
      RetentionConfig& rule = field.value->emplace_back();
      read_section(item.value, settings_of(rule), item.key, "");
    });
  }

  void read_field(const WitnessesField& field, const Entry& entry) {
    each_item(entry, [&](const Entry& item) {
      WitnessConfig& witness = field.value->emplace_back();
      read_section(item.value, settings_of(witness), item.key, "");
    });
  }

  void read_field(const TextListField& field, const Entry& entry) {
    each_item(entry, [&](const Entry& item) {
      if (has_kind(item, Kind::kText, "text")) {
        read_list_text(item, field);
      }
    });
  }

  void read_list_text(const Entry& item, const TextListField& field) {
    const std::string complaint = field.rule->complaint(item.value.text);
    if (complaint.empty()) {
      field.value->push_back(item.value.text);
    } else {
      problems_.add(item.at(), item.key, complaint);
    }
  }

  void read_field(const PeriodsField& field, const Entry& entry) {
    if (!has_kind(entry, Kind::kMap, "a map")) {
      return;
    }
    each_entry(entry.value, entry.key, [&](const std::string& name, const Entry& item) {
      const std::string complaint = check_class_name(name);
      if (!complaint.empty()) {
        problems_.add(item.key_at, item.key, complaint);
      } else if (has_kind(item, Kind::kText, "a period")) {
        read_period(name, item, *field.value);
      }
    });
  }

  void read_period(const std::string& name, const Entry& item,
                   std::map<std::string, RetentionPeriod>& classes) {
    const Result<RetentionPeriod> period = parse_period(item.value.text);
    if (period) {
      classes[name] = period.value();
    } else {
      problems_.add(item.at(), item.key, period.error().what);
    }
  }

  template <typename TextField>
  void read_field(const TextField& /*field*/, const Entry& /*entry*/) {
    MUNIMENT_CHECK(false);  // read_text_setting() took it
  }

  // Says what is missing only when nothing else is wrong: a mistyped key explains it
  // better.
  void require(const std::vector<Setting>& settings, const std::string& base,
               Position at) {
    const bool was_clean = !problems_.problem().has_value();
    for (const Setting& setting : settings) {
      const std::string key = joined(base, setting.key);
      if (was_clean && setting.need == Need::kRequired && !places_.contains(key)) {
        problems_.add(at, key, "is missing; " + std::string(setting.meaning));
      }
    }
  }

  void require_in(const std::string& list, std::size_t index,
                  const std::vector<Setting>& settings) {
    const std::string base = list + '[' + std::to_string(index) + ']';
    require(settings, base, places_[base]);
  }

  Places places_;
  FirstProblem problems_;
};

Result<Config> config_from(const YamlNode& root, std::string_view name) {
  Reader reader;
  Config config = reader.read(root);
  FirstProblem& problems = reader.problems();
  if (!problems.problem() && config.stores.empty()) {
    problems.add(reader.places().at("stores"), "stores",
                 "must have at least one store");
  }
  if (!problems.problem()) {
    check_config(config, reader.places(), problems);
  }
  if (problems.problem()) {
    return error_in_file(name, *problems.problem());
  }
  return config;
}

}  // namespace

Result<Config> parse_config(std::string_view text, std::string_view name) {
  const ProblemOr<YamlNode> root = read_yaml(text);
  if (!root) {
    return error_in_file(name, root.error());
  }
  return config_from(root.value(), name);
}

}  // namespace muniment
