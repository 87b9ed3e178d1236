// SPDX-License-Identifier: Apache-2.0
// Real input: Andorra's terrain, roads, buildings, parishes and villages, from files as planners
// download them.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/crs.hpp"
#include "geo/library.hpp"
#include "geo/raster_reader.hpp"
#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using testing::HasSubstr;

const std::filesystem::path data = GIGACITY_SOURCE_DIR "/../shared/realdata/andorra";
const std::filesystem::path scenario = GIGACITY_SOURCE_DIR "/tests/e2e/andorra/scenario.toml";

/// Town squares, roughly: where a first network would stand.
struct Town {
  const char* id;
  double lon_deg;
  double lat_deg;
};
constexpr std::array<Town, 7> towns{{{"Andorra-la-Vella", 1.5218, 42.5063},
                                     {"Escaldes", 1.5386, 42.5090},
                                     {"Encamp", 1.5830, 42.5360},
                                     {"Ordino", 1.5331, 42.5562},
                                     {"La-Massana", 1.5148, 42.5449},
                                     {"Sant-Julia", 1.4911, 42.4637},
                                     {"Pas-de-la-Casa", 1.7333, 42.5425}}};

std::string sites_csv() {
  std::string text =
      "site_id,cell_id,technology,lon,lat,height_m,azimuth_deg,tilt_deg,frequency_mhz,bandwidth_"
      "mhz,power_dbm\n";
  for (const auto& town : towns)
    for (const int azimuth : {0, 120, 240})
      for (const auto* carrier : {"LTE,,800,10,46", "NR,,700,10,46"}) {
        const std::string technology(carrier, std::string(carrier).find(','));
        const std::string rest = std::string(carrier).substr(technology.size() + 2);
        text += std::string(town.id) + "," + town.id + "-" + technology + "-" +
                std::to_string(azimuth) + "," + technology + "," + std::to_string(town.lon_deg) +
                "," + std::to_string(town.lat_deg) + ",30," + std::to_string(azimuth) + ",2," +
                rest + "\n";
      }
  return text;
}

std::string olts_csv() {
  std::string text = "id,lon,lat,ports\n";
  for (const auto& town : towns)
    text += std::string(town.id) + "," + std::to_string(town.lon_deg) + "," +
            std::to_string(town.lat_deg) + ",8\n";
  return text;
}

/// The one Andorra that all tests look at: run once.
class Andorra : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!std::filesystem::exists(data)) return;
    geo::initialise_libraries();
    const auto inputs = fresh_folder("andorra-inputs");
    write_text(inputs / "sites.csv", sites_csv());
    write_text(inputs / "olts.csv", olts_csv());
    write_text(inputs / "parishes.csv",
               "name,residents,households\nAndorra la Vella,22000,9000\nEncamp,12000,5000\n"
               "Escaldes-Engordany,14500,6000\nLa Massana,10000,4200\nOrdino,4900,2000\nSant Julià "
               "de Lòria,9500,4000\n");
    s_inputs = inputs;
    s_folder = fresh_folder("andorra") / "out";
    s_result = run_andorra(s_folder, {});
  }

  void SetUp() override {
    if (!std::filesystem::exists(data))
      GTEST_SKIP() << data << " is absent: real data are not part of the project";
    ASSERT_EQ(s_result.exit_code, 0) << s_result.err;
  }

  static CommandResult run_andorra(const std::filesystem::path& out,
                                   const std::vector<std::string>& more) {
    std::vector<std::string> arguments{GIGACITY_PROGRAM, "run", scenario, "-o", out, "--quiet"};
    for (const auto& [key, file] :
         {std::pair{"radio.sites.source", "sites.csv"}, std::pair{"fibre.olts.source", "olts.csv"},
          std::pair{"population.source", "parishes.csv"}})
      arguments.insert(arguments.end(),
                       {"--set", std::string(key) + "=\"" + (s_inputs / file).string() + "\""});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_command(arguments);
  }

  static inline std::filesystem::path s_inputs;
  static inline std::filesystem::path s_folder;
  static inline CommandResult s_result;
};

TEST_F(Andorra, EveryOutputIsReadByOtherPrograms) {
  expect_rasters_are_sound(s_folder);
  expect_vectors_are_sound(s_folder);
  const auto polygons = run_command({"gdal_polygonize.py", "-q", s_folder / "nr_status.tif", "-f",
                                     "GeoJSON", s_folder / "../status.geojson"});
  EXPECT_EQ(polygons.exit_code, 0) << polygons.err;
  EXPECT_EQ(polygons.err, "");
}

TEST_F(Andorra, ParishesAddUpToTheCountry) {
  const auto verdict = json_of(s_folder / "verdict.json");
  // Sums of doubles in another order differ in the last digits only.
  constexpr double relative = 1e-9;
  for (const auto* measure :
       {"residents", "households", "area_km2", "area_covered_nr_km2", "residents_covered_nr",
        "area_covered_lte_km2", "residents_covered_lte", "premises", "premises_gigabit",
        "base_stations_nr", "key_places", "key_places_reached_nr", "pon_ports"}) {
    SCOPED_TRACE(measure);
    const double country = verdict["measures"][measure]["value"].get<double>();
    EXPECT_NEAR(sum_over_units(verdict, "parish", measure), country, relative * std::abs(country));
    EXPECT_GT(country, 0.0);
  }
  EXPECT_DOUBLE_EQ(verdict["measures"]["residents"]["value"].get<double>(), 72'900.0);
}

TEST_F(Andorra, ExtentAndAreaAreTheParishes) {
  // The six parishes that are closed in the extract, their area as SpatiaLite has it in the same
  // CRS.
  const std::string query =
      "SELECT SUM(ST_Area(ST_Transform(geometry, 32631))) / 1e6 AS km2 FROM multipolygons "
      "WHERE admin_level = '7'";
  const auto area =
      run_command({"ogrinfo", "-q", "-dialect", "sqlite", "-sql", query, data / "andorra.osm.pbf"});
  const auto at = area.out.find("= ");
  ASSERT_NE(at, std::string::npos) << area.out << area.err;
  const double by_ogr_km2 = std::strtod(area.out.c_str() + at + 2, nullptr);
  const auto verdict = json_of(s_folder / "verdict.json");
  // Pixels of 900 m² by their centres: the border's 200 km cut about 7,000 of them, errors of half
  // a pixel cancel.
  EXPECT_NEAR(verdict["measures"]["area_km2"]["value"].get<double>(), by_ogr_km2, 0.3);
}

TEST_F(Andorra, CoverageFallsBehindRidges) {
  // One site alone; gdal_viewshed says what it sees. The loss over free space is small there and
  // large elsewhere.
  const auto folder = fresh_folder("andorra-ridges");
  const auto sites = read_text(s_inputs / "sites.csv");
  std::string ordino = sites.substr(0, sites.find('\n') + 1);
  for (auto at = sites.find("\nOrdino,"); at != std::string::npos;
       at = sites.find("\nOrdino,", at + 1))
    ordino += sites.substr(at + 1, sites.find('\n', at + 1) - at);
  write_text(folder / "one.csv", ordino);
  const auto only = "radio.sites.source=\"" + (folder / "one.csv").string() + "\"";
  ASSERT_EQ(run_andorra(folder / "p526", {"--set", only}).exit_code, 0);
  ASSERT_EQ(run_andorra(folder / "free", {"--set", only, "--set", "radio.model=\"free-space\""})
                .exit_code,
            0);

  const geo::FileRasterSource obstructed(folder / "p526" / "nr_ss_rsrp.tif");
  const geo::FileRasterSource free_space(folder / "free" / "nr_ss_rsrp.tif");
  const GridSpec grid = obstructed.grid();
  const MapPoint site = geo::Projection(geo::Crs("EPSG:32631")).to_map({1.5331, 42.5562});
  const auto dem = (folder / "dem.tif").string();
  const auto box = grid.box();
  ASSERT_EQ(run_command({"gdalwarp", "-q", "-t_srs", "EPSG:32631", "-te",
                         std::to_string(box.min_x_m), std::to_string(box.min_y_m),
                         std::to_string(box.max_x_m), std::to_string(box.max_y_m), "-tr", "30",
                         "30", "-r", "bilinear", data / "N42E001.hgt", dem})
                .exit_code,
            0);
  ASSERT_EQ(run_command({"gdal_viewshed", "-q", "-ox", std::to_string(site.x_m), "-oy",
                         std::to_string(site.y_m), "-oz", "30", "-tz", "1.5", "-cc", "0.75", "-md",
                         "10000", dem, folder / "seen.tif"})
                .exit_code,
            0);
  const geo::FileRasterSource seen_source(folder / "seen.tif");
  const auto seen = seen_source.read(seen_source.grid().full());
  const auto with_terrain = obstructed.read(grid.full());
  const auto without = free_space.read(grid.full());

  std::vector<float> excess_seen;
  std::vector<float> excess_hidden;
  for (int row = 0; row < grid.height; ++row) {
    for (int column = 0; column < grid.width; ++column) {
      const Pixel pixel{column, row};
      const auto other = seen.grid().pixel_inside(grid.centre_of(pixel));
      const float excess = without.at(pixel) - with_terrain.at(pixel);
      if (!other || std::isnan(excess)) continue;
      (seen.at(*other) == 255.0F ? excess_seen : excess_hidden).push_back(excess);
    }
  }
  ASSERT_GT(excess_seen.size(), 1000U);
  ASSERT_GT(excess_hidden.size(), 10000U);
  const auto median = [](std::vector<float>& values) {
    std::ranges::nth_element(values,
                             values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
  };
  // A grazing path loses 6 dB over one edge (P.526 figure 9, ν = 0); buildings stand in a few of
  // the paths.
  EXPECT_LT(median(excess_seen), 6.0F);
  EXPECT_GT(median(excess_hidden), 20.0F);
}

TEST_F(Andorra, EveryPremisesIsServedOrAGap) {
  const auto verdict = json_of(s_folder / "verdict.json");
  const auto value = [&](const char* measure) {
    return verdict["measures"][measure]["value"].get<double>();
  };
  const auto gaps = json_of(s_folder / "gaps.geojson");
  double premises_gaps = 0.0;
  for (const auto& gap : gaps["features"])
    premises_gaps += gap["properties"]["kind"] == "premises" ? 1.0 : 0.0;
  EXPECT_EQ(value("premises"), value("premises_gigabit") + premises_gaps);
  EXPECT_GT(value("premises_gigabit"), 0.0);
}

TEST_F(Andorra, TheReportOpensInABrowser) {
  const auto page = rendered_report(s_folder);
  EXPECT_THAT(page, HasSubstr("Andorra"));
  EXPECT_THAT(page, HasSubstr("leaflet-container"));
  EXPECT_GT(std::filesystem::file_size(s_folder / "report.png"), 50'000U);
}

TEST_F(Andorra, WhatTheExtractLacksIsSaid) {
  const auto record = json_of(s_folder / "run.json");
  ASSERT_FALSE(record["inputs"].empty());
  for (const auto& input : record["inputs"])
    EXPECT_EQ(input["sha256"].get<std::string>().size(), 64U) << input;
}

TEST_F(Andorra, TheRecordSaysWhereHeightsComeFrom) {
  // Of its 292 buildings none has a height or storeys in the extract, as ogrinfo shows; those of the
  // missing parish and abroad are left out.
  const auto record = json_of(s_folder / "run.json");
  const auto& heights = record["buildings"]["height_origin"];
  EXPECT_EQ(heights["measured"], 0);
  EXPECT_EQ(heights["storeys"], 0);
  EXPECT_GT(heights["building_type"], 0);
  EXPECT_EQ(heights["building_type"].get<int>() + heights["default"].get<int>(),
            record["buildings"]["count"].get<int>());
  std::map<std::string, int> features;
  for (const auto& input : record["inputs"])
    if (input["features"].is_number()) features[input["section"]] = input["features"].get<int>();
  EXPECT_EQ(features["admin.parish"], 6);
  EXPECT_EQ(features["admin.village"], 32);
  EXPECT_EQ(features["buildings"], 292);
}

}  // namespace
}  // namespace gigacity::test
