// SPDX-License-Identifier: Apache-2.0
#include "apps/run/unit_index.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/parallel.hpp"
#include "core/random.hpp"
#include "geo/library.hpp"
#include "tests/apps/admin_support.hpp"

namespace gigacity::apps {
namespace {

using test::box;
using testing::ElementsAre;

AdminLevel level_of(const std::vector<MultiPolygon>& footprints) {
  AdminLevel level;
  for (const auto& footprint : footprints) level.units.emplace_back().footprint = footprint;
  return level;
}

class UnitIndices : public ::testing::Test {
 protected:
  void SetUp() override { geo::initialise_libraries(); }

  /// Two towns; ten by ten villages whose corners stand askew, so that they cross the towns' border.
  static std::vector<AdminLevel> levels() {
    std::vector<MultiPolygon> villages;
    for (int row = 0; row < 10; ++row)
      for (int column = 0; column < 10; ++column) {
        const double west = 100.0 * column;
        const double south = 100.0 * row;
        villages.push_back({{{{west + 17, south},
                              {west + 117, south + 31},
                              {west + 83, south + 100},
                              {west, south + 77},
                              {west + 17, south}},
                             {}}});
      }
    return {level_of({box(0, 0, 500, 1000), box(500, 0, 1000, 1000)}), level_of(villages)};
  }
};

TEST_F(UnitIndices, AgreeWithTheEvenOddRuleAtEveryLevel) {
  const auto area = box(0, 0, 990, 1000);
  const auto city = levels();
  RandomStream random(9, 1);
  std::vector<MapPoint> points;
  for (int i = 0; i < 20'000; ++i)
    points.push_back({random.uniform(-50, 1050), random.uniform(-50, 1050)});
  const auto places = UnitIndex(area, city).places_of(points);
  ASSERT_EQ(places.size(), points.size());
  int in_villages = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    ASSERT_EQ(places[i].in_area, contains(area, points[i]));
    if (!places[i].in_area) continue;
    ASSERT_EQ(places[i].unit.size(), 2U);
    for (std::size_t l = 0; l < 2; ++l) {
      std::int32_t expected = -1;
      for (std::size_t u = city[l].units.size(); u-- > 0;)
        if (contains(city[l].units[u].footprint, points[i])) expected = static_cast<int>(u);
      ASSERT_EQ(places[i].unit[l], expected) << points[i].x_m << ' ' << points[i].y_m;
    }
    in_villages += places[i].unit[1] >= 0 ? 1 : 0;
  }
  EXPECT_GT(in_villages, 10'000);
}

TEST_F(UnitIndices, GiveBordersToTheLowestIndex) {
  const UnitIndex index(box(0, 0, 1000, 1000), {levels()[0]});
  const std::vector<MapPoint> points{{500, 10}, {500, 1000}, {1000, 1000}, {1000.001, 10}};
  const auto places = index.places_of(points);
  EXPECT_THAT(places[0].unit, ElementsAre(0));
  EXPECT_THAT(places[1].unit, ElementsAre(0));
  EXPECT_THAT(places[2].unit, ElementsAre(1));
  EXPECT_FALSE(places[3].in_area);
}

TEST_F(UnitIndices, DoNotDependOnThreads) {
  const UnitIndex index(box(0, 0, 1000, 1000), levels());
  RandomStream random(9, 2);
  std::vector<MapPoint> points;
  for (int i = 0; i < 30'000; ++i)
    points.push_back({random.uniform(0, 1000), random.uniform(0, 1000)});
  const auto with = [&](int threads) {
    const ThreadLimit limit(threads);
    return index.places_of(points);
  };
  const auto one = with(1);
  const auto four = with(4);
  for (std::size_t i = 0; i < points.size(); ++i) ASSERT_EQ(one[i].unit, four[i].unit);
}

}  // namespace
}  // namespace gigacity::apps
