// SPDX-License-Identifier: Apache-2.0
#include "apps/run/admin_units.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/parallel.hpp"
#include "geo/library.hpp"
#include "geo/polygons.hpp"
#include "tests/apps/admin_support.hpp"

namespace gigacity::apps {
namespace {

using test::box;
using test::feature;
using test::texts_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class AdminUnits : public ::testing::Test {
 protected:
  void SetUp() override { geo::initialise_libraries(); }

  /// Two towns side by side, west and east.
  AdminLevel towns() {
    return admin_level_of(
        {feature("1", box(0, 0, 1000, 1000), {{"code", "W"}, {"name", "West"}}),
         feature("2", box(1000, 0, 2000, 1000), {{"code", "E"}, {"name", "East"}})},
        test::admin_section("town"), nullptr, area, findings);
  }
  AdminLevel villages(const std::vector<geo::Feature>& features) {
    const auto parents = towns();
    return admin_level_of(features, section, &parents, area, findings);
  }
  static geo::Feature at(const std::string& id, MapPoint point, const std::string& name) {
    return feature(id, point, {{"code", "v" + id}, {"name", name}});
  }

  MultiPolygon area = box(0, 0, 2000, 1000);
  AdminSection section = test::admin_section("village");
  Findings findings;
};

TEST_F(AdminUnits, PointsShareTheirParentByNearness) {
  const auto level =
      villages({at("1", {250, 500}, "A"), at("2", {750, 500}, "B"), at("3", {1100, 100}, "C")});
  ASSERT_EQ(level.units.size(), 3U);
  EXPECT_THAT((std::vector{level.units[0].parent, level.units[1].parent, level.units[2].parent}),
              ElementsAre(0, 0, 1));
  EXPECT_NEAR(area_m2(level.units[0].footprint), 500e3, 1e-6);
  EXPECT_NEAR(area_m2(level.units[1].footprint), 500e3, 1e-6);
  // Alone in its town, it gets all of it, though B is nearer to some of that.
  EXPECT_EQ(area_m2(level.units[2].footprint), 1000e3);
  EXPECT_THAT(texts_of(findings.warnings()), IsEmpty());
  EXPECT_THAT(findings.skipped(), IsEmpty());
}

TEST_F(AdminUnits, ARadiusCutsCatchmentsShort) {
  section.point_radius_m = 100.0;
  const auto level = villages({at("1", {250, 500}, "A"), at("2", {350, 500}, "B")});
  // Half of each disc's overlap is lost: less than a disc, more than half of one.
  const double whole = area_m2(disc({0, 0}, 100.0));
  for (const auto& unit : level.units) {
    EXPECT_LT(area_m2(unit.footprint), 0.95 * whole);
    EXPECT_GT(area_m2(unit.footprint), 0.5 * whole);
  }
  EXPECT_THAT(geo::intersection_of(level.units[0].footprint, level.units[1].footprint), IsEmpty());
}

TEST_F(AdminUnits, PointsShareWhatPolygonsLeave) {
  const auto level =
      villages({feature("1", box(0, 0, 400, 1000), {{"code", "p"}, {"name", "Drawn"}}),
                at("2", {500, 500}, "A"), at("3", {900, 500}, "B"), at("4", {100, 100}, "Drawn")});
  ASSERT_EQ(level.units.size(), 3U);
  EXPECT_EQ(area_m2(level.units[0].footprint), 400e3);
  EXPECT_NEAR(area_m2(level.units[1].footprint), 300e3, 1e-6);
  EXPECT_NEAR(area_m2(level.units[2].footprint), 300e3, 1e-6);
  EXPECT_THAT(texts_of(findings.skipped()),
              ElementsAre("a point within the outline of 'Drawn': 4"));
}

TEST_F(AdminUnits, PointsOutsideAreListed) {
  const auto parents = towns();
  const MultiPolygon wider = box(0, 0, 3000, 1000);
  const auto level = admin_level_of(
      {at("1", {250, 500}, "A"), at("2", {2500, 500}, "B"), at("3", {5000, 500}, "C")}, section,
      &parents, wider, findings);
  EXPECT_EQ(level.units.size(), 1U);
  EXPECT_THAT(texts_of(findings.skipped()),
              ElementsAre("outside the area: 3", "a point in no town: 2"));
}

TEST_F(AdminUnits, PointsAtOnePlaceAreAnError) {
  villages({at("1", {250, 500}, "A"), at("2", {900, 500}, "B"), at("3", {250, 500.001}, "A2")});
  ASSERT_EQ(findings.errors().size(), 1U);
  const auto text = to_string(findings.errors().front());
  for (const auto* part : {"villages.gpkg", "feature 3", "'A2'", "'A'", "feature 1"})
    EXPECT_THAT(text, HasSubstr(part));
}

TEST_F(AdminUnits, PointsOfTheFirstLevelNeedAnAreaOrARadius) {
  const std::vector<geo::Feature> points{at("1", {250, 500}, "A"), at("2", {350, 500}, "B")};
  admin_level_of(points, section, nullptr, {}, findings);
  EXPECT_THAT(texts_of(findings.errors()), ElementsAre(HasSubstr("point_radius_m")));

  Findings with_radius;
  section.point_radius_m = 100.0;
  const auto discs = admin_level_of(points, section, nullptr, {}, with_radius);
  EXPECT_THAT(with_radius.errors(), IsEmpty());
  EXPECT_NEAR(area_m2(discs.units[0].footprint) + area_m2(discs.units[1].footprint),
              area_m2(geo::union_of(std::vector{disc({250, 500}, 100), disc({350, 500}, 100)})),
              1e-3);

  Findings with_area;
  section.point_radius_m.reset();
  const auto halves = admin_level_of(points, section, nullptr, area, with_area);
  EXPECT_NEAR(area_m2(halves.units[0].footprint), 300e3, 1e-6);
  EXPECT_NEAR(area_m2(halves.units[1].footprint), 1700e3, 1e-6);
}

TEST_F(AdminUnits, PolygonsGoWhereMostOfThemLiesAndStraddlingIsListed) {
  const auto level = villages({feature("1", box(0, 0, 500, 1000), {{"name", "Whole"}}),
                               feature("2", box(700, 0, 1100, 1000), {{"name", "Both"}}),
                               feature("3", box(1100, 0, 2000, 990), {{"name", "Nearly"}})});
  EXPECT_THAT((std::vector{level.units[0].parent, level.units[1].parent, level.units[2].parent}),
              ElementsAre(0, 0, 1));
  EXPECT_THAT(texts_of(findings.warnings()),
              ElementsAre(HasSubstr("1 of the level village do not lie within one town: 'Both' (75 "
                                    "% in 'West', 25 % in 'East')")));
}

TEST_F(AdminUnits, PolygonsWithoutParentAreListed) {
  const auto parents = towns();
  const auto level = admin_level_of({feature("1", box(2100, 0, 2500, 1000), {{"name", "Lost"}})},
                                    section, &parents, box(0, 0, 3000, 1000), findings);
  EXPECT_EQ(level.units.front().parent, -1);
  EXPECT_THAT(texts_of(findings.warnings()), ElementsAre(HasSubstr("lie in no town: 'Lost'")));
}

TEST_F(AdminUnits, ANeighbourThatOnlyTouchesIsOutside) {
  const auto level = villages({feature("1", box(0, 0, 500, 1000), {{"name", "In"}}),
                               feature("2", box(1999, 0, 2999, 1000), {{"name", "Sliver"}}),
                               feature("3", box(4000, 0, 4500, 1000), {{"name", "Far"}})});
  EXPECT_EQ(level.units.size(), 1U);
  EXPECT_THAT(texts_of(findings.skipped()),
              ElementsAre("less than 1 % of it inside the area: 2", "outside the area: 3"));
}

TEST_F(AdminUnits, CodesAreUniqueWhereNamesAreNot) {
  const auto level = villages({feature("1", box(0, 0, 500, 1000), {{"name", "Hill"}}),
                               feature("2", box(500, 0, 1000, 1000), {{"name", "Hill"}}),
                               feature("3", box(1000, 0, 2000, 1000), {{"name", "Lake"}}),
                               feature("4", box(1000, 0, 1500, 1000), {{"code", "77"}})});
  std::vector<std::string> codes;
  for (const auto& unit : level.units) codes.push_back(unit.code);
  EXPECT_THAT(codes, ElementsAre("village-1", "village-2", "Lake", "77"));
  EXPECT_EQ(level.units[3].name, "77");
  EXPECT_THAT(texts_of(findings.warnings()), ElementsAre(HasSubstr("have no name")));
}

TEST_F(AdminUnits, NoThreadCountChangesACatchment) {
  std::vector<geo::Feature> points;
  for (int i = 0; i < 60; ++i)
    points.push_back(at(std::to_string(i), {13.0 + 1987.0 * ((i * 37) % 60) / 60.0, 7.0 + 16.0 * i},
                        "V" + std::to_string(i)));
  const auto with_threads = [&](int threads) {
    const ThreadLimit limit(threads);
    return villages(points);
  };
  const auto one = with_threads(1);
  const auto other = with_threads(4);
  ASSERT_EQ(one.units.size(), other.units.size());
  double sum = 0.0;
  for (std::size_t i = 0; i < one.units.size(); ++i) {
    const auto& a = one.units[i].footprint;
    const auto& b = other.units[i].footprint;
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t k = 0; k < a.size(); ++k) EXPECT_EQ(a[k].shell, b[k].shell);
    sum += area_m2(a);
  }
  EXPECT_NEAR(sum, area_m2(area), 1e-9 * sum);
}

}  // namespace
}  // namespace gigacity::apps
