// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/trend.hpp"

#include <gtest/gtest.h>

#include "tests/sim/criteria/sample_city.hpp"

namespace gigacity::criteria {
namespace {

Trend trend(std::optional<double> before, double now, Comparison comparison) {
  Indicator indicator;
  indicator.comparison = comparison;
  IndicatorResult result;
  result.value = now;
  result.before = before;
  return trend_of(indicator, result);
}

TEST(Trend, GoesByWhichWayIsGood) {
  EXPECT_EQ(trend(80.0, 81.0, Comparison::at_least), Trend::better);
  EXPECT_EQ(trend(81.0, 80.0, Comparison::at_least), Trend::worse);
  EXPECT_EQ(trend(80.0, 81.0, Comparison::at_most), Trend::worse);
  EXPECT_EQ(trend(81.0, 80.0, Comparison::at_most), Trend::better);
  EXPECT_EQ(trend(80.0, 81.0, Comparison::report_only), Trend::rose);
  EXPECT_EQ(trend(80.0, 79.0, Comparison::report_only), Trend::fell);
  EXPECT_EQ(trend(80.0, 80.0 + 1e-12, Comparison::at_least), Trend::same);
  EXPECT_EQ(trend(std::nullopt, 80.0, Comparison::at_least), Trend::unknown);
}

TEST(Trend, FindsUnitsByTheirCodes) {
  Verdict verdict;
  for (const std::int32_t level : {-1, 0, 0, 0}) {
    verdict.units.push_back({level, 0, {}});
    IndicatorResult result;
    result.indicator = "G4";
    result.value = 10.0;
    verdict.units.back().indicators.push_back(result);
  }
  const EarlierValues earlier{{{"", "", "G4"}, 9.0},
                              {{"county", "A", "G4"}, 7.0},
                              {{"county", "", "G4"}, 3.0},
                              {{"town", "B", "G4"}, 5.0}};
  const std::vector<UnitKey> keys{{"", ""}, {"county", "A"}, {"county", "B"}, {"county", ""}};
  compare_with(earlier, keys, verdict);
  EXPECT_EQ(verdict.units[0].indicators[0].before, 9.0);
  EXPECT_EQ(verdict.units[1].indicators[0].before, 7.0);
  EXPECT_EQ(verdict.units[2].indicators[0].before, std::nullopt) << "of another level";
  EXPECT_EQ(verdict.units[3].indicators[0].before, std::nullopt) << "without a code";
}

}  // namespace
}  // namespace gigacity::criteria
