// SPDX-License-Identifier: Apache-2.0
#include "apps/run/building_heights.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/polygon_cover.hpp"
#include "core/random.hpp"

namespace gigacity::apps {
namespace {

constexpr GridSpec grid{500'000.0, 4'000'000.0, 10.0, 40, 30};

/// A rectangle from its north-west corner, metres from the grid's.
MultiPolygon block(double east_m, double south_m, double width_m, double height_m) {
  const double west = grid.west_m + east_m;
  const double north = grid.north_m - south_m;
  return {{{{west, north},
            {west, north - height_m},
            {west + width_m, north - height_m},
            {west + width_m, north},
            {west, north}},
           {}}};
}

Raster<float> heights(const std::vector<std::pair<MultiPolygon, double>>& buildings,
                      double minimum_cover = 0.3) {
  std::vector<StandingBody> bodies;
  for (const auto& [footprint, height_m] : buildings) bodies.push_back({&footprint, height_m});
  return BuildingHeights(grid, bodies, minimum_cover).tile(grid.full());
}

int standing(const Raster<float>& raster) {
  int count = 0;
  for (const float h : raster.values()) count += std::isnan(h) ? 0 : 1;
  return count;
}

TEST(BuildingHeights, AWallStaysAWall) {
  // A slab of 12 m by 100 m: a full column of pixels, and 20 % of the next.
  const auto slab = heights({{block(100.0, 100.0, 12.0, 100.0), 25.0}});
  EXPECT_EQ(standing(slab), 10);
  for (int row = 10; row < 20; ++row) EXPECT_EQ(slab.at({10, row}), 25.0F);
  const auto thin = heights({{block(100.0, 100.0, 12.0, 100.0), 25.0}}, 0.2);
  EXPECT_EQ(standing(thin), 20);
  EXPECT_EQ(thin.at({11, 12}), 25.0F);  // not 20 % of it
}

TEST(BuildingHeights, AHouseDoesNotVanishWhereverItStands) {
  // 8 m by 8 m on pixels of 10 m: at worst 16 % of each of four.
  for (double east = 100.0; east < 110.0; east += 0.5) {
    for (double south = 50.0; south < 60.0; south += 0.5) {
      const auto house = heights({{block(east, south, 8.0, 8.0), 6.0}});
      ASSERT_GE(standing(house), 1) << east << ' ' << south;
      ASSERT_LE(standing(house), 2) << east << ' ' << south;
    }
  }
  EXPECT_EQ(standing(heights({{block(106.0, 56.0, 8.0, 8.0), 6.0}})), 1);
  // A shed that could not cover 30 % of any pixel stands nowhere.
  EXPECT_EQ(standing(heights({{block(102.0, 52.0, 5.0, 5.0), 3.0}})), 0);
}

TEST(BuildingHeights, HeightsAreTheMeanByArea) {
  const auto mixed =
      heights({{block(100.0, 100.0, 4.0, 10.0), 20.0}, {block(104.0, 100.0, 2.0, 10.0), 5.0}});
  EXPECT_NEAR(mixed.at({10, 10}), (0.4 * 20.0 + 0.2 * 5.0) / 0.6, 1e-5);
  // Neither is enough alone.
  const auto row =
      heights({{block(100.0, 100.0, 2.0, 10.0), 9.0}, {block(105.0, 100.0, 2.0, 10.0), 9.0}});
  EXPECT_EQ(row.at({10, 10}), 9.0F);
}

TEST(BuildingHeights, OfPartsThatOverlapTheTallerCounts) {
  const auto tower = block(110.0, 110.0, 10.0, 10.0);
  const auto podium = block(100.0, 100.0, 40.0, 40.0);
  for (const auto& order :
       {std::vector<std::pair<MultiPolygon, double>>{{tower, 80.0}, {podium, 12.0}},
        {{podium, 12.0}, {tower, 80.0}}}) {
    const auto both = heights(order);
    EXPECT_EQ(standing(both), 16);
    EXPECT_EQ(both.at({11, 11}), 80.0F);
    EXPECT_EQ(both.at({12, 11}), 12.0F);
  }
}

TEST(BuildingHeights, TilesAgreeWithTheWhole) {
  // More than a tile in each direction, with buildings across the seams.
  const GridSpec wide{500'000.0, 4'000'000.0, 10.0, tile_side + 60, tile_side + 40};
  RandomStream random(9, 1);
  std::vector<MultiPolygon> footprints;
  for (int i = 0; i < 4000; ++i) {
    const MapPoint centre{random.uniform(wide.west_m, wide.box().max_x_m),
                          random.uniform(wide.box().min_y_m, wide.north_m)};
    footprints.push_back(disc(centre, random.uniform(2.0, 40.0), 4 + random.index(5)));
  }
  std::vector<StandingBody> bodies;
  for (std::size_t i = 0; i < footprints.size(); ++i)
    bodies.push_back({&footprints[i], random.uniform(3.0, 60.0)});
  const BuildingHeights heights_of(wide, bodies, 0.3);
  // The area of pixels that stand is that of the footprints' union, within what a threshold may do.
  Raster<double> shares(wide);
  for (const auto& footprint : footprints) add_cover(footprint, shares);
  std::int64_t differing = 0;
  std::int64_t built = 0;
  for (const Window& tile : tiles_of(wide)) {
    const auto part = heights_of.tile(tile);
    for (int row = 0; row < tile.height; ++row) {
      for (int column = 0; column < tile.width; ++column) {
        const double share = shares.at({tile.column + column, tile.row + row});
        const bool stands = !std::isnan(part.at({column, row}));
        built += stands ? 1 : 0;
        differing += stands == (share >= 0.3 - 1e-9) ? 0 : 1;
        ASSERT_TRUE(!stands || share > 0.0);
      }
    }
  }
  // Only scattered small ones stand below the threshold.
  EXPECT_GT(built, 10'000);
  EXPECT_GT(differing, 0);
  EXPECT_LT(differing, 300);
}

TEST(BuildingHeights, PointsAndNothingStandNowhere) {
  EXPECT_EQ(standing(heights({})), 0);
  EXPECT_EQ(standing(heights({{{}, 10.0}})), 0);
}

}  // namespace
}  // namespace gigacity::apps
