// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/formula.hpp"

#include <set>

#include <gmock/gmock.h>

#include "sim/criteria/known_measures.hpp"

namespace gigacity::criteria {
namespace {

using ::testing::HasSubstr;

MeasureSet set_of(std::initializer_list<std::pair<const char*, double>> values) {
  MeasureSet set;
  for (const auto& [name, value] : values) set.values[name] = {value, "", Provenance::counted};
  return set;
}

double value_of(const std::string& text, const MeasureSet& set = {}) {
  const auto evaluation = Formula::parse(text).evaluate(set);
  EXPECT_TRUE(evaluation.value) << text << ": " << evaluation.reason;
  return evaluation.value.value_or(-1e300);
}

int error_column(const std::string& text) {
  try {
    Formula::parse(text);
  } catch (const FormulaError& error) {
    return error.column();
  }
  return 0;
}

TEST(Formula, KeepsTheOrderOfOperations) {
  EXPECT_EQ(value_of("2 + 3 * 4 - 6 / 2"), 11.0);
  EXPECT_EQ(value_of("(2 + 3) * 4"), 20.0);
  EXPECT_EQ(value_of("20 - 5 - 3"), 12.0);
  EXPECT_EQ(value_of("64 / 4 / 2"), 8.0);
  EXPECT_EQ(value_of("-2 * -3 + --1"), 7.0);
  EXPECT_EQ(value_of("1e3 + .5"), 1000.5);
}

TEST(Formula, KnowsMinAndMax) {
  EXPECT_EQ(value_of("min(3, 1 + 1, 7)"), 2.0);
  EXPECT_EQ(value_of("max(3, min(9, 8), 7)"), 8.0);
}

TEST(Formula, ReadsMeasuresOnceInOrderOfFirstUse) {
  const auto formula =
      Formula::parse("100 * households_gigabit / (households + households_gigabit)");
  ASSERT_EQ(formula.names().size(), 2U);
  EXPECT_EQ(formula.names()[0].text, "households_gigabit");
  EXPECT_EQ(formula.names()[1].text, "households");
  EXPECT_EQ(formula.names()[1].column, 29);
  EXPECT_EQ(formula.evaluate(set_of({{"households_gigabit", 30.0}, {"households", 30.0}})).value,
            50.0);
}

TEST(Formula, SaysWhatDataAMissingMeasureTakes) {
  const auto evaluation = Formula::parse("broadband_users_500m / broadband_users")
                              .evaluate(set_of({{"broadband_users_500m", 1.0}}));
  EXPECT_FALSE(evaluation.value);
  EXPECT_THAT(evaluation.reason, HasSubstr("give [subscribers] broadband_users in the scenario"));
}

TEST(Formula, SaysWhichDivisorIsZero) {
  const auto evaluation = Formula::parse("100 * villages / (key_places - 3) + 1")
                              .evaluate(set_of({{"villages", 1.0}, {"key_places", 3.0}}));
  EXPECT_FALSE(evaluation.value);
  EXPECT_EQ(evaluation.reason, "division by zero: (key_places - 3) is 0 here");
}

TEST(Formula, RefusesAResultThatIsNotFinite) {
  EXPECT_FALSE(Formula::parse("1e308 * 1e308").evaluate({}).value);
}

TEST(Formula, PointsAtTheFaultyColumn) {
  EXPECT_EQ(error_column("100 * (villages / 3"), 20);
  EXPECT_EQ(error_column("100 * * 3"), 7);
  EXPECT_EQ(error_column("villages key_places"), 10);
  EXPECT_EQ(error_column("100 % 3"), 5);
  EXPECT_EQ(error_column("2 + average(1, 2)"), 5);
  EXPECT_EQ(error_column("min(1)"), 6);
  EXPECT_EQ(error_column(""), 1);
  EXPECT_EQ(error_column("3 × 4"), 3);
  EXPECT_EQ(error_column("2 + 2"), 0);
}

TEST(Formula, SurvivesDeepNesting) {
  EXPECT_GT(error_column(std::string(100'000, '(')), 0);
  EXPECT_EQ(value_of(std::string(1000, '-') + "5"), 5.0);
}

TEST(KnownMeasures, AreUniqueAndExplained) {
  std::set<std::string> names;
  for (const auto& measure : known_measures()) {
    EXPECT_TRUE(names.insert(measure.name).second) << measure.name;
    EXPECT_NE(std::string(measure.unit), "") << measure.name;
    EXPECT_NE(std::string(measure.meaning), "") << measure.name;
    EXPECT_THAT(data_needed(measure.name), HasSubstr("give")) << measure.name;
  }
}

}  // namespace
}  // namespace gigacity::criteria
