// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/measure_unit.hpp"

#include <gtest/gtest.h>

#include "sim/criteria/known_measures.hpp"

namespace gigacity::criteria {
namespace {

TEST(MeasureUnit, ReadsWhatProfilesWrite) {
  EXPECT_EQ(unit_named("%")->scale, 100.0);
  EXPECT_TRUE(unit_named("%")->dimension.empty());
  const auto per_ten_thousand = unit_named("stations per 10,000 people");
  ASSERT_TRUE(per_ten_thousand);
  EXPECT_EQ(per_ten_thousand->scale, 10'000.0);
  EXPECT_EQ(per_ten_thousand->dimension, (Dimension{{"people", -1}, {"stations", 1}}));
  EXPECT_EQ(unit_named("station per km2")->dimension, (Dimension{{"km2", -1}, {"stations", 1}}));
  EXPECT_EQ(unit_named("racks per data centre")->dimension,
            (Dimension{{"data centres", -1}, {"racks", 1}}));
  EXPECT_TRUE(unit_named("users per people")->dimension.empty()) << "users are people";
  for (const auto* wrong : {"", "hops", "stations per", "stations per x people", "10,000 people",
                            "stations per -3 people"})
    EXPECT_FALSE(unit_named(wrong)) << wrong;
}

TEST(MeasureUnit, KnowsTheUnitOfEveryMeasure) {
  for (const auto& measure : known_measures()) {
    const auto unit = unit_named(measure.unit);
    ASSERT_TRUE(unit) << measure.name << " in " << measure.unit;
    EXPECT_EQ(unit->dimension.size(), 1U) << measure.name;
  }
}

}  // namespace
}  // namespace gigacity::criteria
