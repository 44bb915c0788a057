#include "ledger/note.h"

#include <gtest/gtest.h>

#include "temp_ledger.h"

namespace muniment {
namespace {

const std::string kSignature = "\u2014 log.example qrvM3QECAwQ=\n";

std::string note_error(const std::string& bytes) {
  const Result<Note> note = parse_note(bytes);
  if (note) {
    return "";
  }
  EXPECT_EQ(code_of(note), ErrorCode::kCorrupt);
  return note.error().what;
}

TEST(Note, IsItsTextAndItsSignatures) {
  const Result<Note> note = parse_note("one\ntwo\n\n" + kSignature);
  ASSERT_TRUE(note) << reason(note);
  EXPECT_EQ(note.value().text, "one\ntwo\n");
  ASSERT_EQ(note.value().signatures.size(), 1U);
  EXPECT_EQ(note.value().signatures[0].key_name, "log.example");
  EXPECT_EQ(note.value().signatures[0].key_hash, 0xaabbccddU);
  EXPECT_EQ(note.value().signatures[0].bytes, "\x01\x02\x03\x04");
}

TEST(Note, ComesBackAsItWasWritten) {
  const Note note{"text\n\nwith an empty line\n",
                  {{"log.example", 0x00010203, "signature"},
                   {"zeuge.example/\u00fc", 0xffffffff, std::string(64, '\0')}}};
  const Result<Note> again = parse_note(format_note(note));
  ASSERT_TRUE(again) << reason(again);
  EXPECT_EQ(again.value(), note);
}

TEST(Note, IsRefusedInEveryBrokenForm) {
  const std::vector<std::string> broken = {
      "",
      "\n",
      "\n\n",
      "text\n",                                     // no signatures
      "text\n\n",                                   // none after the empty line
      "text\n" + kSignature,                        // no empty line
      "text\n\n" + kSignature + "\n",               // an empty line at the end
      "text\n\n" + kSignature + "more\n",           // a line that is none
      "text\n\n- log.example qrvM3QECAwQ=\n",       // hyphen
      "text\n\n\u2014log.example qrvM3QECAwQ=\n",   // no space
      "text\n\n\u2014 log.example\n",               // no signature
      "text\n\n\u2014  qrvM3QECAwQ=\n",             // no name
      "text\n\n\u2014 log+example qrvM3QECAwQ=\n",  // plus
      "text\n\n\u2014 log\u00a0x qrvM3QECAwQ=\n",   // space that is not ASCII
      "text\n\n\u2014 log.example qrvM3Q==\n",      // key hash only
      "text\n\n\u2014 log.example qrvM3QECAwQ\n",   // no padding
      "text\n\n\u2014 log.example qrvM3QECAwR=\n",  // bits below the padding
      "text\n\n\u2014 log.example qrvM 3QECAwQ=\n",
      "te\rxt\n\n" + kSignature,
      std::string("te\0xt\n\n", 7) + kSignature,
      "te\xffxt\n\n" + kSignature,
  };
  for (const std::string& bytes : broken) {
    EXPECT_NE(note_error(bytes), "") << bytes;
  }
}

TEST(Note, IsRefusedWhenAnyTailIsCutOff) {
  const std::string whole = "text\n\n" + kSignature;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_NE(note_error(whole.substr(0, length)), "") << length;
  }
}

TEST(Note, IsRefusedWhenItIsTooMuch) {
  std::string many = "text\n\n";
  for (std::size_t i = 0; i <= kMaxNoteSignatures; ++i) {
    many += kSignature;
  }
  EXPECT_NE(note_error(many), "");
  EXPECT_NE(note_error(std::string(kMaxNoteBytes, 'x') + "\n\n" + kSignature), "");
}

TEST(KeyName, IsTextWithoutSpacesControlsOrPlus) {
  EXPECT_TRUE(is_key_name("example.org/log"));
  EXPECT_TRUE(is_key_name("\u00fcber"));
  for (const std::string name : {"", "a b", "a+b", "a\tb", "a\nb", "a\x7f", "a\u2003b",
                                 "a\u3000b", "a\u0085b", "\xc3", "\xff"}) {
    EXPECT_FALSE(is_key_name(name)) << name;
  }
}

}  // namespace
}  // namespace muniment
