// SPDX-License-Identifier: Apache-2.0
// How the program runs: threads, progress, stopping, replacing, installing.
#include <chrono>
#include <csignal>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  for (const auto* threads : {"1", "2", "4"})
    ASSERT_EQ(
        run_demo(folder / threads, small_with({"--quiet", "--threads", threads, "--set",
                                               "output.vectors=[\"gpkg\", \"geojson\", \"csv\", "
                                               "\"flatgeobuf\"]"}))
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

TEST(Run, EachModelGivesAResult) {
  const auto folder = fresh_folder("models");
  for (const std::string model : {"free-space", "p526", "3gpp-38901"}) {
    ASSERT_EQ(
        run_demo(folder / model, small_with({"--quiet", "--set", "radio.model=\"" + model + "\""}))
            .exit_code,
        0);
  }
  const auto covered = [&](const char* model) {
    return json_of(folder / model / "verdict.json")["measures"]["area_covered_nr_km2"]["value"]
        .get<double>();
  };
  EXPECT_GT(covered("free-space"), covered("p526"));
  EXPECT_GT(covered("free-space"), covered("3gpp-38901"));
  EXPECT_GT(covered("3gpp-38901"), 0.0);
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
