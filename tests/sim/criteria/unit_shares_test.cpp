// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/unit_shares.hpp"

#include <algorithm>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/polygon_cover.hpp"
#include "core/random.hpp"
#include "sim/criteria/outline_edges.hpp"
#include "tests/sim/criteria/sample_city.hpp"

namespace gigacity::criteria {
namespace {

using ::testing::ElementsAre;
using testing::rectangle;

constexpr GridSpec grid{0.0, 100.0, 10.0, 10, 10};

UnitOutlines outlines_of(const std::vector<MultiPolygon>& units) {
  UnitOutlines outlines;
  for (const auto& unit : units) {
    outlines.outline.push_back(&unit);
    outlines.box.push_back(bounds(unit));
  }
  return outlines;
}

Raster<double> cover(const MultiPolygon& area) {
  Raster<double> shares(grid);
  add_cover(area, shares);
  return shares;
}

TEST(UnitShares, DividesPixelsThatBordersPassAndNoOthers) {
  const std::vector<MultiPolygon> units{rectangle(0, 0, 42, 100), rectangle(42, 0, 75, 100)};
  const auto area = cover(rectangle(0, 0, 100, 100));
  const UnitShares shares(outlines_of(units), area);
  ASSERT_TRUE(shares.undivided(3));
  EXPECT_EQ(shares.unit(3), 0);
  ASSERT_FALSE(shares.undivided(4));
  const auto parts = shares.parts(4);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].unit, 0);
  EXPECT_NEAR(parts[0].share, 0.2, 1e-12);
  EXPECT_EQ(parts[1].unit, 1);
  EXPECT_NEAR(parts[1].share, 0.8, 1e-12);
  ASSERT_FALSE(shares.undivided(7));
  EXPECT_EQ(shares.parts(7).back().unit, -1);
  EXPECT_NEAR(shares.parts(7).back().share, 0.5, 1e-12);
  ASSERT_TRUE(shares.undivided(9));
  EXPECT_EQ(shares.unit(9), -1);
}

TEST(UnitShares, WhereUnitsOverlapTheFirstComesFirst) {
  const std::vector<MultiPolygon> units{rectangle(0, 0, 46, 100), rectangle(22, 0, 100, 100)};
  const UnitShares shares(outlines_of(units), cover(rectangle(0, 0, 100, 100)));
  EXPECT_EQ(shares.unit(3), 0);
  ASSERT_FALSE(shares.undivided(4));
  EXPECT_NEAR(shares.parts(4)[0].share, 0.6, 1e-12);
  EXPECT_NEAR(shares.parts(4)[1].share, 0.4, 1e-12);
}

TEST(UnitShares, AddUpToTheAreaWhateverTheUnits) {
  RandomStream random(7, 2);
  for (int round = 0; round < 50; ++round) {
    std::vector<MultiPolygon> units;
    for (int u = 0; u < 8; ++u)
      units.push_back(disc({random.uniform(0.0, 100.0), random.uniform(0.0, 100.0)},
                           random.uniform(1.0, 60.0), 3 + random.index(20)));
    const auto area = cover(disc({50.0, 50.0}, random.uniform(10.0, 80.0), 17));
    const UnitShares shares(outlines_of(units), area);
    for (std::size_t i = 0; i < grid.size(); ++i) {
      if (area.values()[i] == 0.0) continue;
      if (shares.undivided(i)) {
        EXPECT_EQ(area.values()[i], 1.0);
        continue;
      }
      double sum = 0.0;
      for (const auto& part : shares.parts(i)) {
        EXPECT_GE(part.share, 0.0);
        sum += part.share;
      }
      EXPECT_NEAR(sum, area.values()[i], 1e-15);
    }
  }
}

TEST(CommonParts, GiveEachDivisionItsOwnParts) {
  RandomStream random(7, 3);
  const auto divided = [&](int parts) {
    std::vector<PixelPart> out;
    double sum = 0.0;
    for (int i = 0; i < parts; ++i) {
      out.push_back({i == parts - 1 ? -1 : i, random.uniform(0.1, 1.0)});
      sum += out.back().share;
    }
    for (auto& part : out) part.share /= sum;
    return out;
  };
  for (int round = 0; round < 100; ++round) {
    const auto a = divided(1 + random.index(5));
    const auto b = divided(1 + random.index(5));
    std::map<std::int32_t, double> of_a;
    std::map<std::int32_t, double> of_b;
    for_each_common_part(
        a, b, [](std::int32_t x, std::int32_t y) { return x == y; },
        [&](const PixelPart& x, const PixelPart& y, double share) {
          of_a[x.unit] += share;
          of_b[y.unit] += share;
        });
    for (const auto& part : a) EXPECT_NEAR(of_a[part.unit], part.share, 1e-15);
    for (const auto& part : b) EXPECT_NEAR(of_b[part.unit], part.share, 1e-15);
  }
}

TEST(CommonParts, OfUnitsWithinUnitsAreTheUnitsWithin) {
  // Towns 0 and 1 with the villages 0, 1 and 2, 3.
  const std::vector<PixelPart> villages{{0, 0.1}, {1, 0.2}, {2, 0.3}, {3, 0.4}};
  const std::vector<PixelPart> towns{{1, 0.7}, {0, 0.3}};
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
  for_each_common_part(
      villages, towns, [](std::int32_t village, std::int32_t town) { return village / 2 == town; },
      [&](const PixelPart& village, const PixelPart& town, double share) {
        pairs.emplace_back(village.unit, town.unit);
        EXPECT_NEAR(share, village.share, 1e-15);
      });
  EXPECT_THAT(pairs,
              ElementsAre(std::pair{0, 0}, std::pair{1, 0}, std::pair{2, 1}, std::pair{3, 1}));
}

TEST(UnitsBeyond, AreThoseThatReachOutOfTheArea) {
  City city;
  city.grid = grid;
  city.area = rectangle(10, 10, 90, 90);
  AdminLevel level;
  for (const auto& outline :
       {rectangle(10, 10, 50, 90), rectangle(50, 10, 90.001, 90), rectangle(30, 30, 40, 40)}) {
    level.units.emplace_back();
    level.units.back().footprint = outline;
  }
  city.admin = {level};
  EXPECT_THAT(units_beyond(city), ElementsAre(ElementsAre(1)));
}

TEST(OutlineEdges, APointBesideASharedBorderIsInOneUnitOnly) {
  // The border is drawn in opposite directions by the two.
  RandomStream random(7, 4);
  LineString border;
  for (int i = 0; i <= 20; ++i) border.push_back({40.0 + random.uniform(-10.0, 10.0), 5.0 * i});
  Ring west{{0.0, 100.0}, {0.0, 0.0}};
  west.insert(west.end(), border.begin(), border.end());
  west.push_back(west.front());
  Ring east{{100.0, 0.0}, {100.0, 100.0}};
  east.insert(east.end(), border.rbegin(), border.rend());
  east.push_back(east.front());
  const OutlineEdges in_west({{west, {}}}, 0.0, 100.0);
  const OutlineEdges in_east({{east, {}}}, 0.0, 100.0);
  for (std::size_t i = 0; i + 1 < border.size(); ++i) {
    for (int k = 0; k < 100; ++k) {
      const double t = random.uniform();
      const MapPoint on_it{border[i].x_m + t * (border[i + 1].x_m - border[i].x_m),
                           border[i].y_m + t * (border[i + 1].y_m - border[i].y_m)};
      EXPECT_NE(in_west.contains(on_it), in_east.contains(on_it));
    }
  }
}

TEST(OutlineEdges, CutALineWhereItEntersAndLeaves) {
  const OutlineEdges edges(rectangle(20, 20, 60, 60), 0.0, 100.0);
  std::vector<double> at;
  edges.add_crossings({0.0, 30.0}, {100.0, 30.0}, 0.0, 1.0, at);
  std::ranges::sort(at);
  ASSERT_EQ(at.size(), 2U);
  EXPECT_NEAR(at[0], 0.2, 1e-12);
  EXPECT_NEAR(at[1], 0.6, 1e-12);
}

}  // namespace
}  // namespace gigacity::criteria
