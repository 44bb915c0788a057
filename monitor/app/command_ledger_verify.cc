// muniment ledger verify: is everything that was said still what was said?

#include <boost/filesystem/operations.hpp>

#include "agent/state_directory.h"
#include "agent/state_verify.h"
#include "agent/vouched_verify.h"
#include "app/command.h"
#include "app/key_argument.h"
#include "app/vouching_settings.h"
#include "exporters/report/human.h"
#include "exporters/report/json_line.h"
#include "exporters/report/progress.h"
#include "ledger/durable_file.h"
#include "ledger/note.h"
#include "ledger/verify.h"
#include "model/printable.h"

namespace muniment {
namespace {

struct VerifyOptions {
  std::optional<std::string> entries;  // a ledger's directory, alone
  std::optional<std::string> key;      // a verifier key, or a file that holds one
  std::vector<std::string> checkpoints;
};

// What the user has kept. A file that cannot be read is a mistake in the command.
Result<std::vector<KeptCheckpoint>> read_kept(const std::vector<std::string>& files) {
  std::vector<KeptCheckpoint> kept;
  for (const std::string& file : files) {
    KeptCheckpoint& one = kept.emplace_back();
    one.name = printable(file);
    if (const Status read = read_file(file, kMaxNoteBytes, one.signed_bytes); !read) {
      return usage_error("--checkpoint: " + read.error().what);
    }
    if (const Result<Note> note = parse_note(one.signed_bytes); !note) {
      return usage_error("--checkpoint " + one.name + ": " + note.error().what);
    }
  }
  return kept;
}

void add_problems(const std::vector<LedgerProblem>& problems, VerifyReport& report) {
  report.problems.insert(report.problems.end(), problems.begin(), problems.end());
}

Result<VerifyReport> verify_copy(const VerifyOptions& typed,
                                 std::span<const KeptCheckpoint> kept) {
  if (!typed.key) {
    return usage_error("--entries needs --key: the key that ledger key printed");
  }
  MUNIMENT_ASSIGN(const VerifierKey key, parse_key_argument(*typed.key));
  // A mistyped name must not read as a ledger that was tampered with.
  boost::system::error_code error;
  if (!boost::filesystem::is_directory(*typed.entries, error)) {
    return usage_error("--entries: there is no directory " + printable(*typed.entries));
  }
  return verify_ledger(*typed.entries, key, kept);
}

Result<VerifyReport> verify_state(const GlobalOptions& options,
                                  const VerifyOptions& typed,
                                  std::vector<KeptCheckpoint> kept, Vouched& vouched) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const StateDirectory state, StateDirectory::open(config.state_dir));
  MUNIMENT_ASSIGN(const VerifierKey key,
                  typed.key ? parse_key_argument(*typed.key) : state.verifier_key());
  MUNIMENT_ASSIGN(StateVerify verify, StateVerify::begin(state));
  MUNIMENT_ASSIGN(vouched, verify_vouched(state, witnesses_settings(config).list,
                                          time_stamp_settings(config).ca_file));
  kept.insert(kept.end(), vouched.kept.begin(), vouched.kept.end());
  MUNIMENT_ASSIGN(VerifyReport report, verify_ledger(state.ledger(), key, kept));
  add_problems(vouched.problems, report);
  if (!report.ok()) {
    return report;  // what the entries are worth nobody knows: compare nothing with them
  }
  Progress progress("deriving the catalogue", options.quiet);
  MUNIMENT_ASSIGN(
      const auto problems,
      verify.run({key.name(), report.size, report.root}, [&](std::uint64_t done) {
        progress.update({done, 0, 0});
      }));
  add_problems(problems, report);
  return report;
}

Json json_of(const VerifyReport& report) {
  Json json;
  json["ok"] = report.ok();
  json["size"] = report.size;
  json["root"] = to_hex(report.root);
  Json problems = Json::array();
  for (const LedgerProblem& problem : report.problems) {
    problems.push_back({{"where", problem.where}, {"what", problem.what}});
  }
  json["problems"] = std::move(problems);
  return json;
}

std::string text_of(const VerifyReport& report, const VerifyOptions& typed,
                    const Vouched& vouched) {
  if (!report.ok()) {
    std::string text = "THE LEDGER DOES NOT VERIFY:\n";
    for (const LedgerProblem& problem : report.problems) {
      text += "  " + problem.where + ": " + problem.what + "\n";
    }
    return text;
  }
  std::string text = "The ledger verifies: " + human_count(report.size, "event") +
                     ", root " + to_hex(report.root) + ", signed by " +
                     printable(report.key->text()) + "\n";
  if (!typed.entries) {
    text += "The catalogue holds what these events make.\n";
  }
  if (!vouched.kept.empty()) {
    text += "It extends " + human_count(vouched.kept.size(), "checkpoint") +
            " that others vouched for: " +
            human_count(vouched.cosignatures, "cosignature") + " and " +
            human_count(vouched.time_stamps, "time stamp") + " are valid.\n";
  }
  for (const std::string& file : typed.checkpoints) {
    text += "It extends the checkpoint in " + printable(file) + "\n";
  }
  return text;
}

Result<ExitCode> run_verify(const GlobalOptions& options, const VerifyOptions& typed) {
  MUNIMENT_ASSIGN(const auto kept, read_kept(typed.checkpoints));
  Vouched vouched;
  MUNIMENT_ASSIGN(const VerifyReport report,
                  typed.entries ? verify_copy(typed, kept)
                                : verify_state(options, typed, kept, vouched));
  MUNIMENT_TRY(print(options.json ? json_line(json_of(report)) + "\n"
                                  : text_of(report, typed, vouched)));
  return report.ok() ? ExitCode::kOk : ExitCode::kLedger;
}

}  // namespace

void add_ledger_verify_command(CLI::App& ledger, Invocation& invocation) {
  CLI::App* command = ledger.add_subcommand(
      "verify", "Derive everything again from the entries and check the signature");
  auto typed = std::make_shared<VerifyOptions>();
  command
      ->add_option("--entries", typed->entries,
                   "Only this directory, a copy of a ledger; needs --key and no "
                   "configuration")
      ->type_name("DIR");
  command
      ->add_option("--key", typed->key,
                   "Trust this key (as ledger key prints it, or a file that holds it) "
                   "and those that it named as its successors")
      ->type_name("VKEY");
  command
      ->add_option("--checkpoint", typed->checkpoints,
                   "The ledger must extend this checkpoint, which somebody kept")
      ->type_name("FILE");
  command->footer(
      "Nothing is repaired. The catalogue is derived again, table by table.\n" +
      exit_status_help(
          {ExitCode::kOk, ExitCode::kUsage, ExitCode::kFailed, ExitCode::kLedger}));
  command->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_verify(invocation.options, *typed);
    };
  });
}

}  // namespace muniment
