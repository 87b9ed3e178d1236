// SPDX-License-Identifier: Apache-2.0
// GeoJSON that is broken, geometry that means nothing, coordinate reference systems that are wrong.
#include <fmt/format.h>

#include "tests/e2e/bad_layers.hpp"

namespace gigacity::test {
namespace {

using std::filesystem::path;

BadLayer bad_geojson(const std::string& name, const std::string& text,
                     std::vector<std::string> said, Ending ending = Ending::refused) {
  said.push_back("b.geojson");
  return {name, [=](const path& f) { return as_buildings(written(f, "b.geojson", text)); },
          std::move(said), ending};
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::string polygon(const std::string& ring) {
  return "{\"type\": \"Polygon\", \"coordinates\": [" + ring + "]}";
}

const std::string point = "{\"type\": \"Point\", \"coordinates\": [116.93, 35.40]}";
const std::string line =
    "{\"type\": \"LineString\", \"coordinates\": [[116.93, 35.40], [116.94, 35.40]]}";

std::vector<BadLayer> bad_geojsons() {
  const std::string good = geojson({square()});
  const std::string deep = repeated("[", 100'000) + repeated("]", 100'000);
  return {
      bad_geojson("JsonCutOff", good.substr(0, good.size() / 2), {"Unterminated"}),
      bad_geojson("JsonWithMoreBehind", good + "}}}", {"Unexpected character"}),
      bad_geojson("JsonThatIsNoGeoJson", R"({"cities": 1})", {"cannot be opened"}),
      bad_geojson("JsonArray", "[1, 2, 3]", {"cannot be opened"}),
      bad_geojson("FeaturesAreText", R"({"type": "FeatureCollection", "features": "none"})",
                  {"'features'"}),
      bad_geojson("NoFeature", geojson({}), {"holds no feature", "buildings"}),
      bad_geojson("OnlyNullGeometry", geojson({"null", "null"}), {"no geometry", "none of its 2"}),
      bad_geojson("SomeNullGeometry", geojson({"null", square()}),
                  {"1 feature left out: no geometry (0)"}, Ending::warned),
      bad_geojson("CoordinatesAreText", replaced(good, "116.93,", "\"116.93\","),
                  {"Invalid 'x' coordinate"}),
      bad_geojson("CoordinateIsNan", replaced(good, "116.93,", "NaN,"), {"not finite numbers"}),
      bad_geojson("CoordinateIsInfinite", replaced(good, "116.93,", "1e999,"),
                  {"not finite numbers"}),
      bad_geojson("CoordinateIsHuge", replaced(good, "116.93,", "1e308,"), {"1e+308"}),
      bad_geojson("CoordinatesSwapped", geojson({square(35.40, 116.93)}), {"swapped"}),
      bad_geojson("CoordinatesInMetres", geojson({square(493'000.0, 3'917'000.0, 20.0)}),
                  {"493000", "projected"}),
      bad_geojson("NestedTooDeep", geojson({polygon(deep)}), {"Too many nested"}),
      bad_geojson("PropertyNestedTooDeep", geojson({square()}, "{\"a\": " + deep + "}"),
                  {"Too many nested"}),
      bad_geojson("GeometryNobodyKnows",
                  geojson({R"({"type": "Square", "coordinates": [116.93, 35.40]})"}),
                  {"no geometry"}),
      bad_geojson(
          "MixedGeometry", geojson({square(), point, line}),
          {"points where polygons are expected (1)", "lines where polygons are expected (2)"},
          Ending::warned),
      bad_geojson("RingNotClosed", replaced(good, ", [116.93, 35.4]]", "]"), {"not closed"},
                  Ending::warned),
      bad_geojson("RingOfTwoPoints", geojson({polygon("[[116.93, 35.40], [117.03, 35.40]]")}),
                  {"without extent"}),
      bad_geojson(
          "RingOnOneSpot",
          geojson({polygon("[[116.93, 35.4], [116.93, 35.4], [116.93, 35.4], [116.93, 35.4]]")}),
          {"without extent"}),
      bad_geojson(
          "RingAlongALine",
          geojson({polygon("[[116.93, 35.4], [116.93, 35.41], [116.93, 35.42], [116.93, 35.4]]")}),
          {"left out"}),
      bad_geojson("BowTie",
                  geojson({polygon("[[116.930, 35.400], [116.931, 35.401], [116.931, 35.400], "
                                   "[116.930, 35.401], [116.930, 35.400]]")}),
                  {"0"}),
      bad_geojson("FarOutside", geojson({square(-70.0, 10.0)}), {"does not overlap"}),
      bad_geojson("PartlyFarOutside", geojson({square(-70.0, 10.0), square()}),
                  {"1 feature left out: outside the area (0)"}, Ending::warned),
      bad_geojson("CrsThatNobodyKnows",
                  replaced(good, "\"features\"",
                           R"("crs": {"type": "name", "properties": {"name": )"
                           R"("urn:ogc:def:crs:EPSG::999999"}}, "features")"),
                  {"crs not found"}),
      bad_geojson("HeightIsText", geojson({square()}, R"({"height_m": "tall"})"),
                  {"feature 0", "height_m", "'tall'"}),
      bad_geojson("HeightIsNegative", geojson({square()}, R"({"height_m": -3})"),
                  {"feature 0", "height_m", "-3"}),
      bad_geojson("HeightIsAnObject", geojson({square()}, R"({"height_m": {"m": 3}})"),
                  {"feature 0", "height_m"}),
      bad_geojson("DwellingsWithoutNumber", geojson({square()}, R"({"dwellings": 1e30})"),
                  {"feature 0", "dwellings", "1e+30"}),
  };
}

class BadGeoJson : public BadLayers {};

TEST_P(BadGeoJson, IsTold) {
  expect_told(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, BadGeoJson, testing::ValuesIn(bad_geojsons()), name_of_case);

std::vector<BadLayer> bad_geometries() {
  const auto one_town = [](const path& f, const std::string& geometry) {
    return as_county(written(f, "a.geojson", geojson({geometry}, R"({"code": "1"})")));
  };
  return {
      {"LinesForPolygons",
       [](const path&) { return as_buildings(demo_folder() + "city.gpkg", "layer = \"roads\""); },
       {"holds lines; buildings must be polygons"}},
      {"PolygonsForLines",
       [](const path&) { return as_roads(demo_folder() + "city.gpkg", "layer = \"buildings\""); },
       {"holds polygons; roads must be lines"}},
      {"RoadOfOnePoint",
       [](const path& f) {
         return as_roads(written(
             f, "r.geojson",
             geojson(
                 {R"({"type": "LineString", "coordinates": [[116.93, 35.4], [116.93, 35.4]]})"})));
       },
       {"r.geojson", "without extent"}},
      {"SeveralPointsInOneCell",
       [](const path& f) {
         return as_sites(written(
             f, "s.geojson",
             geojson(
                 {R"({"type": "MultiPoint", "coordinates": [[116.93, 35.4], [116.93, 35.41]]})"},
                 R"({"site_id": "S", "cell_id": "C", "technology": "NR", "height_m": 30,
                         "azimuth_deg": 0})")));
       },
       {"s.geojson", "several points in one feature"}},
      {"CountyOfTheWholeWorld",
       [=](const path& f) {
         return one_town(f,
                         polygon("[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]"));
       },
       {"area", "outside"}},
      {"CountyTooSmall",
       [=](const path& f) { return one_town(f, square(116.93, 35.40, 1e-9)); },
       {"s"}},
      {"CountyElsewhere",
       [=](const path& f) { return one_town(f, square(2.3, 48.8, 0.1)); },
       {"area", "7347 km outside"}},
  };
}

class BadGeometry : public BadLayers {};

TEST_P(BadGeometry, IsTold) {
  expect_told(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, BadGeometry, testing::ValuesIn(bad_geometries()), name_of_case);

/// Some of the demo's buildings under another coordinate reference system than theirs.
BadLayer bad_crs(const std::string& name, const std::string& crs, std::vector<std::string> said) {
  said.push_back("b.gpkg");
  return {name,
          [=](const path& f) {
            gdal({"ogr2ogr", "-f", "GPKG", f / "b.gpkg", demo_folder() + "city.gpkg", "buildings",
                  "-limit", "20", "-a_srs", crs});
            return as_buildings(f / "b.gpkg");
          },
          std::move(said)};
}

std::vector<BadLayer> bad_crss() {
  return {
      bad_crs("CrsNone", "None", {"has no coordinate reference system"}),
      bad_crs("CrsOfASite", R"(LOCAL_CS["site grid",UNIT["metre",1]])",
              {"has no coordinate reference system"}),
      bad_crs("CrsGeocentric", "EPSG:4978", {"neither geographic nor projected"}),
      bad_crs("CrsOfHeights", "EPSG:5773", {"neither geographic nor projected"}),
      bad_crs("CrsOfAnotherZone", "EPSG:32648", {"does not overlap"}),
      bad_crs("CrsInFeet", "EPSG:2263", {"outside of the area of use"}),
      bad_crs("CrsOfDegreesForMetres", "EPSG:4326", {"493", "projected"}),
      bad_crs("CrsWithoutDatum", "+proj=utm +zone=50 +ellps=bessel", {"no exact transformation"}),
      {"CsvWithAPrjOfNothing",
       [](const path& f) {
         written(f, "o.prj", "no such thing");
         return as_olts(written(f, "o.csv", "id,lon,lat,ports\nO1,116.95,35.40,4\n"));
       },
       {"o.csv", ".prj"}},
  };
}

class BadCrs : public BadLayers {};

TEST_P(BadCrs, IsTold) {
  expect_told(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, BadCrs, testing::ValuesIn(bad_crss()), name_of_case);

}  // namespace
}  // namespace gigacity::test
