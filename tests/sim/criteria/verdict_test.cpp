// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/verdict.hpp"

#include <gmock/gmock.h>

#include "core/diagnostic.hpp"
#include "sim/criteria/profile_check.hpp"
#include "tests/sim/criteria/sample_city.hpp"

namespace gigacity::criteria {
namespace {

using ::testing::HasSubstr;
using testing::indicator;

Measured city_with(std::initializer_list<std::pair<const char*, double>> values) {
  Measured measured;
  measured.units.push_back({});
  for (const auto& [name, value] : values)
    measured.units[0].measures.values[name] = {value, "", Provenance::counted};
  return measured;
}

Profile profile_of(std::vector<Indicator> indicators) {
  Profile profile;
  profile.file = "mine.toml";
  profile.indicators = std::move(indicators);
  return profile;
}

/// Of a city without admin units.
Verdict judged(const Profile& profile, const Measured& measured) {
  return judge(profile, measured.units, {});
}

std::string refusal(const Profile& profile) {
  try {
    check(profile);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(Verdict, MarginIsPositiveWhenGood) {
  auto most = indicator("most", "villages", 10.0);
  most.comparison = Comparison::at_most;
  const auto verdict = judged(profile_of({indicator("least", "villages", 5.0), most}),
                              city_with({{"villages", 8.0}}));
  const auto& results = verdict.units[0].indicators;
  EXPECT_EQ(results[0].outcome, Outcome::pass);
  EXPECT_EQ(results[0].margin, 3.0);
  EXPECT_EQ(results[1].outcome, Outcome::pass);
  EXPECT_EQ(results[1].margin, 2.0);
  EXPECT_EQ(verdict.outcome, Outcome::pass);
}

TEST(Verdict, ThresholdItselfPassesAlsoAfterRounding) {
  const auto profile = profile_of({indicator("all", "100 * villages / key_places", 100.0)});
  EXPECT_EQ(judged(profile, city_with({{"villages", 7.0}, {"key_places", 7.0}})).outcome,
            Outcome::pass);
  EXPECT_EQ(judged(profile, city_with({{"villages", 7.0 - 1e-12}, {"key_places", 7.0}})).outcome,
            Outcome::pass);
  EXPECT_EQ(judged(profile, city_with({{"villages", 6.9999}, {"key_places", 7.0}})).outcome,
            Outcome::fail);
}

TEST(Verdict, FailureOutweighsWhatIsNotKnown) {
  const auto fails = indicator("fails", "villages", 5.0);
  const auto unknown = indicator("unknown", "mobile_users", 5.0);
  const auto passes = indicator("passes", "villages", 1.0);
  const auto measured = city_with({{"villages", 3.0}});
  EXPECT_EQ(judged(profile_of({unknown, fails}), measured).outcome, Outcome::fail);
  EXPECT_EQ(judged(profile_of({passes, unknown}), measured).outcome, Outcome::not_assessable);
  EXPECT_EQ(judged(profile_of({passes}), measured).outcome, Outcome::pass);
}

TEST(Verdict, ReportedFiguresDoNotDecide) {
  const auto verdict = judged(
      profile_of({indicator("passes", "villages", 1.0), indicator("report", "mobile_users", {}),
                  indicator("report2", "villages", {})}),
      city_with({{"villages", 3.0}}));
  EXPECT_EQ(verdict.outcome, Outcome::pass);
  EXPECT_EQ(verdict.units[0].indicators[1].outcome, Outcome::not_assessable);
  EXPECT_EQ(verdict.units[0].indicators[2].outcome, Outcome::reported);
}

TEST(Verdict, ListsTheMeasuresItReadAndWhyItCannotTell) {
  const auto verdict = judged(profile_of({indicator("ratio", "100 * villages / key_places", 1.0)}),
                              city_with({{"villages", 3.0}, {"key_places", 0.0}}));
  const auto& result = verdict.units[0].indicators[0];
  EXPECT_EQ(result.outcome, Outcome::not_assessable);
  EXPECT_EQ(result.reason, "division by zero: key_places is 0 here");
  ASSERT_EQ(result.inputs.size(), 2U);
  EXPECT_EQ(result.inputs[0].first, "villages");
  EXPECT_EQ(result.inputs[1].second.value, 0.0);
}

TEST(Check, SuggestsTheNearestMeasure) {
  auto wrong = indicator("G3", "100 * key_place_reached_nr / key_places", 80.0);
  wrong.line = 42;
  const auto text = refusal(profile_of({wrong}));
  EXPECT_THAT(text, HasSubstr("mine.toml:42:7"));
  EXPECT_THAT(text, HasSubstr("did you mean \"key_places_reached_nr\"?"));
}

TEST(Check, ReportsEveryProblemAtOnce) {
  auto no_threshold = indicator("a", "villages", {});
  no_threshold.comparison = Comparison::at_least;
  const auto text =
      refusal(profile_of({no_threshold, indicator("b", "1 +", 1.0), indicator("c", "hops", 1.0)}));
  EXPECT_THAT(text, HasSubstr("feature a"));
  EXPECT_THAT(text, HasSubstr("feature b"));
  EXPECT_THAT(text, HasSubstr("feature c"));
}

TEST(Check, GapsMustBeTheComplementOfWhatTheFormulaCounts) {
  EXPECT_THAT(refusal(profile_of({indicator("a", "villages", 1.0, GapKind::key_place)})),
              HasSubstr("key_places_reached_nr"));
  const auto both =
      indicator("b", "key_places_reached_nr + key_places_reached_lte", 1.0, GapKind::key_place);
  EXPECT_THAT(refusal(profile_of({both})), HasSubstr("it reads 2"));
  EXPECT_EQ(refusal(testing::sample_profile()), "");
}

TEST(GapScope, FollowsTheFormula) {
  const auto scope = [](const char* text) {
    return gap_scope({}, indicator("a", text, 1.0, GapKind::premises));
  };
  EXPECT_EQ(scope("villages_reached_lte / villages").technology, radio::Technology::lte);
  EXPECT_EQ(scope("area_covered_lte_km2").technology, radio::Technology::lte);
  EXPECT_TRUE(scope("area_covered_lte_km2").every_pixel);
  EXPECT_EQ(scope("residents_covered_nr").technology, radio::Technology::nr);
  EXPECT_FALSE(scope("residents_covered_nr").every_pixel);
  EXPECT_TRUE(scope("urban_households_gigabit").urban_only);
}

/// Two counties: the first has 8 villages, the second 3.
Measured two_counties() {
  auto measured = city_with({{"villages", 11.0}});
  for (const auto& [unit, villages] : {std::pair{0, 8.0}, std::pair{1, 3.0}, std::pair{-1, 0.0}}) {
    measured.units.push_back({0, unit, {}});
    measured.units.back().measures.values["villages"] = {villages, "units", Provenance::counted};
  }
  return measured;
}

const std::vector<LevelNames> counties{{"county", {"East", "West"}}};

TEST(Verdict, CountsTheUnitsThatTheCitysFigureHides) {
  const auto verdict =
      judge(profile_of({indicator("many", "villages", 5.0)}), two_counties().units, counties);
  EXPECT_EQ(verdict.outcome, Outcome::pass);
  ASSERT_EQ(verdict.levels.size(), 1U);
  const auto& county = verdict.levels[0][0];
  EXPECT_EQ(county.passed, 1);
  EXPECT_EQ(county.failed, 1) << "the rest outside every county is no unit";
  EXPECT_EQ(county.failing, std::vector<std::int32_t>{1});
  EXPECT_FALSE(county.binding);
}

TEST(Verdict, ACountIsHeldAgainstTheCityAlone) {
  auto many = indicator("many", "villages", 5.0);
  many.unit = "units";
  const auto verdict = judge(profile_of({many}), two_counties().units, counties);
  EXPECT_EQ(verdict.outcome, Outcome::pass);
  EXPECT_EQ(verdict.units[2].indicators[0].outcome, Outcome::reported);
  EXPECT_EQ(verdict.units[2].indicators[0].value, 3.0);
  EXPECT_EQ(verdict.levels[0][0].failed, 0);
}

TEST(Verdict, ABindingLevelFailsTheCity) {
  auto many = indicator("many", "villages", 5.0);
  many.levels = {"county"};
  const auto verdict = judge(profile_of({many}), two_counties().units, counties);
  const auto& result = verdict.units[0].indicators[0];
  EXPECT_EQ(result.outcome, Outcome::fail);
  EXPECT_EQ(result.reason, "1 of 2 at level county fail: West");
  EXPECT_EQ(result.margin, 6.0) << "the city's own figure stays what it is";
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  many.threshold = 3.0;
  EXPECT_EQ(judge(profile_of({many}), two_counties().units, counties).outcome, Outcome::pass);
  many.levels = {"province"};
  const auto unknown = judge(profile_of({many}), two_counties().units, counties);
  EXPECT_EQ(unknown.outcome, Outcome::not_assessable);
  EXPECT_THAT(unknown.units[0].indicators[0].reason, HasSubstr("level \"province\""));
}

TEST(Verdict, ReadsMeasuresThatTheProfileDerives) {
  auto profile = profile_of({indicator("rest", "100 * without / villages", 20.0)});
  // `without` needs `half`, which stands after it.
  profile.measures = {{"without", "", "units", "villages - half", 1},
                      {"half", "", "units", "villages / 2", 2}};
  auto measured = city_with({{"villages", 8.0}});
  derive(profile, measured.units[0].measures);
  const auto verdict = judged(profile, measured);
  EXPECT_EQ(verdict.units[0].indicators[0].value, 50.0);
  EXPECT_EQ(measured.units[0].measures.values.at("without").provenance, Provenance::counted);
  // What is missing stays missing, and says what it takes.
  auto nothing = city_with({});
  derive(profile, nothing.units[0].measures);
  EXPECT_THAT(judged(profile, nothing).units[0].indicators[0].reason, HasSubstr("[[admin]]"));
}

TEST(Check, RefusesMeasuresThatNeedThemselves) {
  auto profile = profile_of({indicator("a", "x", 1.0)});
  profile.measures = {{"x", "", "units", "villages + y", 3}, {"y", "", "units", "2 * x", 4}};
  const auto text = refusal(profile);
  EXPECT_THAT(text, HasSubstr("is circular: x → y → x"));
  EXPECT_THAT(text, HasSubstr("is circular: y → x → y"));
}

TEST(Check, RefusesUnitsThatDoNotGoTogether) {
  const auto with_unit = [](const char* formula, const char* unit) {
    auto wrong = indicator("a", formula, 1.0);
    wrong.unit = unit;
    return refusal(profile_of({wrong}));
  };
  EXPECT_EQ(with_unit("100 * residents_covered_nr / residents", "%"), "");
  EXPECT_EQ(with_unit("10000 * base_stations_nr / residents", "stations per 10,000 people"), "");
  EXPECT_EQ(with_unit("100 * urban_pon_port_capacity_10g_dwellings / urban_households", "%"), "");
  EXPECT_EQ(with_unit("100 * mobile_users_5g / residents", "%"), "");
  EXPECT_THAT(with_unit("residents + area_km2", "people"),
              HasSubstr("puts people and km2 together"));
  EXPECT_THAT(with_unit("base_stations_nr / residents", "%"),
              HasSubstr("but the formula gives stations / people"));
  EXPECT_THAT(with_unit("residents_covered_nr / residents", "%"), HasSubstr("multiply by 100"));
  EXPECT_THAT(with_unit("base_stations_nr / residents", "stations per 10,000 people"),
              HasSubstr("multiply by 10000"));
  EXPECT_THAT(with_unit("residents", "furlongs"), HasSubstr("is not a unit that measures have"));
  EXPECT_THAT(with_unit("max(residents, villages)", "people"),
              HasSubstr("puts people and villages"));
}

TEST(Check, RefusesAConstantDivisionByZero) {
  EXPECT_THAT(refusal(profile_of({indicator("a", "residents / (2 - 2)", 1.0)})),
              HasSubstr("divides by zero"));
}

TEST(Check, WantsTheScenesThatFormulasName) {
  auto profile = profile_of({indicator("a", "key_places_reached_nr[hospital]", 1.0)});
  profile.scenes = {{"hospitals", "Hospitals", "医院", {"hospital"}, {}, {}}};
  EXPECT_THAT(refusal(profile), HasSubstr("did you mean \"hospitals\"?"));
  profile.indicators[0].formula = "key_places_reached_nr[hospitals]";
  EXPECT_EQ(refusal(profile), "");
  profile.indicators[0].formula = "villages[hospitals]";
  EXPECT_THAT(refusal(profile), HasSubstr("\"villages\" is of no scene"));
}

}  // namespace
}  // namespace gigacity::criteria
