// SPDX-License-Identifier: Apache-2.0
#include "core/void_fill.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "core/random.hpp"

namespace gigacity {
namespace {

constexpr GridSpec grid{0.0, 600.0, 10.0, 70, 60};

MemoryRasterSource source_of(const std::function<float(Pixel)>& height) {
  Raster<float> raster(grid);
  for (int row = 0; row < grid.height; ++row)
    for (int column = 0; column < grid.width; ++column)
      raster.at({column, row}) = height({column, row});
  return MemoryRasterSource(std::move(raster));
}

float plane(Pixel p) {
  return static_cast<float>(100.0 + 0.75 * p.column - 0.5 * p.row);
}

std::ptrdiff_t voids(const Raster<float>& raster) {
  return std::ranges::count_if(raster.values(), [](float h) { return std::isnan(h); });
}

TEST(VoidFill, APlaneIsContinuedThroughAHole) {
  const auto source = source_of([](Pixel p) {
    return std::hypot(p.column - 30.0, p.row - 25.0) < 12.0 ? no_value : plane(p);
  });
  const auto filled = voids_filled(source, grid.full(), 24);
  for (int row = 0; row < grid.height; ++row)
    for (int column = 0; column < grid.width; ++column)
      ASSERT_NEAR(filled.at({column, row}), plane({column, row}), 1e-4);
}

TEST(VoidFill, KnownGroundStaysAsItIs) {
  RandomStream random(1, 1);
  Raster<float> raster(grid);
  for (float& h : raster.values())
    h = random.uniform() < 0.3 ? no_value : static_cast<float>(random.uniform(0.0, 500.0));
  const MemoryRasterSource source(raster);
  const auto filled = voids_filled(source, grid.full(), 20);
  for (std::size_t i = 0; i < grid.size(); ++i) {
    if (!std::isnan(raster.values()[i])) {
      ASSERT_EQ(filled.values()[i], raster.values()[i]);
    }
    if (std::isnan(filled.values()[i])) continue;
    ASSERT_GE(filled.values()[i], 0.0F);
    ASSERT_LE(filled.values()[i], 500.0F);
  }
  // Along the border a pixel lies between others on one line only.
  const auto inside = MemoryRasterSource(filled).read(grid.full().inflated(-3));
  EXPECT_EQ(voids(inside), 0);
}

TEST(VoidFill, ASeamIsBridgedToTheEdgeOfTheGrid) {
  const auto source =
      source_of([](Pixel p) { return p.column == 33 || p.column == 34 ? no_value : plane(p); });
  const auto filled = voids_filled(source, grid.full(), 5);
  // In the corners no diagonal reaches ground on both sides.
  for (int row = 2; row < grid.height - 2; ++row)
    for (const int column : {33, 34})
      ASSERT_NEAR(filled.at({column, row}), plane({column, row}), 1e-4) << row;
}

TEST(VoidFill, NoGroundIsInventedBeyondTheData) {
  // Data in a tilted half plane, and data in an L: beyond their edges nothing is known.
  for (const auto& known :
       {std::function<bool(Pixel)>([](Pixel p) { return 3 * p.column + 2 * p.row < 150; }),
        std::function<bool(Pixel)>([](Pixel p) { return p.column < 20 || p.row > 40; })}) {
    const auto source = source_of([&](Pixel p) { return known(p) ? plane(p) : no_value; });
    const auto filled = voids_filled(source, grid.full(), 100);
    EXPECT_EQ(voids(filled), voids(source.read(grid.full())));
    EXPECT_GT(voids(filled), 100);
  }
}

TEST(VoidFill, ReachesAsFarAsItIsTold) {
  // A square hole of 21 pixels: from its middle ground is 11 pixels away.
  const auto source = source_of([](Pixel p) {
    return std::abs(p.column - 30) <= 10 && std::abs(p.row - 30) <= 10 ? no_value : plane(p);
  });
  EXPECT_TRUE(std::isnan(voids_filled(source, grid.full(), 10).at({30, 30})));
  EXPECT_FALSE(std::isnan(voids_filled(source, grid.full(), 11).at({30, 30})));
  EXPECT_EQ(voids(voids_filled(source, grid.full(), 0)), 21 * 21);
  EXPECT_EQ(voids(voids_filled(source, grid.full(), 21)), 0);
}

TEST(VoidFill, AZeroIsAHeight) {
  const auto source = source_of([](Pixel p) { return p.column < 30 ? 0.0F : plane(p); });
  const auto filled = voids_filled(source, grid.full(), 10);
  EXPECT_EQ(filled.at({10, 10}), 0.0F);
  EXPECT_EQ(voids(filled), 0);
}

TEST(VoidFill, WindowsAgreeToTheLastBit) {
  RandomStream random(1, 2);
  Raster<float> raster(grid);
  for (float& h : raster.values())
    h = random.uniform() < 0.8 ? no_value : static_cast<float>(random.uniform(0.0, 500.0));
  const MemoryRasterSource source(raster);
  const auto whole = voids_filled(source, grid.full(), 9);
  EXPECT_GT(voids(source.read(grid.full())), 2 * voids(whole));
  for (const Window& w : tiles_of(grid, 13)) {
    const auto part = voids_filled(source, w, 9);
    for (int row = 0; row < w.height; ++row) {
      for (int column = 0; column < w.width; ++column) {
        const float a = part.at({column, row});
        const float b = whole.at({w.column + column, w.row + row});
        ASSERT_TRUE(a == b || (std::isnan(a) && std::isnan(b)));
      }
    }
  }
}

}  // namespace
}  // namespace gigacity
