// SPDX-License-Identifier: Apache-2.0
#include "apps/run/fibre_raster.hpp"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigacity::apps {
namespace {

using fibre::FibreGap;

Building house(double west, double south, double east, double north) {
  Building building;
  building.footprint = {
      {{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}, {}}};
  building.point = {0.5 * (west + east), 0.5 * (south + north)};
  return building;
}

struct Street {
  City city;
  std::vector<fibre::PremisesService> premises;
  std::vector<std::int32_t> buildings;

  Street() {
    city.grid = {.west_m = 0.0, .north_m = 100.0, .pixel_m = 10.0, .width = 600, .height = 10};
  }
  void add(const Building& building, FibreGap gap) {
    buildings.push_back(static_cast<std::int32_t>(city.buildings.size()));
    city.buildings.push_back(building);
    premises.push_back({.gap = gap});
  }
  /// All tiles as one.
  Raster<float> raster() const {
    const FibreTiles tiles(city, premises, buildings);
    Raster<float> whole(city.grid, no_value);
    for (const auto& window : tiles_of(city.grid)) {
      const auto tile = tiles.tile(window);
      for (int row = 0; row < window.height; ++row)
        for (int column = 0; column < window.width; ++column)
          whole.at({window.column + column, window.row + row}) = tile.at({column, row});
    }
    return whole;
  }
};

std::int64_t coloured(const Raster<float>& raster) {
  return std::ranges::count_if(raster.values(), [](float value) { return !std::isnan(value); });
}

TEST(FibreRaster, ColoursThePixelsWhoseCentresABuildingCovers) {
  Street street;
  street.add(house(12.0, 52.0, 38.0, 68.0), FibreGap::budget);
  const auto raster = street.raster();
  EXPECT_EQ(coloured(raster), 6);  // columns 1 to 3, rows 3 and 4
  EXPECT_EQ(raster.at({1, 3}), 4.0F);
  EXPECT_EQ(raster.at({3, 4}), 4.0F);
}

TEST(FibreRaster, ShowsABuildingSmallerThanAPixel) {
  Street street;
  street.add(house(31.0, 31.0, 33.0, 33.0), FibreGap::none);
  const auto raster = street.raster();
  EXPECT_EQ(coloured(raster), 1);
  EXPECT_EQ(raster.at({3, 6}), 1.0F);
}

TEST(FibreRaster, ShowsBothKindsOfReachAlike) {
  Street street;
  street.add(house(1.0, 1.0, 2.0, 2.0), FibreGap::reach);
  street.add(house(31.0, 31.0, 33.0, 33.0), FibreGap::differential_reach);
  const auto raster = street.raster();
  EXPECT_EQ(raster.at({0, 9}), 5.0F);
  EXPECT_EQ(raster.at({3, 6}), 5.0F);
}

TEST(FibreRaster, ShowsTheWorstOfAPixelInWhateverOrder) {
  Street street;
  street.add(house(1.0, 1.0, 2.0, 2.0), FibreGap::no_port);
  street.add(house(3.0, 1.0, 4.0, 2.0), FibreGap::no_plant);
  street.add(house(5.0, 1.0, 7.0, 2.0), FibreGap::none);
  const auto raster = street.raster();
  EXPECT_EQ(coloured(raster), 1);
  EXPECT_EQ(raster.at({0, 9}), 7.0F);
}

TEST(FibreRaster, GoesOnAcrossTiles) {
  Street street;
  street.add(house(5100.0, 50.0, 5140.0, 60.0), FibreGap::below_10g);
  const auto raster = street.raster();
  EXPECT_EQ(coloured(raster), 4);
  for (int column = 510; column < 514; ++column) EXPECT_EQ(raster.at({column, 4}), 2.0F) << column;
}

}  // namespace
}  // namespace gigacity::apps
