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
  const auto verdict = judge(profile_of({indicator("least", "villages", 5.0), most}),
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
  EXPECT_EQ(judge(profile, city_with({{"villages", 7.0}, {"key_places", 7.0}})).outcome,
            Outcome::pass);
  EXPECT_EQ(judge(profile, city_with({{"villages", 7.0 - 1e-12}, {"key_places", 7.0}})).outcome,
            Outcome::pass);
  EXPECT_EQ(judge(profile, city_with({{"villages", 6.9999}, {"key_places", 7.0}})).outcome,
            Outcome::fail);
}

TEST(Verdict, FailureOutweighsWhatIsNotKnown) {
  const auto fails = indicator("fails", "villages", 5.0);
  const auto unknown = indicator("unknown", "mobile_users", 5.0);
  const auto passes = indicator("passes", "villages", 1.0);
  const auto measured = city_with({{"villages", 3.0}});
  EXPECT_EQ(judge(profile_of({unknown, fails}), measured).outcome, Outcome::fail);
  EXPECT_EQ(judge(profile_of({passes, unknown}), measured).outcome, Outcome::not_assessable);
  EXPECT_EQ(judge(profile_of({passes}), measured).outcome, Outcome::pass);
}

TEST(Verdict, ReportedFiguresDoNotDecide) {
  const auto verdict = judge(
      profile_of({indicator("passes", "villages", 1.0), indicator("report", "mobile_users", {}),
                  indicator("report2", "villages", {})}),
      city_with({{"villages", 3.0}}));
  EXPECT_EQ(verdict.outcome, Outcome::pass);
  EXPECT_EQ(verdict.units[0].indicators[1].outcome, Outcome::not_assessable);
  EXPECT_EQ(verdict.units[0].indicators[2].outcome, Outcome::reported);
}

TEST(Verdict, ListsTheMeasuresItReadAndWhyItCannotTell) {
  const auto verdict = judge(profile_of({indicator("ratio", "100 * villages / key_places", 1.0)}),
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
  const auto scope = [](const char* text) { return gap_scope(Formula::parse(text)); };
  EXPECT_EQ(scope("villages_reached_lte / villages").technology, radio::Technology::lte);
  EXPECT_EQ(scope("area_covered_lte_km2").technology, radio::Technology::lte);
  EXPECT_TRUE(scope("area_covered_lte_km2").every_pixel);
  EXPECT_EQ(scope("residents_covered_nr").technology, radio::Technology::nr);
  EXPECT_FALSE(scope("residents_covered_nr").every_pixel);
  EXPECT_TRUE(scope("urban_households_gigabit").urban_only);
}

}  // namespace
}  // namespace gigacity::criteria
