// An append on a disk that has less and less room: a small filesystem in memory.

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <boost/filesystem.hpp>
#include <cerrno>
#include <system_error>

#include "ledger/ledger.h"
#include "temp_ledger.h"

namespace muniment {
namespace {

class SmallDisk {
 public:
  SmallDisk() {
    boost::filesystem::create_directory(path());
    is_mounted_ = ::mount("ledger-test", path().c_str(), "tmpfs", 0,
                          "size=1m,nr_inodes=200") == 0;
    mount_errno_ = errno;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (is_mounted_) {
      ::umount2(path().c_str(), MNT_DETACH);
    }
  }

  bool is_mounted() const { return is_mounted_; }
  std::string why_not() const { return std::generic_category().message(mount_errno_); }
  std::string path() const { return directory_ / "disk"; }

  // Leaves this much room.
  void fill_up_to(std::size_t free_bytes) {
    boost::filesystem::remove(path() + "/filler");
    const auto room = boost::filesystem::space(path()).available;
    ASSERT_GT(room, free_bytes);
    write_bytes(path() + "/filler", std::string(room - free_bytes, 'x'));
  }

 private:
  TempDirectory directory_;
  bool is_mounted_ = false;
  int mount_errno_ = 0;
};

TEST(FullDisk, LeavesTheLedgerAsItWasWhereverItRunsOut) {
  SmallDisk disk;
  if (!disk.is_mounted()) {
    GTEST_SKIP() << "needs to mount a small filesystem: " << disk.why_not();
  }
  Result<Ledger> opened = Ledger::open(disk.path() + "/ledger", golden_key());
  ASSERT_TRUE(opened) << reason(opened);
  Ledger ledger = std::move(opened).value();
  ASSERT_EQ(reason(ledger.append(entries(0, 200))), "");
  const auto before = files_in(disk.path() + "/ledger");
  std::size_t room = 0;
  for (;; room += 4096) {
    disk.fill_up_to(room);
    const Status status = ledger.append(entries(200, 1500));
    if (status) {
      break;
    }
    EXPECT_EQ(code_of(status), ErrorCode::kNoSpace) << reason(status);
    EXPECT_EQ(files_in(disk.path() + "/ledger"), before) << room;
    ASSERT_EQ(reason(ledger.refresh()), "");
    EXPECT_EQ(ledger.size(), 200U);
  }
  EXPECT_GT(room, 10U * 4096U);
  const auto report = verify_ledger(disk.path() + "/ledger", golden_key().verifier());
  ASSERT_TRUE(report) << reason(report);
  EXPECT_EQ(report.value().problems, std::vector<LedgerProblem>{});
  EXPECT_EQ(report.value().size, 1500U);
}

}  // namespace
}  // namespace muniment
