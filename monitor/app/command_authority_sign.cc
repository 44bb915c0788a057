// muniment authority key, draft, sign: authorities as signed documents. None of them needs
// a configuration: they run where the approver is.

#include <array>
#include <cstdio>
#include <memory>
#include <random>

#include "app/authority_options.h"
#include "app/command.h"
#include "app/signed_authority.h"
#include "exporters/report/json_line.h"
#include "intake/authority_document.h"
#include "ledger/durable_file.h"
#include "ledger/signing_key.h"
#include "model/printable.h"

namespace muniment {
namespace {

struct KeyOptions {
  std::string name;
  std::string file;
};

struct SignOptions {
  std::string document;
  std::string key;
  std::string name;
  std::string output;
};

struct DraftOptions {
  AuthorityOptions authority;
  std::string output;
};

// Makes two authorities of the same terms two documents.
std::string new_nonce() {
  std::random_device random;
  std::array<std::uint8_t, 16> bytes{};
  for (std::uint8_t& byte : bytes) {
    byte = static_cast<std::uint8_t>(random());
  }
  return to_hex(bytes);
}

// To a new file, or to standard output when none is named.
Status write_out(const std::string& file, const std::string& text) {
  if (file.empty()) {
    return print(text);
  }
  auto written = create_file_once(file, text, 0644);
  if (!written && written.error().code == ErrorCode::kConflict) {
    return usage_error(written.error().what);
  }
  return written;
}

Result<ExitCode> run_key(const GlobalOptions& options, const KeyOptions& typed) {
  auto key = SigningKey::create(typed.file, typed.name);
  if (!key && (key.error().code == ErrorCode::kConflict ||
               key.error().code == ErrorCode::kInvalid)) {
    return usage_error(key.error().what);
  }
  MUNIMENT_TRY(key);
  const std::string text = key.value().verifier().text();
  MUNIMENT_TRY(print(options.json ? json_line({{"key", text}}) + "\n" : text + "\n"));
  return ExitCode::kOk;
}

Result<ExitCode> run_draft(const DraftOptions& typed) {
  MUNIMENT_ASSIGN(TypedAuthority authority, parse_authority(typed.authority));
  const AuthorityDocument document{std::move(authority.terms),
                                   std::move(authority.paths), new_nonce()};
  MUNIMENT_TRY(write_out(typed.output, format_authority_document(document)));
  return ExitCode::kOk;
}

Result<SigningKey> load_key(const SignOptions& typed) {
  auto key = SigningKey::load(typed.key, typed.name);
  return key ? std::move(key) : Result<SigningKey>(usage_error(key.error().what));
}

Result<ExitCode> run_sign(const SignOptions& typed) {
  MUNIMENT_ASSIGN(const SigningKey key, load_key(typed));
  MUNIMENT_ASSIGN(Note note, read_authority_note(typed.document));
  // What cannot be added must not be signed either.
  if (auto document = parse_authority_document(note.text); !document) {
    return usage_error(printable(typed.document) + ": " + document.error().what);
  }
  if (key.verifier().is_named_in(note)) {
    return usage_error(printable(typed.document) + " is signed with this key already");
  }
  MUNIMENT_ASSIGN(const Note own, key.sign(note.text));
  note.signatures.insert(note.signatures.end(), own.signatures.begin(),
                         own.signatures.end());
  MUNIMENT_TRY(write_out(typed.output, format_note(note)));
  (void)std::fprintf(stderr, "signed with %s\n", key.verifier().text().c_str());
  return ExitCode::kOk;
}

void add_key(CLI::App& authority, Invocation& invocation) {
  CLI::App* key = authority.add_subcommand(
      "key", "Make an approver's key, and print what goes into authorities.keys");
  auto typed = std::make_shared<KeyOptions>();
  key->add_option("NAME", typed->name, "Of the approver, without spaces")->required();
  key->add_option("-o,--output", typed->file,
                  "The private key (PEM), for its owner only; a new file")
      ->required()
      ->type_name("FILE");
  key->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_key(invocation.options, *typed);
    };
  });
}

void add_draft(CLI::App& authority, Invocation& invocation) {
  CLI::App* draft = authority.add_subcommand(
      "draft", "Write an authority as a document to be signed");
  auto typed = std::make_shared<DraftOptions>();
  add_authority_options(*draft, typed->authority, false);
  draft
      ->add_option("-o,--output", typed->output,
                   "A new file (default: standard output)")
      ->type_name("FILE");
  draft->callback(
      [&invocation, typed] { invocation.run = [typed] { return run_draft(*typed); }; });
}

void add_sign(CLI::App& authority, Invocation& invocation) {
  CLI::App* sign = authority.add_subcommand(
      "sign", "Sign a document (C2SP signed note), or add a signature to it");
  auto typed = std::make_shared<SignOptions>();
  sign->add_option("DOCUMENT", typed->document, "A draft, signed already or not")
      ->required();
  sign->add_option("--key", typed->key, "The private key (PEM, Ed25519)")
      ->required()
      ->type_name("FILE");
  sign->add_option("--name", typed->name, "The name that the key was made for")
      ->required();
  sign->add_option("-o,--output", typed->output,
                   "A new file (default: standard output)")
      ->type_name("FILE");
  sign->callback(
      [&invocation, typed] { invocation.run = [typed] { return run_sign(*typed); }; });
}

}  // namespace

void add_authority_sign_commands(CLI::App& authority, Invocation& invocation) {
  add_key(authority, invocation);
  add_draft(authority, invocation);
  add_sign(authority, invocation);
}

}  // namespace muniment
