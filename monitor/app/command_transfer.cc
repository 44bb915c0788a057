// muniment transfer: a declared move of items from one store to another; the source may go
// once the copy is verified.

#include <memory>

#include "agent/reconsider.h"
#include "app/command.h"
#include "app/policy_settings.h"
#include "app/scope_options.h"
#include "exporters/report/concern_list.h"
#include "exporters/report/human.h"
#include "exporters/report/transfers_report.h"

namespace muniment {
namespace {

struct OpenOptions {
  std::string from;
  std::string to;
  std::string reference;
  std::string by;
  ScopeOptions scope;
};

struct CheckOptions {
  std::string reference;
  std::string by;  // of close
  bool all = false;
};

Result<std::optional<TransferRecord>> find_transfer(Reader& reader,
                                                    const std::string& reference) {
  MUNIMENT_ASSIGN(const std::vector<TransferRecord> all, reader.transfers());
  for (const TransferRecord& transfer : all) {
    if (transfer.terms.reference == reference) {
      return std::optional(transfer);
    }
  }
  return std::optional<TransferRecord>();
}

Result<ExitCode> run_open(const GlobalOptions& options, const OpenOptions& typed) {
  MUNIMENT_TRY(check_spoken_text("--reference", typed.reference));
  MUNIMENT_TRY(check_spoken_text("--by", typed.by));
  MUNIMENT_ASSIGN(const ListedScope scope, parse_scope(typed.scope));
  MUNIMENT_ASSIGN(const std::unique_ptr<StoreSession> session,
                  open_store_session(options, typed.from));
  MUNIMENT_TRY(find_store(session->config, typed.to));
  if (typed.from == typed.to) {
    return usage_error(
        "--from and --to are the same store; a move within a store needs "
        "no transfer");
  }
  std::vector<EventBody> events =
      list_events<TransferPaths>(typed.from, typed.reference, scope.paths);
  events.emplace_back(
      TransferOpened{typed.from, typed.to, typed.reference, typed.by, scope.scope});
  MUNIMENT_TRY(session->recorder.record_if(std::move(events), [&]() -> Status {
    MUNIMENT_ASSIGN(const auto there, find_transfer(session->reader, typed.reference));
    return there ? Status(usage_error("there is a transfer " +
                                      in_quotes(typed.reference) + " already"))
                 : ok();
  }));
  MUNIMENT_ASSIGN(const auto opened, find_transfer(session->reader, typed.reference));
  MUNIMENT_TRY(print(options.json ? json_line(transfer_json(*opened)) + "\n"
                                  : transfer_text(*opened)));
  return ExitCode::kOk;
}

// A transfer, what the configuration says of its source, and its scope with the list.
struct Subject {
  TransferRecord transfer;
  Policy policy;
  ListedScope scope;
};

Result<Subject> subject_of(const Config& config, Reader& reader,
                           const std::string& reference) {
  MUNIMENT_ASSIGN(const auto transfer, find_transfer(reader, reference));
  if (!transfer) {
    return usage_error("no transfer " + in_quotes(reference) +
                       "; see muniment transfer list");
  }
  Subject subject{*transfer, {}, {transfer->terms.scope, {}}};
  MUNIMENT_ASSIGN(const StoreConfig* source, find_store(config, transfer->terms.store));
  MUNIMENT_ASSIGN(subject.policy, policy_from(policy_of(config, *source), Time()));
  MUNIMENT_TRY(reader.each_listed(Reader::ListOf::kTransfer, transfer->from_id,
                                  reference, [&](const StorePath& path) {
                                    subject.scope.paths.push_back(path);
                                    return ok();
                                  }));
  return subject;
}

// Why, beside its items, the source may not be purged: what was not seen nobody can vouch
// for. "" for nothing.
Result<std::string> obstacle_of(Reader& reader, const TransferRecord& transfer) {
  MUNIMENT_ASSIGN(const Summary summary, reader.summary({}));
  std::string obstacle;
  for (const StoreSummary& store : summary.stores) {
    const bool is_source = store.name == transfer.terms.store;
    if (!is_source && store.name != transfer.terms.to) {
      continue;
    }
    if (store.state != StoreState::kAvailable) {
      obstacle = "store " + store.name + " is " + std::string(name_of(store.state)) +
                 ": nobody can tell what it holds now";
    } else if (is_source && store.last_outcome != ScanOutcome::kComplete) {
      obstacle = "the last scan of store " + store.name +
                 " did not see all of it: it may hold items that are not in the "
                 "inventory";
    } else if (is_source && store.in_flight_items > 0) {
      obstacle = human_count(store.in_flight_items, "item") + " of store " +
                 store.name +
                 " were being written at the last look and are not in the inventory";
    }
  }
  return obstacle;
}

struct CheckOutcome {
  TransferCheck check;
  std::string obstacle;
};

Result<CheckOutcome> look(const StateDirectory& state, Reader& reader,
                          const Subject& subject, ConcernList& list) {
  CheckOutcome outcome;
  MUNIMENT_ASSIGN(
      outcome.check,
      check_transfer(reader,
                     {state.catalogue(), state.path(), &subject.transfer,
                      &subject.policy, &subject.scope},
                     [&](TransferState found, const StorePath& path, std::uint64_t size,
                         const std::string& detail) {
                       return list.add(name_of(found), path, detail, {{"size", size}});
                     }));
  MUNIMENT_TRY(list.finish());
  MUNIMENT_ASSIGN(outcome.obstacle, obstacle_of(reader, subject.transfer));
  return outcome;
}

ExitCode exit_code_of(const CheckOutcome& outcome) {
  const TransferCheck& check = outcome.check;
  const bool unseen = check.not_observed > 0 || !outcome.obstacle.empty();
  const ExitCode code = check.verified < check.items || check.items == 0
                            ? ExitCode::kFindings
                            : ExitCode::kOk;
  return merge(code, unseen ? ExitCode::kIncomplete : ExitCode::kOk);
}

Status tell(const GlobalOptions& options, const TransferRecord& transfer,
            const CheckOutcome& outcome) {
  return print(
      options.json
          ? json_line(transfer_check_json(transfer, outcome.check, outcome.obstacle)) +
                "\n"
          : transfer_check_text(transfer, outcome.check, outcome.obstacle));
}

Result<ExitCode> run_check(const GlobalOptions& options, const CheckOptions& typed) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(std::optional<Reader> reader, open_reader(config));
  if (!reader) {
    return usage_error("no transfer " + in_quotes(typed.reference) +
                       ": nothing was ever recorded");
  }
  MUNIMENT_ASSIGN(const StateDirectory state, StateDirectory::open(config.state_dir));
  MUNIMENT_ASSIGN(const Subject subject, subject_of(config, *reader, typed.reference));
  ConcernList list([](const std::string& text) { return print(text); }, options.json,
                   typed.all);
  MUNIMENT_ASSIGN(const CheckOutcome outcome, look(state, *reader, subject, list));
  MUNIMENT_TRY(tell(options, subject.transfer, outcome));
  return exit_code_of(outcome);
}

Result<ExitCode> run_close(const GlobalOptions& options, const CheckOptions& typed) {
  MUNIMENT_TRY(check_spoken_text("--by", typed.by));
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const StateDirectory state, StateDirectory::open(config.state_dir));
  MUNIMENT_ASSIGN(Recorder recorder, Recorder::open(state));
  MUNIMENT_ASSIGN(Reader reader, Reader::open(state.catalogue()));
  MUNIMENT_ASSIGN(const Subject subject, subject_of(config, reader, typed.reference));
  if (subject.transfer.closed) {
    return usage_error("transfer " + in_quotes(typed.reference) + " is closed already");
  }
  // What came to the destination explains what left before the remainder is stated.
  MUNIMENT_TRY(
      reconsider_unless_busy(state, recorder, reader, subject.transfer.terms.store));
  ConcernList list([](const std::string& text) { return print(text); }, options.json,
                   typed.all);
  MUNIMENT_ASSIGN(const CheckOutcome outcome, look(state, reader, subject, list));
  const TransferCheck& n = outcome.check;
  MUNIMENT_TRY(recorder.record_if(
      {TransferClosed{subject.transfer.terms.store, typed.reference, typed.by,
                      n.verified, n.unverified, n.different, n.absent, n.lost}},
      [&]() -> Status {
        MUNIMENT_ASSIGN(const auto now, find_transfer(reader, typed.reference));
        return now && now->closed
                   ? Status(usage_error("transfer " + in_quotes(typed.reference) +
                                        " is closed already"))
                   : ok();
      }));
  MUNIMENT_TRY(tell(options, subject.transfer, outcome));
  return exit_code_of(outcome);
}

Result<ExitCode> run_list(const GlobalOptions& options) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(std::optional<Reader> reader, open_reader(config));
  std::vector<TransferRecord> transfers;
  if (reader) {
    MUNIMENT_ASSIGN(transfers, reader->transfers());
  }
  if (!options.json) {
    MUNIMENT_TRY(print(transfer_table(transfers)));
    return ExitCode::kOk;
  }
  for (const TransferRecord& transfer : transfers) {
    MUNIMENT_TRY(print(json_line(transfer_json(transfer)) + "\n"));
  }
  return ExitCode::kOk;
}

void add_open(CLI::App& parent, Invocation& invocation) {
  CLI::App* command = parent.add_subcommand("open", "Declare a transfer");
  auto typed = std::make_shared<OpenOptions>();
  command->add_option("--from", typed->from, "The store that items leave")
      ->required()
      ->type_name("STORE");
  command->add_option("--to", typed->to, "The store that they go to")
      ->required()
      ->type_name("STORE");
  command->add_option("--reference", typed->reference, "Its reference, unique")
      ->required();
  command->add_option("--by", typed->by, "Who declares it")
      ->required()
      ->type_name("NAME");
  add_scope_options(*command, typed->scope);
  command->footer(
      "Without a scope it is about everything. A removal from the source is explained "
      "only once\nthe same content has been read at the destination after the transfer "
      "was opened.");
  command->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_open(invocation.options, *typed);
    };
  });
}

}  // namespace

void add_transfer_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command = app.add_subcommand(
      "transfer",
      "Declared moves from one store to another, and whether they are done");
  command->require_subcommand(1);
  command->footer(
      exit_status_help({ExitCode::kOk, ExitCode::kFindings, ExitCode::kUsage,
                        ExitCode::kIncomplete, ExitCode::kFailed, ExitCode::kLedger}));
  add_open(*command, invocation);

  auto checked = std::make_shared<CheckOptions>();
  CLI::App* check = command->add_subcommand(
      "check", "May the source be purged? Exit status 0 only when it may");
  check->add_option("REFERENCE", checked->reference, "Of the transfer")->required();
  check->add_flag("--all", checked->all, "List every item that is not verified");
  check->callback([&invocation, checked] {
    invocation.run = [&invocation, checked] {
      return run_check(invocation.options, *checked);
    };
  });

  auto closed = std::make_shared<CheckOptions>();
  CLI::App* close =
      command->add_subcommand("close", "End a transfer and state what remains");
  close->add_option("REFERENCE", closed->reference, "Of the transfer")->required();
  close->add_option("--by", closed->by, "Who closes it")->required()->type_name("NAME");
  close->add_flag("--all", closed->all, "List every item that is not verified");
  close->callback([&invocation, closed] {
    invocation.run = [&invocation, closed] {
      return run_close(invocation.options, *closed);
    };
  });

  CLI::App* list = command->add_subcommand("list", "All transfers");
  list->callback([&invocation] {
    invocation.run = [&invocation] { return run_list(invocation.options); };
  });
}

}  // namespace muniment
