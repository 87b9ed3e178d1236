// SPDX-License-Identifier: Apache-2.0
// The main job on the bundled city: run once, and every output looked at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string scenario = GIGACITY_SOURCE_DIR "/data/demo/scenario.toml";

class Demo : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    s_folder = fresh_folder("demo") / "out";
    s_result = run_command({GIGACITY_PROGRAM, "run", scenario, "-o", s_folder});
  }
  void SetUp() override { ASSERT_EQ(s_result.exit_code, 0) << s_result.err; }

  static inline std::filesystem::path s_folder;
  static inline CommandResult s_result;
};

TEST_F(Demo, DeliversWholeFilesAndNothingElse) {
  std::vector<std::string> data;
  for (const auto& name : files_in(s_folder))
    if (!name.ends_with(".qml") && !name.ends_with(".aux.xml")) data.push_back(name);
  EXPECT_THAT(data,
              ElementsAre(".gigacity-files", "bill_of_materials.csv", "evidence.csv",
                          "fibre_gigabit.tif", "fibre_statistics.csv", "gaps.csv", "gaps.geojson",
                          "lte_best_server.tif", "lte_rsrp.tif", "lte_sinr.tif", "lte_status.tif",
                          "nr_best_server.tif", "nr_ss_rsrp.tif", "nr_ss_sinr.tif", "nr_status.tif",
                          "people.tif", "report.html", "results.gpkg", "run.json", "statistics.csv",
                          "verdict.csv", "verdict.json", "verdict.md"));
  EXPECT_THAT(files_in(s_folder.parent_path()), ElementsAre("out"));
}

TEST_F(Demo, EveryOutputIsReadByOtherPrograms) {
  expect_rasters_are_sound(s_folder);
  expect_vectors_are_sound(s_folder);
}

TEST_F(Demo, EachLevelAddsUpToTheCity) {
  const auto verdict = json_of(s_folder / "verdict.json");
  // Sums of doubles in another order differ in the last digits only.
  constexpr double relative = 1e-9;
  for (const auto* level : {"county", "town", "village"})
    for (const auto* measure :
         {"residents", "households", "area_km2", "area_covered_nr_km2", "residents_covered_nr",
          "premises", "premises_gigabit", "base_stations_nr", "pon_ports_10g", "key_places"}) {
      SCOPED_TRACE(std::string(level) + " " + measure);
      const double city = verdict["measures"][measure]["value"].get<double>();
      EXPECT_NEAR(sum_over_units(verdict, level, measure), city, relative * std::abs(city));
      EXPECT_GT(city, 0.0);
    }
}

TEST_F(Demo, GapsAreTheComplementOfWhatIsCounted) {
  const auto verdict = json_of(s_folder / "verdict.json");
  const auto gaps = json_of(s_folder / "gaps.geojson");
  const auto value = [&](const char* measure) {
    return verdict["measures"][measure]["value"].get<double>();
  };
  const auto listed = [&](const char* kind, const char* criterion) {
    double count = 0.0;
    for (const auto& gap : gaps["features"])
      count += gap["properties"]["kind"] == kind && gap["properties"]["criterion"] == criterion
                   ? 1.0
                   : 0.0;
    return count;
  };
  EXPECT_EQ(value("key_places") - value("key_places_reached_nr"), listed("key_place", "G3"));
  EXPECT_GT(listed("key_place", "G3"), 0.0) << "the demo is meant to have gaps";
  EXPECT_EQ(value("villages") - value("villages_reached_nr"), listed("village", "R3"));
  EXPECT_GT(listed("village", "R3"), 0.0);
  EXPECT_GT(listed("premises", "G1b"), 0.0);
}

TEST_F(Demo, SummaryNamesEachIndicatorAndTheReport) {
  for (const auto* text : {"G1", "G2", "G3", "G4", "report.html"})
    EXPECT_THAT(s_result.out, HasSubstr(text));
}

TEST_F(Demo, ProgressIsInGdalsForm) {
  EXPECT_THAT(s_result.err,
              HasSubstr("0...10...20...30...40...50...60...70...80...90...100 - done."));
}

TEST_F(Demo, TheReportOpensInABrowser) {
  const auto page = rendered_report(s_folder);
  EXPECT_THAT(page, HasSubstr("leaflet-container"));
  EXPECT_THAT(page, HasSubstr("每万人拥有5G基站数"));
  EXPECT_GT(std::filesystem::file_size(s_folder / "report.png"), 100'000U);
  std::filesystem::remove(s_folder / "report.png");
}

}  // namespace
}  // namespace gigacity::test
