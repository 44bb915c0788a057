// Other filesystems in and over a store. Needs the right to mount, in a namespace of its
// own; skipped without it.

#include <gtest/gtest.h>
#include <sys/mount.h>

#include "recording_visitor.h"
#include "store/filesystem_store.h"
#include "tests/support/process.h"
#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

void mount_tmpfs(const std::string& path) {
  ASSERT_EQ(::mount("none", path.c_str(), "tmpfs", 0, nullptr), 0);
}

void unmount(const std::string& path) {
  ASSERT_EQ(::umount2(path.c_str(), MNT_DETACH), 0);
}

void expect_passed(ChildResult result) {
  if (result == ChildResult::kSkipped) {
    GTEST_SKIP() << "not allowed to mount";
  }
  EXPECT_EQ(result, ChildResult::kPassed);
}

TEST(Mounts, InsideAStoreAreNotEntered) {
  expect_passed(in_child_with_own_mounts([] {
    const TempTree tree;
    tree.write("d/hidden", "x");
    tree.write("e/seen", "x");
    mount_tmpfs(tree.absolute("d"));
    RecordingVisitor seen;
    walk_tree(tree.root(), 2, seen);
    EXPECT_EQ(seen.entries.size(), 1U);
    ASSERT_EQ(seen.not_observed.size(), 1U);
    EXPECT_EQ(seen.not_observed.at("d").code, ErrorCode::kUnsupported);
    EXPECT_NE(seen.not_observed.at("d").what.find("enrol it as its own store"),
              std::string::npos);
    PathFinder finder(open_directory(tree.root()));
    const auto presence = finder.find("d/hidden", ItemType::kFile);
    EXPECT_FALSE(presence) << "it is not gone, it cannot be seen";
    unmount(tree.absolute("d"));
  }));
}

TEST(Mounts, OverAStoreMakeItUnavailable) {
  expect_passed(in_child_with_own_mounts([] {
    const TempTree tree;
    tree.write("store/file", "x");
    auto store = FilesystemStore::open(tree.absolute("store"));
    ASSERT_EQ(reason(store), "");
    mount_tmpfs(tree.absolute("store"));
    const Status proof = store.value().prove_still_there();
    ASSERT_FALSE(proof);
    EXPECT_EQ(proof.error().code, ErrorCode::kUnavailable);
    const auto now = FilesystemStore::open(tree.absolute("store"));
    ASSERT_EQ(reason(now), "");
    EXPECT_FALSE(store.value().identity().is_same_store(now.value().identity()));
    EXPECT_EQ(now.value().identity().filesystem_type, "tmpfs");
    unmount(tree.absolute("store"));
    EXPECT_EQ(reason(store.value().prove_still_there()), "");
  }));
}

TEST(Mounts, ThatAreTakenAwayLeaveAnotherStoreBehind) {
  expect_passed(in_child_with_own_mounts([] {
    const TempTree tree;
    tree.make_directory("store");
    mount_tmpfs(tree.absolute("store"));
    tree.write("store/file", "x");
    auto store = FilesystemStore::open(tree.absolute("store"));
    ASSERT_EQ(reason(store), "");
    unmount(tree.absolute("store"));
    const Status proof = store.value().prove_still_there();
    ASSERT_FALSE(proof);
    EXPECT_EQ(proof.error().code, ErrorCode::kUnavailable);
    const auto bare = FilesystemStore::open(tree.absolute("store"));
    ASSERT_EQ(reason(bare), "");
    EXPECT_FALSE(store.value().identity().is_same_store(bare.value().identity()))
        << "an empty mount point is not an emptied store";
  }));
}

}  // namespace
}  // namespace muniment
