// muniment ledger check-proof: is this event in the ledger of that key? Needs nothing but
// the file and the key.

#include <memory>

#include "app/command.h"
#include "app/key_argument.h"
#include "exporters/report/event_report.h"
#include "exporters/report/human.h"
#include "exporters/report/json_line.h"
#include "ledger/durable_file.h"
#include "ledger/tlog_proof.h"
#include "model/event_json.h"
#include "model/printable.h"

namespace muniment {
namespace {

struct CheckOptions {
  std::string file;
  std::string key;
};

struct CheckedProof {
  TlogProof proof;
  std::vector<std::string> cosigners;  // names of keys that nobody vouches for here
  Result<Checkpoint> checkpoint;       // or why it does not hold
  std::string signer;
};

Result<TlogProof> read_proof(const std::string& file) {
  std::string bytes;
  Status read = read_file(file, kMaxTlogProofBytes, bytes);
  if (!read && (read.error().code == ErrorCode::kNotFound ||
                read.error().code == ErrorCode::kCorrupt)) {
    return usage_error(read.error().what);
  }
  MUNIMENT_TRY(read);
  Result<TlogProof> proof = parse_tlog_proof(bytes);
  if (!proof) {
    return usage_error(printable(file) + ": " + proof.error().what);
  }
  if (!proof.value().extra) {
    return usage_error(printable(file) + ": the proof does not hold the event itself");
  }
  return proof;
}

Result<CheckedProof> check(TlogProof proof, const VerifierKey& key) {
  CheckedProof checked{std::move(proof), {}, Checkpoint(), key.name()};
  MUNIMENT_ASSIGN(const Note note, parse_note(checked.proof.checkpoint));
  for (const NoteSignature& signature : note.signatures) {
    if (signature.key_name != key.name() || signature.key_hash != key.key_hash()) {
      checked.cosigners.push_back(signature.key_name);
    }
  }
  checked.checkpoint = verify_tlog_proof(checked.proof, *checked.proof.extra, key);
  return checked;
}

// Of any log: the entry is shown as it is when it is no event that is known here.
Json json_of(const CheckedProof& checked) {
  const std::string& entry = *checked.proof.extra;
  Json json;
  json["ok"] = checked.checkpoint.has_value();
  if (!checked.checkpoint) {
    json["problem"] = checked.checkpoint.error().what;
    return json;
  }
  const Checkpoint& checkpoint = checked.checkpoint.value();
  json["origin"] = checkpoint.origin;
  json["index"] = checked.proof.index;
  json["size"] = checkpoint.size;
  json["root"] = to_hex(checkpoint.root);
  json["signer"] = checked.signer;
  Json cosignatures = Json::array();
  for (const std::string& name : checked.cosigners) {
    cosignatures.push_back({{"name", name}, {"checked", false}});
  }
  json["cosignatures"] = std::move(cosignatures);
  if (const Result<Event> event = parse_event(entry)) {
    json["event"] = Json::parse(encode_event(event.value()), nullptr, false);
  } else {
    put_path(json, "entry", entry);
  }
  return json;
}

std::string text_of(const CheckedProof& checked) {
  if (!checked.checkpoint) {
    return "THE PROOF DOES NOT VERIFY: " + checked.checkpoint.error().what + "\n";
  }
  const Checkpoint& checkpoint = checked.checkpoint.value();
  const Result<Event> event = parse_event(*checked.proof.extra);
  std::string text =
      "The proof verifies: this is entry " + std::to_string(checked.proof.index) +
      " of the " + human_count(checkpoint.size) + " in the log " +
      printable(checkpoint.origin) + ", signed by " + printable(checked.signer) + "\n";
  text += event ? event_text(event.value())
                : "  entry:       " + printable(*checked.proof.extra) + "\n";
  for (const std::string& name : checked.cosigners) {
    text += "  cosigned:    by " + printable(name) + " (not checked)\n";
  }
  return text;
}

Result<ExitCode> run_check_proof(const GlobalOptions& options,
                                 const CheckOptions& typed) {
  MUNIMENT_ASSIGN(const VerifierKey key, parse_key_argument(typed.key));
  MUNIMENT_ASSIGN(TlogProof proof, read_proof(typed.file));
  MUNIMENT_ASSIGN(const CheckedProof checked, check(std::move(proof), key));
  MUNIMENT_TRY(
      print(options.json ? json_line(json_of(checked)) + "\n" : text_of(checked)));
  return checked.checkpoint ? ExitCode::kOk : ExitCode::kLedger;
}

}  // namespace

void add_ledger_check_proof_command(CLI::App& ledger, Invocation& invocation) {
  CLI::App* command =
      ledger.add_subcommand("check-proof", "Check a file that ledger prove wrote");
  auto typed = std::make_shared<CheckOptions>();
  command->add_option("FILE", typed->file, "The proof")->required();
  command
      ->add_option("--key", typed->key,
                   "The key that ledger key prints, or a file that holds it")
      ->type_name("VKEY")
      ->required();
  command->footer(
      "Needs no configuration and no ledger. Have the key by another way than the "
      "file.\n" +
      exit_status_help(
          {ExitCode::kOk, ExitCode::kUsage, ExitCode::kFailed, ExitCode::kLedger}));
  command->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_check_proof(invocation.options, *typed);
    };
  });
}

}  // namespace muniment
