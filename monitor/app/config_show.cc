// The table of settings turned to text: `config show`, the reference page, the first
// file.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "app/config_settings.h"

namespace muniment {
namespace {

// Writes settings as nested YAML maps, opening "scan:" when the first "scan.…" comes.
class YamlWriter {
 public:
  explicit YamlWriter(std::size_t indent) : indent_(indent) {}

  void write(const std::vector<Setting>& settings) {
    for (const Setting& setting : settings) {
      std::string_view key = setting.key;
      enter_sections(key);
      line(key, show_field(setting.field));
    }
  }

  std::string take() { return std::move(text_); }

 private:
  // Opens what `key` is in and is not open yet; leaves the last part in `key`.
  void enter_sections(std::string_view& key) {
    std::size_t depth = 0;
    for (std::size_t dot = key.find('.'); dot != std::string_view::npos;
         dot = key.find('.'), ++depth) {
      const std::string_view section = key.substr(0, dot);
      key.remove_prefix(dot + 1);
      if (depth >= open_.size() || open_[depth] != section) {
        open_.resize(depth);
        line(section, "");
        open_.push_back(section);
      }
    }
    open_.resize(depth);
  }

  void line(std::string_view key, const std::string& value) {
    text_.append(indent_ + 2 * open_.size(), ' ');
    text_ += key;
    text_ += value.empty() ? ":" : ": " + value;
    text_ += '\n';
  }

  std::size_t indent_;
  std::vector<std::string_view> open_;
  std::string text_;
};

// `objects` as items of a YAML list under a key that is indented by `indent`.
template <typename Object>
std::string show_objects(std::vector<Object>& objects, std::size_t indent = 0) {
  std::string text;
  for (Object& object : objects) {
    YamlWriter writer(indent + 4);
    writer.write(settings_of(object));
    std::string item = writer.take();
    item[indent + 2] = '-';
    text += item;
  }
  return text;
}

// Puts the items below "key: []", in its place.
void expand_list(std::string& text, std::string_view key, const std::string& items) {
  const std::string empty = std::string(key) + ": []\n";
  const std::size_t at = text.find('\n' + empty);
  if (!items.empty() && at != std::string::npos) {
    text.replace(at + 1, empty.size(), std::string(key) + ":\n" + items);
  }
}

std::string in_table(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    cell += c == '|' ? "\\|" : std::string(1, c);
  }
  return cell;
}

std::string reference_rows(const std::vector<Setting>& settings,
                           std::string_view below) {
  std::string rows;
  for (const Setting& setting : settings) {
    const std::string standard = setting.need == Need::kRequired
                                     ? "required"
                                     : '`' + show_field(setting.field) + '`';
    rows += "| `" + std::string(below) + std::string(setting.key) + "` | " +
            std::string(type_of(setting.field)) + " | " + standard + " | " +
            in_table(setting.meaning) + " |\n";
    if (std::holds_alternative<StoresField>(setting.field)) {
      StoreConfig store;
      rows += reference_rows(settings_of(store), "stores[].");
    } else if (std::holds_alternative<RetentionsField>(setting.field)) {
      RetentionConfig retention;
      rows += reference_rows(settings_of(retention), "retention[].");
    } else if (std::holds_alternative<WitnessesField>(setting.field)) {
      WitnessConfig witness;
      rows += reference_rows(settings_of(witness), "witnesses.list[].");
    }
  }
  return rows;
}

}  // namespace

std::string show_config(const Config& config) {
  Config copy = config;  // the table points into it
  YamlWriter writer(0);
  writer.write(settings_of(copy));
  std::string text = writer.take();
  expand_list(text, "stores", show_objects(copy.stores));
  expand_list(text, "retention", show_objects(copy.retention));
  expand_list(text, "  list", show_objects(copy.witnesses.list, 2));
  return text;
}

std::string config_reference() {
  Config config;
  return "| Key | Type | Default | Meaning |\n|---|---|---|---|\n" +
         reference_rows(settings_of(config), "");
}

std::string starter_config(
    std::string_view state_dir,
    const std::vector<std::pair<std::string, std::string>>& stores) {
  std::string text =
      "# Muniment: which places hold evidence, and how often they are looked at.\n"
      "# `muniment config check` tells whether this file is right, `muniment config "
      "show`\n"
      "# prints all of it with the defaults.\n"
      "\n"
      "# Ledger, catalogue and keys. Never inside a store.\n"
      "state_dir: " +
      yaml_text(state_dir) +
      "\n"
      "\n"
      "# Shown on reports and incident worksheets.\n"
      "organisation:\n"
      "  name: \"\"\n"
      "  dpo: {name: \"\", email: \"\"}\n"
      "\n"
      "stores:\n";
  for (const auto& [name, path] : stores) {
    text +=
        "  - name: " + yaml_text(name) + "\n    path: " + yaml_text(path) +
        "\n"
        "    # collection: \"{1}/{2}\"        # group by the first two directories\n"
        "    # recorded_at: \"{1}-{2}-{3}\"   # the recorded date, from the "
        "directories\n"
        "    scan: {every: 1h, settle: 5s}\n"
        "    fixity: {every: 30d, max_rate: unlimited}\n";
  }
  return text +
         "\n"
         "# How long each class must be kept; a store names its rule by `retention: "
         "bwv`.\n"
         "# retention:\n"
         "#   - name: bwv\n"
         "#     classes: {non-evidential: 31d, evidential: forever}\n"
         "\n"
         "# /metrics and health. Only this machine can reach it.\n"
         "web: {listen: \"127.0.0.1:9847\"}\n";
}

}  // namespace muniment
