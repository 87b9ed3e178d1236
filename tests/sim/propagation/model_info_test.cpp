// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/model_info.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace gigacity::propagation {
namespace {

TEST(ModelInfo, ListsEveryModelWithItsSource) {
  for (const ModelInfo& model : models()) {
    EXPECT_FALSE(model.name.empty());
    EXPECT_FALSE(model.citation.empty()) << model.name;
    for (const ValidRange& range : model.ranges)
      EXPECT_LT(range.minimum, range.maximum) << model.name;
  }
  EXPECT_NE(find_model("free-space"), nullptr);
  EXPECT_NE(find_model("p526"), nullptr);
  ASSERT_NE(find_model("3gpp-38901", "rural macro"), nullptr);
  EXPECT_EQ(find_model("3gpp-38901", "rural macro")->title, "RMa");
  EXPECT_EQ(find_model("p1546"), nullptr);
}

TEST(ModelInfo, SaysWhichQuantitiesAreOutOfRange) {
  const ModelInfo& model = *find_model("3gpp-38901", "urban macro");
  const LinkFigures good{3500.0, 500.0, 25.0, 1.5};
  EXPECT_TRUE(exceeded(model, good).none());

  const LinkFigures bad{450.0, 5001.0, 25.0, 1.5};
  const auto out = exceeded(model, bad);
  EXPECT_TRUE(out.test(static_cast<std::size_t>(Quantity::frequency_mhz)));
  EXPECT_TRUE(out.test(static_cast<std::size_t>(Quantity::distance_m)));
  EXPECT_EQ(out.count(), 2U);
  EXPECT_EQ(range_message(model, Quantity::distance_m, bad),
            "3gpp-38901 urban macro: distance 5001 m is outside 10 to 5000 m");
}

TEST(ModelInfo, CountsTheEndsOfARangeAsInside) {
  const ModelInfo& model = *find_model("p526");
  EXPECT_TRUE(exceeded(model, {6000.0, 250.0, 1.0, 1.0}).none());
  EXPECT_EQ(exceeded(model, {6000.01, 249.99, 0.99, 0.99}).count(), 4U);
}

TEST(ModelInfo, CountsTheEndsOfAnOpenRangeAsOutside) {
  const ModelInfo& model = *find_model("p2109");
  LinkFigures link{.frequency_mhz = 3500.0, .location_percent = 100.0};
  EXPECT_TRUE(exceeded(model, link).test(static_cast<std::size_t>(Quantity::location_percent)));
  EXPECT_EQ(range_message(model, Quantity::location_percent, link),
            "p2109: location percentage 100 % is outside 0 to 100 %, ends excluded");
  link.location_percent = 99.999999;
  EXPECT_TRUE(exceeded(model, link).none());
}

TEST(ModelInfo, RefusesASinglePathOutOfRangeNamingEveryQuantity) {
  const ModelInfo& model = *find_model("p1812");
  LinkFigures link{3500.0, 5000.0, 30.0, 1.5};
  EXPECT_NO_THROW(require_in_range(model, link));

  link.frequency_mhz = 26'000.0;
  link.receiver_height_m = std::numeric_limits<double>::quiet_NaN();
  link.time_percent = 60.0;
  try {
    require_in_range(model, link, {.source = "scenario.toml"});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    ASSERT_EQ(error.diagnostics().size(), 3U);
    EXPECT_EQ(error.diagnostics()[0].message,
              "p1812: frequency 26000 MHz is outside 30 to 6000 MHz");
    EXPECT_EQ(error.diagnostics()[1].message,
              "p1812: receiver height nan m is outside 1 to 3000 m");
    EXPECT_EQ(error.diagnostics()[2].message, "p1812: time percentage 60 % is outside 1 to 50 %");
    for (const Diagnostic& diagnostic : error.diagnostics()) {
      EXPECT_EQ(diagnostic.where.source, "scenario.toml");
      EXPECT_FALSE(diagnostic.hint.empty());
    }
  }
}

// Figures that a model does not ask for must not count against it.
TEST(ModelInfo, HasAnOrdinaryLinkInsideEveryModel) {
  for (const ModelInfo& model : models()) {
    LinkFigures link;
    for (const ValidRange& range : model.ranges) {
      const double middle = 0.5 * (range.minimum + range.maximum);
      if (range.quantity == Quantity::frequency_mhz) link.frequency_mhz = middle;
      if (range.quantity == Quantity::distance_m) link.distance_m = middle;
      if (range.quantity == Quantity::transmitter_height_m) link.transmitter_height_m = middle;
      if (range.quantity == Quantity::receiver_height_m) link.receiver_height_m = middle;
    }
    EXPECT_TRUE(exceeded(model, link).none()) << model.name << ' ' << model.variant;
  }
}

}  // namespace
}  // namespace gigacity::propagation
