// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/handover.hpp"

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/parallel.hpp"
#include "core/random.hpp"

namespace gigacity::radio {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

/// Each letter a server ('a' is cell 0), '.' none; pixels of 10 m, north-west corner at (0, 100).
std::vector<HandoverBorder> borders_of(const std::vector<std::string>& rows) {
  Raster<float> servers(
      {0.0, 100.0, 10.0, static_cast<int>(rows[0].size()), static_cast<int>(rows.size())},
      no_value);
  for (int row = 0; row < servers.height(); ++row)
    for (int column = 0; column < servers.width(); ++column) {
      const char letter = rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
      if (letter != '.') servers.at({column, row}) = static_cast<float>(letter - 'a');
    }
  std::vector<HandoverBorder> borders;
  handover_borders(MemoryRasterSource(servers), SilentProgress(),
                   [&](HandoverBorder&& border) { borders.push_back(std::move(border)); });
  return borders;
}

TEST(HandoverBorders, OfTwoHalvesAreOneLine) {
  const auto borders = borders_of({"aabb", "aabb", "aabb"});
  ASSERT_THAT(borders, SizeIs(1));
  EXPECT_EQ(borders[0].cell_a, 0);
  EXPECT_EQ(borders[0].cell_b, 1);
  ASSERT_THAT(borders[0].lines, SizeIs(1));
  EXPECT_THAT(borders[0].lines[0], ElementsAre(MapPoint{20.0, 100.0}, MapPoint{20.0, 70.0}));
  EXPECT_DOUBLE_EQ(borders[0].length_m, 30.0);
}

TEST(HandoverBorders, RunStraightOverSteps) {
  const auto borders = borders_of({"baaa", "bbaa", "bbba", "bbbb"});
  ASSERT_THAT(borders, SizeIs(1));
  ASSERT_THAT(borders[0].lines, SizeIs(1));
  EXPECT_THAT(borders[0].lines[0], ElementsAre(MapPoint{10.0, 100.0}, MapPoint{10.0, 95.0},
                                               MapPoint{35.0, 70.0}, MapPoint{40.0, 70.0}));
  EXPECT_NEAR(borders[0].length_m, 10.0 + std::hypot(25.0, 25.0), 1e-9);
}

TEST(HandoverBorders, GoAroundAnIsland) {
  const auto borders = borders_of({"aaa", "aba", "aaa"});
  ASSERT_THAT(borders, SizeIs(1));
  ASSERT_THAT(borders[0].lines, SizeIs(1));
  EXPECT_EQ(borders[0].lines[0].front(), borders[0].lines[0].back());
  EXPECT_NEAR(borders[0].length_m, 4.0 * std::hypot(5.0, 5.0), 1e-9);
}

TEST(HandoverBorders, MeetWhereThreeServersDo) {
  const auto borders = borders_of({"aabb", "aabb", "cccc", "cccc"});
  ASSERT_THAT(borders, SizeIs(3));
  EXPECT_THAT(borders[0].lines[0], ElementsAre(MapPoint{20.0, 100.0}, MapPoint{20.0, 80.0}));
  EXPECT_THAT(borders[1].lines[0], ElementsAre(MapPoint{0.0, 80.0}, MapPoint{20.0, 80.0}));
  EXPECT_THAT(borders[2].lines[0], ElementsAre(MapPoint{20.0, 80.0}, MapPoint{40.0, 80.0}));
}

TEST(HandoverBorders, EndWhereCoverageEnds) {
  EXPECT_THAT(borders_of({"aa", "..", "bb"}), SizeIs(0));
  const auto borders = borders_of({"ab", ".."});
  ASSERT_THAT(borders, SizeIs(1));
  EXPECT_DOUBLE_EQ(borders[0].length_m, 10.0);
}

// Between two neighbours of different servers lies half a pixel of border to either side, or the way across a corner.
TEST(HandoverBorders, OfAnyCutAddUpAndAreTheSameOnAnyThreads) {
  RandomStream random(4, 4);
  const GridSpec grid{0.0, 0.0, 10.0, 700, 530};
  std::vector<MapPoint> sites;
  for (int i = 0; i < 40; ++i)
    sites.push_back({random.uniform(0.0, 7000.0), random.uniform(-5300.0, 0.0)});
  Raster<float> servers(grid);
  for (int row = 0; row < grid.height; ++row)
    for (int column = 0; column < grid.width; ++column) {
      std::size_t nearest = 0;
      for (std::size_t s = 1; s < sites.size(); ++s)
        if (distance_m(sites[s], grid.centre_of({column, row})) <
            distance_m(sites[nearest], grid.centre_of({column, row})))
          nearest = s;
      servers.at({column, row}) = static_cast<float>(nearest);
    }
  const MemoryRasterSource source(servers);
  const auto all = [&](int threads) {
    const ThreadLimit limit(threads);
    std::vector<HandoverBorder> borders;
    handover_borders(source, SilentProgress(),
                     [&](HandoverBorder&& border) { borders.push_back(std::move(border)); });
    return borders;
  };
  const auto one = all(1);
  const auto four = all(4);
  ASSERT_EQ(one.size(), four.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].cell_a, four[i].cell_a);
    EXPECT_EQ(one[i].lines, four[i].lines);
  }
  // Voronoi cells: every border is the straight line half-way between its sites, to within a pixel's diagonal.
  for (const auto& border : one) {
    for (const auto& line : border.lines)
      for (const MapPoint p : line) {
        const MapPoint a = sites[static_cast<std::size_t>(border.cell_a)];
        const MapPoint b = sites[static_cast<std::size_t>(border.cell_b)];
        const double between =
            std::abs(distance_m(p, a) * distance_m(p, a) - distance_m(p, b) * distance_m(p, b)) /
            (2.0 * distance_m(a, b));
        ASSERT_LE(between, 10.0 * std::sqrt(2.0));
      }
  }
}

}  // namespace
}  // namespace gigacity::radio
