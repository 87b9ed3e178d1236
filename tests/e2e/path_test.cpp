// SPDX-License-Identifier: Apache-2.0
// `gigacity path` and `gigacity models` as their users meet them.
#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>
#include <tuple>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/crs.hpp"
#include "geo/library.hpp"
#include "geo/raster_reader.hpp"
#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string scenario = GIGACITY_SOURCE_DIR "/data/demo/scenario.toml";
const std::string terrain = GIGACITY_SOURCE_DIR "/data/demo/terrain.tif";

CommandResult path(std::vector<std::string> words) {
  words.insert(words.begin(), {GIGACITY_PROGRAM, "path", "--quiet"});
  return run_command(words);
}

/// Of the demo's bare terrain, between two places 5 km apart.
CommandResult bare_path(std::vector<std::string> words) {
  words.insert(words.begin(), {"--terrain", terrain, "--from", "116.9336,35.4049", "--to",
                               "116.98,35.42", "--tx-height-m", "30"});
  return path(std::move(words));
}

/// Ids of the demo's cells in the order of their indices in rasters: sorted.
std::vector<std::string> cell_ids() {
  std::istringstream lines(read_text(GIGACITY_SOURCE_DIR "/data/demo/sites.csv"));
  std::vector<std::string> ids;
  std::string line;
  std::getline(lines, line);  // names of the columns; the eighth is cell_id
  while (std::getline(lines, line)) {
    std::istringstream fields(line);
    for (int i = 0; i < 8; ++i) std::getline(fields, line, ',');
    ids.push_back(line);
  }
  std::ranges::sort(ids);
  return ids;
}

TEST(Path, HasTheLevelThatARunDelivers) {
  geo::initialise_libraries();
  const auto folder = fresh_folder("path-and-run");
  const std::vector<std::string> changes{
      "--set", "area.resolution_m=40",      "--set", "radio.radius_km=2.5",
      "--set", "radio.model=\"p526\"",      "--set", "radio.body_loss_db=3",
      "--set", "radio.edge_probability=0.9"};
  std::vector<std::string> run{GIGACITY_PROGRAM, "run", scenario,
                               "--quiet",        "-o",  (folder / "out").string()};
  run.insert(run.end(), changes.begin(), changes.end());
  run.emplace_back("--exact");
  ASSERT_EQ(run_command(run).exit_code, 0);
  const auto read = [&](const char* file) {
    const geo::FileRasterSource source(folder / "out" / file);
    return source.read(source.grid().full());
  };
  const auto level = read("nr_ss_rsrp.tif");
  const auto server = read("nr_best_server.tif");
  const auto ids = cell_ids();
  const geo::Projection projection(geo::Crs("EPSG:32650"));
  int compared = 0;
  for (std::size_t i = 777; i < level.grid().size() && compared < 12; i += 3001) {
    if (std::isnan(level.values()[i])) continue;
    const auto width = static_cast<std::size_t>(level.grid().width);
    const GeoPoint at = projection.to_geo(
        level.grid().centre_of({static_cast<int>(i % width), static_cast<int>(i / width)}));
    std::vector<std::string> words{scenario,
                                   "--from",
                                   ids[static_cast<std::size_t>(server.values()[i])],
                                   "--to",
                                   fmt::format("{:.12f},{:.12f}", at.lon_deg, at.lat_deg),
                                   "--format",
                                   "json"};
    words.insert(words.end(), changes.begin(), changes.end());
    // The frequency of some cells is outside of p526's range for people; a run computes them too.
    words.emplace_back("--beyond-range");
    const auto result = path(words);
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const auto json = nlohmann::json::parse(result.out);
    EXPECT_EQ(json["level"]["quantity"], "SS-RSRP");
    // Rasters are rounded to 1/64 dB.
    EXPECT_NEAR(json["losses"][0]["level_dbm"].get<double>(), level.values()[i], 0.5 / 64.0 + 1e-6);
    ++compared;
  }
  EXPECT_EQ(compared, 12);
}

TEST(Path, OnBareTerrainComparesTheModelsThatApply) {
  const auto result = bare_path({"--frequency-mhz", "900"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  for (const char* model :
       {"free-space", "p526", "p526-knife-edges", "p1812", "itm", "okumura-hata"})
    EXPECT_THAT(result.out, HasSubstr(std::string("\n") + model + " "));
  EXPECT_THAT(result.out, HasSubstr("cost231-hata: frequency 900 MHz is outside 1500 to 2000 MHz"));
}

TEST(Path, SaysWhereTheGroundIsNotKnown) {
  const auto folder = fresh_folder("path-gap");
  std::vector<std::string> words{"--from", "116.9336,35.4049", "--to", "116.98,35.42",    "--model",
                                 "p526",   "--tx-height-m",    "30",   "--frequency-mhz", "900"};
  // The demo's terrain without a strip of columns in the middle of the path.
  for (const auto& [name, first, count] :
       {std::tuple{"west", "0", "220"}, std::tuple{"east", "250", "190"}}) {
    const auto file = (folder / name).string() + ".tif";
    const auto cut =
        run_command({"gdal_translate", "-q", "-srcwin", first, "0", count, "372", terrain, file});
    ASSERT_EQ(cut.exit_code, 0) << cut.err;
    words.insert(words.end(), {"--terrain", file});
  }
  const auto result = path(words);
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, ::testing::ContainsRegex("of the path's [0-9]+ points are without data"));
}

TEST(Path, TermsAddUpAndTheBudgetCloses) {
  const auto result =
      bare_path({"--frequency-mhz", "3500", "--model", "p1812", "--eirp-dbm", "60", "--rx-gain-dbi",
                 "3", "--gases", "--building", "traditional", "--format", "json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto json = nlohmann::json::parse(result.out);
  const auto& loss = json["losses"][0];
  double sum_db = 0.0;
  for (const auto& term : loss["terms"])
    if (term["summand"].get<bool>()) sum_db += term["value"].get<double>();
  EXPECT_NEAR(sum_db, loss["basic_loss_db"].get<double>(), 1e-9);
  for (const auto& extra : json["additional"]) sum_db += extra["value"].get<double>();
  EXPECT_EQ(json["additional"].size(), 2U);
  EXPECT_NEAR(sum_db, loss["total_loss_db"].get<double>(), 1e-9);
  EXPECT_NEAR(loss["level_dbm"].get<double>(), 63.0 - sum_db, 1e-9);
  EXPECT_EQ(json["profile"]["ground_m"].size(), json["profile"]["surface_m"].size());
}

// Every term by its sign; what stands in the path's way beside its model counts as penetration.
TEST(Path, HasTheLinkBudgetsOfACell) {
  const auto result = path({scenario, "--from", cell_ids().front(), "--to", "116.95,35.41",
                            "--building", "traditional", "--set", "radio.body_loss_db=3", "--set",
                            "radio.edge_probability=0.9", "--format", "json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto json = nlohmann::json::parse(result.out);
  ASSERT_EQ(json["link_budgets"].size(), 2U);
  for (const auto& budget : json["link_budgets"]) {
    double sum_db = 0.0;
    std::map<std::string, double> terms;
    for (const auto& term : budget["terms"]) {
      sum_db += term["sign"].get<int>() * term["value"].get<double>();
      terms[term["symbol"].get<std::string>()] = term["value"].get<double>();
    }
    EXPECT_NEAR(sum_db, budget["maximum_path_loss_db"].get<double>(), 1e-9);
    EXPECT_EQ(terms["B"], 3.0);
    EXPECT_NEAR(terms["M"], 1.2816 * 8.0, 1e-3);
    EXPECT_EQ(terms["L_e"], json["additional"][0]["value"].get<double>());
    EXPECT_GT(terms["L_e"], 5.0);
  }
  EXPECT_EQ(json["link_budgets"][0]["direction"], "downlink");
  EXPECT_NEAR(json["link_budgets"][0]["peak_mbps"].get<double>(), 150.752, 1e-9);
  EXPECT_NEAR(json["link_budgets"][1]["peak_mbps"].get<double>(), 75.376, 1e-9);
  const auto text = path({scenario, "--from", cell_ids().front(), "--to", "116.95,35.41"});
  EXPECT_THAT(text.out,
              HasSubstr("Link budget, downlink: 5 Mbit/s; at its peak the cell has 150.8"));
  EXPECT_THAT(text.out, HasSubstr("Link budget, uplink: 1 Mbit/s; at its peak the cell has 75.38"));
}

TEST(Path, OutOfRangeIsAnErrorThatNamesEveryQuantity) {
  const std::vector<std::string> words{"--frequency-mhz", "8000", "--model",       "p1812",
                                       "--time-percent",  "60",   "--rx-height-m", "0.5"};
  const auto refused = bare_path(words);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(refused.out, "");
  EXPECT_THAT(refused.err, AllOf(HasSubstr("frequency 8000 MHz is outside 30 to 6000 MHz"),
                                 HasSubstr("time percentage 60 % is outside 1 to 50 %"),
                                 HasSubstr("receiver height 0.5 m is outside 1 to 3000 m"),
                                 HasSubstr("--beyond-range"), HasSubstr("3 errors")));
  auto all_the_same = words;
  all_the_same.emplace_back("--beyond-range");
  const auto computed = bare_path(all_the_same);
  EXPECT_EQ(computed.exit_code, 0) << computed.err;
  EXPECT_THAT(computed.err, HasSubstr("warning: p1812: frequency 8000 MHz"));
  EXPECT_THAT(computed.out, HasSubstr("L_b "));
  const auto rain = bare_path({"--frequency-mhz", "900", "--model", "itm", "--rain-mm-h", "20"});
  EXPECT_EQ(rain.exit_code, 1);
  EXPECT_THAT(rain.err, HasSubstr("p838: frequency 900 MHz is outside 1000 to 1000000 MHz"));
}

TEST(Path, WritesAFolderWholeOrNotAtAll) {
  const auto folder = fresh_folder("path-folder") / "link";
  const std::vector<std::string> words{"--frequency-mhz", "900", "--model", "itm", "-o",
                                       folder.string()};
  for (int i = 0; i < 2; ++i) {
    const auto result = bare_path(words);
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(read_text(folder / "path.txt"), result.out);
  }
  EXPECT_THAT(files_in(folder),
              ElementsAre(".gigacity-files", "path.csv", "path.json", "path.svg", "path.txt"));
  const auto json = json_of(folder / "path.json");
  const auto csv = read_text(folder / "path.csv");
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(csv, '\n')),
            1 + json["profile"]["ground_m"].size());
  const auto parsed =
      run_command({"python3", "-c", "import sys, xml.dom.minidom as m; m.parse(sys.argv[1])",
                   (folder / "path.svg").string()});
  EXPECT_EQ(parsed.exit_code, 0) << parsed.err;

  write_text(folder / "mine.txt", "mine");
  const auto refused = bare_path(words);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(read_text(folder / "mine.txt"), "mine");
}

TEST(Path, ThePictureHoldsNamesAsTheyAre) {
  const auto result = path({scenario, "--set", "area.resolution_m=40", "--from", "S001-L1800-1",
                            "--to", "116.95,35.42", "--format", "svg"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("<title>S001-L1800-1 to 116.95,35.42, 1800 MHz</title>"),
                                HasSubstr("RSRP"), HasSubstr("buildings and trees"),
                                Not(HasSubstr("nan")), Not(HasSubstr("inf"))));
}

TEST(Path, TakesTheScenariosModelWhereItNamesOne) {
  const auto models = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words{scenario,
                                   "--set",
                                   "area.resolution_m=40",
                                   "--from",
                                   "116.9336,35.4049",
                                   "--to",
                                   "116.95,35.42",
                                   "--tx-height-m",
                                   "30",
                                   "--frequency-mhz",
                                   "1800",
                                   "--format",
                                   "json"};
    words.insert(words.end(), more.begin(), more.end());
    const auto result = path(words);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const auto json = nlohmann::json::parse(result.out);
    std::vector<std::string> names;
    for (const auto& loss : json["losses"]) names.push_back(loss["model"].get<std::string>());
    return names;
  };
  EXPECT_THAT(models({"--set", "radio.model=\"free-space\""}), ElementsAre("free-space"));
  EXPECT_THAT(models({"--model", "itm"}), ElementsAre("itm"));
  EXPECT_GT(models({"--model", "all"}).size(), 5U);
}

TEST(Path, MistakesAreNamed) {
  const auto unknown = path({scenario, "--from", "S001-L1800-9", "--to", "116.95,35.42"});
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean S001-L1800-"));
  const auto site = path({scenario, "--from", "S001", "--to", "116.95,35.42"});
  EXPECT_EQ(site.exit_code, 2);
  EXPECT_THAT(site.err, HasSubstr("S001 has no one frequency"));
  const auto far = path({"--terrain", terrain, "--from", "10,50", "--to", "10.1,50",
                         "--frequency-mhz", "900", "--tx-height-m", "30"});
  EXPECT_EQ(far.exit_code, 1);
  EXPECT_THAT(far.err, HasSubstr("does not overlap the area"));
  const auto same = path({"--terrain", terrain, "--from", "116.95,35.4", "--to", "116.95,35.4",
                          "--frequency-mhz", "900", "--tx-height-m", "30"});
  EXPECT_EQ(same.exit_code, 1);
  EXPECT_THAT(same.err, HasSubstr("expected at least 1 m"));
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"--from", "1,2", "--to", "3,4"},
           {scenario, "--terrain", terrain, "--from", "1,2", "--to", "3,4"},
           {scenario, "--to", "3,4"},
           {scenario, "--from", "200,2", "--to", "3,4"},
           {scenario, "--from", "1,2", "--to", "3,4"},
           {"--terrain", terrain, "--from", "S001", "--to", "3,4"},
           {scenario, "--from", "S001-L1800-1", "--to", "3,4", "--frequency-mhz", "fast"},
           {scenario, "--from", "S001-L1800-1", "--to", "3,4", "--model", "p2108"},
           {scenario, "--from", "S001-L1800-1", "--to", "3,4", "--rx-gain-dbi", "3"}})
    EXPECT_EQ(path(words).exit_code, 2) << testing::PrintToString(words);
}

TEST(Models, AreListedInThreeForms) {
  const auto text = run_command({GIGACITY_PROGRAM, "models", "p1812"});
  EXPECT_EQ(text.exit_code, 0);
  EXPECT_THAT(text.out, HasSubstr("ITU-R P.1812-6"));
  const auto json = run_command({GIGACITY_PROGRAM, "models", "--format", "json"});
  EXPECT_GT(nlohmann::json::parse(json.out).size(), 15U);
  const auto markdown = run_command({GIGACITY_PROGRAM, "models", "--format=markdown"});
  EXPECT_THAT(markdown.out, HasSubstr("\n| `itm` |"));
  EXPECT_EQ(run_command({GIGACITY_PROGRAM, "models", "p1"}).exit_code, 2);
}

}  // namespace
}  // namespace gigacity::test
