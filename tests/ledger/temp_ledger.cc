#include "temp_ledger.h"

#include <gtest/gtest.h>

#include <boost/filesystem.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace muniment {
namespace fs = boost::filesystem;

TempDirectory::TempDirectory() {
  std::string name = (fs::temp_directory_path() / "ledger-test-XXXXXX").string();
  MUNIMENT_CHECK(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TempDirectory::~TempDirectory() {
  boost::system::error_code ignored;
  fs::remove_all(path_, ignored);
}

SigningKey golden_key(std::string_view name) {
  Result<SigningKey> key = SigningKey::load(golden("signing_key.pem"), name);
  EXPECT_EQ(reason(key), "");
  return std::move(key).value();
}

std::string golden(std::string_view name) {
  return std::string(MUNIMENT_LEDGER_GOLDEN) + '/' + std::string(name);
}

std::string an_entry(std::uint64_t index) {
  return "entry " + std::to_string(index) + std::string(index % 23, '.');
}

std::vector<std::string> entries(std::uint64_t from, std::uint64_t until) {
  std::vector<std::string> result;
  for (std::uint64_t i = from; i < until; ++i) {
    result.push_back(an_entry(i));
  }
  return result;
}

std::string read_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_bytes(const std::string& path, std::string_view bytes) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  EXPECT_TRUE(out.good()) << path;
}

void flip_byte(const std::string& path, std::size_t at) {
  std::string bytes = read_bytes(path);
  ASSERT_LT(at, bytes.size()) << path;
  bytes[at] = static_cast<char>(bytes[at] ^ 0x01);
  write_bytes(path, bytes);
}

void truncate_tail(const std::string& path) {
  const std::string bytes = read_bytes(path);
  ASSERT_FALSE(bytes.empty()) << path;
  write_bytes(path, std::string_view(bytes).substr(0, bytes.size() - 1));
}

void copy_tree(const std::string& from, const std::string& to) {
  fs::remove_all(to);
  merge_tree(from, to);
}

void merge_tree(const std::string& from, const std::string& to) {
  for (const auto& [name, bytes] : files_in(from)) {
    const std::string path = (fs::path(to) / name).string();
    if (!fs::exists(path)) {
      write_bytes(path, bytes);
    }
  }
}

std::map<std::string, std::string> files_in(const std::string& directory) {
  std::map<std::string, std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
    if (fs::is_regular_file(entry.status())) {
      const std::string path = entry.path().string();
      files[path.substr(directory.size() + 1)] = read_bytes(path);
    }
  }
  return files;
}

Ledger TempLedger::open() const {
  Result<Ledger> ledger = try_open();
  EXPECT_EQ(reason(ledger), "");
  return std::move(ledger).value();
}

void TempLedger::grow_to(std::uint64_t until) const {
  Ledger ledger = open();
  EXPECT_EQ(reason(ledger.append(entries(ledger.size(), until))), "");
}

VerifyReport TempLedger::verify() const {
  Result<VerifyReport> report = verify_ledger(path_, golden_key().verifier());
  EXPECT_EQ(reason(report), "");
  return std::move(report).value();
}

std::vector<std::string> TempLedger::all_entries() const {
  std::vector<std::string> result;
  const Ledger ledger = open();
  const Status status =
      ledger.read(0, ledger.size(), [&](std::uint64_t index, std::string_view entry) {
        EXPECT_EQ(index, result.size());
        result.emplace_back(entry);
        return Status(ok());
      });
  EXPECT_EQ(reason(status), "");
  return result;
}

}  // namespace muniment
