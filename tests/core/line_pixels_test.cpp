// SPDX-License-Identifier: Apache-2.0
#include "core/line_pixels.hpp"

#include <cmath>
#include <map>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/random.hpp"

namespace gigacity {
namespace {

constexpr GridSpec small_grid{500'000.0, 4'000'000.0, 10.0, 24, 20};

std::vector<LinePiece> pieces_of(MapPoint a, MapPoint b) {
  std::vector<LinePiece> pieces;
  for_each_piece(a, b, small_grid, [&](const LinePiece& piece) { pieces.push_back(piece); });
  return pieces;
}

/// In pixels from the grid's north-west corner.
MapPoint at(double column, double row) {
  return {small_grid.west_m + small_grid.pixel_m * column,
          small_grid.north_m - small_grid.pixel_m * row};
}

TEST(LinePixels, CutsALineAtTheSidesOfPixels) {
  const auto pieces = pieces_of(at(0.5, 2.25), at(4.5, 3.25));
  ASSERT_EQ(pieces.size(), 6U);
  const std::vector<Pixel> pixels{{0, 2}, {1, 2}, {2, 2}, {3, 2}, {3, 3}, {4, 3}};
  const std::vector<double> ends{0.125, 0.375, 0.625, 0.75, 0.875, 1.0};
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    EXPECT_EQ(pieces[i].pixel, pixels[i]) << i;
    EXPECT_NEAR(pieces[i].to, ends[i], 1e-12) << i;
  }
}

TEST(LinePixels, ALineAlongASideLiesInOnePixelEach) {
  // The north side belongs to the pixel: GridSpec::pixel_of.
  for (const auto& pieces :
       {pieces_of(at(1.0, 3.0), at(4.0, 3.0)), pieces_of(at(4.0, 3.0), at(1.0, 3.0))}) {
    ASSERT_EQ(pieces.size(), 3U);
    for (const auto& piece : pieces) EXPECT_EQ(piece.pixel.row, 3);
  }
}

TEST(LinePixels, PassesCornersWithoutPiecesOfNothing) {
  for (const auto& pieces :
       {pieces_of(at(0.0, 0.0), at(3.0, 3.0)), pieces_of(at(3.0, 0.0), at(0.0, 3.0))}) {
    ASSERT_EQ(pieces.size(), 3U);
    for (const auto& piece : pieces) EXPECT_NEAR(piece.to - piece.from, 1.0 / 3.0, 1e-12);
  }
}

TEST(LinePixels, NothingOfAPoint) {
  EXPECT_TRUE(pieces_of(at(1.5, 1.5), at(1.5, 1.5)).empty());
}

TEST(LinePixels, GivesEachPixelWhatManyPointsOfTheLineSay) {
  constexpr int points = 20'000;
  RandomStream random(3, 1);
  for (int i = 0; i < 50; ++i) {
    const MapPoint a = at(random.uniform(-5.0, 30.0), random.uniform(-5.0, 25.0));
    const MapPoint b = at(random.uniform(-5.0, 30.0), random.uniform(-5.0, 25.0));
    std::map<std::pair<int, int>, double> shares;
    double end = 0.0;
    for (const auto& piece : pieces_of(a, b)) {
      EXPECT_EQ(piece.from, end);
      EXPECT_GT(piece.to, piece.from);
      end = piece.to;
      shares[{piece.pixel.column, piece.pixel.row}] += piece.to - piece.from;
    }
    EXPECT_EQ(end, 1.0);
    std::map<std::pair<int, int>, double> sampled;
    for (int s = 0; s < points; ++s) {
      const double t = (s + 0.5) / points;
      const Pixel p =
          small_grid.pixel_of({a.x_m + t * (b.x_m - a.x_m), a.y_m + t * (b.y_m - a.y_m)});
      sampled[{p.column, p.row}] += 1.0 / points;
    }
    // Each end of a piece is found to half the distance of two points.
    for (const auto& [pixel, share] : sampled)
      EXPECT_NEAR(shares[pixel], share, 1.01 / points) << pixel.first << ", " << pixel.second;
  }
}

}  // namespace
}  // namespace gigacity
