// SPDX-License-Identifier: Apache-2.0
// What OpenStreetMap's tags become, rule by rule.
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/layer_reader.hpp"
#include "tests/geo/layer_support.hpp"
#include "tests/geo/osm_support.hpp"

namespace gigacity::geo {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class OsmPresetTest : public LayerTest {
 protected:
  LayerSource osm(const OsmText& text, const OsmPreset& preset) const {
    auto source = from(write("map.osm", text.text()));
    source.preset = "osm";
    source.osm = preset;
    return source;
  }
  static LayerSchema schema_of(OsmTheme theme) {
    const GeometryKind kind = theme == OsmTheme::roads       ? GeometryKind::line
                              : theme == OsmTheme::buildings ? GeometryKind::polygon
                                                             : GeometryKind::point_or_polygon;
    auto s = schema(
        kind, {text("id"), text("name"), text("class"), text("kind"), text("code"),
               number("height_m"), number("levels"), number("dwellings"), number("residents")});
    return s;
  }
  Reading read_osm(const OsmText& text, const OsmPreset& preset) const {
    return read(osm(text, preset), schema_of(preset.theme));
  }
  /// The only building of a file with these tags, 91 m by 111 m.
  Feature building(const OsmText::Tags& tags) const {
    OsmText text;
    text.square(117.0, 35.0, 0.0005, tags);
    const auto r = read_osm(text, {.theme = OsmTheme::buildings});
    EXPECT_EQ(r.errors(), "");
    return r.features.size() == 1 ? r.features.front() : Feature{};
  }
  static std::vector<std::string> of(const Reading& reading, const std::string& field) {
    std::vector<std::string> values;
    for (const Feature& f : reading.features) values.push_back(f.text_or(field, ""));
    return values;
  }
  static std::vector<std::string> ids(const Reading& reading) { return of(reading, "id"); }
};

constexpr auto buildings = OsmTheme::buildings;

// ---- Roads

TEST_F(OsmPresetTest, RoadsHaveTheirClassAndLinksThatOfTheirRoad) {
  OsmText text;
  for (const auto* highway :
       {"motorway", "motorway_link", "trunk_link", "primary", "secondary", "tertiary_link",
        "unclassified", "residential", "living_street", "service", "pedestrian", "track", "road"})
    text.line(117.0, 35.0, {{"highway", highway}, {"name", "中山路"}});
  const auto r = read_osm(text, {.theme = OsmTheme::roads});
  EXPECT_EQ(r.errors(), "");
  EXPECT_THAT(of(r, "class"),
              ElementsAre("motorway", "motorway", "trunk", "primary", "secondary", "tertiary",
                          "unclassified", "residential", "living_street", "service", "pedestrian",
                          "track", "road"));
  EXPECT_EQ(r.features.front().id, "way/1");
  EXPECT_EQ(r.features.front().text_or("name", ""), "中山路");
}

TEST_F(OsmPresetTest, PathsAndPlansAreNoRoadsAndAreCounted) {
  OsmText text;
  for (const auto* highway : {"footway", "path", "steps", "cycleway", "construction", "proposed",
                              "platform", "bridleway", "corridor", "link"})
    text.line(117.0, 35.0, {{"highway", highway}});
  text.line(117.0, 35.0, {{"highway", "service"}});
  text.line(117.0, 35.0, {{"railway", "rail"}});
  const auto r = read_osm(text, {.theme = OsmTheme::roads});
  EXPECT_THAT(of(r, "class"), ElementsAre("service"));
  EXPECT_EQ(r.skipped("a path, stairs, or not built: no road for vehicles"), 10);
}

TEST_F(OsmPresetTest, ARoundaboutIsARoadAndASquareIsNot) {
  OsmText text;
  // By its other tag alone the default settings of GDAL would make an area of the first.
  text.square(117.0, 35.0, 0.001, {{"highway", "residential"}, {"place", "square"}});
  text.square(117.1, 35.0, 0.001, {{"highway", "pedestrian"}, {"area", "yes"}});
  EXPECT_THAT(ids(read_osm(text, {.theme = OsmTheme::roads})), ElementsAre("way/1"));
}

// ---- Buildings

TEST_F(OsmPresetTest, HeightsComeInMetresAndFeet) {
  const std::vector<std::pair<std::string, double>> cases{
      {"12", 12.0},      {"12.5 m", 12.5}, {"12m", 12.0},       {"40'", 12.192},
      {"40 ft", 12.192}, {"40ft", 12.192}, {"100 feet", 30.48}, {"10'6&quot;", 3.2004}};
  for (const auto& [tag, height_m] : cases) {
    SCOPED_TRACE(tag);
    const auto b = building({{"building", "yes"}, {"height", tag}});
    ASSERT_TRUE(b.number("height_m"));
    EXPECT_NEAR(*b.number("height_m"), height_m, 1e-9);
  }
}

TEST_F(OsmPresetTest, WhatIsNoHeightCountsAsAbsentAndIsCounted) {
  OsmText text;
  for (const auto* height :
       {"tall", "12-15", "12;15", "-3", "1e9", "nan", "12,5", "' 3", "3'x", "~10"})
    text.square(117.0, 35.0, 0.0005, {{"building", "yes"}, {"height", height}});
  text.square(117.0, 35.0, 0.0005, {{"building", "yes"}, {"height", "0"}});  // not known, politely
  const auto r = read_osm(text, {.theme = buildings});
  EXPECT_EQ(r.errors(), "");
  ASSERT_THAT(r.features, SizeIs(11));
  for (const Feature& f : r.features) EXPECT_FALSE(f.number("height_m")) << f.id;
  EXPECT_THAT(r.warnings(),
              HasSubstr("field height: 10 tags are no positive number and count as absent"));
}

TEST_F(OsmPresetTest, StoreysCountThoseOfTheRoof) {
  EXPECT_EQ(building({{"building", "yes"}, {"building:levels", "4"}, {"roof:levels", "1"}})
                .number("levels"),
            5.0);
  EXPECT_EQ(building({{"building", "yes"}, {"building:levels", "2.5"}}).number("levels"), 2.5);
  EXPECT_FALSE(building({{"building", "yes"}, {"roof:levels", "1"}}).number("levels"));
  EXPECT_FALSE(building({{"building", "yes"}, {"building:levels", "0"}}).number("levels"));
}

TEST_F(OsmPresetTest, TheTypeGivesATypicalHeight) {
  EXPECT_EQ(building({{"building", "garage"}}).number("typical_height_m"), 3.0);
  EXPECT_EQ(building({{"building", "apartments;retail"}}).number("typical_height_m"), 15.0);
  EXPECT_EQ(building({{"building", "yes"}, {"amenity", "school"}}).number("typical_height_m"), 9.0);
  EXPECT_FALSE(building({{"building", "yes"}}).number("typical_height_m"));
  EXPECT_FALSE(building({{"building", "something new"}}).number("typical_height_m"));
}

TEST_F(OsmPresetTest, DwellingsComeFromTagsThenType) {
  EXPECT_EQ(building({{"building", "house"}}).number("dwellings"), 1.0);
  EXPECT_EQ(building({{"building", "house"}, {"building:flats", "3"}}).number("dwellings"), 3.0);
  for (const auto* empty : {"garage", "industrial", "church", "school", "hospital", "office"})
    EXPECT_EQ(building({{"building", empty}}).number("dwellings"), 0.0) << empty;
  EXPECT_EQ(building({{"building", "yes"}, {"amenity", "place_of_worship"}}).number("dwellings"),
            0.0);
  EXPECT_FALSE(building({{"building", "yes"}}).number("dwellings"));  // the scenario's default
}

TEST_F(OsmPresetTest, ApartmentsHaveADwellingForEachHundredSquareMetres) {
  // A thousandth of a degree at 35° N is 110.9 m by 91.3 m on the ellipsoid: 10,125 m², to 0.1 %.
  const auto dwellings = [&](const OsmText::Tags& more) {
    OsmText::Tags tags{{"building", "apartments"}};
    tags.insert(tags.end(), more.begin(), more.end());
    return building(tags).number("dwellings");
  };
  EXPECT_EQ(dwellings({{"building:levels", "1"}}), 101.0);
  EXPECT_NEAR(*dwellings({{"building:levels", "6"}}), 607.5, 1.0);
  EXPECT_NEAR(*dwellings({{"height", "18"}}), 607.5, 1.0);  // six storeys of 3 m
  EXPECT_NEAR(*dwellings({}), 506.25, 1.0);                 // a typical height of 15 m
  OsmText tiny;
  tiny.square(117.0, 35.0, 0.00001, {{"building", "apartments"}});
  EXPECT_EQ(read_osm(tiny, {.theme = buildings}).features.at(0).number("dwellings"), 1.0);
}

TEST_F(OsmPresetTest, WhatDoesNotStandIsNoBuildingAndIsCounted) {
  OsmText text;
  for (const auto* value : {"no", "construction", "ruins", "roof", "yes"})
    text.square(117.0, 35.0, 0.0005, {{"building", value}});
  text.square(117.0, 35.0, 0.0005, {{"building", "yes"}, {"location", "underground"}});
  // Parts describe a building that has an outline of its own.
  text.square(117.0, 35.0, 0.0005, {{"building:part", "yes"}, {"height", "40"}});
  text.node(117.0, 35.0, {{"building", "yes"}});
  const auto r = read_osm(text, {.theme = buildings});
  EXPECT_THAT(ids(r), ElementsAre("way/5"));
  EXPECT_EQ(r.skipped("no building that stands: building=roof"), 1);
  EXPECT_EQ(r.skipped("underground"), 1);
}

TEST_F(OsmPresetTest, ABuildingWithACourtyardIsARelation) {
  OsmText text;
  const int outer = text.square(117.0, 35.0, 0.001, {});
  text.relation({outer}, {{"type", "multipolygon"}, {"building", "school"}, {"name", "一中"}});
  const auto r = read_osm(text, {.theme = buildings});
  EXPECT_THAT(ids(r), ElementsAre("relation/1"));
  EXPECT_EQ(r.features.at(0).text_or("name", ""), "一中");
}

TEST_F(OsmPresetTest, WhereAndFieldsComeOnTop) {
  OsmText text;
  text.square(117.0, 35.0, 0.0005, {{"building", "house"}, {"building:levels", "2"}, {"est", "7"}});
  text.square(117.0, 35.0, 0.0005,
              {{"building", "house"}, {"building:levels", "5"}, {"est", "20"}});
  text.square(117.0, 35.0, 0.0005, {{"building", "yes"}, {"building:levels", "7"}});
  auto source = osm(text, {.theme = buildings});
  source.where = "CAST(\"building:levels\" AS INTEGER) > 4 AND building = 'house'";
  source.fields = {{"height_m", "est"}};
  const auto r = read(source, schema_of(buildings));
  EXPECT_EQ(r.errors(), "");
  EXPECT_THAT(ids(r), ElementsAre("way/2"));
  EXPECT_EQ(r.features.at(0).number("height_m"), 20.0);
  EXPECT_EQ(r.features.at(0).number("dwellings"), 1.0);

  source.where = "storeys >";
  EXPECT_THAT(read(source, schema_of(buildings)).errors(),
              HasSubstr("where = \"storeys >\" is not understood"));
  source.where.clear();
  source.fields = {{"heigth_m", "est"}};
  EXPECT_THAT(read(source, schema_of(buildings)).errors(), HasSubstr("did you mean 'height_m'?"));
}

// ---- Admin units

OsmText::Tags boundary(const std::string& level, const std::string& name,
                       const OsmText::Tags& more = {}) {
  OsmText::Tags tags{
      {"type", "boundary"}, {"boundary", "administrative"}, {"admin_level", level}, {"name", name}};
  tags.insert(tags.end(), more.begin(), more.end());
  return tags;
}

TEST_F(OsmPresetTest, BoundariesAreThoseOfTheLevel) {
  OsmText text;
  const int county = text.square(117.0, 35.0, 0.1, {});
  const int town = text.square(117.0, 35.0, 0.05, {});
  text.relation({county}, boundary("6", "曲阜市", {{"ref:admin:CN", "370881"}}));
  text.relation({town}, boundary("8", "鲁城街道"));
  text.square(117.0, 35.0, 0.1, {{"boundary", "protected_area"}, {"admin_level", "8"}});
  const auto county_level = read_osm(text, {.theme = OsmTheme::admin, .admin_level = 6});
  EXPECT_THAT(of(county_level, "name"), ElementsAre("曲阜市"));
  EXPECT_THAT(of(county_level, "code"), ElementsAre("370881"));
  const auto town_level = read_osm(text, {.theme = OsmTheme::admin, .admin_level = 8});
  EXPECT_THAT(of(town_level, "name"), ElementsAre("鲁城街道"));
  EXPECT_THAT(of(town_level, "code"), ElementsAre("relation/2"));  // no office's code

  const auto none = read_osm(text, {.theme = OsmTheme::admin, .admin_level = 7});
  EXPECT_THAT(none.errors(),
              HasSubstr("holds no complete boundary=administrative of admin_level 7; those it "
                        "holds, by level: 6 (1), 8 (1)"));
}

TEST_F(OsmPresetTest, AWayOfABoundaryThatRepeatsItsTagsIsNoSecondUnit) {
  OsmText text;
  const int way = text.square(117.0, 35.0, 0.1, boundary("8", "A"));
  text.relation({way}, boundary("8", "A"));
  EXPECT_THAT(read_osm(text, {.theme = OsmTheme::admin, .admin_level = 8}).features, SizeIs(1));
}

TEST_F(OsmPresetTest, ACodeThatTwoUnitsBearGivesWayToTheOsmId) {
  OsmText text;
  text.square(117.0, 35.0, 0.1, boundary("8", "A", {{"ref:INSEE", "06123"}, {"ref", "12"}}));
  text.square(117.5, 35.0, 0.1, boundary("8", "B", {{"ref:INSEE", "06123"}}));
  text.square(118.0, 35.0, 0.1, boundary("8", "C", {{"ref", "13"}}));
  EXPECT_THAT(of(read_osm(text, {.theme = OsmTheme::admin, .admin_level = 8}), "code"),
              ElementsAre("06123", "way/2", "way/3"));
}

TEST_F(OsmPresetTest, AnIncompleteBoundaryIsNamed) {
  OsmText text;
  const int whole = text.square(117.0, 35.0, 0.1, {});
  text.relation({whole}, boundary("8", "A"));
  text.relation({whole, 4711}, boundary("8", "B"));
  const auto r = read_osm(text, {.theme = OsmTheme::admin, .admin_level = 8});
  EXPECT_THAT(of(r, "name"), ElementsAre("A"));
  EXPECT_THAT(r.warnings(), HasSubstr("1 relations lack some of their ways and are left out: 2"));
}

TEST_F(OsmPresetTest, SettlementsStandForALevelWithoutBoundaries) {
  OsmText text;
  text.node(117.0, 35.0, {{"place", "village"}, {"name", "甲村"}});
  text.node(117.1, 35.0, {{"place", "hamlet"}, {"name", "乙村"}});
  text.node(117.2, 35.0, {{"place", "town"}, {"name", "丙镇"}});
  text.node(117.3, 35.0, {{"place", "village"}});
  // A village as an area with its node inside is one village; one that is an area alone counts too.
  text.square(117.0, 35.0, 0.005, {{"place", "village"}, {"name", "甲村"}});
  text.square(117.4, 35.0, 0.005, {{"place", "village"}, {"name", "丁村"}});
  const auto r =
      read_osm(text, {.theme = OsmTheme::admin, .settlements = osm_settlements("Village")});
  EXPECT_THAT(of(r, "name"), UnorderedElementsAre("甲村", "乙村", "丁村"));
  EXPECT_THAT(ids(r), UnorderedElementsAre("node/2", "way/1", "way/2"));
  EXPECT_EQ(r.skipped("the same place as another feature"), 1);
  EXPECT_EQ(r.skipped("no name"), 1);
  EXPECT_THAT(osm_settlements("town"), ElementsAre("city", "town"));
  EXPECT_THAT(osm_settlements("county"), IsEmpty());

  const auto none = read_osm(text, {.theme = OsmTheme::admin, .settlements = {"suburb"}});
  EXPECT_THAT(none.errors(), HasSubstr("holds no settlement with place=suburb"));
}

TEST_F(OsmPresetTest, PopulationCountsWhereEveryUnitHasIt) {
  const OsmPreset villages{.theme = OsmTheme::admin, .settlements = {"village"}};
  OsmText text;
  text.node(117.0, 35.0, {{"place", "village"}, {"name", "A"}, {"population", "1200"}});
  auto r = read_osm(text, villages);
  EXPECT_EQ(r.features.at(0).number("residents"), 1200.0);
  EXPECT_THAT(r.warnings(), HasSubstr("residents are what OSM's mappers wrote"));

  text.node(117.1, 35.0, {{"place", "village"}, {"name", "B"}});
  r = read_osm(text, villages);
  EXPECT_FALSE(r.features.at(0).number("residents"));
  EXPECT_THAT(r.warnings(), HasSubstr("only 1 of 2 units have the tag; it is not used"));
}

// ---- Key places

OsmPreset key_places() {
  return {.theme = OsmTheme::places};
}

TEST_F(OsmPresetTest, KeyPlacesHaveTheKindsOfTheCriteria) {
  const std::vector<std::pair<OsmText::Tags, std::string>> cases{
      {{{"amenity", "hospital"}}, "hospital"},
      {{{"healthcare", "hospital"}}, "hospital"},
      {{{"amenity", "university"}}, "university"},
      {{{"amenity", "college"}}, "university"},
      {{{"railway", "station"}}, "railway_station"},
      {{{"railway", "station"}, {"subway", "yes"}, {"train", "yes"}}, "railway_station"},
      {{{"railway", "station"}, {"station", "subway"}}, "metro_station"},
      {{{"railway", "station"}, {"subway", "yes"}}, "metro_station"},
      {{{"amenity", "bus_station"}}, "transport_hub"},
      {{{"amenity", "ferry_terminal"}}, "transport_hub"},
      {{{"public_transport", "station"}}, "transport_hub"},
      {{{"aeroway", "aerodrome"}, {"iata", "JNG"}}, "airport"},
      {{{"aeroway", "aerodrome"}, {"aerodrome:type", "international"}}, "airport"},
      {{{"shop", "mall"}}, "mall"},
      {{{"shop", "department_store"}}, "mall"},
      {{{"tourism", "attraction"}}, "scenic_area"},
      {{{"tourism", "museum"}}, "scenic_area"},
      {{{"tourism", "zoo"}}, "scenic_area"},
      {{{"tourism", "theme_park"}}, "scenic_area"},
      {{{"tourism", "aquarium"}}, "scenic_area"},
      {{{"historic", "castle"}}, "scenic_area"},
      {{{"boundary", "national_park"}}, "scenic_area"},
      {{{"landuse", "industrial"}}, "park"},
      {{{"landuse", "commercial"}}, "park"}};
  OsmText text;
  std::vector<std::string> expected;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    auto tags = cases[i].first;
    tags.emplace_back("name", "place " + std::to_string(i));
    text.square(117.0 + 0.05 * static_cast<double>(i), 35.0, 0.001, tags);
    expected.push_back(cases[i].second);
  }
  const auto r = read_osm(text, key_places());
  EXPECT_EQ(r.errors(), "");
  EXPECT_EQ(of(r, "kind"), expected);
  for (const std::string& kind : expected) EXPECT_THAT(osm_place_kinds(), Contains(kind));
}

TEST_F(OsmPresetTest, OthersAreNoKeyPlaces) {
  OsmText text;
  for (const OsmText::Tags& tags :
       std::vector<OsmText::Tags>{{{"amenity", "clinic"}},
                                  {{"amenity", "doctors"}},
                                  {{"amenity", "school"}},
                                  {{"building", "hospital"}},
                                  {{"leisure", "park"}},
                                  {{"railway", "halt"}},
                                  {{"aeroway", "aerodrome"}, {"icao", "EDQD"}},
                                  {{"aeroway", "helipad"}},
                                  {{"leisure", "nature_reserve"}},
                                  {{"tourism", "hotel"}},
                                  {{"shop", "bakery"}}}) {
    auto named = tags;
    named.emplace_back("name", "some");
    text.node(117.0, 35.0, named);
    text.square(117.0, 35.0, 0.001, named);
  }
  text.node(117.0, 35.0, {{"amenity", "hospital"}});
  EXPECT_THAT(of(read_osm(text, key_places()), "kind"), ElementsAre("hospital"));
}

TEST_F(OsmPresetTest, OnlyALargeSupermarketIsAMall) {
  OsmText text;
  // 91 m by 111 m is 10,100 m²; a fifth of it each way is 400 m².
  text.square(117.0, 35.0, 0.0005, {{"shop", "supermarket"}, {"name", "large"}});
  text.square(117.1, 35.0, 0.0001, {{"shop", "supermarket"}, {"name", "small"}});
  text.node(117.2, 35.0, {{"shop", "supermarket"}, {"name", "point"}});
  const auto r = read_osm(text, key_places());
  EXPECT_THAT(of(r, "name"), ElementsAre("large"));
  EXPECT_EQ(r.skipped("a supermarket that is not large"), 2);
}

TEST_F(OsmPresetTest, ANodeInsideOrBesideItsOutlineIsTheSamePlace) {
  OsmText text;
  text.node(117.0, 35.0, {{"amenity", "hospital"}, {"name", "人民医院"}});
  text.square(117.0, 35.0, 0.001, {{"amenity", "hospital"}, {"name", "人民医院"}});
  // 0.001 degrees of longitude are 91 m: the node lies beside the building.
  text.node(117.102, 35.0, {{"railway", "station"}, {"name", "曲阜东"}});
  text.square(117.1, 35.0, 0.001, {{"railway", "station"}, {"name", "曲阜东"}});
  text.square(117.1, 35.0, 0.002, {{"public_transport", "station"}, {"name", "曲阜东"}});
  // The same name 1.8 km away is another campus.
  text.square(117.2, 35.0, 0.001, {{"amenity", "university"}, {"name", "大学"}});
  text.square(117.22, 35.0, 0.001, {{"amenity", "university"}, {"name", "大学"}});
  const auto r = read_osm(text, key_places());
  EXPECT_THAT(ids(r), ElementsAre("way/1", "way/2", "way/4", "way/5"));
  EXPECT_THAT(of(r, "kind"),
              ElementsAre("hospital", "railway_station", "university", "university"));
  EXPECT_EQ(r.skipped("the same place as another feature"), 3);
}

TEST_F(OsmPresetTest, WhatLiesInsideAPlaceOfItsKindIsPartOfIt) {
  OsmText text;
  text.square(117.0, 35.0, 0.001, {{"amenity", "university"}, {"name", "Faculty of Law"}});
  text.square(117.0, 35.0, 0.005, {{"amenity", "university"}, {"name", "University"}});
  text.node(117.001, 35.0, {{"amenity", "hospital"}, {"name", "University Hospital"}});
  text.square(117.1, 35.0, 0.02, {{"boundary", "national_park"}, {"name", "Mount Tai"}});
  text.node(117.1, 35.0, {{"tourism", "museum"}, {"name", "Museum of the mountain"}});
  const auto r = read_osm(text, key_places());
  EXPECT_THAT(of(r, "name"), UnorderedElementsAre("University", "University Hospital", "Mount Tai",
                                                  "Museum of the mountain"));
  EXPECT_EQ(r.skipped("inside another place of its kind"), 1);
}

TEST_F(OsmPresetTest, AnOutlineWithoutANameTakesThatOfItsNode) {
  OsmText text;
  text.square(117.0, 35.0, 0.001, {{"shop", "mall"}});
  text.node(117.0, 35.0, {{"shop", "mall"}, {"name", "万达广场"}});
  const auto r = read_osm(text, key_places());
  EXPECT_THAT(ids(r), ElementsAre("way/1"));
  EXPECT_THAT(of(r, "name"), ElementsAre("万达广场"));
}

TEST_F(OsmPresetTest, WithoutANameOnlyPlacesOfConsequenceAreKept) {
  OsmText text;
  text.node(117.0, 35.0, {{"amenity", "hospital"}});
  text.node(117.1, 35.0, {{"railway", "station"}});
  text.node(117.2, 35.0, {{"amenity", "bus_station"}});
  text.node(117.3, 35.0, {{"tourism", "attraction"}});
  text.square(117.4, 35.0, 0.001, {{"landuse", "industrial"}});
  const auto r = read_osm(text, key_places());
  EXPECT_THAT(of(r, "kind"), UnorderedElementsAre("hospital", "railway_station", "transport_hub"));
  EXPECT_EQ(r.skipped("no name"), 2);
}

TEST_F(OsmPresetTest, AKindLeavesOutTheOthers) {
  OsmText text;
  text.node(117.0, 35.0, {{"amenity", "hospital"}, {"name", "H"}});
  text.node(117.1, 35.0, {{"amenity", "university"}, {"name", "U"}});
  EXPECT_THAT(of(read_osm(text, {.theme = OsmTheme::places, .kind = "university"}), "name"),
              ElementsAre("U"));
  EXPECT_THAT(read_osm(text, {.theme = OsmTheme::places, .kind = "airport"}).errors(),
              HasSubstr("holds no key place of kind airport"));
}

// ---- What is wrong with a source

TEST_F(OsmPresetTest, OtherDataIsRefused) {
  auto source = from(write("p.csv", "lon,lat,name\n117,35,a\n"));
  source.osm = OsmPreset{.theme = OsmTheme::roads};
  EXPECT_THAT(read(source, schema_of(OsmTheme::roads)).errors(),
              HasSubstr("is no OpenStreetMap data but CSV; preset = \"osm\" needs it"));
  source.source = file("none.osm.pbf");
  EXPECT_THAT(read(source, schema_of(OsmTheme::roads)).errors(), HasSubstr("no such file"));
  source.source = write("broken.osm", "<osm version=\"0.6\"><node id=\"1\" lat=\"35\"");
  EXPECT_NE(read(source, schema_of(OsmTheme::roads)).errors(), "");
}

TEST_F(OsmPresetTest, AFileWithoutTheThemeIsAnError) {
  OsmText text;
  text.node(117.0, 35.0, {{"natural", "tree"}});
  EXPECT_THAT(read_osm(text, {.theme = OsmTheme::roads}).errors(), HasSubstr("holds no road"));
  EXPECT_THAT(read_osm(text, {.theme = buildings}).errors(), HasSubstr("holds no building"));
  EXPECT_THAT(read_osm(text, key_places()).errors(), HasSubstr("holds no key place"));
  Findings findings;
  EXPECT_FALSE(layer_extent(osm(text, {.theme = OsmTheme::admin, .admin_level = 6}), findings));
  ASSERT_THAT(findings.errors(), SizeIs(1));
  EXPECT_THAT(to_string(findings.errors()[0]), HasSubstr("of admin_level 6"));
}

TEST_F(OsmPresetTest, TheExtentIsThatOfTheUnits) {
  OsmText text;
  text.square(117.0, 35.0, 0.1, boundary("6", "A"));
  text.square(100.0, 20.0, 0.1, boundary("4", "B"));
  Findings findings;
  const auto extent =
      layer_extent(osm(text, {.theme = OsmTheme::admin, .admin_level = 6}), findings);
  ASSERT_TRUE(extent);
  EXPECT_NEAR(extent->west_deg, 116.9, 1e-6);
  EXPECT_NEAR(extent->north_deg, 35.1, 1e-6);
}

}  // namespace
}  // namespace gigacity::geo
