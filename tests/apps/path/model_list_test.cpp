// SPDX-License-Identifier: Apache-2.0
#include "apps/path/model_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/diagnostic.hpp"

namespace gigacity::apps {
namespace {

using ::testing::HasSubstr;

TEST(ModelList, HoldsEveryModelWithAllItsRanges) {
  const auto models = listed_models("");
  ASSERT_EQ(models.size(), propagation::models().size());
  const auto json = nlohmann::json::parse(models_json(models));
  const auto text = models_text(models);
  const auto markdown = models_markdown(models);
  ASSERT_EQ(json.size(), models.size());
  for (std::size_t i = 0; i < models.size(); ++i) {
    EXPECT_EQ(json[i]["name"], models[i].name);
    EXPECT_EQ(json[i]["citation"], models[i].citation);
    ASSERT_EQ(json[i]["ranges"].size(), models[i].ranges.size());
    for (std::size_t r = 0; r < models[i].ranges.size(); ++r)
      EXPECT_EQ(json[i]["ranges"][r]["maximum"], models[i].ranges[r].maximum);
    for (const auto& form : {text, markdown}) {
      EXPECT_THAT(form, HasSubstr(std::string(models[i].title)));
      EXPECT_THAT(form, HasSubstr(std::string(models[i].citation)));
    }
  }
}

TEST(ModelList, OneModelHasItsVariants) {
  EXPECT_EQ(listed_models("3gpp-38901").size(), 3U);
  EXPECT_THAT(models_text(listed_models("p1812")),
              HasSubstr("frequency            30 to 6000 MHz"));
  try {
    listed_models("p1821");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(), "\"p1821\" is no propagation model; did you mean p1812?");
  }
}

}  // namespace
}  // namespace gigacity::apps
