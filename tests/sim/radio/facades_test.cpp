// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/facades.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigacity::radio {
namespace {

using ::testing::ElementsAre;

constexpr GridSpec grid{0.0, 100.0, 10.0, 10, 10};

Building house(double west_m, double south_m, double east_m, double north_m) {
  Building building;
  building.footprint = {{{{west_m, south_m},
                          {east_m, south_m},
                          {east_m, north_m},
                          {west_m, north_m},
                          {west_m, south_m}},
                         {}}};
  building.point = {0.5 * (west_m + east_m), 0.5 * (south_m + north_m)};
  return building;
}

MemoryRasterSource area(const GridSpec& of) {
  return MemoryRasterSource(Raster<float>(of, 1.0F));
}

// A drawing of the facade: '#' its pixels.
std::vector<std::string> drawn(const Facade& facade) {
  std::vector<std::string> rows(static_cast<std::size_t>(grid.height),
                                std::string(static_cast<std::size_t>(grid.width), '.'));
  for (const Pixel p : facade.pixels)
    rows[static_cast<std::size_t>(p.row)][static_cast<std::size_t>(p.column)] = '#';
  return rows;
}

TEST(Facades, AreTheStreetAroundABuilding) {
  const std::vector<Building> buildings{house(30.0, 40.0, 60.0, 60.0)};
  const auto inside = area(grid);
  const auto facades = Facades(buildings, inside).of_tile(grid.full());
  ASSERT_EQ(facades.size(), 1U);
  EXPECT_THAT(drawn(facades[0]), ElementsAre("..........",  //
                                             "..........",  //
                                             "..........",  //
                                             "..#####...",  //
                                             "..#...#...",  //
                                             "..#...#...",  //
                                             "..#####...",  //
                                             "..........",  //
                                             "..........",  //
                                             ".........."));
}

TEST(Facades, WhereANeighbourStandsIsNoStreet) {
  const std::vector<Building> buildings{house(30.0, 40.0, 50.0, 60.0),
                                        house(50.0, 40.0, 70.0, 60.0)};
  const auto inside = area(grid);
  const auto facades = Facades(buildings, inside).of_tile(grid.full());
  ASSERT_EQ(facades.size(), 2U);
  EXPECT_THAT(drawn(facades[0]), ElementsAre("..........",  //
                                             "..........",  //
                                             "..........",  //
                                             "..####....",  //
                                             "..#.......",  //
                                             "..#.......",  //
                                             "..####....",  //
                                             "..........",  //
                                             "..........",  //
                                             ".........."));
}

TEST(Facades, SmallerThanAPixelABuildingStandsInThatOfItsPoint) {
  const std::vector<Building> buildings{house(31.0, 41.0, 33.0, 43.0)};
  const auto inside = area(grid);
  const auto facades = Facades(buildings, inside).of_tile(grid.full());
  ASSERT_EQ(facades.size(), 1U);
  EXPECT_EQ(facades[0].pixels.size(), 8U);
}

TEST(Facades, WithoutAStreetWhatLiesAroundCountsAllTheSame) {
  // A block filled to the last pixel, and nothing of the area around it.
  std::vector<Building> buildings;
  for (int row = 0; row < 3; ++row)
    for (int column = 0; column < 3; ++column)
      buildings.push_back(
          house(30.0 + 10.0 * column, 40.0 + 10.0 * row, 40.0 + 10.0 * column, 50.0 + 10.0 * row));
  Raster<float> block(grid, no_value);
  for (int row = 3; row < 6; ++row)
    for (int column = 3; column < 6; ++column) block.at({column, row}) = 1.0F;
  const MemoryRasterSource inside(block);
  const auto facades = Facades(buildings, inside).of_tile(grid.full());
  ASSERT_EQ(facades.size(), 9U);
  EXPECT_EQ(facades[4].pixels.size(), 8U);  // the middle one
  EXPECT_EQ(facades[0].pixels.size(), 3U);
}

TEST(Facades, AloneInTheAreaABuildingHasItsOwnPixels) {
  const std::vector<Building> buildings{house(30.0, 40.0, 40.0, 50.0),
                                        house(80.0, 80.0, 90.0, 90.0)};
  Raster<float> lot(grid, no_value);
  lot.at({3, 5}) = 1.0F;
  const MemoryRasterSource inside(lot);
  const auto facades = Facades(buildings, inside).of_tile(grid.full());
  ASSERT_EQ(facades.size(), 1U) << "the other one stands outside";
  EXPECT_EQ(facades[0].building, 0);
  EXPECT_THAT(facades[0].pixels, ElementsAre(Pixel{3, 5}));
}

TEST(Facades, GoOnBeyondTheTile) {
  const GridSpec wide{0.0, 10'000.0, 10.0, 1000, 1000};
  // Astride the border between the first two tiles, its point in the first.
  const std::vector<Building> buildings{house(5'090.0, 9'950.0, 5'140.0, 9'970.0)};
  const auto inside = area(wide);
  const Facades facades(buildings, inside);
  const auto tiles = tiles_of(wide);
  const auto first = facades.of_tile(tiles[0]);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].pixels.size(), 18U);  // around 5 by 2
  EXPECT_TRUE(facades.of_tile(tiles[1]).empty());
}

}  // namespace
}  // namespace gigacity::radio
