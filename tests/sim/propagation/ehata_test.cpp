// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/ehata.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "sim/propagation/free_space.hpp"

namespace gigacity::propagation {
namespace {

// Okumura's median attenuation relative to free space, base station 200 m and mobile 3 m high, as
// TR-15-517 reads it from his figures. The program's velocity of light and the printed coefficients
// at 100 km are worth 1e-4 dB.
TEST(EhataMedian, PassesThroughOkumurasCurves) {
  struct Reading {
    double mhz, at_1km_db, at_100km_db, suburban_gain_db;
  };
  constexpr TerminalPair reference{200.0, 3.0};
  for (const Reading& r : {Reading{1500.0, 22.0, 63.5, 11.5}, Reading{2000.0, 23.5, 65.75, 12.4},
                           Reading{3000.0, 25.85, 69.5, 14.0}}) {
    const auto attenuation = [&](double d) {
      return ehata_median_loss_db(d, r.mhz, reference, EhataArea::urban) -
             free_space_loss_db(std::hypot(d, 197.0), r.mhz);
    };
    EXPECT_NEAR(attenuation(1000.0), r.at_1km_db, 1e-3) << r.mhz;
    EXPECT_NEAR(attenuation(100'000.0), r.at_100km_db, 1e-3) << r.mhz;
    EXPECT_NEAR(ehata_median_loss_db(5000.0, r.mhz, reference, EhataArea::urban) -
                    ehata_median_loss_db(5000.0, r.mhz, reference, EhataArea::suburban),
                r.suburban_gain_db, 1e-9);
  }
  EXPECT_NEAR(ehata_location_deviation_db(1500.0, EhataArea::urban), 7.1, 1e-3);
  EXPECT_NEAR(ehata_location_deviation_db(3000.0, EhataArea::rural), 10.1, 1e-3);
}

// The break-point is where the two lines would meet if both counted distance in the plane. The near one
// counts it along the ray from 200 m, 20 log(√(1000² + 197²)/1000) = 0.1654 dB more: so much the model
// falls there, as published.
TEST(EhataMedian, LosesMoreWithDistanceButForTheBreakPoint) {
  constexpr double step_at_break_db = 0.1655;
  for (const double h_b : {30.0, 60.0, 200.0}) {
    double previous = 0.0;
    for (double d = 1000.0; d < 100'000.0; d *= 1.01) {
      const double loss = ehata_median_loss_db(d, 2500.0, {h_b, 1.5}, EhataArea::urban);
      if (d > 1000.0) {
        EXPECT_GT(loss, previous - step_at_break_db) << d;
        EXPECT_LT(loss, previous + 0.3) << d;
      }
      previous = loss;
    }
  }
}

TEST(EhataCorrections, HaveTheCurvesPoints) {
  // Figure 31, curves C, B, A for a ridge of 200 m.
  EXPECT_NEAR(ehata_ridge_correction_db({15'000.0, 2000.0}, 200.0, RidgeCurves::limited), -17.5,
              1e-9);
  EXPECT_NEAR(ehata_ridge_correction_db({30'000.0, 1000.0}, 200.0, RidgeCurves::limited), -8.5,
              1e-9);
  EXPECT_NEAR(ehata_ridge_correction_db({60'000.0, 8000.0}, 50.0, RidgeCurves::limited), -0.5,
              1e-9);
  EXPECT_EQ(ehata_ridge_correction_db({3000.0, 2000.0}, 200.0, RidgeCurves::limited), -17.5);
  EXPECT_EQ(ehata_ridge_correction_db({15'000.0, 40'000.0}, 200.0, RidgeCurves::limited), 0.0);
  EXPECT_GT(ehata_ridge_correction_db({15'000.0, 40'000.0}, 200.0, RidgeCurves::extrapolated), 0.0);
  // Figure 34.
  EXPECT_EQ(ehata_slope_correction_db(-10.0, 5000.0), -2.5);
  EXPECT_EQ(ehata_slope_correction_db(-10.0, 60'000.0), -8.0);
  EXPECT_EQ(ehata_slope_correction_db(10.0, 5000.0), 1.25);
  EXPECT_NEAR(ehata_slope_correction_db(10.0, 30'000.0), 3.5, 1e-12);
  EXPECT_EQ(ehata_slope_correction_db(10.0, 90'000.0), 6.0);
  // Figure 35.
  EXPECT_EQ(ehata_sea_correction_db(0.0, SeaEnd::both, 20'000.0), 0.0);
  EXPECT_NEAR(ehata_sea_correction_db(0.45, SeaEnd::base, 20'000.0), 4.0, 1e-12);
  EXPECT_NEAR(ehata_sea_correction_db(0.45, SeaEnd::mobile, 20'000.0), 7.0, 1e-12);
  EXPECT_NEAR(ehata_sea_correction_db(0.45, SeaEnd::both, 20'000.0), 5.5, 1e-12);
  EXPECT_NEAR(ehata_sea_correction_db(1.0, SeaEnd::both, 80'000.0), 15.0, 1e-12);
  // Figure 28: at Δh = 15 m and below the correction is nearly nothing.
  EXPECT_NEAR(ehata_hilly_correction_db(0.0), 0.0, 0.2);
  EXPECT_LT(ehata_hilly_correction_db(200.0), -10.0);
}

TEST(EhataCorrections, RunFromTheBottomsToTheTops) {
  const TerrainQuantiles terrain{400.0, 340.0, 300.0};
  const double top_db = ehata_fine_hilly_correction_db(terrain, 500.0);
  EXPECT_GT(top_db, 0.0);
  EXPECT_EQ(ehata_fine_hilly_correction_db(terrain, 340.0), 0.0);
  EXPECT_NEAR(ehata_fine_hilly_correction_db(terrain, 370.0), 0.5 * top_db, 1e-12);
  EXPECT_NEAR(ehata_fine_hilly_correction_db(terrain, 320.0), -0.5 * top_db, 1e-12);
  EXPECT_EQ(ehata_fine_hilly_correction_db(terrain, 100.0), -top_db);
  EXPECT_EQ(ehata_fine_hilly_correction_db({105.0, 100.0, 96.0}, 100.0), 0.0);
}

TEST(EhataPath, FindsQuantilesAsSortingDoes) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 2000; ++round) {
    const std::size_t points = 2 + random() % 120;
    std::vector<double> ground_m;
    // Few different heights, so that many are equal.
    for (std::size_t i = 0; i < points; ++i) ground_m.push_back(static_cast<double>(random() % 40));
    const double step_m = 200.0;
    const EhataPath path = ehata_path(ground_m, step_m, {30.0, 1.5});
    std::vector<double> near(
        ground_m.rbegin(),
        ground_m.rbegin() + static_cast<long>(std::min<std::size_t>(points, 51)));
    std::ranges::sort(near, std::greater<>());
    const auto at = [&](double share) {
      const double rank = share * static_cast<double>(near.size()) - 1.0;
      return near[static_cast<std::size_t>(std::max(rank, 0.0))];
    };
    const double stretch =
        path.distance_m < 10'000.0
            ? (1.0 - 0.8 * std::exp(-0.2)) / (1.0 - 0.8 * std::exp(-2e-5 * path.distance_m))
            : 1.0;
    ASSERT_NEAR(path.terrain.upper_m, stretch * at(0.1), 1e-9);
    ASSERT_NEAR(path.terrain.median_m, stretch * at(0.5), 1e-9);
    ASSERT_NEAR(path.terrain.lower_m, stretch * at(0.9), 1e-9);
  }
}

// 20 km of plain 100 m above the sea with one hill: heights, horizons and the ridge are plain to see.
TEST(EhataPath, DescribesASingleHill) {
  std::vector<double> ground_m(201, 100.0);
  ground_m[120] = 400.0;
  const EhataPath path = ehata_path(ground_m, 100.0, {50.0, 2.0});
  EXPECT_EQ(path.distance_m, 20'000.0);
  EXPECT_TRUE(path.single_horizon);
  EXPECT_EQ(path.horizon_m.transmitter, 12'000.0);
  EXPECT_EQ(path.horizon_m.receiver, 8000.0);
  EXPECT_GT(path.ridge_m, 250.0);
  EXPECT_LT(path.ridge_m, 300.0);
  // The hill is one of 121 points within 3 to 15 km of either end.
  EXPECT_NEAR(path.effective_m.transmitter, 50.0 - 300.0 / 121.0, 1e-9);
  EXPECT_NEAR(path.effective_m.receiver, 2.0 - 300.0 / 121.0, 1e-9);
  EXPECT_EQ(path.terrain.undulation_m(), 0.0);
  EXPECT_EQ(path.sea_fraction, 0.0);
}

TEST(EhataPath, SeesTheSlopeAndTheSeaAtTheMobile) {
  // From sea level at the mobile up by 20 m a kilometre to the base station, 12 km away; then level.
  std::vector<double> ground_m;
  for (int i = 0; i <= 120; ++i) ground_m.push_back(2.0 * (120 - i));
  EhataPath path = ehata_path(ground_m, 100.0, {30.0, 1.5});
  EXPECT_NEAR(path.mobile_slope_mrad, -20.0, 0.5);
  EXPECT_NEAR(path.sea_fraction, 1.0 / 121.0, 1e-12);
  EXPECT_EQ(path.sea_end, SeaEnd::mobile);
  std::ranges::reverse(ground_m);
  path = ehata_path(ground_m, 100.0, {30.0, 1.5});
  EXPECT_NEAR(path.mobile_slope_mrad, 20.0, 0.5);
  EXPECT_EQ(path.sea_end, SeaEnd::base);
}

TEST(EhataPath, SubtractsTheCorrectionsThatApply) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> height(0.0, 300.0);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> ground_m(300);
    std::ranges::generate(ground_m, [&] { return height(random); });
    const EhataPath path = ehata_path(ground_m, 100.0, {40.0, 1.5});
    const EhataLoss loss = ehata_loss(path, 2600.0, EhataArea::suburban);
    EXPECT_NEAR(loss.basic_db,
                loss.median_db - loss.hilly_db - loss.fine_hilly_db - loss.slope_db -
                    loss.ridge_db - loss.sea_db,
                1e-12);
    if (path.single_horizon) {
      EXPECT_EQ(loss.hilly_db, 0.0);
    } else {
      EXPECT_EQ(loss.ridge_db, 0.0);
    }
  }
}

}  // namespace
}  // namespace gigacity::propagation
