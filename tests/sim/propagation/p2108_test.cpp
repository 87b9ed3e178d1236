// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/p2108.hpp"

#include <array>

#include <gtest/gtest.h>

#include "sim/propagation/p2109.hpp"

namespace gigacity::propagation {
namespace {

constexpr std::array types{ClutterType::water, ClutterType::open_rural,   ClutterType::suburban,
                           ClutterType::urban, ClutterType::trees_forest, ClutterType::dense_urban};

TEST(HeightGain, ShrinksToNothingAtTheClutterTops) {
  for (const ClutterType type : types) {
    ClutteredTerminal terminal{.clutter_height_m = default_clutter_height_m(type), .clutter = type};
    double previous = 1e9;
    for (terminal.height_m = 1.0; terminal.height_m < terminal.clutter_height_m;
         terminal.height_m += 0.25) {
      const double loss = height_gain_correction_db(1500.0, terminal);
      EXPECT_LT(loss, previous) << static_cast<int>(type) << ' ' << terminal.height_m;
      previous = loss;
    }
    terminal.height_m = terminal.clutter_height_m;
    EXPECT_EQ(height_gain_correction_db(1500.0, terminal), 0.0);
  }
}

TEST(TerrestrialClutter, GrowsWithDistanceUpToTwoKilometresAndWithThePercentage) {
  for (const double mhz : {500.0, 3500.0, 28'000.0, 67'000.0}) {
    double previous = -1e9;
    for (double d = 250.0; d <= 2000.0; d += 50.0) {
      const double loss = terrestrial_clutter_loss_db(mhz, d, 50.0);
      EXPECT_GE(loss, previous);
      previous = loss;
    }
    EXPECT_EQ(terrestrial_clutter_loss_db(mhz, 40'000.0, 50.0), previous);
    for (double p = 1.0; p < 99.0; p += 1.0)
      EXPECT_LT(terrestrial_clutter_loss_db(mhz, 1000.0, p),
                terrestrial_clutter_loss_db(mhz, 1000.0, p + 1.0));
  }
}

TEST(SlantPathClutter, GrowsWithThePercentageAndShrinksWithTheElevation) {
  for (double p = 1.0; p < 99.0; p += 1.0)
    EXPECT_LT(slant_path_clutter_loss_db(28'000.0, 20.0, p),
              slant_path_clutter_loss_db(28'000.0, 20.0, p + 1.0));
  for (double elevation = 0.0; elevation < 90.0; elevation += 1.0)
    EXPECT_GT(slant_path_clutter_loss_db(28'000.0, elevation, 50.0),
              slant_path_clutter_loss_db(28'000.0, elevation + 1.0, 50.0));
}

TEST(BuildingEntry, GrowsWithProbabilityElevationAndEfficiency) {
  for (const double mhz : {700.0, 3500.0, 28'000.0}) {
    for (double p = 1.0; p < 99.0; p += 1.0) {
      EXPECT_LT(building_entry_loss_db(mhz, p, BuildingType::traditional),
                building_entry_loss_db(mhz, p + 1.0, BuildingType::traditional));
    }
    EXPECT_LT(building_entry_loss_db(mhz, 50.0, BuildingType::traditional, 0.0),
              building_entry_loss_db(mhz, 50.0, BuildingType::traditional, 60.0));
    EXPECT_EQ(building_entry_loss_db(mhz, 50.0, BuildingType::traditional, -60.0),
              building_entry_loss_db(mhz, 50.0, BuildingType::traditional, 60.0));
    EXPECT_LT(building_entry_loss_db(mhz, 50.0, BuildingType::traditional),
              building_entry_loss_db(mhz, 50.0, BuildingType::thermally_efficient));
  }
}

}  // namespace
}  // namespace gigacity::propagation
