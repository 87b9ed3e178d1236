// SPDX-License-Identifier: Apache-2.0
// `gigacity fibre` on the bundled city, beside what `gigacity run` delivers of fibre there.
#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr int input_at_fault = 1;

const std::string scenario = GIGACITY_SOURCE_DIR "/data/demo/scenario.toml";

/// Layers that fibre needs nothing of, none of which is there.
std::vector<std::string> without_other_layers() {
  std::vector<std::string> words;
  for (const std::string key :
       {"terrain.source", "radio.sites.source", "radio.indoor.systems.source", "places[0].source",
        "places[1].source", "landcover.source", "population.raster"})
    words.insert(words.end(), {"--set", key + "=\"not-there\""});
  words.insert(words.end(), {"--set", "landcover.classes=\"esa-worldcover\""});
  return words;
}

CommandResult fibre(const std::filesystem::path& out, std::vector<std::string> more = {}) {
  std::vector<std::string> words{GIGACITY_PROGRAM, "fibre", scenario, "-o", out};
  words.insert(words.end(), more.begin(), more.end());
  return run_command(words);
}

/// Every feature of a layer with all its fields and its geometry.
std::string contents_of(const std::filesystem::path& folder, const std::string& layer) {
  const auto text = run_command({"ogr2ogr", "-f", "CSV", "/vsistdout/", folder / "results.gpkg",
                                 layer, "-lco", "GEOMETRY=AS_WKT"});
  EXPECT_EQ(text.exit_code, 0) << text.err;
  return text.out;
}

/// As ogrinfo lists them: "3: premises (Point)".
std::set<std::string> layers_of(const std::filesystem::path& folder) {
  const auto listing = run_command({"ogrinfo", "-q", folder / "results.gpkg"});
  EXPECT_EQ(listing.exit_code, 0) << listing.err;
  std::set<std::string> names;
  std::istringstream lines(listing.out);
  for (std::string line; std::getline(lines, line);) {
    const auto begin = line.find(": ") + 2;
    names.insert(line.substr(begin, line.find(" (", begin) - begin));
  }
  return names;
}

std::vector<std::string> data_files_in(const std::filesystem::path& folder) {
  auto names = files_in(folder);
  std::erase_if(names, [](const std::string& name) {
    return name.ends_with(".qml") || name.ends_with(".aux.xml");
  });
  return names;
}

class FibreCommand : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto folder = fresh_folder("fibre-command");
    s_run = folder / "run";
    s_fibre = folder / "fibre";
    // Radio is not looked at here: short.
    const auto whole = run_command(
        {GIGACITY_PROGRAM, "run", scenario, "-o", s_run, "--set", "radio.radius_km=0.5"});
    ASSERT_EQ(whole.exit_code, 0) << whole.err;
    s_result = fibre(s_fibre);
  }
  void SetUp() override { ASSERT_EQ(s_result.exit_code, 0) << s_result.err; }

  static inline std::filesystem::path s_run;
  static inline std::filesystem::path s_fibre;
  static inline CommandResult s_result;
};

TEST_F(FibreCommand, DeliversWhatIsOfFibreAndNothingElse) {
  EXPECT_THAT(data_files_in(s_fibre),
              ElementsAre(".gigacity-files", "bill_of_materials.csv", "fibre_gigabit.tif",
                          "fibre_statistics.csv", "results.gpkg", "run.json"));
  EXPECT_THAT(layers_of(s_fibre),
              ElementsAre("bill_of_materials", "fibre_boxes", "fibre_routes", "fibre_statistics",
                          "layer_styles", "olts", "pon_ports", "premises"));
}

TEST_F(FibreCommand, DeliversTheBytesOfARun) {
  for (const auto* file : {"fibre_statistics.csv", "bill_of_materials.csv", "fibre_gigabit.tif"}) {
    const auto bytes = read_text(s_fibre / file);
    EXPECT_FALSE(bytes.empty()) << file;
    EXPECT_TRUE(bytes == read_text(s_run / file)) << file;
  }
}

TEST_F(FibreCommand, HasTheLayersOfARun) {
  for (const auto& layer : layers_of(s_fibre)) {
    if (layer == "layer_styles") continue;
    const auto contents = contents_of(s_fibre, layer);
    EXPECT_GT(std::ranges::count(contents, '\n'), 1) << layer;
    EXPECT_TRUE(contents == contents_of(s_run, layer)) << layer;
  }
}

TEST_F(FibreCommand, RecordsTheSameFibre) {
  const auto record = json_of(s_fibre / "run.json");
  const auto whole = json_of(s_run / "run.json");
  EXPECT_EQ(record["fibre"], whole["fibre"]);
  EXPECT_EQ(record["grid"], whole["grid"]);
  EXPECT_EQ(record["buildings"], whole["buildings"]);
  EXPECT_TRUE(record["criteria"].is_null());
  for (const auto* detail : {"Fibre plant", "Fibre routes", "Assignment to 10G ports"})
    EXPECT_EQ(record["model_details"][detail], whole["model_details"][detail]) << detail;
  EXPECT_FALSE(record["model_details"].contains("Terrain source"));
  std::vector<std::string> inputs;
  for (const auto& input : record["inputs"]) {
    inputs.push_back(input["section"].get<std::string>());
    EXPECT_NE(std::ranges::find(whole["inputs"], input), whole["inputs"].end()) << input;
  }
  EXPECT_THAT(inputs, ElementsAre("scenario", "area", "admin.county", "admin.town", "admin.village",
                                  "buildings", "roads", "fibre.olts", "fibre.boxes"));
  for (const auto& output : record["outputs"])
    EXPECT_EQ(output["sha256"].get<std::string>().size(), 64U);
}

TEST_F(FibreCommand, SaysWhatItFound) {
  const auto all = json_of(s_fibre / "run.json")["fibre"]["units"][0];
  EXPECT_THAT(s_result.out,
              HasSubstr("fibre to " + std::to_string(all["premises"].get<int>()) + " premises"));
  EXPECT_THAT(s_result.out, HasSubstr(std::to_string(all["gigabit_ready"].get<int>())));
  EXPECT_THAT(s_result.out, HasSubstr("Results: " + s_fibre.string()));
}

TEST_F(FibreCommand, OpensNoOtherLayerOnAnyNumberOfThreads) {
  const auto out = s_fibre.parent_path() / "alone";
  auto words = without_other_layers();
  words.insert(words.end(), {"--threads", "1"});
  const auto result = fibre(out, words);
  ASSERT_EQ(result.exit_code, 0) << result.err;
  for (const auto* file :
       {"fibre_statistics.csv", "bill_of_materials.csv", "fibre_gigabit.tif", "results.gpkg"})
    EXPECT_TRUE(read_text(out / file) == read_text(s_fibre / file)) << file;
  std::vector<std::string> whole{GIGACITY_PROGRAM, "run", scenario, "-o", out.string() + "-run"};
  for (const auto& word : without_other_layers()) whole.push_back(word);
  EXPECT_EQ(run_command(whole).exit_code, input_at_fault);
}

TEST_F(FibreCommand, WritesTheFormatsThatAreWanted) {
  const auto out = s_fibre.parent_path() / "formats";
  const auto result = fibre(out, {"--set", "output.vectors=[\"flatgeobuf\", \"ofds\"]", "--set",
                                  "output.rasters=[\"rsrp\"]"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(
      data_files_in(out),
      ElementsAre(".gigacity-files", "fibre_boxes.fgb", "fibre_routes.fgb", "ofds_nodes.geojson",
                  "ofds_spans.geojson", "olts.fgb", "pon_ports.fgb", "premises.fgb", "run.json"));
}

/// The bundled scenario in a folder of its own.
std::filesystem::path scenario_in(const std::filesystem::path& folder) {
  for (const auto* name : {"scenario.toml", "city.gpkg", "olts.csv", "boxes.csv"})
    std::filesystem::copy_file(GIGACITY_SOURCE_DIR "/data/demo/" + std::string(name),
                               folder / name);
  return folder / "scenario.toml";
}

TEST(FibreCommandFolder, IsBesideThatOfARun) {
  const auto folder = fresh_folder("fibre-command-folder");
  const auto result = run_command({GIGACITY_PROGRAM, "fibre", scenario_in(folder), "--quiet"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(std::filesystem::exists(folder / "out-fibre/run.json"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

TEST(FibreCommandFaults, AreTold) {
  const auto folder = fresh_folder("fibre-command-faults");
  const auto file = scenario_in(folder);
  const auto plant = run_command({GIGACITY_PROGRAM, "fibre", file, "--set",
                                  "fibre.olts.source=nix.csv", "--set", "buildings.layer=houses"});
  EXPECT_EQ(plant.exit_code, input_at_fault);
  EXPECT_THAT(plant.err, HasSubstr("nix.csv"));
  EXPECT_THAT(plant.err, HasSubstr("houses"));
  auto text = read_text(file);
  text.erase(text.find("[fibre]"), text.find("# What no simulation") - text.find("[fibre]"));
  write_text(file, text);
  const auto none = run_command({GIGACITY_PROGRAM, "fibre", file});
  EXPECT_EQ(none.exit_code, input_at_fault);
  EXPECT_THAT(none.err, HasSubstr("the scenario says nothing of fibre"));
  EXPECT_THAT(files_in(folder), Not(testing::Contains(HasSubstr("out"))));
}

}  // namespace
}  // namespace gigacity::test
