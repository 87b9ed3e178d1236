// SPDX-License-Identifier: Apache-2.0
// The built program as its users meet it: arguments in, exit code and two streams out.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Outcome {
  int code = -1;
  std::string out;
  std::string error;
};

std::string content(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::string quoted(const std::string& word) {
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

fs::path scratch() {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  auto folder = fs::path(::testing::TempDir()) / "program_e2e_test" / test->name();
  fs::create_directories(folder);
  return folder;
}

Outcome gigacity(const std::vector<std::string>& words) {
  const auto folder = scratch();
  std::string line = quoted(GIGACITY_PROGRAM);
  for (const auto& word : words) line += " " + quoted(word);
  line += " >" + quoted((folder / "out.txt").string()) + " 2>" +
          quoted((folder / "error.txt").string());
  const int status = std::system(line.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, content(folder / "out.txt"),
          content(folder / "error.txt")};
}

const std::vector<std::string> commands = {"run", "validate", "synth"};

fs::path written(const std::string& text) {
  auto file = scratch() / "city.toml";
  std::ofstream(file) << text;
  return file;
}

TEST(Gigacity, WithoutWordsExplainsItselfOnStandardError) {
  const auto result = gigacity({});
  EXPECT_EQ(result.code, 2);
  EXPECT_EQ(result.out, "");
  for (const auto& command : commands) EXPECT_THAT(result.error, HasSubstr("\n  " + command + " "));
}

TEST(Gigacity, EveryCommandHasHelpWithAnExample) {
  for (const auto& command : commands) {
    const auto result = gigacity({command, "--help"});
    EXPECT_EQ(result.code, 0);
    EXPECT_EQ(result.error, "");
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
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, StartsWith("gigacity "));
  for (const char* library : {"GDAL ", "GEOS ", "PROJ ", "oneTBB "})
    EXPECT_THAT(result.out, HasSubstr(library));
}

TEST(Gigacity, DescribesItselfAsJson) {
  const auto result = gigacity({"--json-usage"});
  EXPECT_EQ(result.code, 0);
  const auto usage = nlohmann::json::parse(result.out);
  ASSERT_EQ(usage["commands"].size(), commands.size());
  for (std::size_t i = 0; i < commands.size(); ++i) {
    EXPECT_EQ(usage["commands"][i]["name"], commands[i]);
    EXPECT_FALSE(usage["commands"][i]["examples"].empty());
  }
}

TEST(Gigacity, UnknownCommandsAndOptionsAreUsageErrors) {
  const auto command = gigacity({"rnu", "x.toml"});
  EXPECT_EQ(command.code, 2);
  EXPECT_THAT(command.error, HasSubstr("did you mean run?"));
  const auto option = gigacity({"run", "x.toml", "--thraeds", "2"});
  EXPECT_EQ(option.code, 2);
  EXPECT_THAT(option.error, HasSubstr("did you mean --threads?"));
  EXPECT_EQ(gigacity({"run"}).code, 2);
  EXPECT_EQ(gigacity({"run", "x.toml", "--set", "novalue"}).code, 2);
  EXPECT_EQ(gigacity({"synth"}).code, 2);
  EXPECT_EQ(gigacity({"synth", "-o", scratch() / "city", "--preset", "atlantis"}).code, 2);
}

TEST(Gigacity, MissingScenarioIsAnInputError) {
  for (const char* command : {"run", "validate"}) {
    const auto result = gigacity({command, "no such file.toml"});
    EXPECT_EQ(result.code, 1);
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.error,
                StartsWith("error: no such file.toml: the scenario file cannot be read: "));
    EXPECT_THAT(result.error, HasSubstr("\n1 error\n"));
  }
}

TEST(Gigacity, MistakesInTheScenarioHaveALineAndASuggestion) {
  const auto file = written("[scenario]\nname = \"x\"\n[terain]\nsource = \"dem.tif\"\n");
  for (const char* command : {"run", "validate"}) {
    const auto result = gigacity({command, file.string()});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.error, HasSubstr(file.string() + ":3:"));
    EXPECT_THAT(result.error, HasSubstr("did you mean terrain?"));
    EXPECT_THAT(result.error, HasSubstr("at least one [[admin]]"));
    EXPECT_THAT(result.error, HasSubstr(" errors\n"));
  }
  EXPECT_FALSE(fs::exists(file.parent_path() / "out"));
}

TEST(Gigacity, RunRefusesAFolderOfOthersBeforeAnyWork) {
  const auto file = written(
      "[scenario]\nname = \"x\"\n[terrain]\nsource = \"dem.tif\"\n[[admin]]\nlevel = \"county\"\n"
      "source = \"county.gpkg\"\n[radio.sites]\nsource = \"sites.csv\"\n");
  const auto result = gigacity({"run", file.string(), "-o", file.parent_path().string()});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.error, HasSubstr("does not hold results of an earlier run"));
  EXPECT_TRUE(fs::exists(file));
}

TEST(Gigacity, MissingLayersAreAllReportedAndNothingIsWritten) {
  const auto file = written(
      "[scenario]\nname = \"x\"\n[terrain]\nsource = \"dem.tif\"\n[[admin]]\nlevel = \"county\"\n"
      "source = \"county.gpkg\"\n[radio.sites]\nsource = \"sites.csv\"\n");
  const auto result = gigacity({"run", file.string(), "--quiet"});
  EXPECT_EQ(result.code, 1) << result.error;
  EXPECT_THAT(result.error, HasSubstr("county.gpkg"));
  for (const auto& entry : fs::directory_iterator(file.parent_path()))
    EXPECT_THAT(entry.path().filename().string(),
                ::testing::AnyOf("city.toml", "out.txt", "error.txt"));
}

}  // namespace
