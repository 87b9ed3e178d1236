// SPDX-License-Identifier: Apache-2.0
#include "apps/run/deep_spaces.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigacity::apps {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(DeepSpaces, AreNamedInEitherLanguage) {
  for (const char* words :
       {"underground_car_park", "Basement", "地下车库", "underground parking"}) {
    const auto spaces = deep_spaces_named(words);
    EXPECT_TRUE(spaces.underground) << words;
    EXPECT_FALSE(spaces.lifts) << words;
    EXPECT_FALSE(spaces.unknown) << words;
  }
  for (const char* words : {"lift", "Elevators", "电梯"}) {
    const auto spaces = deep_spaces_named(words);
    EXPECT_FALSE(spaces.underground) << words;
    EXPECT_TRUE(spaces.lifts) << words;
  }
}

TEST(DeepSpaces, SeveralStandSideBySide) {
  for (const char* words : {"underground_car_park; lift", "lift,basement", "地下车库、电梯",
                            "电梯；地下停车场", "lift | car park"}) {
    const auto spaces = deep_spaces_named(words);
    EXPECT_TRUE(spaces.underground && spaces.lifts) << words;
  }
}

TEST(DeepSpaces, OtherWordsAreToldAsTheyStand) {
  EXPECT_EQ(deep_spaces_named("lift; Roof Terrace").unknown, "Roof Terrace");
  const auto none = deep_spaces_named(" ; ");
  EXPECT_FALSE(none.underground || none.lifts || none.unknown);
}

TEST(DeepSpaces, ListsAreSplit) {
  EXPECT_THAT(listed_words(" LTE ; NR/5G SA"), ElementsAre("LTE", "NR", "5G SA"));
  EXPECT_THAT(listed_words(""), IsEmpty());
}

TEST(Insulation, IsOneOfTwo) {
  for (const char* word : {"thermally-efficient", "Thermally efficient", "high-loss", "节能"})
    EXPECT_EQ(thermally_efficient_named(word), true) << word;
  for (const char* word : {"traditional", "low_loss", "普通"})
    EXPECT_EQ(thermally_efficient_named(word), false) << word;
  EXPECT_EQ(thermally_efficient_named("brick"), std::nullopt);
}

}  // namespace
}  // namespace gigacity::apps
