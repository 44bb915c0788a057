#include "ledger/signing_key.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "temp_ledger.h"

namespace muniment {
namespace {

TEST(SigningKey, IsMadeForItsOwnerOnlyAndComesBack) {
  const TempDirectory directory;
  const Result<SigningKey> made = SigningKey::create(directory / "key", "log.example");
  ASSERT_TRUE(made) << reason(made);
  struct stat facts {};
  ASSERT_EQ(::stat((directory / "key").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
  const Result<SigningKey> loaded = SigningKey::load(directory / "key", "log.example");
  ASSERT_TRUE(loaded) << reason(loaded);
  EXPECT_EQ(loaded.value().verifier(), made.value().verifier());
  EXPECT_EQ(files_in(directory / "").size(), 1U) << "a draft was left behind";
}

TEST(SigningKey, IsNeverReplaced) {
  const TempDirectory directory;
  ASSERT_TRUE(SigningKey::create(directory / "key", "log.example"));
  const std::string before = read_bytes(directory / "key");
  EXPECT_EQ(code_of(SigningKey::create(directory / "key", "log.example")),
            ErrorCode::kConflict);
  EXPECT_EQ(read_bytes(directory / "key"), before);
}

TEST(SigningKey, IsAnotherOneEachTime) {
  const TempDirectory directory;
  const auto one = SigningKey::create(directory / "one", "log.example");
  const auto two = SigningKey::create(directory / "two", "log.example");
  ASSERT_TRUE(one && two);
  EXPECT_NE(one.value().verifier(), two.value().verifier());
}

TEST(SigningKey, SignsWhatItsVerifierAccepts) {
  const SigningKey key = golden_key();
  Note note = key.sign("text\n").value();
  EXPECT_EQ(reason(key.verifier().verify(note)), "");
  note.text = "test\n";
  EXPECT_NE(reason(key.verifier().verify(note)), "");
}

TEST(SigningKey, IsNotLoadedFromAnythingElse) {
  const TempDirectory directory;
  EXPECT_EQ(code_of(SigningKey::load(directory / "none", "log")), ErrorCode::kNotFound);
  for (const std::string& bytes :
       {std::string(), std::string("rubbish"), std::string(100'000, 'x'),
        read_bytes(golden("signing_key.pem")).substr(0, 60)}) {
    write_bytes(directory / "key", bytes);
    EXPECT_EQ(code_of(SigningKey::load(directory / "key", "log")), ErrorCode::kCorrupt);
  }
}

TEST(SigningKey, IsNotLoadedWithoutAskingForAPassword) {
  const TempDirectory directory;
  write_bytes(directory / "key",
              "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
              "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgAAAAAAAAAAAICCAAw\n"
              "-----END ENCRYPTED PRIVATE KEY-----\n");
  EXPECT_EQ(code_of(SigningKey::load(directory / "key", "log")), ErrorCode::kCorrupt);
}

TEST(SigningKey, HasANameThatANoteCanCarry) {
  const TempDirectory directory;
  EXPECT_EQ(code_of(SigningKey::create(directory / "key", "two words")),
            ErrorCode::kInvalid);
  EXPECT_EQ(code_of(SigningKey::create(directory / "key", "")), ErrorCode::kInvalid);
  EXPECT_EQ(code_of(SigningKey::load(directory / "key", "log")), ErrorCode::kNotFound);
}

}  // namespace
}  // namespace muniment
