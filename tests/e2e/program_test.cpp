// SPDX-License-Identifier: Apache-2.0
// The built program as its users meet it: arguments in, exit code and two streams out.
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

CommandResult gigacity(std::vector<std::string> words) {
  words.insert(words.begin(), GIGACITY_PROGRAM);
  return run_command(words);
}

/// A scenario without a mistake whose layers do not exist, alone in its folder.
std::filesystem::path scenario_without_layers(const std::string& folder) {
  auto file = fresh_folder(folder) / "city.toml";
  write_text(
      file,
      "[scenario]\nname = \"x\"\n[terrain]\nsource = \"dem.tif\"\n[[admin]]\n"
      "level = \"county\"\nsource = \"county.gpkg\"\n[radio.sites]\nsource = \"sites.csv\"\n");
  return file;
}

const std::vector<std::string> commands = {"run",  "fibre",  "check", "validate",
                                           "path", "models", "synth"};

TEST(Gigacity, WithoutWordsExplainsItselfOnStandardError) {
  const auto result = gigacity({});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  for (const auto& command : commands) EXPECT_THAT(result.err, HasSubstr("\n  " + command + " "));
}

TEST(Gigacity, EveryCommandHasHelpWithAnExample) {
  for (const auto& command : commands) {
    const auto result = gigacity({command, "--help"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.err, "");
    EXPECT_THAT(result.out, StartsWith("Usage: gigacity " + command));
    EXPECT_THAT(result.out, HasSubstr("--threads N"));
    EXPECT_THAT(result.out, HasSubstr("  gigacity " + command));
    EXPECT_EQ(gigacity({"help", command}).out, result.out);
    std::istringstream lines(result.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  }
}

TEST(Gigacity, VersionNamesItsLibraries) {
  const auto result = gigacity({"--version"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, StartsWith("gigacity "));
  for (const char* library : {"GDAL ", "GEOS ", "PROJ ", "oneTBB "})
    EXPECT_THAT(result.out, HasSubstr(library));
}

TEST(Gigacity, DescribesItselfAsJson) {
  const auto result = gigacity({"--json-usage"});
  EXPECT_EQ(result.exit_code, 0);
  const auto usage = nlohmann::json::parse(result.out);
  ASSERT_EQ(usage["commands"].size(), commands.size());
  for (std::size_t i = 0; i < commands.size(); ++i) {
    EXPECT_EQ(usage["commands"][i]["name"], commands[i]);
    EXPECT_FALSE(usage["commands"][i]["examples"].empty());
  }
}

TEST(Gigacity, UnknownCommandsAndOptionsAreUsageErrors) {
  const auto command = gigacity({"rnu", "x.toml"});
  EXPECT_EQ(command.exit_code, 2);
  EXPECT_THAT(command.err, HasSubstr("did you mean run?"));
  const auto option = gigacity({"run", "x.toml", "--thraeds", "2"});
  EXPECT_EQ(option.exit_code, 2);
  EXPECT_THAT(option.err, HasSubstr("did you mean --threads?"));
  EXPECT_EQ(gigacity({"run"}).exit_code, 2);
  EXPECT_EQ(gigacity({"run", "x.toml", "--set", "novalue"}).exit_code, 2);
  EXPECT_EQ(gigacity({"synth"}).exit_code, 2);
  EXPECT_EQ(gigacity({"synth", "-o", fresh_folder("synth-preset") / "city", "--preset", "atlantis"})
                .exit_code,
            2);
}

TEST(Gigacity, MissingScenarioIsAnInputError) {
  for (const char* command : {"run", "validate"}) {
    const auto result = gigacity({command, "no such file.toml"});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err,
                StartsWith("error: no such file.toml: the scenario file cannot be read: "));
    EXPECT_THAT(result.err, HasSubstr("\n1 error\n"));
  }
}

TEST(Gigacity, MistakesInTheScenarioHaveALineAndASuggestion) {
  const auto file = fresh_folder("mistakes") / "city.toml";
  write_text(file, "[scenario]\nname = \"x\"\n[terain]\nsource = \"dem.tif\"\n");
  for (const char* command : {"run", "validate"}) {
    const auto result = gigacity({command, file.string()});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, HasSubstr(file.string() + ":3:"));
    EXPECT_THAT(result.err, HasSubstr("did you mean terrain?"));
    EXPECT_THAT(result.err, HasSubstr("at least one [[admin]]"));
    EXPECT_THAT(result.err, HasSubstr(" errors\n"));
  }
  EXPECT_FALSE(std::filesystem::exists(file.parent_path() / "out"));
}

TEST(Gigacity, RunRefusesAFolderOfOthersBeforeAnyWork) {
  const auto file = scenario_without_layers("refused-folder");
  const auto result = gigacity({"run", file.string(), "-o", file.parent_path().string()});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("does not hold results of an earlier run"));
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST(Gigacity, MissingLayersAreAllReportedAndNothingIsWritten) {
  const auto file = scenario_without_layers("missing-layers");
  const auto result = gigacity({"run", file.string(), "--quiet"});
  EXPECT_EQ(result.exit_code, 1) << result.err;
  for (const char* layer : {"county.gpkg", "dem.tif", "sites.csv"})
    EXPECT_THAT(result.err, HasSubstr(layer));
  for (const auto& entry : std::filesystem::directory_iterator(file.parent_path()))
    EXPECT_EQ(entry.path().filename(), "city.toml");
}

}  // namespace
}  // namespace gigacity::test
