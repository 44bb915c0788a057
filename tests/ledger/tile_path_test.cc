#include "ledger/tile_path.h"

#include <gtest/gtest.h>

namespace muniment {
namespace {

TEST(TilePath, IsTheOneOfTheSpecification) {
  EXPECT_EQ(tile_path(0, 1'234'067), "tile/0/x001/x234/067");
  EXPECT_EQ(tile_path(0, 0), "tile/0/000");
  EXPECT_EQ(tile_path(1, 5), "tile/1/005");
  EXPECT_EQ(tile_path(0, 999), "tile/0/999");
  EXPECT_EQ(tile_path(0, 1000), "tile/0/x001/000");
  EXPECT_EQ(tile_path(3, 1'000'000), "tile/3/x001/x000/000");
}

TEST(TilePath, NamesTheWidthOfAPartialTile) {
  EXPECT_EQ(tile_path(0, 1'234'067, 8), "tile/0/x001/x234/067.p/8");
  EXPECT_EQ(tile_path(2, 0, 255), "tile/2/000.p/255");
}

TEST(TilePath, OfBundlesIsInEntries) {
  EXPECT_EQ(bundle_path(1'234'067), "tile/entries/x001/x234/067");
  EXPECT_EQ(bundle_path(273, 112), "tile/entries/273.p/112");
}

}  // namespace
}  // namespace muniment
