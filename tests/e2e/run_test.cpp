// SPDX-License-Identifier: Apache-2.0
// How the program runs: threads, progress, stopping, replacing, installing.
#include <chrono>
#include <csignal>
#include <map>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/map_datum.hpp"
#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string scenario = GIGACITY_SOURCE_DIR "/data/demo/scenario.toml";

CommandResult run_demo(const std::filesystem::path& out, const std::vector<std::string>& more = {},
                       const std::optional<Interruption>& interruption = std::nullopt) {
  std::vector<std::string> arguments{GIGACITY_PROGRAM, "run", scenario, "-o", out};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_command(arguments, interruption);
}

/// Coarse and near, where only the way of running matters.
const std::vector<std::string> small{"--set", "area.resolution_m=40", "--set",
                                     "radio.radius_km=1.5"};

std::vector<std::string> small_with(std::vector<std::string> more) {
  more.insert(more.end(), small.begin(), small.end());
  return more;
}

TEST(Run, GivesTheSameBytesForAnyNumberOfThreads) {
  const auto folder = fresh_folder("threads");
  const std::string formats = R"(output.vectors=["gpkg", "geojson", "csv", "flatgeobuf"])";
  for (const auto* threads : {"1", "2", "4"})
    ASSERT_EQ(
        run_demo(folder / threads, small_with({"--quiet", "--threads", threads, "--set", formats}))
            .exit_code,
        0);
  for (const auto& name : files_in(folder / "1")) {
    if (name == "run.json") continue;  // it holds the stages' times
    SCOPED_TRACE(name);
    const auto one = read_text(folder / "1" / name);
    EXPECT_TRUE(one == read_text(folder / "2" / name));
    EXPECT_TRUE(one == read_text(folder / "4" / name));
  }
}

TEST(Run, QuietSaysNothingButTheResult) {
  const auto result = run_demo(fresh_folder("quiet") / "out", small_with({"--quiet"}));
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_THAT(result.out, HasSubstr("G4"));
}

TEST(Run, ProgressAsJsonIsOneObjectALine) {
  const auto result = run_demo(fresh_folder("json") / "out",
                               small_with({"--progress", "json", "--log-level", "error"}));
  ASSERT_EQ(result.exit_code, 0) << result.err;
  std::istringstream lines(result.err);
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto progress = nlohmann::json::parse(line);
    EXPECT_TRUE(progress.contains("stage")) << line;
    EXPECT_LE(progress["fraction"].get<double>(), 1.0);
  }
  EXPECT_GT(count, 5);
}

TEST(Run, StopsWithinASecondAndLeavesNothing) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const auto folder = fresh_folder("stopped");
    using namespace std::chrono_literals;
    const auto start = std::chrono::steady_clock::now();
    const auto result = run_demo(folder / "out", {"--quiet", "--set", "area.resolution_m=5"},
                                 Interruption{1500ms, signal});
    const auto took = std::chrono::steady_clock::now() - start;
    EXPECT_EQ(result.exit_code, 75) << result.err;
    EXPECT_LT(took, 2500ms);
    EXPECT_THAT(files_in(folder), IsEmpty());
  }
}

TEST(Run, ReplacesAnEarlierRunAndNothingElse) {
  const auto folder = fresh_folder("replace");
  const auto out = folder / "out";
  ASSERT_EQ(run_demo(out, small_with({"--quiet"})).exit_code, 0);
  ASSERT_EQ(run_demo(out, small_with({"--quiet", "--set", "radio.model=\"free-space\""})).exit_code,
            0);
  EXPECT_THAT(read_text(out / "run.json"), HasSubstr("free-space"));

  // What a person put beside the results stays, and so do the results.
  write_text(out / "thesis.qgz", "a planner's own project");
  const auto refused = run_demo(out, small_with({"--quiet"}));
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("thesis.qgz"));
  EXPECT_THAT(read_text(out / "run.json"), HasSubstr("free-space"));

  std::filesystem::create_directories(folder / "mine");
  write_text(folder / "mine" / "thesis.txt", "not a run");
  EXPECT_EQ(run_demo(folder / "mine", small_with({"--quiet"})).exit_code, 1);
  EXPECT_EQ(read_text(folder / "mine" / "thesis.txt"), "not a run");
  EXPECT_THAT(files_in(folder), ElementsAre("mine", "out"));
}

TEST(Run, AProfileMayJudgeNothing) {
  const auto folder = fresh_folder("reported");
  write_text(folder / "figures.toml", R"([profile]
id = "figures"
title = { en = "Figures", zh = "数字" }
description = "What there is, judged by nobody."
[[indicator]]
id = "A"
title = { en = "Area", zh = "面积" }
definition = "Area of the pixels inside."
unit = "km2"
formula = "area_km2"
report_only = true
source = "none"
certainty = "low"
)");
  const auto result =
      run_demo(folder / "out",
               small_with({"--quiet", "--set",
                           "scenario.criteria=\"" + (folder / "figures.toml").string() + "\""}));
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(read_text(folder / "out" / "report.html"), HasSubstr("\"outcome\":\"reported\""));
}

TEST(Run, EachModelGivesAResult) {
  const auto folder = fresh_folder("models");
  const auto run = [&](const std::string& name, const std::string& model,
                       const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"--quiet", "--set", "radio.model=\"" + model + "\""};
    words.insert(words.end(), more.begin(), more.end());
    EXPECT_EQ(run_demo(folder / name, small_with(words)).exit_code, 0) << name;
  };
  for (const std::string model :
       {"free-space", "p526", "p526-knife-edges", "p1812", "itm", "3gpp-38901"})
    run(model, model);
  run("p1812-seldom", "p1812", {"--set", "radio.time_percent=1"});
  run("p526-exact", "p526", {"--exact"});
  run("p526-knife-edges-exact", "p526-knife-edges", {"--exact"});
  const auto covered = [&](const char* model) {
    return json_of(folder / model / "verdict.json")["measures"]["area_covered_nr_km2"]["value"]
        .get<double>();
  };
  EXPECT_GT(covered("free-space"), covered("p526"));
  EXPECT_GT(covered("free-space"), covered("p526-knife-edges"));
  EXPECT_GT(covered("free-space"), covered("3gpp-38901"));
  EXPECT_GT(covered("3gpp-38901"), 0.0);
  EXPECT_GT(covered("free-space"), covered("p1812"));
  EXPECT_GT(covered("free-space"), covered("itm"));
  EXPECT_GE(covered("p1812-seldom"), covered("p1812")) << "what is reached in rare hours";
  EXPECT_NEAR(covered("p526-exact") / covered("p526"), 1.0, 0.01);
  EXPECT_NEAR(covered("p526-knife-edges-exact") / covered("p526-knife-edges"), 1.0, 0.01);
  const auto paths = [&](const char* name) {
    return json_of(folder / name / "run.json")["model_details"]["Paths"].get<std::string>();
  };
  EXPECT_EQ(paths("p526"), "radial sweep");
  EXPECT_EQ(paths("p526-exact"), "each pixel's own profile");
}

/// The demo's sites with coordinates as a Chinese web map would publish them.
void write_displaced_sites(const std::filesystem::path& file) {
  std::istringstream rows(read_text(GIGACITY_SOURCE_DIR "/data/demo/sites.csv"));
  std::string out;
  for (std::string row; std::getline(rows, row); out += row + "\n") {
    std::vector<std::string> cells;
    std::istringstream line(row);
    for (std::string cell; std::getline(line, cell, ',');) cells.push_back(cell);
    if (out.empty()) continue;  // the header
    const GeoPoint real{std::stod(cells.at(4)), std::stod(cells.at(5))};
    const auto shown = geo::converted(real, geo::MapDatum::wgs84, geo::MapDatum::gcj02);
    cells[4] = fmt::format("{:.12f}", shown.lon_deg);
    cells[5] = fmt::format("{:.12f}", shown.lat_deg);
    row = fmt::format("{}", fmt::join(cells, ","));
  }
  write_text(file, out);
}

TEST(Run, TakesDisplacedCoordinatesOnAGridOfCgcs2000) {
  const auto folder = fresh_folder("displaced");
  write_displaced_sites(folder / "sites.csv");
  const std::vector<std::string> grid{"--set", "area.crs=\"EPSG:4527\""};
  const auto plain = run_demo(folder / "plain", small_with(grid));
  ASSERT_EQ(plain.exit_code, 0) << plain.err;
  const auto displaced =
      run_demo(folder / "displaced",
               small_with({grid[0], grid[1], "--set", "radio.sites.datum=\"gcj02\"", "--set",
                           "radio.sites.source=\"" + (folder / "sites.csv").string() + "\""}));
  ASSERT_EQ(displaced.exit_code, 0) << displaced.err;
  EXPECT_EQ(read_text(folder / "plain" / "verdict.json"),
            read_text(folder / "displaced" / "verdict.json"));

  const auto record = json_of(folder / "displaced" / "run.json");
  EXPECT_EQ(record["grid"]["crs"], "EPSG:4527");
  EXPECT_NEAR(record["grid"]["west_m"].get<double>(), 39'490'000.0, 20'000.0);
  std::map<std::string, std::string> datums;
  for (const auto& input : record["inputs"])
    if (input["datum"].is_string()) datums[input["section"]] = input["datum"];
  EXPECT_EQ(datums["radio.sites"], "gcj02");
  EXPECT_EQ(datums["buildings"], "wgs84");
}

TEST(Run, CanFailAPipelineWhereCriteriaAreNotMet) {
  const auto folder = fresh_folder("fail-on-gap");
  const auto result = run_demo(folder / "out", small_with({"--quiet", "--fail-on-gap"}));
  EXPECT_EQ(result.exit_code, 4) << result.err;
  EXPECT_TRUE(std::filesystem::exists(folder / "out" / "report.html"));
}

TEST(Run, WorksOnceInstalled) {
  const auto prefix = fresh_folder("installed");
  ASSERT_EQ(run_command({"cmake", "--install", GIGACITY_BINARY_DIR, "--prefix", prefix}).exit_code,
            0);
  const auto demo = prefix / "share" / "gigacity" / "demo" / "scenario.toml";
  std::vector<std::string> arguments{
      prefix / "bin" / "gigacity", "run", demo, "-o", prefix / "out", "--quiet"};
  arguments.insert(arguments.end(), small.begin(), small.end());
  const auto result = run_command(arguments);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(std::filesystem::exists(prefix / "out" / "report.html"));
}

TEST(Validate, FindsNothingWrongWithTheDemo) {
  const auto result = run_command({GIGACITY_PROGRAM, "validate", scenario, "--quiet"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("buildings"));
}

}  // namespace
}  // namespace gigacity::test
