#include "store/filesystem_store.h"

#include <gtest/gtest.h>

#include "recording_visitor.h"
#include "tests/support/process.h"
#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

FilesystemStore opened(const std::string& root) {
  auto store = FilesystemStore::open(root);
  EXPECT_EQ(reason(store), "");
  return std::move(store).value();
}

ErrorCode open_error(const std::string& root) {
  const auto store = FilesystemStore::open(root);
  EXPECT_FALSE(store) << root;
  return store ? ErrorCode::kInvalid : store.error().code;
}

ErrorCode proof_error(const FilesystemStore& store) {
  const Status proof = store.prove_still_there();
  EXPECT_FALSE(proof);
  return proof ? ErrorCode::kInvalid : proof.error().code;
}

TEST(Store, ThatIsNotThereIsUnavailableAndNotEmpty) {
  const TempTree tree;
  tree.write("file", "x");
  EXPECT_EQ(open_error(tree.absolute("none")), ErrorCode::kUnavailable);
  EXPECT_EQ(open_error(tree.absolute("file")), ErrorCode::kUnavailable);
  EXPECT_EQ(open_error(tree.absolute("file/none")), ErrorCode::kUnavailable);
  EXPECT_EQ(open_error(""), ErrorCode::kUnavailable);
}

TEST(Store, ThatMayNotBeReadIsUnavailable) {
  EXPECT_EQ(in_unprivileged_child([] {
              const TempTree tree;
              tree.make_directory("closed");
              tree.restrict("closed", 0);
              EXPECT_EQ(open_error(tree.absolute("closed")), ErrorCode::kUnavailable);
            }),
            ChildResult::kPassed);
}

TEST(Store, IsTheSameHoweverOftenItIsOpened) {
  const TempTree tree;
  tree.make_directory("store");
  const StoreIdentity first = opened(tree.absolute("store")).identity();
  tree.write("store/file", "x");
  const StoreIdentity second = opened(tree.absolute("store/.")).identity();
  EXPECT_EQ(first, second);
  EXPECT_TRUE(first.is_same_store(second));
  EXPECT_NE(first.filesystem_type, "");
  EXPECT_NE(first.root_inode, 0U);
}

TEST(Store, StaysTheSameUnderAnotherName) {
  const TempTree tree;
  tree.make_directory("store");
  const StoreIdentity first = opened(tree.absolute("store")).identity();
  tree.rename("store", "moved");
  EXPECT_TRUE(first.is_same_store(opened(tree.absolute("moved")).identity()));
}

TEST(Store, IsNotTheDirectoryBesideIt) {
  const TempTree tree;
  tree.make_directory("store");
  tree.make_directory("copy");
  EXPECT_FALSE(opened(tree.absolute("store"))
                   .identity()
                   .is_same_store(opened(tree.absolute("copy")).identity()));
}

// The inode number may be given out again at once: birth time and handle tell.
TEST(Store, ThatWasRemovedAndMadeAnewIsAnother) {
  const TempTree tree;
  tree.make_directory("store");
  const StoreIdentity first = opened(tree.absolute("store")).identity();
  for (int i = 0; i < 10; ++i) {
    tree.remove("store");
    tree.make_directory("store");
    const StoreIdentity now = opened(tree.absolute("store")).identity();
    if (!now.root_birth && now.root_handle.empty()) {
      GTEST_SKIP() << "the filesystem keeps neither birth times nor handles";
    }
    EXPECT_FALSE(first.is_same_store(now));
  }
}

TEST(Store, ProvesThatItIsStillThere) {
  const TempTree tree;
  tree.write("store/file", "x");
  const FilesystemStore store = opened(tree.absolute("store"));
  EXPECT_EQ(reason(store.prove_still_there()), "");
  tree.remove("store/file");
  tree.restrict("store", 0700);
  EXPECT_EQ(reason(store.prove_still_there()), "") << "empty is not gone";
}

TEST(Store, CannotProveItselfOnceItsRootIsElsewhere) {
  const TempTree tree;
  tree.make_directory("store");
  const FilesystemStore store = opened(tree.absolute("store"));
  tree.rename("store", "moved");
  EXPECT_EQ(proof_error(store), ErrorCode::kUnavailable);
  tree.make_directory("store");
  EXPECT_EQ(proof_error(store), ErrorCode::kUnavailable);
  tree.remove("store");
  tree.rename("moved", "store");
  EXPECT_EQ(reason(store.prove_still_there()), "");
}

TEST(Store, KeepsItsRootOpenWhereverItGoes) {
  const TempTree tree;
  tree.write("store/file", "x");
  const FilesystemStore store = opened(tree.absolute("store"));
  tree.rename("store", "moved");
  auto root = store.open_root();
  ASSERT_EQ(reason(root), "");
  EXPECT_EQ(look_for(root.value().get(), "file", ItemType::kFile, "file").value(),
            Presence::kPresent);
}

}  // namespace
}  // namespace muniment
