// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/penetration.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace gigacity::radio {
namespace {

using propagation::BuildingType;

TEST(Penetration, OutdoorsLosesNothing) {
  EXPECT_EQ(penetration_loss_db({}, {}, 3500.0), 0.0);
}

// P.2109-1 figure 1: medians at horizontal incidence, as read off to half a decibel at 3.5 GHz.
TEST(Penetration, WallsAreThoseOfP2109) {
  EXPECT_NEAR(penetration_loss_db({.building = BuildingType::traditional}, {}, 3500.0), 15.5, 0.7);
  EXPECT_NEAR(penetration_loss_db({.building = BuildingType::thermally_efficient}, {}, 3500.0),
              31.5, 0.7);
  PenetrationOptions often;
  often.probability_percent = 90.0;
  EXPECT_GT(penetration_loss_db({.building = BuildingType::traditional}, often, 3500.0),
            penetration_loss_db({.building = BuildingType::traditional}, {}, 3500.0) + 5.0);
}

// TR 38.901 table 7.4.3-2, written out: glass and concrete side by side, 5 dB for slant incidence, half a decibel for each
// of 25/3 m behind the wall.
TEST(Penetration, OrThoseOf3gpp) {
  PenetrationOptions options;
  options.model = EntryModel::tr38901;
  const double f_ghz = 3.5;
  const double glass = 2.0 + 0.2 * f_ghz;
  const double coated_glass = 23.0 + 0.3 * f_ghz;
  const double concrete = 5.0 + 4.0 * f_ghz;
  const auto wall = [](double share, double a_db, double b_db) {
    return 5.0 - 10.0 * std::log10(share * std::pow(10.0, -a_db / 10.0) +
                                   (1.0 - share) * std::pow(10.0, -b_db / 10.0));
  };
  EXPECT_NEAR(penetration_loss_db({.building = BuildingType::traditional}, options, 3500.0),
              wall(0.3, glass, concrete) + 0.5 * 25.0 / 3.0, 1e-9);
  EXPECT_NEAR(penetration_loss_db({.building = BuildingType::thermally_efficient}, options, 3500.0),
              wall(0.7, coated_glass, concrete) + 0.5 * 25.0 / 3.0, 1e-9);
}

// ITU-R P.1238-7 table 3, offices, one floor: 9 dB at 900 MHz, 15 dB from 1.8 to 2 GHz, 18 dB at 3.5 GHz. It gives one
// figure where its measurements scatter by some decibels: within 3 dB of each.
TEST(Penetration, ASlabLosesWhatP1238FoundOfAFloor) {
  const auto slab = [](double frequency_mhz) {
    return penetration_loss_db({.basement = 1}, {}, frequency_mhz);
  };
  EXPECT_NEAR(slab(900.0), 9.0, 3.0);
  EXPECT_NEAR(slab(1800.0), 15.0, 3.0);
  EXPECT_NEAR(slab(2000.0), 15.0, 3.0);
  EXPECT_NEAR(slab(3500.0), 18.0, 3.0);
}

TEST(Penetration, WallsSlabsAndCabinAddUp) {
  const Penetration walls{.building = BuildingType::traditional};
  const Penetration car_park{.building = BuildingType::traditional, .basement = 2};
  const Penetration lift{.building = BuildingType::traditional, .lift = true};
  PenetrationOptions options;
  options.lift_cabin_db = 30.0;
  const double inside = penetration_loss_db(walls, options, 2600.0);
  EXPECT_NEAR(penetration_loss_db(car_park, options, 2600.0), inside + 2.0 * (5.0 + 4.0 * 2.6),
              1e-9);
  EXPECT_NEAR(penetration_loss_db(lift, options, 2600.0), inside + 30.0, 1e-9);
}

TEST(Penetration, KnowsItsModelsByName) {
  for (const EntryModel model : {EntryModel::p2109, EntryModel::tr38901})
    EXPECT_EQ(entry_model_named(to_string(model)), model);
  EXPECT_EQ(entry_model_named("p1812"), std::nullopt);
}

}  // namespace
}  // namespace gigacity::radio
