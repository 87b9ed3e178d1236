// SPDX-License-Identifier: Apache-2.0
#include "core/tile_index.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigacity {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr GridSpec city_grid{0.0, 20'000.0, 10.0, 1500, 1100};

MapBox box_at(double x_m, double y_m, double side_m) {
  return {x_m, y_m, x_m + side_m, y_m + side_m};
}

TEST(TileIndex, ABoxStandsInEveryTileThatItTouches) {
  const std::vector<MapBox> boxes{box_at(100.0, 19'000.0, 50.0), box_at(5'100.0, 14'860.0, 40.0),
                                  box_at(-500.0, 19'000.0, 50.0)};
  const TileIndex index(city_grid, boxes);
  const auto tiles = tiles_of(city_grid);
  ASSERT_EQ(tiles.size(), 9U);
  EXPECT_THAT(index.touching(tiles[0]), ElementsAre(0, 1));
  EXPECT_THAT(index.touching(tiles[1]), ElementsAre(1));
  EXPECT_THAT(index.touching(tiles[4]), ElementsAre(1));
  EXPECT_THAT(index.touching(tiles[8]), IsEmpty());
}

TEST(TileIndex, NearAWindowAreTheBoxesOfItsTilesOnceEach) {
  const std::vector<MapBox> boxes{box_at(5'100.0, 14'860.0, 40.0), box_at(100.0, 19'000.0, 50.0),
                                  box_at(14'000.0, 10'000.0, 10.0)};
  const TileIndex index(city_grid, boxes);
  EXPECT_THAT(index.near({500, 500, 20, 20}), ElementsAre(0, 1));
  EXPECT_THAT(index.near({-50, -50, 60, 60}), ElementsAre(0, 1));
  EXPECT_THAT(index.near({1400, 1000, 900, 900}), ElementsAre(2));
  EXPECT_THAT(index.near({-50, -50, 50, 50}), IsEmpty());
}

}  // namespace
}  // namespace gigacity
