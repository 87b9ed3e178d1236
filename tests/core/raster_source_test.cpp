// SPDX-License-Identifier: Apache-2.0
#include "core/raster_source.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace gigacity {
namespace {

constexpr GridSpec source_grid{100.0, 200.0, 10.0, 5, 4};

/// 10 times the row plus the column, so that a value names its pixel.
Raster<float> named_pixels() {
  Raster<float> raster(source_grid);
  for (int r = 0; r < source_grid.height; ++r)
    for (int c = 0; c < source_grid.width; ++c) raster.at({c, r}) = static_cast<float>(10 * r + c);
  return raster;
}

TEST(Raster, RowsAndPixelsAreTheSameValues) {
  auto raster = named_pixels();
  EXPECT_EQ(raster.row(2)[3], 23.0F);
  raster.row(1)[0] = 99.0F;
  EXPECT_EQ(raster.at({0, 1}), 99.0F);
  EXPECT_EQ(raster.values().size(), source_grid.size());
  EXPECT_EQ(raster.values()[source_grid.index_of({0, 1})], 99.0F);
}

TEST(Raster, IsFilledWithTheGivenValue) {
  const Raster<int> raster(source_grid, 7);
  for (const int value : raster.values()) EXPECT_EQ(value, 7);
}

TEST(MemoryRasterSource, ReadsEveryWindowInsideAndAcrossTheEdge) {
  const MemoryRasterSource source(named_pixels());
  for (int column = -3; column <= 6; ++column)
    for (int row = -3; row <= 5; ++row)
      for (int width = 0; width <= 9; width += 3)
        for (int height = 0; height <= 8; height += 2) {
          const Window window{column, row, width, height};
          const auto read = source.read(window);
          ASSERT_EQ(read.grid(), source_grid.part(window));
          for (int r = 0; r < height; ++r)
            for (int c = 0; c < width; ++c) {
              const float value = read.at({c, r});
              if (source_grid.full().contains(c + column, r + row))
                ASSERT_EQ(value, static_cast<float>(10 * (r + row) + c + column));
              else
                ASSERT_TRUE(std::isnan(value));
            }
        }
}

}  // namespace
}  // namespace gigacity
