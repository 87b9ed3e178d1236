// SPDX-License-Identifier: Apache-2.0
#include "core/grid.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace gigacity {
namespace {

/// Every window with corners on a small lattice, also empty ones and ones outside the grid.
std::vector<Window> small_windows() {
  std::vector<Window> windows;
  for (int column = -2; column <= 4; ++column)
    for (int row = -2; row <= 4; ++row)
      for (int width = 0; width <= 4; ++width)
        for (int height = 0; height <= 4; ++height) windows.push_back({column, row, width, height});
  return windows;
}

TEST(Window, ContainsExactlyItsColumnsAndRows) {
  for (const auto& w : small_windows()) {
    std::size_t inside = 0;
    for (int c = -3; c <= 9; ++c) {
      for (int r = -3; r <= 9; ++r) {
        const bool expected =
            c >= w.column && c < w.column + w.width && r >= w.row && r < w.row + w.height;
        ASSERT_EQ(w.contains(c, r), expected) << c << ' ' << r;
        inside += w.contains(c, r) ? 1U : 0U;
      }
    }
    ASSERT_EQ(w.size(), inside);
    ASSERT_EQ(w.empty(), inside == 0);
  }
}

TEST(Window, IntersectionHoldsExactlyWhatBothContain) {
  const auto windows = small_windows();
  // Every third window against every fifth: 60,000 pairs, all shapes among them.
  for (std::size_t i = 0; i < windows.size(); i += 3) {
    for (std::size_t k = 0; k < windows.size(); k += 5) {
      const auto& a = windows[i];
      const auto& b = windows[k];
      const Window both = a.intersection(b);
      std::size_t common = 0;
      for (int c = -2; c <= 8; ++c)
        for (int r = -2; r <= 8; ++r) {
          const bool in_both = a.contains(c, r) && b.contains(c, r);
          ASSERT_EQ(both.contains(c, r), in_both);
          common += in_both ? 1U : 0U;
        }
      ASSERT_EQ(both.size(), common);
    }
  }
}

TEST(Window, GrowsOnEverySide) {
  EXPECT_EQ((Window{3, 5, 2, 4}.inflated(2)), (Window{1, 3, 6, 8}));
  EXPECT_EQ((Window{0, 0, 1, 1}.inflated(0)), (Window{0, 0, 1, 1}));
}

TEST(Window, OfNegativeSizeIsEmpty) {
  EXPECT_EQ((Window{0, 0, -2, -3}.size()), 0U);
  EXPECT_TRUE((Window{0, 0, -2, 5}.empty()));
}

constexpr GridSpec grid{1000.0, 2000.0, 10.0, 4, 3};

TEST(GridSpec, FindsThePixelOfEachCentre) {
  std::size_t index = 0;
  for (int r = 0; r < grid.height; ++r) {
    for (int c = 0; c < grid.width; ++c) {
      EXPECT_EQ(grid.pixel_of(grid.centre_of({c, r})), (Pixel{c, r}));
      EXPECT_EQ(grid.index_of({c, r}), index++);
    }
  }
  EXPECT_EQ(grid.size(), index);
}

TEST(GridSpec, GivesWestAndNorthEdgesToThePixel) {
  EXPECT_EQ(grid.pixel_of({1000.0, 2000.0}), (Pixel{0, 0}));
  EXPECT_EQ(grid.pixel_of({1010.0, 1990.0}), (Pixel{1, 1}));
  EXPECT_EQ(grid.pixel_of({std::nextafter(1010.0, 0.0), std::nextafter(1990.0, 3000.0)}),
            (Pixel{0, 0}));
  EXPECT_EQ(grid.pixel_of({999.0, 2001.0}), (Pixel{-1, -1}));
}

TEST(GridSpec, HasNoPixelOutside) {
  EXPECT_EQ(grid.pixel_inside({1000.0, 2000.0}), (Pixel{0, 0}));
  EXPECT_EQ(grid.pixel_inside({1039.9, 1970.1}), (Pixel{3, 2}));
  EXPECT_FALSE(grid.pixel_inside({1040.0, 1985.0}));
  EXPECT_FALSE(grid.pixel_inside({1005.0, 1970.0}));
  EXPECT_FALSE(grid.pixel_inside({999.9, 1985.0}));
  EXPECT_FALSE(grid.pixel_inside({1005.0, 2000.1}));
}

TEST(GridSpec, BoxSpansTheOuterEdges) {
  EXPECT_EQ(grid.box(), (MapBox{1000.0, 1970.0, 1040.0, 2000.0}));
}

TEST(GridSpec, PartKeepsPixelsInPlace) {
  const Window window{1, 1, 2, 2};
  const GridSpec part = grid.part(window);
  for (int r = 0; r < 2; ++r)
    for (int c = 0; c < 2; ++c)
      EXPECT_EQ(part.centre_of({c, r}), grid.centre_of({c + window.column, r + window.row}));
}

/// Whether the pixel's area, half-open as pixel_of has it, and the closed box share a point.
bool touches(Pixel p, const MapBox& box) {
  const double west = grid.west_m + p.column * grid.pixel_m;
  const double north = grid.north_m - p.row * grid.pixel_m;
  return box.min_x_m < west + grid.pixel_m && box.max_x_m >= west &&
         box.max_y_m > north - grid.pixel_m && box.min_y_m <= north;
}

TEST(GridSpec, WindowOfABoxHoldsExactlyThePixelsItTouches) {
  // Corners on, just off and between pixel edges, inside and outside the grid.
  const std::vector<double> offsets = {-15.0, -10.0, -0.5, 0.0,  4.0,  10.0,
                                       10.5,  20.0,  29.5, 30.0, 40.0, 41.0};
  for (const double x0 : offsets)
    for (const double x1 : offsets)
      for (const double y0 : offsets)
        for (const double y1 : offsets) {
          if (x1 < x0 || y1 < y0) continue;
          const MapBox box{grid.west_m + x0, grid.north_m - y1, grid.west_m + x1,
                           grid.north_m - y0};
          const Window window = grid.window_of(box);
          for (int r = 0; r < grid.height; ++r)
            for (int c = 0; c < grid.width; ++c)
              ASSERT_EQ(window.contains(c, r), touches({c, r}, box))
                  << c << ' ' << r << " box " << x0 << ' ' << y0 << ' ' << x1 << ' ' << y1;
          ASSERT_EQ(window.intersection(grid.full()).size(), window.size());
        }
}

TEST(GridSpec, WindowOfAnEmptyBoxIsEmpty) {
  EXPECT_TRUE(grid.window_of(MapBox{}).empty());
}

TEST(AlignedGrid, CoversTheBoxWithEdgesOnMultiplesOfThePixel) {
  for (const double pixel_m : {1.0, 10.0, 25.0, 30.0}) {
    const MapBox box{-123.4, 987.6, 345.6, 1234.5};
    const GridSpec spec = aligned_grid(box, pixel_m);
    EXPECT_EQ(std::fmod(spec.west_m, pixel_m), 0.0);
    EXPECT_EQ(std::fmod(spec.north_m, pixel_m), 0.0);
    const MapBox covered = spec.box();
    EXPECT_LE(covered.min_x_m, box.min_x_m);
    EXPECT_LE(covered.min_y_m, box.min_y_m);
    EXPECT_GE(covered.max_x_m, box.max_x_m);
    EXPECT_GE(covered.max_y_m, box.max_y_m);
    // The smallest: one pixel less on any side would not cover.
    EXPECT_GT(covered.min_x_m + pixel_m, box.min_x_m);
    EXPECT_GT(covered.min_y_m + pixel_m, box.min_y_m);
    EXPECT_LT(covered.max_x_m - pixel_m, box.max_x_m);
    EXPECT_LT(covered.max_y_m - pixel_m, box.max_y_m);
  }
}

TEST(AlignedGrid, LeavesAnAlignedBoxAsItIs) {
  const GridSpec spec = aligned_grid({100.0, 200.0, 150.0, 280.0}, 10.0);
  EXPECT_EQ(spec, (GridSpec{100.0, 280.0, 10.0, 5, 8}));
}

TEST(Tiles, PartitionTheGridRowByRow) {
  for (int width = 1; width <= 7; ++width) {
    for (int height = 1; height <= 7; ++height) {
      const GridSpec spec{0.0, 0.0, 1.0, width, height};
      std::vector<int> hits(spec.size(), 0);
      Window before{-1, -1, 0, 0};
      for (const auto& tile : tiles_of(spec, 3)) {
        EXPECT_FALSE(tile.empty());
        EXPECT_TRUE(tile.row > before.row ||
                    (tile.row == before.row && tile.column > before.column));
        before = tile;
        for (int r = tile.row; r < tile.end_row(); ++r)
          for (int c = tile.column; c < tile.end_column(); ++c) ++hits[spec.index_of({c, r})];
      }
      EXPECT_EQ(hits, std::vector<int>(spec.size(), 1));
    }
  }
}

TEST(Tiles, OfAnEmptyGridAreNone) {
  EXPECT_TRUE(tiles_of(GridSpec{}).empty());
}

TEST(GridSpec, KnowsItsParts) {
  for (const double pixel_m : {10.0, 0.7, 30.0 / 7.0}) {
    const GridSpec whole{512'345.6, 4'123'456.7, pixel_m, 500, 400};
    const Window window{123, 45, 200, 100};
    EXPECT_EQ(window_within(whole.part(window), whole), window);
    EXPECT_EQ(window_within(whole, whole), whole.full());
    EXPECT_EQ(window_within(whole, whole.part(whole.full().inflated(70))),
              (Window{70, 70, 500, 400}));
    EXPECT_EQ(window_within(whole.part({-1, 0, 10, 10}), whole), std::nullopt);
    EXPECT_EQ(window_within(whole.part({0, 391, 10, 10}), whole), std::nullopt);
    GridSpec off = whole.part(window);
    off.west_m += 0.01 * pixel_m;
    EXPECT_EQ(window_within(off, whole), std::nullopt);
    GridSpec finer = whole.part(window);
    finer.pixel_m *= 0.999;
    EXPECT_EQ(window_within(finer, whole), std::nullopt);
  }
  EXPECT_EQ(window_within({0.0, 0.0, 1.0, 1, 1}, {1e300, 0.0, 1.0, 1, 1}), std::nullopt);
}

TEST(Window, UnitedHoldsBoth) {
  EXPECT_EQ((Window{1, 2, 3, 4}.united({-5, 4, 2, 10})), (Window{-5, 2, 9, 12}));
  EXPECT_EQ((Window{1, 2, 3, 4}.united({2, 3, 1, 1})), (Window{1, 2, 3, 4}));
}

TEST(MapBox, IsEmptyUntilSomethingIsAdded) {
  MapBox box;
  EXPECT_TRUE(box.empty());
  box.add(MapBox{});
  EXPECT_TRUE(box.empty());
  box.add(MapPoint{3.0, 4.0});
  EXPECT_FALSE(box.empty());
  EXPECT_EQ(box, (MapBox{3.0, 4.0, 3.0, 4.0}));
  box.add(MapPoint{-1.0, 6.0});
  EXPECT_EQ(box, (MapBox{-1.0, 4.0, 3.0, 6.0}));
  EXPECT_EQ(box.centre(), (MapPoint{1.0, 5.0}));
  EXPECT_EQ(box.width_m(), 4.0);
  EXPECT_EQ(box.height_m(), 2.0);
}

TEST(MapBox, IsClosed) {
  const MapBox box{0.0, 0.0, 2.0, 2.0};
  EXPECT_TRUE(box.contains({0.0, 0.0}));
  EXPECT_TRUE(box.contains({2.0, 2.0}));
  EXPECT_FALSE(box.contains({2.1, 1.0}));
  EXPECT_TRUE(box.intersects({2.0, 2.0, 3.0, 3.0}));
  EXPECT_FALSE(box.intersects({2.1, 0.0, 3.0, 3.0}));
  EXPECT_FALSE(box.intersects(MapBox{}));
  EXPECT_FALSE(MapBox{}.intersects(box));
  EXPECT_EQ(box.inflated(1.0), (MapBox{-1.0, -1.0, 3.0, 3.0}));
}

}  // namespace
}  // namespace gigacity
