// SPDX-License-Identifier: Apache-2.0
// Geometry that breaks the rules: repaired and listed where its meaning is certain, refused where
// not.
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/vector_writer.hpp"
#include "tests/geo/layer_support.hpp"

namespace gigacity::geo {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

/// Shapes are drawn in metres on the working grid, so that areas are exact.
class InvalidGeometry : public LayerTest {
 protected:
  void SetUp() override {
    LayerTest::SetUp();
    m_crs = Crs("+proj=tmerc +lat_0=35 +lon_0=117 +k=1 +datum=WGS84 +units=m");
    write("shapes.prj", m_crs.wkt());
  }
  Reading shape(const std::string& wkt, bool every_feature_counts = false) const {
    auto things = schema(GeometryKind::polygon);
    things.every_feature_counts = every_feature_counts;
    // A square that is beyond doubt stands beside it.
    return read(write("shapes.csv", "id,wkt\nodd,\"" + wkt +
                                        "\"\ngood,\"POLYGON ((0 0,0 100,100 100,100 0,0 0))\"\n"),
                things);
  }
  void expect_area(const std::string& wkt, double area, const std::string& listed) const {
    SCOPED_TRACE(wkt);
    const Reading r = shape(wkt, true);
    EXPECT_EQ(r.errors(), "");
    ASSERT_THAT(r.features, SizeIs(2));
    EXPECT_NEAR(area_m2(std::get<MultiPolygon>(r.features[0].geometry)), area, 1e-6 * area);
    if (listed.empty()) {
      EXPECT_EQ(r.warnings(), "");
    } else {
      EXPECT_THAT(r.warnings(), HasSubstr("repaired 1 invalid polygons: features line 2 ("));
      EXPECT_THAT(r.warnings(), HasSubstr(listed));
    }
  }
  void expect_refused(const std::string& wkt, const std::string& areas) const {
    SCOPED_TRACE(wkt);
    const Reading r = shape(wkt);
    EXPECT_EQ(r.errors(), "");
    EXPECT_THAT(r.features, SizeIs(1));
    EXPECT_EQ(r.skipped("an outline of uncertain meaning"), 1);
    EXPECT_THAT(r.warnings(),
                HasSubstr("refused 1 polygons that are invalid and whose meaning is not "
                          "certain: features line 2 ("));
    EXPECT_THAT(r.warnings(), HasSubstr(areas));
    EXPECT_THAT(shape(wkt, true).errors(), HasSubstr("refused 1 polygons"));
  }
};

TEST_F(InvalidGeometry, TakesWhatIsUnusualButValidWithoutAWord) {
  // Clockwise and counter-clockwise shells, a hole wound like its shell, repeated points, heights
  // and measures.
  expect_area("POLYGON ((0 0,10 0,10 10,0 10,0 0))", 100.0, "");
  expect_area("POLYGON ((0 0,0 10,10 10,10 0,0 0))", 100.0, "");
  expect_area("POLYGON ((0 0,10 0,10 10,0 10,0 0),(2 2,4 2,4 4,2 4,2 2))", 96.0, "");
  expect_area("POLYGON ((0 0,10 0,10 0,10 0,10 10,0 10,0 10,0 0,0 0))", 100.0, "");
  expect_area("POLYGON Z ((0 0 5,10 0 5,10 10 5,0 10 5,0 0 5))", 100.0, "");
  expect_area("POLYGON M ((0 0 5,10 0 6,10 10 7,0 10 8,0 0 5))", 100.0, "");
  expect_area("POLYGON ZM ((0 0 5 1,10 0 5 1,10 10 5 1,0 10 5 1,0 0 5 1))", 100.0, "");
  expect_area("TIN Z (((0 0 1,10 0 1,0 10 1,0 0 1)),((50 0 1,60 0 1,50 10 1,50 0 1)))", 100.0, "");
  expect_area("GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (POLYGON ((0 0,10 0,10 10,0 10,0 0))))",
              100.0, "");
  // Parts that meet in a point.
  expect_area("MULTIPOLYGON (((0 0,10 0,10 10,0 10,0 0)),((10 10,20 10,20 20,10 20,10 10)))", 200.0,
              "");
}

TEST_F(InvalidGeometry, RepairsWhatCanMeanOneThingOnly) {
  expect_area("POLYGON ((0 0,10 0,10 10,20 10,10 10,0 10,0 0))", 100.0,
              "Self-intersection");  // spike
  expect_area("POLYGON ((0 0,10 0,10 10,0 10,0 5,-5 5,0 5,0 0))", 100.0, "Self-intersection");
  // A ring that touches itself: two lobes, and a hole that hangs on the shell.
  expect_area("POLYGON ((0 0,10 0,10 10,20 10,20 20,10 20,10 10,0 10,0 0))", 200.0,
              "Ring Self-intersection");
  expect_area("POLYGON ((0 0,20 0,20 20,0 20,0 0,2 5,5 5,5 2,0 0))", 400.0 - 15.0,
              "Ring Self-intersection");
  // A crossing near a corner: a triangle of 0.02 m² lies the wrong way round.
  expect_area("POLYGON ((0 0,10 0,10 10.2,10.2 10,0 10,0 0))", 100.02, "Self-intersection");
  expect_area("MULTIPOLYGON (((0 0,10 0,10 10,0 10,0 0)),((5 0,15 0,15 10,5 10,5 0)))", 150.0,
              "Self-intersection");  // parts that overlap
  expect_area("MULTIPOLYGON (((0 0,10 0,10 10,0 10,0 0)),((10 0,20 0,20 10,10 10,10 0)))", 200.0,
              "Self-intersection");  // parts that share an edge
  expect_area("MULTIPOLYGON (((0 0,10 0,10 10,0 10,0 0)),((0 0,10 0,10 10,0 10,0 0)))", 100.0,
              "Self-intersection");  // a part twice
}

TEST_F(InvalidGeometry, ClosesRingsAndLeavesOutWhatHasNoExtent) {
  expect_area("POLYGON ((0 0,10 0,10 10,0 10))", 100.0, "a ring that was not closed");
  expect_area("POLYGON ((0 0,10 0,10 10,0 10,0 0),(5 5,6 6,5 5))", 100.0, "parts without extent");
  expect_area("MULTIPOLYGON (((0 0,10 0,10 10,0 10,0 0)),((20 20,30 30,20 20,20 20)))", 100.0,
              "parts without extent");
}

TEST_F(InvalidGeometry, SaysWhichFeaturesMixKinds) {
  const Reading r = shape("GEOMETRYCOLLECTION (POLYGON ((0 0,10 0,10 10,0 10,0 0)),POINT (5 5))");
  EXPECT_THAT(r.features, SizeIs(2));
  EXPECT_THAT(r.warnings(),
              HasSubstr("1 features mix kinds of geometry, of which only the polygons "
                        "were taken: features line 2"));
}

TEST_F(InvalidGeometry, RefusesWhatCanMeanTwoThings) {
  // A bow tie: two triangles, or a square whose corners are in the wrong order?
  expect_refused("POLYGON ((0 0,10 10,10 0,0 10,0 0))", "may mean 0 m² or 50 m²");
  // A loop inside a loop, gone round in the same sense: once, twice or not at all?
  expect_refused("POLYGON ((0 0,10 0,10 10,0 10,0 0,2 2,8 2,8 8,2 8,2 2,0 0))", "m² or ");
  expect_refused("POLYGON ((0 0,10 0,10 10,0 10,0 0),(20 0,25 0,25 5,20 5,20 0))",
                 "may mean 75 m² or 125 m²");  // a hole outside of its shell
  expect_refused("POLYGON ((0 0,10 0,10 10,0 10,0 0),(2 2,8 2,8 8,2 8,2 2),(4 4,6 4,6 6,4 6,4 4))",
                 "may mean 60 m² or 68 m²");  // a hole in a hole
  expect_refused("MULTIPOLYGON (((0 0,10 0,10 10,0 10,0 0)),((2 2,4 2,4 4,2 4,2 2)))",
                 "may mean 96 m² or 100 m²");  // a part inside another, or its hole?
}

TEST_F(InvalidGeometry, DecidesByOnePercentOfTheArea) {
  // The top edge begins `s` right of the corner that the right edge has gone past by `s`: beyond their
  // crossing a triangle lies the wrong way round. The readings differ by s² of 10 000 m².
  const auto overshot = [](int s) {
    return fmt::format("POLYGON ((0 0,100 0,100 {0},{0} 100,0 100,0 0))", 100 + s);
  };
  expect_area(overshot(9), 10'000.0 + 81.0 / 2.0, "Self-intersection");
  expect_refused(overshot(11), "may mean 9939.5 m² or 10060.5 m²");
}

TEST_F(InvalidGeometry, SkipsWhatIsNoShapeAndListsIt) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"POLYGON EMPTY", "no geometry"},
      {"MULTIPOLYGON EMPTY", "no geometry"},
      {"POLYGON ((0 0,10 0,0 0))", "a geometry without extent"},
      {"POLYGON ((0 0,0 0,0 0,0 0))", "a geometry without extent"},
      {"POLYGON ((0 0,10 0,5 0,0 0))", "an invalid polygon beyond repair"},
      {"POLYGON ((0 0,10 0,nan 10,0 10,0 0))", "no geometry"}};  // OGR takes it for no WKT
  for (const auto& [wkt, reason] : cases) {
    SCOPED_TRACE(wkt);
    const Reading r = shape(wkt);
    EXPECT_EQ(r.errors(), "");
    EXPECT_THAT(r.features, SizeIs(1));
    EXPECT_EQ(r.skipped(reason), 1) << r.findings.skipped().at(0).reason;
    EXPECT_EQ(r.findings.skipped().at(0).features, std::vector<std::string>{"line 2"});
    if (reason == "no geometry") continue;
    EXPECT_THAT(shape(wkt, true).errors(),
                HasSubstr("refused 1 polygons that are invalid and whose "
                          "meaning is not certain: features line 2 ("));
  }
}

TEST_F(InvalidGeometry, SkipsWhatIsNotFinite) {
  OutputLayer layer;
  layer.name = "shapes";
  layer.features = {
      {MultiPolygon{{{{0, 0}, {10, 0}, {10, std::nan("")}, {0, 10}, {0, 0}}, {}}}, {}},
      {MultiPolygon{{{{0, 0}, {std::nan(""), 0}, {10, 10}, {0, 0}}, {}}}, {}},
      {MultiPolygon{{{{0, 0}, {10, 0}, {10, 10}, {0, 0}}, {}}}, {}}};
  write_geopackage(file("shapes.gpkg"), {layer}, m_crs);
  auto things = schema(GeometryKind::polygon);
  const Reading r = read(file("shapes.gpkg"), things);
  EXPECT_EQ(r.errors(), "");
  EXPECT_THAT(r.features, SizeIs(1));
  EXPECT_EQ(r.skipped("coordinates that are not finite numbers"), 2);
  things.every_feature_counts = true;
  EXPECT_THAT(read(file("shapes.gpkg"), things).errors(),
              HasSubstr("features 1 (coordinates that are not finite numbers), 2 ("));
}

TEST_F(InvalidGeometry, ListsTheFirstAndCountsTheRest) {
  std::string rows = "id,wkt\n";
  for (int i = 0; i < 25; ++i)
    rows += fmt::format("{0},\"POLYGON (({0} 0,{0} 10,{0} 20,{0} 10,{1} 10,{1} 0,{0} 0))\"\n",
                        i * 100, i * 100 + 50);
  const Reading r = read(write("shapes.csv", rows), schema(GeometryKind::polygon));
  EXPECT_THAT(r.features, SizeIs(25));
  EXPECT_THAT(r.warnings(), HasSubstr("repaired 25 invalid polygons: features line 2 ("));
  EXPECT_THAT(r.warnings(), HasSubstr("line 21 ("));
  EXPECT_THAT(r.warnings(), HasSubstr(" and 5 more"));
}

TEST_F(InvalidGeometry, StraightensCurves) {
  // A circle of radius 10 as two arcs; chords of 4 degrees lose 0.08 % of its area.
  const Reading r = shape("CURVEPOLYGON (CIRCULARSTRING (-10 0,0 10,10 0,0 -10,-10 0))");
  ASSERT_THAT(r.features, SizeIs(2));
  EXPECT_EQ(r.warnings(), "");
  EXPECT_NEAR(area_m2(std::get<MultiPolygon>(r.features[0].geometry)), 314.159, 0.0009 * 314.159);
}

TEST_F(InvalidGeometry, KeepsLinesAndNamesThoseThatLoseParts) {
  const Reading r =
      read(write("shapes.csv",
                 "id,wkt\na,\"MULTILINESTRING ((0 0,10 0),(5 5,5 5))\"\n"
                 "b,\"LINESTRING (0 0,10 10,0 10,10 0)\"\nc,\"LINESTRING (3 3,3 3)\"\n"),
           schema(GeometryKind::line));
  EXPECT_THAT(r.features, SizeIs(2));
  EXPECT_THAT(r.warnings(), HasSubstr("repaired 1 invalid lines: features line 2"));
  EXPECT_EQ(r.skipped("a geometry without extent"), 1);
}

}  // namespace
}  // namespace gigacity::geo
