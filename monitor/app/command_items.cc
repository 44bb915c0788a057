// muniment items: the inventory of a store, or what went from it.

#include <map>
#include <memory>

#include "app/command.h"
#include "exporters/report/history_report.h"

namespace muniment {
namespace {

struct ItemsOptions {
  std::string store;
  std::string under;
  bool missing = false;
};

// Which places could not be observed, so that items under them say so.
class Unobserved {
 public:
  explicit Unobserved(std::vector<UnobservedPlace> places) {
    for (UnobservedPlace& place : places) {
      StorePath path = place.path;
      places_.emplace(std::move(path), std::move(place));
    }
  }

  // The place at `path` or the closed directory above it; nullptr when it is in the open.
  const UnobservedPlace* above(std::string_view path) const {
    if (places_.empty()) {
      return nullptr;
    }
    for (bool itself = true;; itself = false) {
      const auto found = places_.find(StorePath(path));
      if (found != places_.end() &&
          (itself || found->second.place == PlaceKind::kDirectory)) {
        return &found->second;
      }
      if (path.empty()) {
        return nullptr;
      }
      path = parent_of(path);
    }
  }

 private:
  std::map<StorePath, UnobservedPlace, std::less<>> places_;
};

Status show(const GlobalOptions& options, const ItemLine& line) {
  return print(options.json ? json_line(item_json(line)) + "\n" : item_text(line));
}

Status show_held(const GlobalOptions& options, Reader& reader,
                 const StoreRecord& record, const std::string& store,
                 const StorePath& under) {
  MUNIMENT_ASSIGN(std::vector<UnobservedPlace> places, reader.unobserved(record.id));
  const Unobserved unobserved(std::move(places));
  return reader.each_item(
      record.id, under, [&](const StorePath& path, const KnownItem& item) {
        ItemLine line;
        line.store = store;
        line.path = path;
        line.facts = item.facts;
        line.first_seen = item.first_seen;
        line.last_verified = item.verified.value_or(item.first_seen);
        line.is_corrupted = item.is_corrupted;
        line.state = "present";
        line.last_seen =
            std::max(item.first_seen, record.last_observed.value_or(Time{}));
        if (const UnobservedPlace* place = unobserved.above(path)) {
          line.state =
              place->place == PlaceKind::kInFlight ? "in-flight" : "not-observed";
          line.last_seen =
              std::max(item.first_seen, place->last_observed.value_or(Time{}));
        }
        return show(options, line);
      });
}

Status show_missing(const GlobalOptions& options, Reader& reader,
                    const StoreRecord& record, const StorePath& under) {
  return reader.each_tombstone(record.id, under, [&](const Tombstone& tombstone) {
    const ItemRemoved& removed = tombstone.removed;
    ItemLine line;
    line.store = removed.store;
    line.path = removed.path;
    line.facts = removed.facts;
    line.first_seen = removed.first_seen;
    line.last_seen = removed.last_seen;
    line.state = "missing";
    line.first_missed = removed.first_missed;
    line.explanation = name_of(removed.explanation);
    line.reference = removed.reference;
    return show(options, line);
  });
}

Result<ExitCode> run_items(const GlobalOptions& options, const ItemsOptions& wanted) {
  MUNIMENT_ASSIGN(const StorePath under, parse_item_path(wanted.under));
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const StoreConfig* store, find_store(config, wanted.store));
  MUNIMENT_ASSIGN(std::optional<Reader> reader, open_reader(config));
  if (!reader) {
    return ExitCode::kOk;
  }
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader->store(store->name));
  if (record) {
    MUNIMENT_TRY(wanted.missing
                     ? show_missing(options, *reader, *record, under)
                     : show_held(options, *reader, *record, store->name, under));
  }
  return ExitCode::kOk;
}

}  // namespace

void add_items_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command = app.add_subcommand("items", "The inventory of a store");
  auto wanted = std::make_shared<ItemsOptions>();
  command->add_option("STORE", wanted->store, "The store")->required();
  command->add_option("--under", wanted->under, "Only this directory or item")
      ->type_name("PREFIX");
  command->add_flag("--missing", wanted->missing, "What went, instead of what is held");
  command->footer(
      exit_status_help({ExitCode::kOk, ExitCode::kUsage, ExitCode::kFailed}));
  command->callback([&invocation, wanted] {
    invocation.run = [&invocation, wanted] {
      return run_items(invocation.options, *wanted);
    };
  });
}

}  // namespace muniment
