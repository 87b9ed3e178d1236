// SPDX-License-Identifier: Apache-2.0
#include "apps/run/profile_file.hpp"

#include <fstream>

#include <gmock/gmock.h>

#include "core/diagnostic.hpp"
#include "sim/criteria/known_measures.hpp"
#include "sim/criteria/profile_check.hpp"
#include "sim/criteria/verdict.hpp"

namespace gigacity::apps {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const std::filesystem::path data_folder = std::filesystem::path(GIGACITY_SOURCE_DIR) / "data";

/// A folder of this test alone.
std::filesystem::path folder() {
  const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
  auto path = std::filesystem::path(::testing::TempDir()) / "gigacity_profile_file" / info->name();
  std::filesystem::create_directories(path);
  return path;
}

constexpr const char* good = R"([profile]
id = "mine"
title = { en = "Mine", zh = "我的" }
description = "A test."

[radio.nr]
rsrp_dbm = -105
sinr_db = -3.5
share = 0.9
certainty = "low"

[key_places]
kinds = ["hospital"]

[[indicator]]
id = "P1"
title = { en = "Places", zh = "场所" }
definition = "d"
unit = "%"
formula = "100 * key_places_reached_nr / key_places"
at_least = 80
gaps = "key_place"
source = "s"
certainty = "medium"

[[indicator]]
id = "P2"
title = { en = "Sites", zh = "基站" }
definition = "d"
unit = "stations"
formula = "base_stations_nr"
report_only = true
source = "s"
certainty = "high"
)";

criteria::Profile read(const std::string& text) {
  const auto file = folder() / "mine.toml";
  std::ofstream(file, std::ios::binary) << text;
  return read_profile(file);
}

/// The good profile with one thing changed.
std::string with(const std::string& from, const std::string& to) {
  std::string text = good;
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string refusal(const std::string& text) {
  try {
    read(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(ProfileFile, ReadsEverything) {
  const auto profile = read(good);
  EXPECT_EQ(profile.id, "mine");
  EXPECT_EQ(profile.title_zh, "我的");
  EXPECT_EQ(profile.nr.sinr_db, -3.5);
  EXPECT_EQ(profile.nr.share, 0.9);
  EXPECT_EQ(profile.nr.certainty, "low");
  EXPECT_EQ(profile.key_place_kinds, std::vector<std::string>{"hospital"});
  ASSERT_EQ(profile.indicators.size(), 2U);
  EXPECT_EQ(profile.indicators[0].threshold, 80.0);
  EXPECT_EQ(profile.indicators[0].gaps, criteria::GapKind::key_place);
  EXPECT_EQ(profile.indicators[0].line, 15);
  EXPECT_EQ(profile.indicators[1].comparison, criteria::Comparison::report_only);
  EXPECT_EQ(profile.indicators[1].title_en, "Sites");
}

TEST(ProfileFile, PointsAtSyntaxErrors) {
  EXPECT_THAT(refusal(with("share = 0.9", "share = = 0.9")), HasSubstr("mine.toml:9:"));
}

TEST(ProfileFile, SuggestsTheNearestKey) {
  EXPECT_THAT(
      refusal(with("rsrp_dbm", "rsrp_db")),
      AllOf(HasSubstr("mine.toml:7:1"), HasSubstr("field radio.nr.rsrp_db: unknown key"),
            HasSubstr("did you mean \"rsrp_dbm\"?"), HasSubstr("radio.nr.rsrp_dbm: is missing")));
  EXPECT_THAT(refusal(with("definition = \"d\"", "definitoin = \"d\"")),
              HasSubstr("did you mean \"definition\"?"));
}

TEST(ProfileFile, NamesTheTypeItExpected) {
  EXPECT_THAT(refusal(with("at_least = 80", "at_least = \"80\"")),
              HasSubstr("is text; expected a number"));
  EXPECT_THAT(refusal(with("kinds = [\"hospital\"]", "kinds = \"hospital\"")),
              HasSubstr("expected a list of texts"));
  EXPECT_THAT(refusal(with("report_only = true", "report_only = 1")),
              HasSubstr("expected true or false"));
  EXPECT_THAT(refusal(with("at_least = 80", "at_least = nan")), HasSubstr("not a finite number"));
}

TEST(ProfileFile, WantsBothTranslations) {
  EXPECT_THAT(refusal(with("{ en = \"Places\", zh = \"场所\" }", "{ en = \"Places\" }")),
              AllOf(HasSubstr("mine.toml:17:"), HasSubstr("indicator[0].title.zh: is missing")));
}

TEST(ProfileFile, WantsExactlyOneThreshold) {
  EXPECT_THAT(refusal(with("at_least = 80\n", "")), HasSubstr("has no threshold"));
  EXPECT_THAT(refusal(with("at_least = 80", "at_least = 80\nat_most = 90")),
              HasSubstr("more than one of"));
}

TEST(ProfileFile, RefusesAnIdTwice) {
  EXPECT_THAT(refusal(with("id = \"P2\"", "id = \"P1\"")),
              HasSubstr("\"P1\" is taken by the indicator in line 15"));
}

TEST(ProfileFile, PointsIntoTheFormula) {
  // formula = "100 * key_places_reached_nr / key_places": the value's quote is at column 11.
  EXPECT_THAT(refusal(with("/ key_places\"", "/ key_place\"")),
              AllOf(HasSubstr("mine.toml:20:42"), HasSubstr("did you mean \"key_places\"?")));
  EXPECT_THAT(refusal(with("/ key_places\"", "/ (key_places\"")), HasSubstr("mine.toml:20:53"));
}

TEST(ProfileFile, ChecksRanges) {
  EXPECT_THAT(refusal(with("share = 0.9", "share = 95")), HasSubstr("95 % is 0.95"));
  EXPECT_THAT(refusal(with("rsrp_dbm = -105", "rsrp_dbm = 105")),
              HasSubstr("expected -156 to -31"));
  EXPECT_THAT(refusal(with("certainty = \"low\"", "certainty = \"lo\"")),
              HasSubstr("did you mean \"low\"?"));
  EXPECT_THAT(refusal(with("gaps = \"key_place\"", "gaps = \"key_places\"")),
              HasSubstr("did you mean \"key_place\"?"));
}

TEST(ProfileFile, WantsATestForEachTechnologyAskedFor) {
  EXPECT_THAT(refusal(with("key_places_reached_nr", "key_places_reached_lte")),
              AllOf(HasSubstr("radio.lte: is missing"), HasSubstr("indicator P1 in line 15")));
}

constexpr const char* scene = R"(
[[scene]]
id = "hospitals"
title = { en = "Hospitals", zh = "医院" }
kinds = ["hospital", "clinic"]
nr = { rsrp_dbm = -95, downlink_mbps = 10, certainty = "high" }
)";

constexpr const char* derived = R"(
[[measure]]
id = "far"
definition = "d"
unit = "places"
formula = "key_places - key_places_reached_nr"
)";

TEST(ProfileFile, ASceneTakesFromTheProfileWhatItDoesNotSay) {
  const auto profile = read(std::string(good) + scene);
  ASSERT_EQ(profile.scenes.size(), 1U);
  const auto& hospitals = profile.scenes[0];
  EXPECT_EQ(hospitals.nr.rsrp_dbm, -95.0);
  EXPECT_EQ(hospitals.nr.downlink_mbps, 10.0);
  EXPECT_EQ(hospitals.nr.sinr_db, -3.5) << "of [radio.nr]";
  EXPECT_EQ(hospitals.nr.share, 0.9);
  EXPECT_EQ(hospitals.nr.certainty, "high");
  EXPECT_TRUE(criteria::asks_for_rates(profile));
}

TEST(ProfileFile, WantsOfASceneWhatFormulasNeed) {
  const auto without = [&](const std::string& what, const std::string& to = "") {
    auto text = std::string(good) + scene;
    return refusal(text.replace(text.rfind(what), what.size(), to));
  };
  EXPECT_THAT(without(", zh = \"医院\""), HasSubstr("scene[0].title.zh: is missing"));
  EXPECT_THAT(without("kinds = [\"hospital\", \"clinic\"]"), HasSubstr("mine.toml:36:1"));
  EXPECT_THAT(without(", certainty = \"high\""), HasSubstr("scene[0].nr.certainty: is missing"));
  EXPECT_THAT(without("\"hospitals\"", "\"Hos pitals\""), HasSubstr("is no id of a scene"));
  EXPECT_THAT(refusal(std::string(good) + scene + scene),
              HasSubstr("\"hospitals\" is taken already"));
}

TEST(ProfileFile, PointsAtScenesThatAreNotThere) {
  // The formula's value begins at column 11; the name stands at its seventh character.
  EXPECT_THAT(refusal(with("key_places_reached_nr /", "key_places_reached_nr[hospital] /") + scene),
              AllOf(HasSubstr("mine.toml:20:18"), HasSubstr("did you mean \"hospitals\"?")));
  EXPECT_THAT(refusal(with("key_places_reached_nr /", "key_places_reached_nr[] /") + scene),
              HasSubstr("expected the id of a scene"));
}

TEST(ProfileFile, DerivesMeasures) {
  auto text = std::string(good) + derived;
  const std::string formula = "\"base_stations_nr\"";
  text.replace(text.find(formula), formula.size(), "\"far / 2\"");
  const std::string unit = "\"stations\"";
  text.replace(text.find(unit), unit.size(), "\"places\"");
  const auto profile = read(text);
  ASSERT_EQ(profile.measures.size(), 1U);
  EXPECT_EQ(profile.measures[0].id, "far");
  EXPECT_EQ(criteria::measures_read(profile, profile.indicators[1].formula),
            (std::vector<std::string>{"key_places", "key_places_reached_nr"}));
  const std::string id = "\"far\"";
  text.replace(text.find(id), id.size(), "\"villages\"");
  EXPECT_THAT(refusal(text), HasSubstr("\"villages\" is a measure already"));
}

TEST(ProfileFile, RefusesCirclesWithTheirPlaces) {
  const std::string circle = R"(
[[measure]]
id = "a"
definition = "d"
unit = "places"
formula = "key_places + b"
[[measure]]
id = "b"
definition = "d"
unit = "places"
formula = "a / 2"
)";
  const auto text = refusal(good + circle);
  EXPECT_THAT(text, AllOf(HasSubstr("mine.toml:40:12"), HasSubstr("is circular: a → b → a"),
                          HasSubstr("mine.toml:45:12"), HasSubstr("is circular: b → a → b")));
}

TEST(ProfileFile, RefusesUnitsThatTheFormulaDoesNotGive) {
  EXPECT_THAT(refusal(with("unit = \"stations\"", "unit = \"%\"")),
              AllOf(HasSubstr("mine.toml:30:8"), HasSubstr("the formula gives stations")));
  EXPECT_THAT(refusal(with("unit = \"stations\"", "unit = \"hops\"")),
              AllOf(HasSubstr("mine.toml:30:8"), HasSubstr("nouns as in")));
  EXPECT_THAT(refusal(with("\"base_stations_nr\"", "\"base_stations_nr + residents\"")),
              AllOf(HasSubstr("mine.toml:31:29"), HasSubstr("puts stations and people together")));
  EXPECT_THAT(refusal(with("\"100 * key_places_reached_nr", "\"key_places_reached_nr")),
              HasSubstr("multiply by 100"));
}

TEST(ProfileFile, RefusesAConstantDivisionByZero) {
  EXPECT_THAT(refusal(with("\"base_stations_nr\"", "\"base_stations_nr / 0\"")),
              AllOf(HasSubstr("mine.toml:31:31"), HasSubstr("divides by zero")));
}

TEST(ProfileFile, ReadsScopeAndDate) {
  const auto profile =
      read(with("unit = \"%\"", "scope = [\"city\", \"county\"]\nunit = \"%\"\ndate = 2021-03-24"));
  EXPECT_EQ(profile.indicators[0].levels, std::vector<std::string>{"county"});
  EXPECT_EQ(profile.indicators[0].date, "2021-03-24");
  for (const auto* wrong : {"\"24.3.2021\"", "\"2021-3\"", "2021"})
    EXPECT_THAT(refusal(with("unit = \"%\"", std::string("unit = \"%\"\ndate = ") + wrong)),
                HasSubstr("date"))
        << wrong;
}

TEST(ProfileFile, ReportsEveryProblemInOrderOfLines) {
  try {
    read("[profile]\nid = 3\n[radoi]\n[[indicator]]\nid = \"a\"\n");
    FAIL() << "expected an InputError";
  } catch (const InputError& error) {
    EXPECT_GE(error.diagnostics().size(), 8U);
    int line = 0;
    for (const auto& diagnostic : error.diagnostics()) {
      EXPECT_GE(diagnostic.where.line, line);
      line = diagnostic.where.line;
    }
  }
}

TEST(ProfileFile, AMissingFileIsAnInputError) {
  EXPECT_THROW(read_profile(folder() / "absent.toml"), InputError);
  EXPECT_THROW(read_profile(folder()), InputError);
}

TEST(FindProfile, ByIdByPathAndBesideTheScenario) {
  const auto scenario = folder();
  std::ofstream(scenario / "mine.toml") << good;
  const auto shipped = data_folder / "criteria" / "cn-gigabit-city-2023.toml";
  EXPECT_EQ(find_profile("cn-gigabit-city-2023", data_folder, scenario), shipped);
  EXPECT_EQ(find_profile("mine", data_folder, scenario), scenario / "mine.toml");
  EXPECT_EQ(find_profile("mine.toml", data_folder, scenario), scenario / "mine.toml");
  EXPECT_EQ(find_profile(shipped.string(), data_folder, scenario), shipped);
}

TEST(FindProfile, ListsWhatThereIs) {
  try {
    find_profile("cn-gigabit-city-2032", data_folder, folder());
    FAIL() << "expected an InputError";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("did you mean \"cn-gigabit-city-2023\"?"),
                                    HasSubstr("cn-gigabit-city-2023, cn-jining-2022")));
  }
}

class ShippedProfile : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedProfile, LoadsAndIsNamedAsItsFile) {
  const auto file = data_folder / "criteria" / (std::string(GetParam()) + ".toml");
  const auto profile = read_profile(file);
  EXPECT_EQ(profile.id, GetParam());
  EXPECT_FALSE(profile.indicators.empty());
  EXPECT_NO_THROW(criteria::check(profile));
}

INSTANTIATE_TEST_SUITE_P(Data, ShippedProfile,
                         ::testing::Values("cn-gigabit-city-2021", "cn-gigabit-city-2023",
                                           "cn-signal-upgrade-2025", "cn-10-gigabit-pilot-2025",
                                           "cn-jining-2022", "eu-digital-decade-2030",
                                           "uk-gigabit-2030", "us-bead-2024", "template"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST(GigabitCity, ReferenceCityGetsItsPublishedFigures) {
  // Published: 11,829 5G base stations, 47,000 10G-PON ports; census: 8,357,897 residents, 1,631,619 urban
  // households (shared facts). 14.15 stations per 10,000; all ports at 1:64 reach 184 % of urban households,
  // and what was never published cannot be judged.
  const auto profile = read_profile(data_folder / "criteria" / "cn-gigabit-city-2023.toml");
  criteria::Measured measured;
  measured.units.push_back({});
  const auto set = [&](const char* name, double value) {
    measured.units[0].measures.values[name] = {value, "", criteria::Provenance::declared};
  };
  set("base_stations_nr", 11'829.0);
  set("residents", 8'357'897.0);
  set("urban_households", 1'631'619.0);
  set("urban_pon_ports_10g", 47'000.0);
  set("urban_pon_port_capacity_10g_dwellings", 47'000.0 * 64.0);
  const auto verdict = criteria::judge(profile, measured.units, {});
  const auto result = [&](const std::string& id) {
    for (const auto& entry : verdict.units[0].indicators)
      if (entry.indicator == id) return entry;
    throw std::runtime_error(id);
  };
  EXPECT_NEAR(result("G4").value.value(), 14.15, 0.005);
  EXPECT_EQ(result("G4").outcome, criteria::Outcome::pass);
  EXPECT_NEAR(result("G1").value.value(), 184.0, 0.5);
  EXPECT_EQ(result("G2").outcome, criteria::Outcome::not_assessable);
  EXPECT_EQ(result("G3").outcome, criteria::Outcome::not_assessable);
  EXPECT_THAT(result("G6").reason, HasSubstr("give [subscribers] mobile_users_5g in the scenario"));
  EXPECT_EQ(verdict.outcome, criteria::Outcome::not_assessable);
}

TEST(ProfileReadme, DocumentsEveryMeasure) {
  std::ifstream in(data_folder / "criteria" / "README.md");
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  for (const auto& measure : criteria::known_measures())
    EXPECT_THAT(text, HasSubstr(std::string("| `") + measure.name + "` | " + measure.unit + " | "))
        << measure.name;
}

}  // namespace
}  // namespace gigacity::apps
