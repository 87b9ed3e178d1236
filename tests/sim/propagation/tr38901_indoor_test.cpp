// SPDX-License-Identifier: Apache-2.0
// TR 38.901 v16.1 inside and into buildings; expected values are worked from the report's formulas,
// beside each.
#include "sim/propagation/tr38901_indoor.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "sim/propagation/tr38901_penetration.hpp"

namespace gigacity::propagation {
namespace {

// The ns-3 simulator's test vectors for table 7.4.1-1, 5 GHz, antennas at 3 m and 1.5 m.
TEST(IndoorOffice, HasNs3sVectors) {
  struct Case {
    double d_2d, los, nlos;
  };
  for (const Case& c : {Case{1.0, 50.8072, 50.8072}, Case{10.0, 63.7630, 73.1894},
                        Case{50.0, 75.7750, 99.7824}, Case{100.0, 80.9802, 111.3062}}) {
    const IndoorLink link{std::hypot(c.d_2d, 1.5), 5000.0};
    EXPECT_NEAR(office_line_of_sight_loss_db(link), c.los, 1e-4);
    EXPECT_NEAR(office_obstructed_loss_db(link), c.nlos, 1e-4);
  }
  EXPECT_EQ(office_shadow_fading_db(true), 3.0);
  EXPECT_EQ(office_shadow_fading_db(false), 8.03);
}

// Mixed: e^(−4.7/4.7) at 5.9 m; 0.32 e^(−1) at 39.1 m. Open: e^(−1) at 75.8 m would be past 49 m, so
// e^(−35.4/70.8) at 40.4 m; 0.54 e^(−1) at 260.7 m.
TEST(IndoorOffice, HasTheTablesProbabilities) {
  EXPECT_EQ(office_line_of_sight_probability(OfficeType::mixed, 1.2), 1.0);
  EXPECT_NEAR(office_line_of_sight_probability(OfficeType::mixed, 5.9), std::exp(-1.0), 1e-12);
  EXPECT_NEAR(office_line_of_sight_probability(OfficeType::mixed, 39.1), 0.32 * std::exp(-1.0),
              1e-12);
  EXPECT_EQ(office_line_of_sight_probability(OfficeType::open, 5.0), 1.0);
  EXPECT_NEAR(office_line_of_sight_probability(OfficeType::open, 40.4), std::exp(-0.5), 1e-12);
  EXPECT_NEAR(office_line_of_sight_probability(OfficeType::open, 260.7), 0.54 * std::exp(-1.0),
              1e-12);
  for (const OfficeType type : {OfficeType::mixed, OfficeType::open}) {
    for (double d = 0.0; d < 200.0; d += 0.1) {
      // The table's pieces meet to within 0.01.
      EXPECT_LE(office_line_of_sight_probability(type, d + 0.1),
                office_line_of_sight_probability(type, d) + 0.01)
          << d;
    }
  }
}

// At 10 GHz and 100 m: 31.84 + 43 + 19; 33 + 51 + 20; 18.6 + 71.4 + 20; 32.4 + 46 + 20; 33.63 + 43.8
// + 20.
TEST(IndoorFactory, HasTheTablesValues) {
  const IndoorLink link{100.0, 10'000.0};
  EXPECT_NEAR(factory_line_of_sight_loss_db(link), 93.84, 1e-9);
  EXPECT_NEAR(factory_obstructed_loss_db(FactoryType::sparse_low, link), 104.0, 1e-9);
  EXPECT_NEAR(factory_obstructed_loss_db(FactoryType::dense_low, link), 110.0, 1e-9);
  EXPECT_NEAR(factory_obstructed_loss_db(FactoryType::sparse_high, link), 98.4, 1e-9);
  EXPECT_NEAR(factory_obstructed_loss_db(FactoryType::dense_high, link), 97.43, 1e-9);
  // Near by, the curve for dense clutter falls below the one for sparse, 18.6 + 35.7 = 54.3 at 10 m
  // against 58.5, and is replaced by it.
  EXPECT_NEAR(factory_obstructed_loss_db(FactoryType::dense_low, {10.0, 10'000.0}), 78.5, 1e-9);
}

// k = −10 / ln 0.8 = 44.814201; under a high base station (8 − 1.5) / (5 − 1.5) times that.
TEST(IndoorFactory, HasTheTablesProbabilities) {
  const FactoryClutter sparse{10.0, 0.2, 5.0};
  EXPECT_NEAR(factory_line_of_sight_probability(FactoryType::sparse_low, 44.814201, sparse),
              std::exp(-1.0), 1e-8);
  EXPECT_NEAR(factory_line_of_sight_probability(FactoryType::sparse_high, 44.814201, sparse),
              std::exp(-3.5 / 6.5), 1e-8);
  EXPECT_EQ(factory_line_of_sight_probability(FactoryType::dense_low, 0.0, {2.0, 0.8, 5.0}), 1.0);
}

// 3.5 GHz: glass 2.7 dB, concrete 19 dB, IRR glass 24.05 dB. Low: 5 − 10 log(0.3 · 10^−0.27 + 0.7 ·
// 10^−1.9) = 5 − 10 log(0.1611095 + 0.0088125) = 12.6975; high: 5 − 10 log(0.7 · 10^−2.405 + 0.3 ·
// 10^−1.9) = 5 − 10 log(0.0027549 + 0.0037768) = 26.8498.
TEST(BuildingPenetration, HasTheTablesValues) {
  EXPECT_NEAR(material_loss_db(WallMaterial::multi_pane_glass, 3500.0), 2.7, 1e-9);
  EXPECT_NEAR(material_loss_db(WallMaterial::infrared_reflecting_glass, 3500.0), 24.05, 1e-9);
  EXPECT_NEAR(material_loss_db(WallMaterial::concrete, 3500.0), 19.0, 1e-9);
  EXPECT_NEAR(material_loss_db(WallMaterial::wood, 3500.0), 5.27, 1e-9);
  EXPECT_NEAR(external_wall_loss_db(BuildingLoss::low, 3500.0), 12.6975, 1e-4);
  EXPECT_NEAR(external_wall_loss_db(BuildingLoss::high, 3500.0), 26.8498, 1e-4);
  EXPECT_EQ(external_wall_loss_db(BuildingLoss::single_frequency, 3500.0), 20.0);
  EXPECT_EQ(inside_loss_db(10.0), 5.0);
  EXPECT_NEAR(building_penetration_loss_db(BuildingLoss::low, 3500.0, 10.0), 17.6975, 1e-4);
  EXPECT_EQ(building_loss_deviation_db(BuildingLoss::low), 4.4);
  EXPECT_EQ(building_loss_deviation_db(BuildingLoss::high), 6.5);
  EXPECT_EQ(building_loss_deviation_db(BuildingLoss::single_frequency), 0.0);
}

// The mean of the lesser of two numbers uniform in 0 ... 25 is 25/3.
TEST(BuildingPenetration, KnowsHowDeepUsersAre) {
  EXPECT_NEAR(mean_indoor_distance_m(BuildingLoss::low, Environment::urban_macro), 25.0 / 3.0,
              1e-12);
  EXPECT_NEAR(mean_indoor_distance_m(BuildingLoss::low, Environment::rural_macro), 10.0 / 3.0,
              1e-12);
  EXPECT_EQ(mean_indoor_distance_m(BuildingLoss::single_frequency, Environment::urban_micro), 12.5);
}

TEST(BuildingPenetration, GrowsWithFrequency) {
  for (const BuildingLoss loss : {BuildingLoss::low, BuildingLoss::high}) {
    for (double mhz = 500.0; mhz < 90'000.0; mhz *= 1.3)
      EXPECT_LT(external_wall_loss_db(loss, mhz), external_wall_loss_db(loss, 1.3 * mhz));
  }
}

TEST(CarPenetration, HasTheReportsValues) {
  EXPECT_EQ(car_penetration_loss_db(CarWindows::plain), 9.0);
  EXPECT_EQ(car_penetration_loss_db(CarWindows::metallised), 20.0);
  EXPECT_EQ(car_penetration_deviation_db, 5.0);
}

}  // namespace
}  // namespace gigacity::propagation
