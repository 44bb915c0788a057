// muniment ledger prove: one event with the proof that it is in the ledger, for handing
// over.

#include <memory>

#include "agent/state_directory.h"
#include "app/command.h"
#include "app/ledger_search.h"
#include "exporters/report/json_line.h"
#include "ledger/durable_file.h"
#include "ledger/tlog_proof.h"
#include "model/event_subject.h"
#include "model/printable.h"
#include "store/filesystem_store.h"

namespace muniment {
namespace {

struct ProveOptions {
  std::string store;
  std::optional<std::string> path;
  std::optional<std::string> event;
  std::string output;  // "" for standard output
  bool force = false;
};

struct Wanted {
  std::string store;
  StorePath path;
};

Result<std::optional<Wanted>> parse_item(const Config& config,
                                         const ProveOptions& typed) {
  if (!typed.path) {
    return std::optional<Wanted>();
  }
  MUNIMENT_TRY(find_store(config, typed.store));
  Wanted wanted{typed.store, {}};
  MUNIMENT_ASSIGN(wanted.path, parse_item_path(*typed.path));
  if (wanted.path.empty()) {
    return usage_error("--path names the whole store, not an item");
  }
  return std::optional(std::move(wanted));
}

Result<std::uint64_t> newest_event(const Config& config, const Wanted& wanted) {
  MUNIMENT_ASSIGN(std::optional<Reader> reader, open_reader(config));
  const auto record =
      reader ? reader->store(wanted.store) : std::optional<StoreRecord>();
  MUNIMENT_TRY(record);
  std::optional<std::uint64_t> seq;
  if (record.value()) {
    MUNIMENT_ASSIGN(seq, reader->newest_event(record.value()->id, wanted.path));
  }
  if (!seq) {
    return usage_error("store " + wanted.store + " has no item " +
                       in_quotes(wanted.path) +
                       " and never lost one of that name; a directory is no item, and "
                       "what moved has its new name (muniment ledger show --path)");
  }
  return *seq;
}

// What the catalogue or the user says about an event is held against the event itself.
Status check_event(std::uint64_t seq, const Event& event,
                   const std::optional<Wanted>& wanted, bool is_typed) {
  const std::string number = "event " + std::to_string(seq);
  if (names_several_items(event)) {
    return usage_error(number + " (" + std::string(type_of(event)) +
                       ") can name several items: proving it would disclose them all");
  }
  if (wanted && !is_about_item(event, wanted->store, wanted->path)) {
    const std::string other = number + " is not about " + in_quotes(wanted->path) +
                              " of store " + wanted->store;
    return is_typed
               ? usage_error(other)
               : Error{ErrorCode::kCorrupt, 0,
                       other + ", as the catalogue says: they contradict each other"};
  }
  return ok();
}

Status check_output(const Config& config, const std::string& file) {
  for (const StoreConfig& store : config.stores) {
    const auto opened = FilesystemStore::open(store.path);
    const auto inside =
        opened ? opened.value().contains(directory_of(file)) : Result<bool>(false);
    if (inside && inside.value()) {
      return usage_error(printable(file) + " is inside store " + store.name +
                         ": nothing may be written into a store");
    }
  }
  return ok();
}

Status write_proof(const ProveOptions& typed, const std::string& bytes) {
  constexpr mode_t kMode = 0640;  // it names evidence
  if (typed.force) {
    return replace_file(typed.output, bytes, kMode);
  }
  Status written = create_file_once(typed.output, bytes, kMode);
  if (!written && written.error().code == ErrorCode::kConflict) {
    return usage_error(printable(typed.output) +
                       " exists already; --force writes over it");
  }
  return written;
}

Status hand_over(const GlobalOptions& options, const ProveOptions& typed,
                 const TlogProof& proof, const Event& event) {
  const std::string bytes = format_tlog_proof(proof);
  if (!typed.output.empty()) {
    MUNIMENT_TRY(write_proof(typed, bytes));
  }
  if (options.json) {
    Json json;
    json["seq"] = proof.index;
    json["type"] = std::string(type_of(event));
    if (typed.output.empty()) {
      json["proof"] = bytes;
    } else {
      put_path(json, "file", typed.output);
    }
    return print(json_line(json) + "\n");
  }
  return print(typed.output.empty() ? bytes
                                    : "Proof of event " + std::to_string(proof.index) +
                                          " (" + std::string(type_of(event)) +
                                          ") is in " + printable(typed.output) + "\n");
}

Result<ExitCode> run_prove(const GlobalOptions& options, const ProveOptions& typed) {
  if (!typed.path && !typed.event) {
    return usage_error("say what to prove: --store and --path of an item, or --event");
  }
  if (typed.path && typed.store.empty()) {
    return usage_error("--path needs the --store that the path is in");
  }
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  if (!typed.store.empty()) {
    MUNIMENT_TRY(find_store(config, typed.store));
  }
  MUNIMENT_ASSIGN(const std::optional<Wanted> wanted, parse_item(config, typed));
  if (!typed.output.empty()) {
    MUNIMENT_TRY(check_output(config, typed.output));
  }
  MUNIMENT_ASSIGN(const std::uint64_t seq,
                  typed.event ? parse_event_number("--event", *typed.event)
                              : newest_event(config, *wanted));
  MUNIMENT_ASSIGN(const StateDirectory state, StateDirectory::open(config.state_dir));
  MUNIMENT_ASSIGN(const VerifierKey key, state.verifier_key());
  MUNIMENT_ASSIGN(const LedgerReader ledger, LedgerReader::open(state.ledger()));
  MUNIMENT_ASSIGN(const Event event, event_at(ledger, seq));
  MUNIMENT_TRY(check_event(seq, event, wanted, typed.event.has_value()));
  MUNIMENT_ASSIGN(const TlogProof proof, prove_entry(ledger, seq, key));
  MUNIMENT_TRY(hand_over(options, typed, proof, event));
  return ExitCode::kOk;
}

}  // namespace

void add_ledger_prove_command(CLI::App& ledger, Invocation& invocation) {
  CLI::App* command = ledger.add_subcommand(
      "prove", "Write one event and the proof that it is in the ledger");
  auto typed = std::make_shared<ProveOptions>();
  command->add_option("--store", typed->store, "The store of the item")
      ->type_name("STORE");
  command
      ->add_option("--path", typed->path,
                   "Prove the newest event of this item, held or gone")
      ->type_name("PATH");
  command->add_option("--event", typed->event, "Prove the event of this number")
      ->type_name("N");
  command
      ->add_option("-o,--output", typed->output,
                   "Write it there (default: standard output)")
      ->type_name("FILE");
  command->add_flag("--force", typed->force, "Also when FILE exists");
  command->footer(
      "The file is a C2SP tlog-proof: it holds the event, which names no other item, "
      "and "
      "needs\nonly the key to be checked (muniment ledger check-proof).\n" +
      exit_status_help(
          {ExitCode::kOk, ExitCode::kUsage, ExitCode::kFailed, ExitCode::kLedger}));
  command->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_prove(invocation.options, *typed);
    };
  });
}

}  // namespace muniment
