// muniment retention: what is past its period and still held, and what becomes deletable
// soon.

#include <memory>

#include "app/command.h"
#include "app/policy_settings.h"
#include "exporters/report/concern_list.h"
#include "exporters/report/human.h"
#include "exporters/report/retention_report.h"
#include "reconcile/retention_review.h"

namespace muniment {
namespace {

struct RetentionOptions {
  std::vector<std::string> stores;
  bool list = false;
};

Status list_overdue(Reader& reader, const StoreRecord& record, const Policy& policy,
                    Time now, ConcernList& list) {
  return each_overdue(
      reader, record, policy, now, [&](const ClassifiedItem& each, Time until) {
        return list.add("overdue", each.path,
                        "class " + each.facts.class_name + ", since " +
                            human_time(until) + ", " +
                            human_bytes(each.item.facts.size),
                        {{"size", each.item.facts.size},
                         {"class", each.facts.class_name},
                         {"recorded_at", json_time(each.facts.recorded)},
                         {"kept_until", json_time(until)}});
      });
}

Result<ExitCode> run_retention(const GlobalOptions& options,
                               const RetentionOptions& wanted) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const auto stores, find_stores(config, wanted.stores));
  MUNIMENT_ASSIGN(std::optional<Reader> reader, open_reader(config));
  const Time now = wall_clock_now();
  ConcernList list([](const std::string& text) { return print(text); }, options.json,
                   true);
  std::vector<RetentionLine> lines;
  for (const StoreConfig* store : stores) {
    RetentionLine& line = lines.emplace_back();
    line.policy = policy_of(config, *store);
    const auto record =
        reader ? reader->store(store->name) : std::optional<StoreRecord>();
    MUNIMENT_TRY(record);
    if (!record.value()) {
      continue;
    }
    MUNIMENT_ASSIGN(const Policy policy, policy_from(line.policy, Time()));
    MUNIMENT_ASSIGN(line.review, review_retention(*reader, *record.value(), store->name,
                                                  policy, now));
    if (wanted.list) {
      MUNIMENT_TRY(list_overdue(*reader, *record.value(), policy, now, list));
    }
  }
  if (!options.json) {
    MUNIMENT_TRY(print(retention_table(lines)));
    return ExitCode::kOk;
  }
  for (const RetentionLine& line : lines) {
    MUNIMENT_TRY(print(json_line(retention_json(line)) + "\n"));
  }
  return ExitCode::kOk;
}

}  // namespace

void add_retention_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command = app.add_subcommand(
      "retention", "What is past its retention, and what becomes deletable soon");
  auto wanted = std::make_shared<RetentionOptions>();
  command->add_option("STORE", wanted->stores, "Only these stores (default: all)");
  command->add_flag("--list", wanted->list,
                    "Also list the items that are past their period and still held");
  command->footer(exit_status_help(
      {ExitCode::kOk, ExitCode::kUsage, ExitCode::kFailed, ExitCode::kLedger}));
  command->callback([&invocation, wanted] {
    invocation.run = [&invocation, wanted] {
      return run_retention(invocation.options, *wanted);
    };
  });
}

}  // namespace muniment
