// SPDX-License-Identifier: Apache-2.0
// What surrounds the area, and what covers it.
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/library.hpp"
#include "geo/raster_reader.hpp"
#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const std::string scenario = GIGACITY_SOURCE_DIR "/data/demo/scenario.toml";

CommandResult run_demo(const std::filesystem::path& out, std::vector<std::string> more) {
  std::vector<std::string> arguments{GIGACITY_PROGRAM, "run",
                                     scenario,         "-o",
                                     out.string(),     "--quiet",
                                     "--set",          "area.resolution_m=40",
                                     "--set",          "radio.radius_km=2.5"};
  for (auto& argument : more) arguments.push_back(std::move(argument));
  return run_command(arguments);
}

Raster<float> raster(const std::filesystem::path& file) {
  const geo::FileRasterSource source(file);
  return source.read(source.grid().full());
}

TEST(Land, ATownAloneHasTheLevelsItHasInItsCounty) {
  geo::initialise_libraries();
  const auto folder = fresh_folder("margin");
  const auto county = run_demo(folder / "county", {});
  ASSERT_EQ(county.exit_code, 0) << county.err;
  const auto town =
      run_demo(folder / "town", {"--set", "area.layer=\"towns\"", "--set", "area.where=\"fid = 1\"",
                                 // its boxes hang on OLTs outside the town
                                 "--set", "fibre={olts={source=\"olts.csv\"}}"});
  ASSERT_EQ(town.exit_code, 0) << town.err;

  for (const auto* name : {"nr_ss_rsrp.tif", "nr_ss_sinr.tif", "lte_rsrp.tif"}) {
    const auto whole = raster(folder / "county" / name);
    const auto part = raster(folder / "town" / name);
    const auto window = window_within(part.grid(), whole.grid());
    ASSERT_TRUE(window);
    ASSERT_LT(window->size(), whole.grid().size() / 2);
    int compared = 0;
    for (int row = 0; row < window->height; ++row) {
      for (int column = 0; column < window->width; ++column) {
        const float alone = part.at({column, row});
        if (std::isnan(alone)) continue;  // outside the town
        ASSERT_EQ(alone, whole.at({window->column + column, window->row + row})) << name;
        ++compared;
      }
    }
    EXPECT_GT(compared, 1000) << name;
  }

  // Sites around serve it, and are counted by nobody.
  const auto record = json_of(folder / "town/run.json");
  EXPECT_TRUE(record["model_details"].contains("Terrain beyond the area"));
  EXPECT_FALSE(
      json_of(folder / "county/run.json")["model_details"].contains("Terrain beyond the area"));
  const auto stations =
      json_of(folder / "town/verdict.json")["measures"]["base_stations_nr"]["value"];
  const auto all = json_of(folder / "county/verdict.json")["measures"]["base_stations_nr"]["value"];
  EXPECT_GT(stations.get<double>(), 0.0);
  EXPECT_LT(stations.get<double>(), all.get<double>());
  double sites = 0.0;
  for (const auto& input : record["inputs"])
    if (input["section"] == "radio.sites") sites = input["features"].get<double>();
  EXPECT_GT(sites, 3.0 * stations.get<double>());  // cells
}

/// A land-cover raster of one class over the county.
std::filesystem::path landcover(const std::filesystem::path& folder, int code) {
  auto file = folder / ("class-" + std::to_string(code) + ".tif");
  const auto result =
      run_command({"gdal_create", "-of", "GTiff", "-ot", "Byte", "-outsize", "460", "400", "-a_srs",
                   "EPSG:32650", "-a_ullr", "488600", "3923400", "502400", "3911400", "-burn",
                   std::to_string(code), file.string()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return file;
}

std::string set_source(const std::filesystem::path& file) {
  return "landcover.source=\"" + file.string() + "\"";
}

TEST(Land, CoverIsDeliveredAndDampens) {
  const auto folder = fresh_folder("landcover");
  const std::vector<std::string> classes{"--set", "landcover.classes=\"esa-worldcover\"", "--set"};
  const auto run_with = [&](int code) {
    auto more = classes;
    more.push_back(set_source(landcover(folder, code)));
    return run_demo(folder / std::to_string(code), more);
  };
  const auto open = run_with(40);
  ASSERT_EQ(open.exit_code, 0) << open.err;
  const auto forest = run_with(10);
  ASSERT_EQ(forest.exit_code, 0) << forest.err;
  EXPECT_THAT(files_in(folder / "10"), AllOf(Contains("landcover.tif"), Contains("landcover.qml")));
  expect_rasters_are_sound(folder / "10");
  const auto info = run_command({"gdalinfo", "-json", (folder / "10/landcover.tif").string()});
  EXPECT_THAT(info.out, HasSubstr("trees, forest"));
  const auto details = json_of(folder / "10/run.json")["model_details"];
  EXPECT_THAT(details["Land cover"].get<std::string>(),
              AllOf(HasSubstr("class-10.tif, ESA WorldCover"), HasSubstr("nearest")));
  EXPECT_THAT(details["Surface"].get<std::string>(), HasSubstr("clutter height"));

  geo::initialise_libraries();
  const auto among_trees = raster(folder / "10/nr_ss_rsrp.tif");
  const auto in_fields = raster(folder / "40/nr_ss_rsrp.tif");
  double sum_db = 0.0;
  int count = 0;
  for (std::size_t i = 0; i < in_fields.grid().size(); ++i) {
    const float difference_db = in_fields.values()[i] - among_trees.values()[i];
    if (std::isnan(difference_db)) continue;
    sum_db += difference_db;
    ++count;
  }
  EXPECT_GT(sum_db / count, 5.0);

  auto unknown_codes = classes;
  unknown_codes.push_back(set_source(landcover(folder, 33)));
  unknown_codes.insert(unknown_codes.end(), {"--log-level", "warning"});
  ASSERT_EQ(run_demo(folder / "33", unknown_codes).exit_code, 0);
  EXPECT_THAT(read_text(folder / "33/run.json"),
              HasSubstr("does not know; they are taken as open: 33 ("));
}

}  // namespace
}  // namespace gigacity::test
