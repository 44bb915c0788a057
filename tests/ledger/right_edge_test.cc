#include "ledger/right_edge.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "model/item.h"
#include "temp_ledger.h"

namespace muniment {
namespace {

Status ignore_tile(unsigned, std::uint64_t, std::span<const Hash>) {
  return ok();
}

std::string hex(const Hash& hash) {
  return to_hex(hash);
}

// RFC 6962, section 2.1, word for word.
Hash naive_root(std::span<const Hash> leaves, TreeHasher& hasher) {
  if (leaves.empty()) {
    return hasher.empty_tree();
  }
  if (leaves.size() == 1) {
    return leaves[0];
  }
  std::size_t k = 1;
  while (2 * k < leaves.size()) {
    k *= 2;
  }
  return hasher.node(naive_root(leaves.first(k), hasher),
                     naive_root(leaves.subspan(k), hasher));
}

RightEdge tree_of(std::span<const Hash> leaves, TreeHasher& hasher,
                  const RightEdge::TileSink& sink = ignore_tile) {
  RightEdge edge;
  for (const Hash& leaf : leaves) {
    EXPECT_TRUE(edge.add(leaf, hasher, sink));
  }
  return edge;
}

std::vector<Hash> some_leaves(std::size_t count, TreeHasher& hasher) {
  std::vector<Hash> leaves;
  for (std::size_t i = 0; i < count; ++i) {
    leaves.push_back(hasher.leaf("leaf " + std::to_string(i)));
  }
  return leaves;
}

TEST(RightEdge, HasTheEmptyTreesRoot) {
  TreeHasher hasher;
  EXPECT_EQ(hex(RightEdge().root(hasher)),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(RightEdge, HasTheRootsOfTheCertificateTransparencyVectors) {
  const std::vector<std::string> leaves = {
      "",
      std::string(1, '\0'),
      "\x10",
      "\x20\x21",
      "\x30\x31",
      "\x40\x41\x42\x43",
      "\x50\x51\x52\x53\x54\x55\x56\x57",
      "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
  const std::vector<std::string> roots = {
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  TreeHasher hasher;
  RightEdge edge;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    ASSERT_TRUE(edge.add(hasher.leaf(leaves[i]), hasher, ignore_tile));
    EXPECT_EQ(hex(edge.root(hasher)), roots[i]) << i + 1 << " leaves";
  }
}

TEST(RightEdge, AgreesWithTheDefinitionAtEverySizeToSixHundred) {
  TreeHasher hasher;
  const std::vector<Hash> leaves = some_leaves(600, hasher);
  RightEdge edge;
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    EXPECT_EQ(edge.root(hasher), naive_root(std::span(leaves).first(size), hasher));
    if (size < leaves.size()) {
      ASSERT_TRUE(edge.add(leaves[size], hasher, ignore_tile));
    }
  }
}

TEST(RightEdge, AgreesWithTheDefinitionAtAnySize) {
  TreeHasher hasher;
  const std::vector<Hash> all = some_leaves(70'000, hasher);
  EXPECT_TRUE(rc::check("edge and definition have one root", [&] {
    const auto size = *rc::gen::inRange<std::size_t>(0, all.size());
    const auto leaves = std::span(all).first(size);
    RC_ASSERT(tree_of(leaves, hasher).root(hasher) == naive_root(leaves, hasher));
  }));
}

TEST(RightEdge, GivesOutEveryTileOnceWithTheHashesOfTheTilesBelow) {
  TreeHasher hasher;
  const std::vector<Hash> leaves = some_leaves(65'536 + 300, hasher);
  std::uint64_t low_tiles = 0;
  std::vector<Hash> high_tile;
  const auto sink = [&](unsigned level, std::uint64_t index,
                        std::span<const Hash> hashes) -> Status {
    EXPECT_EQ(hashes.size(), 256U);
    if (level == 0) {
      EXPECT_EQ(index, low_tiles++);
    } else {
      EXPECT_EQ(level, 1U);
      EXPECT_EQ(index, 0U);
      high_tile.assign(hashes.begin(), hashes.end());
    }
    return ok();
  };
  const RightEdge edge = tree_of(leaves, hasher, sink);
  EXPECT_EQ(low_tiles, 257U);
  ASSERT_EQ(high_tile.size(), 256U);
  EXPECT_EQ(high_tile[3], naive_root(std::span(leaves).subspan(768, 256), hasher));
  EXPECT_EQ(edge.tile(0).size(), 44U);
  EXPECT_EQ(edge.tile(1).size(), 1U);
  EXPECT_EQ(edge.tile(2).size(), 1U);
}

TEST(RightEdge, PassesOnThatATileCannotBeWritten) {
  TreeHasher hasher;
  RightEdge edge = tree_of(some_leaves(255, hasher), hasher);
  const auto full_disk = [](unsigned, std::uint64_t, std::span<const Hash>) -> Status {
    return Error{ErrorCode::kNoSpace, 0, "disk is full"};
  };
  const Status status = edge.add(hasher.leaf("x"), hasher, full_disk);
  ASSERT_FALSE(status);
  EXPECT_EQ(code_of(status), ErrorCode::kNoSpace);
}

TEST(TileWidth, IsHowManyHashesATreeOfThatSizeHasThere) {
  EXPECT_EQ(tile_width(0, 0, 0), 0U);
  EXPECT_EQ(tile_width(1, 0, 0), 1U);
  EXPECT_EQ(tile_width(256, 0, 0), 256U);
  EXPECT_EQ(tile_width(256, 0, 1), 0U);
  EXPECT_EQ(tile_width(256, 1, 0), 1U);
  EXPECT_EQ(tile_width(70'000, 0, 273), 112U);
  EXPECT_EQ(tile_width(70'000, 0, 274), 0U);
  EXPECT_EQ(tile_width(70'000, 1, 1), 17U);
  EXPECT_EQ(tile_width(70'000, 2, 0), 1U);
  EXPECT_EQ(tile_width(70'000, 3, 0), 0U);
  EXPECT_EQ(tile_width(kMaxTreeSize, 0, ~std::uint64_t{0}), 0U);
  EXPECT_EQ(tile_width(kMaxTreeSize, 8, 0), 0U);
}

}  // namespace
}  // namespace muniment
