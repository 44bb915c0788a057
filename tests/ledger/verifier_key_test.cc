#include "ledger/verifier_key.h"

#include <gtest/gtest.h>

#include "temp_ledger.h"

namespace muniment {
namespace {

// The example of Go's golang.org/x/mod/sumdb/note: not of our making.
constexpr std::string_view kGoKey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view kGoNote =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyB"
    "wJnAM=\n";

VerifierKey go_key() {
  return VerifierKey::parse(kGoKey).value();
}

TEST(VerifierKey, AcceptsANoteThatAnotherProgramSigned) {
  const Result<Note> note = parse_note(kGoNote);
  ASSERT_TRUE(note) << reason(note);
  EXPECT_EQ(reason(go_key().verify(note.value())), "");
}

TEST(VerifierKey, ComesBackAsItWasWritten) {
  EXPECT_EQ(go_key().text(), kGoKey);
  EXPECT_EQ(go_key().name(), "PeterNeumann");
  EXPECT_EQ(go_key().key_hash(), 0xc74f20a3U);
}

TEST(VerifierKey, RefusesATextThatIsNoKey) {
  const std::string key(kGoKey);
  for (const std::string& text :
       {std::string(), std::string("PeterNeumann"), std::string("a+b"),
        std::string("++"), key.substr(0, key.size() - 1), key + "=", key + "\n",
        " " + key, "x" + key,
        std::string("PeterNeumann+c74f20a4") + key.substr(21),  // other hash
        std::string("PeterNeumann+C74F20A3") + key.substr(21),  // upper case
        std::string("PeterNeumann+c74f20a3+AhpcaQ==")}) {       // other algorithm
    const Result<VerifierKey> parsed = VerifierKey::parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(code_of(parsed), ErrorCode::kInvalid);
  }
}

TEST(VerifierKey, RefusesANoteWithOneByteOfTextChanged) {
  for (std::size_t at = 0; at < 98; ++at) {
    Note note = parse_note(kGoNote).value();
    note.text[at] = static_cast<char>(note.text[at] ^ 0x01);
    EXPECT_FALSE(go_key().verify(note)) << at;
  }
}

TEST(VerifierKey, RefusesANoteWithOneByteOfSignatureChanged) {
  for (std::size_t at = 0; at < 64; ++at) {
    Note note = parse_note(kGoNote).value();
    note.signatures[0].bytes[at] =
        static_cast<char>(note.signatures[0].bytes[at] ^ 0x01);
    EXPECT_FALSE(go_key().verify(note)) << at;
  }
}

TEST(VerifierKey, RefusesASignatureOfTheWrongLength) {
  Note note = parse_note(kGoNote).value();
  note.signatures[0].bytes += '\0';
  EXPECT_FALSE(go_key().verify(note));
  note.signatures[0].bytes.resize(63);
  EXPECT_FALSE(go_key().verify(note));
}

TEST(VerifierKey, OverlooksSignaturesByOthers) {
  Note note = parse_note(kGoNote).value();
  note.signatures.insert(note.signatures.begin(), {"witness.example", 1, "whatever"});
  EXPECT_TRUE(go_key().verify(note));
  note.signatures.erase(note.signatures.begin() + 1);
  EXPECT_FALSE(go_key().verify(note));
}

TEST(VerifierKey, RefusesANoteWithAValidAndAForgedSignatureInItsName) {
  Note note = parse_note(kGoNote).value();
  note.signatures.push_back(note.signatures[0]);
  note.signatures[1].bytes[0] = static_cast<char>(note.signatures[1].bytes[0] ^ 1);
  EXPECT_FALSE(go_key().verify(note));
}

TEST(VerifierKey, RefusesACheckpointOfAnotherLog) {
  const SigningKey key = golden_key();
  const Note note =
      key.sign(format_checkpoint({"example.org/other", 0, Hash{}})).value();
  const Result<Checkpoint> checkpoint =
      key.verifier().verify_checkpoint(format_note(note));
  ASSERT_FALSE(checkpoint);
  EXPECT_EQ(code_of(checkpoint), ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace muniment
