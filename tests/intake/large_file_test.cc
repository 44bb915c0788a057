// A register of any size is read in the memory of one row.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <functional>

#include "intake/register_reader.h"
#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

constexpr std::uint64_t kRows = 200'000;
#ifdef __SANITIZE_ADDRESS__
// The sanitizer keeps what was freed, up to 256 MiB.
constexpr std::uint64_t kMaxGrowth = std::uint64_t{512} << 20;
#else
constexpr std::uint64_t kMaxGrowth = std::uint64_t{32} << 20;
#endif

std::uint64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  statm >> size >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::string digest_of(std::uint64_t i) {
  char text[65];
  (void)std::snprintf(text, sizeof text, "%064llx", static_cast<unsigned long long>(i));
  return text;
}

// Row after row, written in large parts.
void write_rows(const TempTree& tree, const std::string& header,
                const std::function<void(std::ostream&, std::uint64_t)>& write_row) {
  std::ofstream file(tree.absolute("f"));
  file << header;
  for (std::uint64_t i = 0; i < kRows; ++i) {
    write_row(file, i);
  }
  ASSERT_TRUE(file.flush());
}

void write_csv_row(std::ostream& out, std::uint64_t i) {
  out << "2023/01/" << i << ".mp4,EX/" << i << ",2023-01-02T10:00:00Z,evidential,\"C"
      << i << "; C1\",JB/" << i << ',' << i << ',' << digest_of(i) << ",2\n";
}

void write_json_row(std::ostream& out, std::uint64_t i) {
  out << R"({"path":"2023/01/)" << i << R"(.mp4","id":)" << i
      << R"(,"case":["C1"],"size":)" << i << R"(,"sha256":")" << digest_of(i)
      << "\"}\n";
}

void expect_bounded(const TempTree& tree, RegisterFormat format) {
  const std::uint64_t before = resident_bytes();
  std::uint64_t most = before;
  std::uint64_t rows = 0;
  RegisterSink sink;
  sink.row = [&](std::uint64_t, const ItemRegistered& row) -> Status {
    rows += row.size == rows ? 1U : 0U;
    return ok();
  };
  sink.bad = [](std::uint64_t line, const std::string& reason) -> Status {
    return Error{ErrorCode::kInvalid, 0, std::to_string(line) + ": " + reason};
  };
  sink.progress = [&](std::uint64_t) { most = std::max(most, resident_bytes()); };
  const auto facts = read_register({tree.absolute("f"), "bwv", format, {}}, sink);
  ASSERT_TRUE(facts) << reason(facts);
  EXPECT_EQ(rows, kRows);
  EXPECT_EQ(facts.value().rows, kRows);
  EXPECT_LT(most - before, kMaxGrowth);
}

TEST(LargeRegister, InCsvIsReadInBoundedMemory) {
  const TempTree tree;
  write_rows(tree, "path,id,recorded_at,class,case,exhibit,size,sha256,subjects\n",
             write_csv_row);
  expect_bounded(tree, RegisterFormat::kCsv);
}

TEST(LargeRegister, InJsonLinesIsReadInBoundedMemory) {
  const TempTree tree;
  write_rows(tree, "", write_json_row);
  expect_bounded(tree, RegisterFormat::kJsonLines);
}

}  // namespace
}  // namespace muniment
