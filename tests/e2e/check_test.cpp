// SPDX-License-Identifier: Apache-2.0
// gigacity check: verdicts of scenarios and of earlier runs, their documents, and what they say of each other.
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string demo = GIGACITY_SOURCE_DIR "/data/demo/scenario.toml";
const std::string schema = GIGACITY_SOURCE_DIR "/data/criteria/verdict.schema.json";
/// Debian's, which has the packages that the tests install.
constexpr const char* python = "/usr/bin/python3";
constexpr int input_at_fault = 1;
constexpr int usage_at_fault = 2;
constexpr int not_met = 4;

CommandResult check(const std::vector<std::string>& arguments) {
  std::vector<std::string> all{GIGACITY_PROGRAM, "check", "--quiet"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return run_command(all);
}

/// Coarse and near: the demo as a pipeline would check it.
CommandResult check_demo(const std::filesystem::path& out, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{
      demo, "-o", out.string(), "--set", "area.resolution_m=40", "--set", "radio.radius_km=2"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return check(arguments);
}

const json& indicator_of(const json& verdict, const std::string& id) {
  for (const auto& indicator : verdict.at("indicators"))
    if (indicator.at("id") == id) return indicator;
  throw std::runtime_error("no indicator " + id);
}

/// The finished check of the demo that several tests look at.
class Check : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder() = fresh_folder("check");
    const auto result = check_demo(folder() / "out");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    said() = result.out;
  }
  static std::filesystem::path& folder() {
    static std::filesystem::path path;
    return path;
  }
  static std::string& said() {
    static std::string text;
    return text;
  }
  static std::filesystem::path out() { return folder() / "out"; }
};

TEST_F(Check, WritesTheVerdictAndNothingElse) {
  EXPECT_THAT(files_in(out()), ElementsAre(".gigacity-files", "evidence.csv", "run.json",
                                           "verdict.csv", "verdict.json", "verdict.md"));
  EXPECT_THAT(said(), HasSubstr("G3"));
  EXPECT_THAT(said(), HasSubstr("verdict.md"));
}

TEST_F(Check, JudgesAsRunDoes) {
  const auto result = run_command({GIGACITY_PROGRAM, "run", demo, "-o", folder() / "run", "--quiet",
                                   "--set", "area.resolution_m=40", "--set", "radio.radius_km=2"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  for (const auto* name : {"verdict.json", "verdict.md", "verdict.csv", "evidence.csv"})
    EXPECT_TRUE(read_text(out() / name) == read_text(folder() / "run" / name)) << name;
}

TEST_F(Check, TheJsonIsOfItsSchema) {
  // Another program's validator, from Debian.
  const auto result =
      run_command({python, "-m", "jsonschema", "-i", out() / "verdict.json", schema});
  if (result.err.find("No module named") != std::string::npos)
    GTEST_SKIP() << "python3-jsonschema is not installed";
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
  auto verdict = json_of(out() / "verdict.json");
  verdict["indicators"][0]["outcome"] = "perhaps";
  write_text(folder() / "wrong.json", verdict.dump());
  EXPECT_NE(
      run_command({python, "-m", "jsonschema", "-i", folder() / "wrong.json", schema}).exit_code,
      0);
}

TEST_F(Check, EvidenceAddsUpToTheMeasures) {
  std::istringstream lines(read_text(out() / "evidence.csv"));
  std::map<std::string, double> sums;
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line,
            "measure,feature,id,name,admin_county,admin_town,admin_village,counts,share_pct,"
            "needed_pct");
  while (std::getline(lines, line)) {
    // Counted from the end: names may hold commas.
    const auto needed = line.rfind(',');
    const auto share = line.rfind(',', needed - 1);
    const auto counts = line.rfind(',', share - 1);
    sums[line.substr(0, line.find(','))] += std::stod(line.substr(counts + 1, share - counts - 1));
  }
  const auto measures = json_of(out() / "verdict.json").at("measures");
  for (const auto* name : {"key_places", "key_places_reached_nr", "villages", "villages_reached_nr",
                           "base_stations_nr", "urban_pon_ports", "urban_pon_ports_10g",
                           "urban_pon_port_capacity_10g_dwellings"})
    EXPECT_DOUBLE_EQ(sums.at(name), measures.at(name).at("value").get<double>()) << name;
}

TEST_F(Check, GapsAreTheComplementOfWhatCounts) {
  const auto verdict = json_of(out() / "verdict.json");
  const auto measure = [&](const char* name) {
    return verdict.at("measures").at(name).at("value").get<double>();
  };
  EXPECT_EQ(measure("key_places") - measure("key_places_reached_nr"),
            indicator_of(verdict, "G3").at("gap_count").get<double>());
  EXPECT_EQ(measure("villages") - measure("villages_reached_nr"),
            indicator_of(verdict, "R3").at("gap_count").get<double>());
}

TEST_F(Check, SaysWhichUnitsFailWhereTheCityPasses) {
  const auto verdict = json_of(out() / "verdict.json");
  std::map<std::string, std::int64_t> failing;
  for (const auto& unit : verdict.at("units"))
    if (unit.at("indicators").at("G3").at("outcome") == "fail" && unit.at("code") != "")
      ++failing[unit.at("level").get<std::string>()];
  for (const auto& level : indicator_of(verdict, "G3").at("levels")) {
    EXPECT_EQ(level.at("failed").get<std::int64_t>(), failing[level.at("level")]);
    EXPECT_EQ(level.at("failing").size(), level.at("failed").get<std::size_t>());
  }
  EXPECT_THAT(read_text(out() / "verdict.md"), HasSubstr("- Level village: "));
}

TEST_F(Check, FailOnGapIsForPipelines) {
  const auto stricter = folder() / "stricter.toml";
  auto text = read_text(GIGACITY_SOURCE_DIR "/data/criteria/cn-gigabit-city-2023.toml");
  const std::string id = R"(id = "cn-gigabit-city-2023")";
  text.replace(text.find(id), id.size(), R"(id = "stricter")");
  const std::string twelve = "at_least = 12";
  text.replace(text.find(twelve), twelve.size(), "at_least = 1200");
  write_text(stricter, text);
  EXPECT_EQ(check({out(), "--criteria", stricter}).exit_code, 0) << "only told";
  const auto result = check({out(), "--criteria", stricter, "--fail-on-gap"});
  EXPECT_EQ(result.exit_code, not_met);
  EXPECT_THAT(result.out, HasSubstr("FAIL"));
  EXPECT_THAT(result.out, HasSubstr(">= 1200 stations per 10,000 people"));
}

TEST_F(Check, AnEarlierRunIsJudgedAgainAtOnce) {
  const auto result = check({out(), "--baseline", out()});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("same"));
  EXPECT_THAT(result.out, Not(HasSubstr("better")));
  EXPECT_THAT(files_in(out()), ElementsAre(".gigacity-files", "evidence.csv", "run.json",
                                           "verdict.csv", "verdict.json", "verdict.md"));
}

TEST_F(Check, ComparesWithAnEarlierRun) {
  const auto result =
      check_demo(folder() / "louder", {"--baseline", out(), "--set", "radio.noise_figure_db=5",
                                       "--set", "subscribers.mobile_users_5g=1000"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto verdict = json_of(folder() / "louder/verdict.json");
  EXPECT_EQ(verdict.at("baseline"), "out");
  const auto users = indicator_of(verdict, "G6");
  EXPECT_EQ(users.at("trend"), "worse");
  EXPECT_EQ(users.at("before"), indicator_of(json_of(out() / "verdict.json"), "G6").at("value"));
  EXPECT_EQ(indicator_of(verdict, "G4").at("trend"), "same");
  EXPECT_THAT(read_text(folder() / "louder/verdict.md"), HasSubstr("worse (was "));
}

TEST_F(Check, MeasuresOfOtherTestsAreRefused) {
  const auto result = check({out(), "--criteria", "eu-digital-decade-2030"});
  EXPECT_EQ(result.exit_code, input_at_fault);
  EXPECT_THAT(result.err, HasSubstr("[radio.nr] differs from what the measures in"));
  EXPECT_THAT(result.err, HasSubstr("gigacity check SCENARIO --criteria PROFILE"));
}

TEST_F(Check, RefusesWhatIsNoVerdict) {
  const auto bad = fresh_folder("check-bad");
  EXPECT_EQ(check({bad}).exit_code, input_at_fault);
  for (const auto* text :
       {"", "{", "[]", "{}", R"({"format": "gigacity verdict"})",
        R"({"format": "gigacity verdict", "format_version": 2})",
        R"({"format": "gigacity verdict", "format_version": 1})", R"({"format": 3})"}) {
    write_text(bad / "verdict.json", text);
    const auto result = check({bad});
    EXPECT_EQ(result.exit_code, input_at_fault) << text;
    EXPECT_THAT(result.err, HasSubstr("verdict.json")) << text;
    EXPECT_EQ(check({out(), "--baseline", bad}).exit_code, input_at_fault) << text;
  }
  EXPECT_EQ(check({out(), "-o", bad}).exit_code, usage_at_fault);
}

TEST(CheckPlaces, ARoadIsAPlaceJudgedAlongItsLength) {
  const auto folder = fresh_folder("check-roads");
  std::filesystem::copy(GIGACITY_SOURCE_DIR "/data/demo", folder / "demo");
  // 2 km by 60 m, half of it beyond the only site's reach.
  write_text(folder / "demo/ways.csv",
             "id,name,kind,wkt\nW,Ring Road,key_road,\"LINESTRING(116.90 35.40,116.922 35.40)\"\n");
  const auto scenario = folder / "demo/scenario.toml";
  write_text(scenario,
             read_text(scenario) + "\n[[places]]\nsource = \"ways.csv\"\nline_width_m = 60\n");
  const auto result = check({scenario, "-o", folder / "out", "--set", "area.resolution_m=20",
                             "--set", "radio.radius_km=2"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto evidence = read_text(folder / "out/evidence.csv");
  EXPECT_THAT(evidence, HasSubstr("key_places,place,W,Ring Road"));
  EXPECT_THAT(evidence, HasSubstr("key_places_reached_nr,place,W,Ring Road"));
  const auto run = run_command({GIGACITY_PROGRAM, "run", scenario, "-o", folder / "run", "--quiet",
                                "--set", "area.resolution_m=20", "--set", "radio.radius_km=2"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const auto info =
      run_command({"ogrinfo", "-sql", "SELECT ST_Area(geom) AS area FROM key_places WHERE id = 'W'",
                   "-dialect", "sqlite", folder / "run/results.gpkg"});
  const auto at = info.out.find("area (Real) = ");
  ASSERT_NE(at, std::string::npos) << info.out << info.err;
  const double length_m = 0.022 * 111'320.0 * 0.8151;  // degrees of longitude at 35.4 N
  EXPECT_NEAR(std::stod(info.out.substr(at + 14)), 60.0 * length_m, 0.04 * 60.0 * length_m)
      << "a strip with round ends";
}

class EveryProfile : public ::testing::TestWithParam<const char*> {};

TEST_P(EveryProfile, JudgesTheDemo) {
  const auto folder = fresh_folder(std::string("check-") + GetParam());
  const auto result = check_demo(folder / "out", {"--criteria", GetParam()});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto verdict = json_of(folder / "out/verdict.json");
  EXPECT_EQ(verdict.at("profile").at("id"), GetParam());
  bool any_value = false;
  for (const auto& indicator : verdict.at("indicators")) {
    any_value = any_value || indicator.at("value").is_number();
    // What cannot be told says why.
    EXPECT_EQ(indicator.at("outcome") == "not_assessable", indicator.at("value").is_null())
        << indicator.at("id");
    if (indicator.at("value").is_null()) {
      EXPECT_NE(indicator.at("reason"), "");
    }
  }
  EXPECT_TRUE(any_value);
}

INSTANTIATE_TEST_SUITE_P(Shipped, EveryProfile,
                         ::testing::Values("cn-gigabit-city-2021", "cn-signal-upgrade-2025",
                                           "cn-10-gigabit-pilot-2025", "cn-jining-2022",
                                           "eu-digital-decade-2030", "uk-gigabit-2030",
                                           "us-bead-2024", "template"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace gigacity::test
