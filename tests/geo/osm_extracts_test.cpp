// SPDX-License-Identifier: Apache-2.0
// The OSM preset on four real extracts, counted against what ogrinfo finds in them.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/layer_reader.hpp"
#include "tests/geo/layer_support.hpp"
#include "tests/support/command.hpp"

namespace gigacity::geo {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const std::string data = GIGACITY_SOURCE_DIR "/../shared/realdata/";

struct Extract {
  const char* name;
  const char* file;  ///< below the folder of real data
  int zone;          ///< UTM, EPSG code
};

constexpr Extract andorra{"Andorra", "andorra/andorra.osm.pbf", 32631};
constexpr Extract monaco{"Monaco", "monaco/monaco.osm.pbf", 32632};
constexpr Extract bayreuth{"Bayreuth", "bayreuth/north-bayreuth.osm.gz", 32632};
constexpr Extract porto_alegre{"PortoAlegre", "porto-alegre/poa_osm.pbf", 32722};

class OsmExtract : public LayerTest {
 protected:
  void SetUp() override {
    LayerTest::SetUp();
    if (!std::filesystem::exists(data))
      GTEST_SKIP() << data << " is absent: no part of the project";
  }

  Reading read_theme(const Extract& extract, const OsmPreset& preset) {
    m_crs = Crs("EPSG:" + std::to_string(extract.zone));
    LayerSource source = from(data + extract.file);
    source.osm = preset;
    const GeometryKind kind = preset.theme == OsmTheme::roads ? GeometryKind::line
                              : preset.theme == OsmTheme::buildings
                                  ? GeometryKind::polygon
                                  : GeometryKind::point_or_polygon;
    auto reading =
        read(source, schema(kind, {text("id"), text("name"), text("kind"), text("code")}));
    EXPECT_EQ(reading.errors(), "");
    return reading;
  }

  /// How many features of a layer meet each condition, as ogrinfo counts with its own settings.
  static std::vector<long> ogr_counts(const Extract& extract, const std::string& layer,
                                      const std::vector<std::string>& conditions) {
    const std::string file = data + extract.file;
    const std::string name = file.ends_with(".gz") ? "/vsigzip/" + file : file;
    std::string query = "SELECT COUNT(*) AS everything";
    for (std::size_t i = 0; i < conditions.size(); ++i)
      query += ", coalesce(SUM(" + conditions[i] + "), 0) AS n" + std::to_string(i);
    const auto result = test::run_command(
        {"ogrinfo", "-ro", "-q", "-dialect", "sqlite", "-sql", query + " FROM " + layer, name});
    std::vector<long> counts;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
      const std::string column = "n" + std::to_string(i) + " (Integer) = ";
      const auto at = result.out.find(column);
      EXPECT_NE(at, std::string::npos) << result.out << result.err;
      counts.push_back(at == std::string::npos
                           ? -1
                           : std::strtol(result.out.c_str() + at + column.size(), nullptr, 10));
    }
    return counts;
  }

  static long with_number(const Reading& reading, const std::string& field) {
    return std::ranges::count_if(reading.features,
                                 [&](const Feature& f) { return f.numbers.contains(field); });
  }
};

class EveryOsmExtract : public OsmExtract, public ::testing::WithParamInterface<Extract> {};

TEST_P(EveryOsmExtract, HasItsRoads) {
  const auto roads = read_theme(GetParam(), {.theme = OsmTheme::roads});
  const std::string classes =
      "'motorway','motorway_link','trunk','trunk_link','primary','primary_link','secondary',"
      "'secondary_link','tertiary','tertiary_link','unclassified','residential','living_street',"
      "'service','pedestrian','track','road'";
  const long as_lines = ogr_counts(GetParam(), "lines", {"highway IN (" + classes + ")"}).front();
  // GDAL's own settings make areas of closed roads that bear a second tag such as place=square.
  const long as_areas = ogr_counts(GetParam(), "multipolygons",
                                   {"hstore_get_value(other_tags, 'highway') IN (" + classes + ")"})
                            .front();
  const auto read = static_cast<long>(roads.features.size());
  EXPECT_GE(read, as_lines);
  EXPECT_LE(read, as_lines + as_areas);
  EXPECT_GT(read, 1000);
}

TEST_P(EveryOsmExtract, HasItsBuildings) {
  const auto buildings = read_theme(GetParam(), {.theme = OsmTheme::buildings});
  const std::string stands =
      "building IS NOT NULL AND building NOT IN ('no','construction','roof','ruins') AND "
      "coalesce(hstore_get_value(other_tags, 'location'), '') <> 'underground'";
  const auto counts =
      ogr_counts(GetParam(), "multipolygons",
                 {stands, stands + " AND hstore_get_value(other_tags, 'building:levels') + 0 > 0",
                  stands + " AND hstore_get_value(other_tags, 'height') + 0 > 0"});
  EXPECT_EQ(static_cast<long>(buildings.features.size()), counts[0]);
  EXPECT_EQ(with_number(buildings, "levels"), counts[1]);
  EXPECT_EQ(with_number(buildings, "height_m"), counts[2]);
}

TEST_P(EveryOsmExtract, HasKeyPlacesEachOnce) {
  const auto places = read_theme(GetParam(), {.theme = OsmTheme::places});
  const std::string tagged = "coalesce(hstore_get_value(other_tags, 'healthcare') = 'hospital', 0)";
  const auto as_nodes = ogr_counts(
      GetParam(), "points",
      {tagged + " OR coalesce(hstore_get_value(other_tags, 'amenity') = 'hospital', 0)"});
  const auto as_areas =
      ogr_counts(GetParam(), "multipolygons", {tagged + " OR coalesce(amenity = 'hospital', 0)"});
  const long mapped = as_nodes[0] + as_areas[0];
  const long hospitals = std::ranges::count_if(
      places.features, [](const Feature& f) { return f.text_or("kind", "") == "hospital"; });
  EXPECT_GE(hospitals, mapped > 0 ? 1 : 0);
  EXPECT_LE(hospitals, mapped);
  std::set<std::string> ids;
  for (const Feature& place : places.features) {
    EXPECT_TRUE(ids.insert(place.id).second) << place.id;
    EXPECT_THAT(osm_place_kinds(), Contains(place.text_or("kind", "")));
  }
}

INSTANTIATE_TEST_SUITE_P(All, EveryOsmExtract,
                         ::testing::Values(andorra, monaco, bayreuth, porto_alegre),
                         [](const auto& extract) { return std::string(extract.param.name); });

// What the description of the data says: 7 parishes of which one is cut off, 32 villages, 292
// buildings.
TEST_F(OsmExtract, AndorraIsAsDescribed) {
  const auto parishes = read_theme(andorra, {.theme = OsmTheme::admin, .admin_level = 7});
  EXPECT_THAT(parishes.features, SizeIs(6));
  EXPECT_THAT(parishes.warnings(), HasSubstr("2804754"));  // Canillo
  const auto villages = read_theme(andorra, {.theme = OsmTheme::admin, .settlements = {"village"}});
  EXPECT_THAT(villages.features, SizeIs(32));
  const auto buildings = read_theme(andorra, {.theme = OsmTheme::buildings});
  EXPECT_THAT(buildings.features, SizeIs(292));
}

// 1,283 buildings (60 of them roofs and building sites), about 470 with levels. Of 58 objects with a
// height, as osmium-tool counts them, 39 are buildings; the others are parts of them.
TEST_F(OsmExtract, MonacoIsAsDescribed) {
  const auto buildings = read_theme(monaco, {.theme = OsmTheme::buildings});
  EXPECT_EQ(buildings.features.size() +
                static_cast<std::size_t>(
                    buildings.skipped("no building that stands: building=construction") +
                    buildings.skipped("no building that stands: building=roof")),
            1283U);
  EXPECT_NEAR(static_cast<double>(with_number(buildings, "levels")), 470.0, 20.0);
  EXPECT_EQ(with_number(buildings, "height_m"), 39);
}

// 4,267 buildings, 2,056 highways.
TEST_F(OsmExtract, BayreuthIsAsDescribed) {
  const auto buildings = read_theme(bayreuth, {.theme = OsmTheme::buildings});
  EXPECT_EQ(buildings.features.size() + static_cast<std::size_t>(buildings.skipped(
                                            "no building that stands: building=roof")),
            4267U);
  const auto roads = read_theme(bayreuth, {.theme = OsmTheme::roads});
  EXPECT_NEAR(
      static_cast<double>(roads.features.size()) +
          static_cast<double>(roads.skipped("a path, stairs, or not built: no road for vehicles")),
      2056.0, 5.0);  // closed roads with a second tag, see above
}

}  // namespace
}  // namespace gigacity::geo
