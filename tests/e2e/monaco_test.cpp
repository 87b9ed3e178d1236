// SPDX-License-Identifier: Apache-2.0
// Monaco from an OpenStreetMap extract by preset alone: no layer, filter or field is named.
#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using testing::HasSubstr;

const std::filesystem::path data = GIGACITY_SOURCE_DIR "/../shared/realdata/monaco";

std::string scenario_toml() {
  const std::string osm =
      "source = \"" + (data / "monaco.osm.pbf").string() + "\"\npreset = \"osm\"\n";
  return "schema = 1\n[scenario]\nname = \"Monaco\"\n[terrain]\nsource = \"" +
         (data / "N43E007.hgt").string() + "\"\n[[admin]]\nlevel = \"ward\"\nadmin_level = 10\n" +
         osm + "[buildings]\n" + osm + "[roads]\n" + osm + "[[places]]\n" + osm +
         "[radio]\nradius_km = 2\n[radio.sites]\nsource = \"sites.csv\"\n[fibre.olts]\nsource = "
         "\"olts.csv\"\n";
}

/// The one Monaco that all tests look at: run once.
class Monaco : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!std::filesystem::exists(data)) return;
    const auto inputs = fresh_folder("monaco-inputs");
    write_text(inputs / "scenario.toml", scenario_toml());
    write_text(inputs / "sites.csv",
               "site_id,cell_id,technology,lon,lat,height_m,azimuth_deg\n"
               "port,port-1,NR,7.4246,43.7384,30,45\nport,port-2,LTE,7.4246,43.7384,30,45\n");
    write_text(inputs / "olts.csv", "id,lon,lat,ports\nport,7.4246,43.7384,64\n");
    s_folder = fresh_folder("monaco") / "out";
    s_result =
        run_command({GIGACITY_PROGRAM, "run", inputs / "scenario.toml", "-o", s_folder, "--quiet"});
  }
  void SetUp() override {
    if (!std::filesystem::exists(data))
      GTEST_SKIP() << data << " is absent: real data are not part of the project";
    ASSERT_EQ(s_result.exit_code, 0) << s_result.err;
  }

  /// The integer `n` of a query on a result layer or on the extract.
  static long ogr_number(const std::filesystem::path& file, const std::string& query) {
    const auto result =
        run_command({"ogrinfo", "-ro", "-q", "-dialect", "sqlite", "-sql", query, file});
    const std::string label = "n (Integer) = ";
    const auto at = result.out.find(label);
    EXPECT_NE(at, std::string::npos) << result.out << result.err;
    return at == std::string::npos
               ? -1
               : std::strtol(result.out.c_str() + at + label.size(), nullptr, 10);
  }

  static inline std::filesystem::path s_folder;
  static inline CommandResult s_result;
};

TEST_F(Monaco, OutputsAreSound) {
  expect_rasters_are_sound(s_folder);
  expect_vectors_are_sound(s_folder);
}

TEST_F(Monaco, EveryBuildingInTheAreaSaysWhereItsHeightComesFrom) {
  // Buildings whose point lies in one of the wards of the extract, as SpatiaLite finds them.
  const auto areas = s_folder / "../areas.gpkg";
  const auto copied = run_command({"ogr2ogr", areas, data / "monaco.osm.pbf", "multipolygons"});
  ASSERT_EQ(copied.exit_code, 0) << copied.err;
  const std::string standing =
      "SELECT COUNT(*) AS n FROM multipolygons b, (SELECT ST_Union(geom) AS outline FROM "
      "multipolygons WHERE admin_level = '10') w WHERE b.building IS NOT NULL AND b.building NOT "
      "IN "
      "('construction', 'roof') AND ST_Contains(w.outline, ST_PointOnSurface(b.geom))";
  const auto counted = [&](const std::string& more) { return ogr_number(areas, standing + more); };
  // Tags as text: "key"=>"value".
  const std::string height = "b.other_tags LIKE '%\"height\"=>%'";
  const std::string levels =
      "b.other_tags LIKE '%\"building:levels\"=>%' AND b.other_tags NOT LIKE "
      "'%\"building:levels\"=>\"0\"%'";
  const auto record = json_of(s_folder / "run.json")["buildings"];
  const auto& origin = record["height_origin"];
  // Points on a surface differ between GEOS' calls in degrees and in metres: a building on the
  // border may fall to either side.
  constexpr double on_the_border = 3.0;
  EXPECT_NEAR(record["count"].get<double>(), static_cast<double>(counted("")), on_the_border);
  EXPECT_NEAR(origin["measured"].get<double>(), static_cast<double>(counted(" AND " + height)),
              on_the_border);
  EXPECT_NEAR(
      origin["storeys"].get<double>(),
      static_cast<double>(counted(" AND " + levels + " AND NOT coalesce(" + height + ", 0)")),
      on_the_border);
  double sum = 0.0;
  for (const auto& [name, count] : origin.items()) sum += count.get<double>();
  EXPECT_EQ(sum, record["count"].get<double>());
}

TEST_F(Monaco, PremisesCarryTheirHeightAndItsOrigin) {
  const auto premises = s_folder / "results.gpkg";
  EXPECT_GT(ogr_number(premises,
                       "SELECT COUNT(*) AS n FROM premises WHERE height_origin = "
                       "'storeys' AND height_m >= 3"),
            100);
  EXPECT_EQ(ogr_number(premises,
                       "SELECT COUNT(*) AS n FROM premises WHERE height_origin = "
                       "'default' AND height_m <> 9"),
            0);
}

TEST_F(Monaco, KeyPlacesComeOnceWithTheirKind) {
  const auto places = s_folder / "results.gpkg";
  for (const auto* name : {"Centre Cardio Thoracique de Monaco", "Palais princier de Monaco"})
    EXPECT_EQ(ogr_number(places, "SELECT COUNT(*) AS n FROM key_places WHERE name = '" +
                                     std::string(name) + "'"),
              1)
        << name;
  EXPECT_EQ(ogr_number(places,
                       "SELECT COUNT(*) AS n FROM key_places WHERE name = 'Centre "
                       "Cardio Thoracique de Monaco' AND kind = 'hospital'"),
            1);
}

TEST_F(Monaco, WhatIsLeftOutIsSaid) {
  std::map<std::string, std::set<std::string>> reasons;
  const auto record = json_of(s_folder / "run.json");
  for (const auto& skipped : record["skipped"])
    reasons[skipped["layer"]].insert(skipped["reason"].get<std::string>());
  EXPECT_TRUE(reasons["buildings"].contains("no building that stands: building=roof"));
  EXPECT_TRUE(reasons["roads"].contains("a path, stairs, or not built: no road for vehicles"));
  EXPECT_TRUE(reasons["places"].contains("no name"));
  EXPECT_THAT(s_result.err, HasSubstr("relations lack some of their ways"));
}

TEST_F(Monaco, TheReportSaysWhatHeightsAreWorth) {
  const auto page = rendered_report(s_folder);
  EXPECT_THAT(page, HasSubstr("Heights of buildings"));
  EXPECT_THAT(page, HasSubstr("from storeys"));
}

}  // namespace
}  // namespace gigacity::test
