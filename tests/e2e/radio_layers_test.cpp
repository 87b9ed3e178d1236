// SPDX-License-Identifier: Apache-2.0
// What a run delivers of the radio network where it is asked for: operators, more layers, borders, loads from traffic.
#include <array>
#include <cmath>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/library.hpp"
#include "geo/raster_reader.hpp"
#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string scenario = GIGACITY_SOURCE_DIR "/data/demo/scenario.toml";

std::filesystem::path run_with(const std::filesystem::path& folder,
                               std::vector<std::string> settings,
                               const std::vector<std::string>& more = {}) {
  // Coarse, for time's sake.
  settings.insert(settings.end(), {"area.resolution_m=40", "radio.radius_km=2"});
  std::vector<std::string> words{GIGACITY_PROGRAM, "run", scenario,
                                 "--quiet",        "-o",  folder.string()};
  for (const auto& setting : settings) words.insert(words.end(), {"--set", setting});
  words.insert(words.end(), more.begin(), more.end());
  const auto result = run_command(words);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return folder;
}

std::vector<float> values_of(const std::filesystem::path& file) {
  geo::initialise_libraries();
  const geo::FileRasterSource source(file);
  const auto raster = source.read(source.grid().full());
  return {raster.values().begin(), raster.values().end()};
}

/// The demo's sites, every third one shared.
std::filesystem::path sites_of_two_operators(const std::filesystem::path& folder) {
  std::istringstream rows(read_text(GIGACITY_SOURCE_DIR "/data/demo/sites.csv"));
  std::string out;
  std::string row;
  std::getline(rows, row);
  const auto column = [&] {
    std::istringstream names(row);
    std::ptrdiff_t index = 0;
    for (std::string name; std::getline(names, name, ',') && name != "operator";) ++index;
    return index;
  }();
  out = row + "\n";
  while (std::getline(rows, row)) {
    std::vector<std::string> cells;
    std::istringstream line(row);
    for (std::string cell; std::getline(line, cell, ',');) cells.push_back(cell);
    constexpr std::array names{"中国移动", "North", "North; 中国移动"};
    cells.at(static_cast<std::size_t>(column)) = names.at(
        std::accumulate(cells.at(0).begin(), cells.at(0).end(), std::size_t{0}) % names.size());
    for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + cells[i];
    out += "\n";
  }
  auto file = folder / "sites.csv";
  write_text(file, out);
  return file;
}

TEST(RadioLayers, OfOperatorsMakeUpThoseOfAll) {
  const auto folder = fresh_folder("operators");
  const auto sites = sites_of_two_operators(folder);
  const auto out =
      run_with(folder / "out", {"radio.sites.source=" + sites.string(), "radio.per_operator=true",
                                "output.rasters=[\"rsrp\", \"best_server\", \"servers\"]"});
  expect_rasters_are_sound(out);
  const auto names = files_in(out);
  EXPECT_THAT(names, Contains("nr_servers_op-north.tif"));
  EXPECT_THAT(names, Not(Contains("nr_ss_sinr.tif")));
  for (const std::string stem : {"nr_ss_rsrp", "lte_rsrp"}) {
    const auto any = values_of(out / (stem + ".tif"));
    const auto north = values_of(out / (stem + "_op-north.tif"));
    const auto other = values_of(out / (stem + "_op-c035ccaf.tif"));
    int both = 0;
    for (std::size_t i = 0; i < any.size(); ++i) {
      ASSERT_TRUE(any[i] == std::fmax(north[i], other[i]) ||
                  (std::isnan(any[i]) && std::isnan(north[i]) && std::isnan(other[i])));
      both += north[i] == other[i] ? 1 : 0;
    }
    EXPECT_GT(both, 100) << "served by a shared site";
  }
  EXPECT_THAT(json_of(out / "run.json")["outputs"].dump(), HasSubstr("中国移动"));
  EXPECT_EQ(json_of(out / "run.json")["warnings"].dump().find("count as one network"),
            std::string::npos);
  const auto together = run_with(folder / "together", {"radio.sites.source=" + sites.string()});
  EXPECT_THAT(json_of(together / "run.json")["warnings"].dump(), HasSubstr("count as one network"));
  EXPECT_TRUE(read_text(together / "nr_ss_rsrp.tif") == read_text(out / "nr_ss_rsrp.tif"));
  EXPECT_TRUE(read_text(together / "verdict.json") == read_text(out / "verdict.json"));
}

TEST(RadioLayers, AreDeliveredWhereTheyAreNamed) {
  const auto out = run_with(
      fresh_folder("layers") / "out",
      {"output.handover_borders=true",
       "output.rasters=[\"best_server\", \"second_server\", \"server_margin\", \"servers\", "
       "\"sites_in_sight\"]"});
  expect_rasters_are_sound(out);
  expect_vectors_are_sound(out);
  const auto best = values_of(out / "nr_best_server.tif");
  const auto second = values_of(out / "nr_second_server.tif");
  const auto margin = values_of(out / "nr_server_margin.tif");
  const auto servers = values_of(out / "nr_servers.tif");
  const auto seen = values_of(out / "nr_sites_in_sight.tif");
  int overlapping = 0;
  int in_sight = 0;
  for (std::size_t i = 0; i < best.size(); ++i) {
    ASSERT_EQ(std::isnan(best[i]), std::isnan(servers[i]));
    ASSERT_EQ(std::isnan(second[i]), std::isnan(margin[i]));
    if (std::isnan(margin[i])) continue;
    ASSERT_NE(best[i], second[i]);
    ASSERT_GE(margin[i], 0.0F);
    if (margin[i] > 6.0F) {
      ASSERT_LE(servers[i], 1.0F);
    }
    overlapping += servers[i] > 1.0F ? 1 : 0;
    in_sight += seen[i] > 0.0F ? 1 : 0;
  }
  EXPECT_GT(overlapping, 1000);
  EXPECT_GT(in_sight, 1000);
  const auto borders = run_command(
      {"ogr2ogr", "-f", "CSV", "/vsistdout/", (out / "results.gpkg").string(), "handover_borders"});
  EXPECT_THAT(borders.out, HasSubstr("technology,cell_a,cell_b,length_m"));
  EXPECT_THAT(borders.out, HasSubstr("LTE,"));
}

TEST(RadioLayers, FollowTheLoadsThatTrafficMakes) {
  const auto folder = fresh_folder("traffic");
  const std::vector<std::string> traffic{"radio.load=traffic", "radio.traffic.gb_per_month=2"};
  const auto one = run_with(folder / "1", traffic, {"--threads", "1"});
  const auto four = run_with(folder / "4", traffic, {"--threads", "4"});
  for (const std::string name : {"nr_ss_sinr.tif", "lte_sinr.tif", "results.gpkg"})
    EXPECT_TRUE(read_text(one / name) == read_text(four / name)) << name;
  const auto load = json_of(one / "run.json")["load"];
  EXPECT_EQ(load["origin"], "traffic");
  EXPECT_TRUE(load["converged"].get<bool>());
  EXPECT_LE(load["largest_change"].get<double>(), 1e-4);
  // 2 GB in 30 days, 8 % of a day in an hour.
  const double people =
      json_of(one / "verdict.json")["measures"]["residents"]["value"].get<double>();
  const double asked = people * 2.0 * 8000.0 / 30.0 * 0.08 / 3600.0;
  // People are floats in a raster.
  EXPECT_NEAR(load["demand_mbps"].get<double>(), asked, 1e-5 * asked);
  EXPECT_GT(load["carried_mbps"].get<double>(), 0.5 * asked);
  EXPECT_LE(load["carried_mbps"].get<double>() + load["unserved_mbps"].get<double>(),
            asked * (1.0 + 1e-5));
  const auto cells = run_command(
      {"ogr2ogr", "-f", "CSV", "/vsistdout/", (one / "results.gpkg").string(), "cells"});
  EXPECT_THAT(cells.out, HasSubstr("load,load_origin,demand_mbps,served_pct"));
  EXPECT_THAT(cells.out, HasSubstr(",traffic,"));
  const auto idle =
      run_with(folder / "idle", {"radio.load=traffic", "radio.traffic.users_per_resident=0"});
  EXPECT_EQ(json_of(idle / "run.json")["load"]["demand_mbps"].get<double>(), 0.0);
  EXPECT_THAT(json_of(idle / "run.json")["warnings"].dump(), HasSubstr("nobody asks"));
}

}  // namespace
}  // namespace gigacity::test
