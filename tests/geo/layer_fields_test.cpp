// SPDX-License-Identifier: Apache-2.0
// Attributes of layers and tables, and OSM sources.
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/layer_reader.hpp"
#include "tests/geo/layer_support.hpp"

namespace gigacity::geo {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class LayerFields : public LayerTest {};

TEST_F(LayerFields, MapsFieldsByNameAliasAndMapping) {
  const std::string source = write("p.csv", "lon,lat,NAME,hoehe,kind_\n117,35, Rathaus ,12,x\n");
  auto name = text("name");
  auto height = number("height_m");
  height.aliases = {"height", "Hoehe"};
  auto mapped = from(source);
  mapped.fields = {{"kind", "kind_"}};
  const auto r = read(mapped, schema(GeometryKind::point, {name, height, text("kind")}));
  EXPECT_EQ(r.errors(), "");
  ASSERT_THAT(r.features, SizeIs(1));
  EXPECT_EQ(r.features[0].text_or("name", ""), "Rathaus");
  EXPECT_EQ(r.features[0].number("height_m"), 12.0);
  EXPECT_EQ(r.features[0].text_or("kind", ""), "x");
}

TEST_F(LayerFields, SuggestsFieldsThatWereMeant) {
  auto mapped = from(write("p.csv", "lon,lat,hoehe\n117,35,12\n"));
  mapped.fields = {{"height_m", "hohe"}, {"heigth_m", "hoehe"}};
  const auto r = read(mapped, schema(GeometryKind::point, {number("height_m"), text("name")}));
  EXPECT_THAT(r.errors(),
              HasSubstr("has no field 'hohe' for height_m; its fields are lon, lat, hoehe "
                        "(did you mean 'hoehe'?)"));
  EXPECT_THAT(r.errors(), HasSubstr("fields names 'heigth_m', which things do not have; they have "
                                    "height_m, name (did you mean 'height_m'?)"));
}

TEST_F(LayerFields, NamesWhatARequiredFieldMayBeCalled) {
  auto code = text("code");
  code.required = true;
  code.aliases = {"adcode", "id"};
  const auto r =
      read(write("p.csv", "lon,lat,name\n117,35,a\n"), schema(GeometryKind::point, {code}));
  EXPECT_THAT(r.errors(),
              HasSubstr("has no field code or adcode or id; its fields are lon, lat, name "
                        "(add it, or name yours: fields = { code = \"...\" })"));
}

TEST_F(LayerFields, ReportsEachBadValue) {
  auto height = number("height_m");
  height.minimum = 0.0;
  height.maximum = 500.0;
  height.required = true;
  auto floors = number("floors");
  floors.type = FieldType::integer;
  floors.minimum = 1.0;
  const auto r =
      read(write("p.csv",
                 "lon,lat,height_m,floors\n117,35,-3,1\n117,35,501,1\n117,35,tall,1\n"
                 "117,35,nan,1\n117,35,,1\n117,35,\"12,5\",1\n117,35,1,1.5\n117,35,1,0\n"),
           schema(GeometryKind::point, {height, floors}));
  const std::string errors = r.errors();
  EXPECT_THAT(errors, HasSubstr("p.csv: layer p: feature line 2: field height_m: is -3; expected a "
                                "number from 0 to 500"));
  EXPECT_THAT(errors, HasSubstr("feature line 3: field height_m: is 501;"));
  EXPECT_THAT(errors, HasSubstr("feature line 4: field height_m: is 'tall';"));
  EXPECT_THAT(errors, HasSubstr("feature line 5: field height_m: is nan;"));
  EXPECT_THAT(errors,
              HasSubstr("feature line 6: field height_m: is empty; expected a number from"));
  EXPECT_THAT(errors,
              HasSubstr("feature line 7: field height_m: is '12,5'; expected a number from 0 "
                        "to 500 (write '.' as the decimal point)"));
  EXPECT_THAT(errors,
              HasSubstr("feature line 8: field floors: is 1.5; expected a whole number of at "
                        "least 1"));
  EXPECT_THAT(errors, HasSubstr("feature line 9: field floors: is 0;"));
  EXPECT_THAT(r.findings.errors(), SizeIs(8));
  EXPECT_THAT(r.features, SizeIs(8)) << "what could be read is there";
}

TEST_F(LayerFields, ListsTwentyErrorsOfAFieldThenCounts) {
  std::string csv = "lon,lat,n,m\n";
  for (int i = 0; i < 50; ++i) csv += "117,35,x,y\n";
  const auto r = read(write("p.csv", csv), schema(GeometryKind::point, {number("n"), number("m")}));
  EXPECT_THAT(r.findings.errors(), SizeIs(42));
  EXPECT_THAT(r.errors(), HasSubstr("field n: and 30 more problems of this field"));
  EXPECT_THAT(r.errors(), HasSubstr("field m: and 30 more problems of this field"));
}

TEST_F(LayerFields, ReportsDuplicatesWithBothFeatures) {
  auto id = text("id");
  id.unique = true;
  const auto r =
      read(write("p.csv", "lon,lat,id\n117,35,a\n117,35,b\n117,35,a\n117,35,\n117,35,\n"),
           schema(GeometryKind::point, {id}));
  EXPECT_THAT(r.findings.errors(), SizeIs(1));
  EXPECT_THAT(r.errors(),
              HasSubstr("feature line 4: field id: is 'a', as is that of feature line 2"));
}

TEST_F(LayerFields, KeepsWholeNumbersOfNumericColumnsExact) {
  const auto r =
      read(write("p.geojson",
                 R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":)"
                 R"({"n":1234567890123,"code":370811,"x":0.1},"geometry":)"
                 R"({"type":"Point","coordinates":[117,35]}}]})"),
           schema(GeometryKind::point, {number("n"), text("code"), number("x")}));
  EXPECT_EQ(r.errors(), "");
  EXPECT_EQ(r.features.at(0).number("n"), 1234567890123.0);
  EXPECT_EQ(r.features.at(0).text_or("code", ""), "370811");
  EXPECT_EQ(r.features.at(0).number("x"), 0.1);
}

TEST_F(LayerFields, ReadsTablesWithoutGeometry) {
  auto residents = number("residents");
  residents.minimum = 0.0;
  const std::string source = write("people.csv", "code,residents\n370811,1000\n370812,-1\n");
  Findings findings;
  const auto rows =
      read_table(from(source), schema(GeometryKind::point, {text("code"), residents}), findings);
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].text_or("code", ""), "370811");
  EXPECT_EQ(rows[0].number("residents"), 1000.0);
  ASSERT_THAT(findings.errors(), SizeIs(1));
  EXPECT_THAT(to_string(findings.errors()[0]), HasSubstr("feature line 3: field residents: is -1"));

  Findings none;
  EXPECT_THAT(
      read_table(from(write("e.csv", "code,residents\n")), schema(GeometryKind::point), none),
      IsEmpty());
  ASSERT_THAT(none.errors(), SizeIs(1));
  EXPECT_THAT(none.errors()[0].message, HasSubstr("holds no row"));
}

constexpr const char* small_osm = R"(<?xml version="1.0"?>
<osm version="0.6">
<node id="1" lat="35.00" lon="117.00"/><node id="2" lat="35.00" lon="117.01"/>
<node id="3" lat="35.01" lon="117.01"/><node id="4" lat="35.01" lon="117.00"/>
<way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/>
 <tag k="building" v="yes"/><tag k="height" v="12 m"/><tag k="building:levels" v="4"/></way>
<way id="11"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/>
 <tag k="building" v="yes"/><tag k="height" v="tall"/><tag k="inscription" v="a &quot;b&quot;"/></way>
</osm>)";

TEST_F(LayerFields, ReadsOsmTagsAsFields) {
  auto source = from(write("a.osm", small_osm));
  source.layer = "multipolygons";
  source.where = "building IS NOT NULL";
  source.fields = {{"levels", "building:levels"}};
  auto height = number("height_m");
  height.aliases = {"height"};
  const auto r =
      read(source, schema(GeometryKind::polygon, {height, number("levels"), text("inscription")}));
  EXPECT_EQ(r.errors(), "");
  ASSERT_THAT(r.features, SizeIs(2));
  EXPECT_EQ(r.features[0].id, "10");
  EXPECT_EQ(r.features[0].number("height_m"), 12.0);
  EXPECT_EQ(r.features[0].number("levels"), 4.0);
  EXPECT_EQ(r.features[1].number("height_m"), std::nullopt);
  EXPECT_EQ(r.features[1].text_or("inscription", ""), "a \"b\"");
  EXPECT_THAT(r.warnings(),
              HasSubstr("field height_m: 1 tags are not a number and count as absent"));
}

class Andorra : public LayerTest {
 protected:
  void SetUp() override {
    LayerTest::SetUp();
    m_source.source = GIGACITY_SOURCE_DIR "/../shared/realdata/andorra/andorra.osm.pbf";
    if (!std::filesystem::exists(m_source.source))
      GTEST_SKIP() << "the extract of Andorra is not here";
    m_crs = Crs("EPSG:32631");
  }
  LayerSource m_source;
};

// Counts as in the data's own description: 32 villages, 292 buildings, 1614 highways, 7 parishes.
TEST_F(Andorra, GivesItsVillages) {
  m_source.layer = "points";
  m_source.where = "place = 'village'";
  const auto r = read(m_source, schema(GeometryKind::point, {text("name")}));
  EXPECT_EQ(r.errors(), "");
  EXPECT_THAT(r.features, SizeIs(32));
  EXPECT_FALSE(r.features.at(0).id.empty());
}

TEST_F(Andorra, GivesItsRoads) {
  m_source.layer = "lines";
  m_source.where = "highway IS NOT NULL";
  auto highway = text("highway");
  highway.required = true;
  EXPECT_THAT(read(m_source, schema(GeometryKind::line, {highway})).features, SizeIs(1614));
}

TEST_F(Andorra, GivesItsBuildings) {
  m_source.layer = "multipolygons";
  m_source.where = "building IS NOT NULL";
  EXPECT_THAT(read(m_source, schema(GeometryKind::polygon)).features, SizeIs(292));
}

TEST_F(Andorra, GivesItsParishesAndTheOneThatIsCutOff) {
  m_source.layer = "multipolygons";
  m_source.where = "admin_level = '7'";
  const auto r = read(m_source, schema(GeometryKind::polygon, {text("name")}));
  EXPECT_THAT(r.features, SizeIs(6));
  // Relation 2804754, Canillo, lacks a way of its border.
  EXPECT_THAT(r.warnings(), HasSubstr("2804754"));
  EXPECT_THAT(r.warnings(), HasSubstr("relations lack some of their ways and are left out"));
}

TEST_F(Andorra, HasAnExtent) {
  m_source.layer = "points";
  m_source.where = "place IS NOT NULL";
  Findings findings;
  const auto extent = layer_extent(m_source, findings);
  ASSERT_TRUE(extent);
  // The country lies between 1.41 and 1.79 E, 42.43 and 42.66 N.
  EXPECT_NEAR(extent->centre().lon_deg, 1.60, 0.1);
  EXPECT_NEAR(extent->centre().lat_deg, 42.55, 0.1);
}

}  // namespace
}  // namespace gigacity::geo
