// SPDX-License-Identifier: Apache-2.0
// Rates and quality as a run delivers them: anyone can compute them again from the delivered levels and the layer of
// cells.
#include <cmath>
#include <map>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/library.hpp"
#include "geo/raster_reader.hpp"
#include "sim/radio/fading_margin.hpp"
#include "sim/radio/reference_quality.hpp"
#include "sim/radio/uplink.hpp"
#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using ::testing::HasSubstr;

const std::string scenario = GIGACITY_SOURCE_DIR "/data/demo/scenario.toml";

std::filesystem::path run_with(const std::string& name, const std::vector<std::string>& settings) {
  auto folder = fresh_folder(name) / "out";
  std::vector<std::string> words{GIGACITY_PROGRAM, "run", scenario,
                                 "--quiet",        "-o",  folder.string()};
  for (const auto& setting : settings) words.insert(words.end(), {"--set", setting});
  const auto result = run_command(words);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return folder;
}

Raster<float> raster(const std::filesystem::path& file) {
  const geo::FileRasterSource source(file);
  return source.read(source.grid().full());
}

/// The layer of cells, by the names of its fields.
std::vector<std::map<std::string, std::string>> cell_rows(const std::filesystem::path& folder) {
  const auto table = run_command(
      {"ogr2ogr", "-f", "CSV", "/vsistdout/", (folder / "results.gpkg").string(), "cells"});
  std::istringstream lines(table.out);
  std::string line;
  const auto fields_of = [&] {
    std::vector<std::string> fields;
    std::istringstream text(line);
    for (std::string field; std::getline(text, field, ',');) fields.push_back(field);
    return fields;
  };
  std::getline(lines, line);
  const auto names = fields_of();
  std::vector<std::map<std::string, std::string>> rows;
  while (std::getline(lines, line)) {
    const auto fields = fields_of();
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < fields.size(); ++i) row[names[i]] = fields[i];
  }
  return rows;
}

std::vector<radio::Cell> cells_of(const std::filesystem::path& folder) {
  std::vector<radio::Cell> cells;
  for (auto& row : cell_rows(folder)) {
    const auto figure = [&](const char* name) { return std::stod(row.at(name)); };
    auto& cell = cells.emplace_back();
    cell.technology = row.at("technology") == "NR" ? radio::Technology::nr : radio::Technology::lte;
    cell.frequency_mhz = figure("frequency_mhz");
    cell.bandwidth_mhz = figure("bandwidth_mhz");
    cell.power_dbm = figure("power_dbm");
    cell.load = figure("load");
    cell.uplink_load = figure("ul_load");
    cell.layers = static_cast<int>(figure("mimo_layers"));
    cell.symbols = {figure("downlink_share"), figure("uplink_share")};
  }
  return cells;
}

TEST(Rates, FollowFromTheDeliveredLevels) {
  geo::initialise_libraries();
  const auto folder =
      run_with("rates", {"area.resolution_m=40", "radio.radius_km=2.5",
                         "output.rasters=[\"rsrp\", \"sinr\", \"best_server\", \"dl_mbps\", "
                         "\"ul_mbps\", \"rsrq\"]"});
  expect_rasters_are_sound(folder);
  const auto cells = cells_of(folder);
  ASSERT_GT(cells.size(), 100U);
  // Shares of symbols stand in the layer to a thousandth; rates are rounded to 1/64.
  constexpr double of_share = 0.0005;
  constexpr double step = 1.0 / 64.0;
  for (const std::string technology : {"nr_", "lte_"}) {
    const std::string measured = technology == "nr_" ? "nr_ss_" : "lte_";
    const auto rsrp = raster(folder / (measured + "rsrp.tif"));
    const auto sinr = raster(folder / (measured + "sinr.tif"));
    const auto server = raster(folder / (technology + "best_server.tif"));
    const auto down = raster(folder / (technology + "dl_mbps.tif"));
    const auto up = raster(folder / (technology + "ul_mbps.tif"));
    const auto quality = raster(folder / (measured + "rsrq.tif"));
    std::size_t known = 0;
    std::size_t fast = 0;
    for (std::size_t i = 0; i < rsrp.grid().size(); ++i) {
      if (std::isnan(rsrp.values()[i])) {
        ASSERT_TRUE(std::isnan(down.values()[i]) && std::isnan(up.values()[i]) &&
                    std::isnan(quality.values()[i]));
        continue;
      }
      ++known;
      const auto& cell = cells[static_cast<std::size_t>(server.values()[i])];
      const double mbps =
          radio::loaded_mbps(radio::downlink_mbps(cell, sinr.values()[i], {}), cell.load);
      ASSERT_NEAR(down.values()[i], mbps, of_share / cell.symbols.downlink * mbps + step);
      if (mbps > 100.0) ++fast;
      // Coupling losses are rounded to 1/64 dB: one step to either side.
      const double loss_db = radio::reference_signal_power_dbm(cell) - rsrp.values()[i];
      const auto up_at = [&](double db) {
        return radio::loaded_mbps(radio::uplink_rate(cell, db, {}, {}).mbps, *cell.uplink_load);
      };
      const double relative = of_share / cell.symbols.uplink;
      ASSERT_LE(up.values()[i], up_at(loss_db - step) * (1.0 + relative) + step);
      ASSERT_GE(up.values()[i], up_at(loss_db + step) * (1.0 - relative) - step);
      ASSERT_NEAR(quality.values()[i],
                  radio::rsrq_db(sinr.values()[i], cell.load, radio::idle_share(cell)), step);
    }
    EXPECT_GT(known, 10'000U);
    EXPECT_GT(fast, 100U);
  }
}

TEST(Rates, LoseBodyAndMargin) {
  geo::initialise_libraries();
  const std::vector<std::string> small{"area.resolution_m=40", "radio.radius_km=2.5"};
  auto with_margin = small;
  with_margin.insert(with_margin.end(), {"radio.body_loss_db=3", "radio.edge_probability=0.9",
                                         "radio.shadowing_db=6"});
  const auto median = run_with("rates-median", small);
  const auto edge = run_with("rates-edge", with_margin);
  const double off_db = 3.0 + radio::fading_margin_db(0.9, 6.0);
  const auto before = raster(median / "nr_ss_rsrp.tif");
  const auto after = raster(edge / "nr_ss_rsrp.tif");
  int compared = 0;
  for (std::size_t i = 0; i < before.grid().size(); ++i) {
    if (std::isnan(after.values()[i])) continue;
    // Both are rounded.
    ASSERT_NEAR(after.values()[i], before.values()[i] - off_db, 1.0 / 64.0 + 1e-4);
    ++compared;
  }
  EXPECT_GT(compared, 10'000);
  const auto info = run_command({"gdalinfo", (edge / "nr_ss_rsrp.tif").string()});
  EXPECT_THAT(info.out, HasSubstr("fading_margin_db=7.689"));
  EXPECT_THAT(info.out, HasSubstr("body_loss_db=3"));
  EXPECT_THAT(info.out, HasSubstr("edge_probability=0.9"));
  EXPECT_THAT(read_text(edge / "run.json"), HasSubstr("90 % (σ = 6 dB: 7.69 dB off RSRP and SINR"));
}

}  // namespace
}  // namespace gigacity::test
