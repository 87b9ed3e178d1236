// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/optical_budget.hpp"

#include <array>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/sim/fibre/support.hpp"

namespace gigacity::fibre {
namespace {

using testing::plant;

PonClass class_with_maximum(double loss_db) {
  PonClass pon_class;
  pon_class.maximum_loss_db = loss_db;
  return pon_class;
}

TEST(OpticalBudget, NamesEveryLossOfARoute) {
  auto losses = plant().losses;
  losses.splice_db = 0.1;
  const auto loss = optical_loss(losses, {}, std::array{64},
                                 5000.0);  // three drums of 2 km: two joints, two ends
  EXPECT_NEAR(loss.fibre_db, 2.0, 1e-12);
  EXPECT_NEAR(loss.splitter_db, 21.0, 1e-12);
  EXPECT_NEAR(loss.splices_db, 0.4, 1e-12);
  EXPECT_NEAR(loss.connectors_db, 1.2, 1e-12);
  EXPECT_NEAR(loss.penalty_db, 1.0, 1e-12);
  EXPECT_NEAR(loss.maintenance_db, 2.0, 1e-12);
  EXPECT_NEAR(loss.loss_db(), 25.6, 1e-12);
  EXPECT_NEAR(budget_margin_db(class_with_maximum(29.0), loss), 1.4, 1e-12);
}

TEST(OpticalBudget, CountsASpliceForEveryDrumAndEnd) {
  const auto losses = plant().losses;
  EXPECT_EQ(splice_count(losses, 0.0), 2);
  EXPECT_EQ(splice_count(losses, 1.0), 2);
  EXPECT_EQ(splice_count(losses, 2000.0), 2);
  EXPECT_EQ(splice_count(losses, 2001.0), 3);
  EXPECT_EQ(splice_count(losses, 20'000.0), 11);
}

struct WorkedReach {
  double maximum_loss_db;
  std::array<double, 4> reach_km;  ///< at 1:16, 1:32, 1:64, 1:128
};

// reach = (maximum - splitter maximum - 4 x 0.3 - 1.0 - 2.0) / 0.40, worked out apart from this
// code and given to 0.1 km: hence half of that as tolerance, and a little for decimals that are no
// binary fractions.
TEST(OpticalBudget, ReproducesTheWorkedReachTable) {
  const std::array<WorkedReach, 6> table{{{28.0, {23.2, 15.8, 7.0, 0.0}},
                                          {29.0, {25.8, 18.2, 9.5, 0.8}},
                                          {31.0, {30.8, 23.2, 14.5, 5.8}},
                                          {32.0, {33.2, 25.8, 17.0, 8.3}},
                                          {33.0, {35.8, 28.2, 19.5, 10.8}},
                                          {35.0, {40.8, 33.2, 24.5, 15.8}}}};
  const std::array<int, 4> splits{16, 32, 64, 128};
  const auto losses = plant().losses;
  for (const auto& row : table)
    for (std::size_t i = 0; i < splits.size(); ++i)
      EXPECT_NEAR(0.001 * budget_reach_m(class_with_maximum(row.maximum_loss_db), losses,
                                         std::array{splits[i]}),
                  row.reach_km[i], 0.05 + 1e-9)
          << row.maximum_loss_db << " dB, 1:" << splits[i];
}

// Splices make the loss a staircase on a slope: the reach must be where the budget closes last.
TEST(OpticalBudget, ClosesUpToItsReachAndNotBeyond) {
  for (const double splice_db : {0.0, 0.05, 0.12, 0.9}) {
    for (const double every_km : {0.5, 2.0, 3.0}) {
      for (const double fibre_db_per_km : {0.0, 0.22, 0.40}) {
        auto losses = plant().losses;
        losses.splice_db = splice_db;
        losses.splice_every_km = every_km;
        losses.fibre_db_per_km = fibre_db_per_km;
        const auto pon_class = class_with_maximum(31.0);
        const double reach_m = budget_reach_m(pon_class, losses, std::array{64});
        if (splice_db == 0.0 && fibre_db_per_km == 0.0) {
          EXPECT_EQ(reach_m, std::numeric_limits<double>::infinity());
          continue;
        }
        EXPECT_GE(budget_margin_db(pon_class,
                                   optical_loss(losses, pon_class, std::array{64}, reach_m - 0.01)),
                  -1e-9);
        EXPECT_LT(budget_margin_db(pon_class,
                                   optical_loss(losses, pon_class, std::array{64}, reach_m + 0.01)),
                  0.0)
            << splice_db << " dB every " << every_km << " km, " << fibre_db_per_km << " dB/km";
      }
    }
  }
}

TEST(OpticalBudget, HasNoReachWhereTheSplitterAloneIsTooMuch) {
  EXPECT_EQ(budget_reach_m(class_with_maximum(20.0), plant().losses, std::array{64}), 0.0);
}

// 1:8 twice: 10.8 dB each, and the second splitter has a connector on either side.
TEST(OpticalBudget, AddsUpTheStages) {
  const auto losses = plant().losses;
  const auto loss = optical_loss(losses, {}, std::array{8, 8}, 0.0);
  EXPECT_NEAR(loss.splitter_db, 21.6, 1e-12);
  EXPECT_NEAR(loss.connectors_db, 6 * 0.3, 1e-12);
}

// User-side attenuation of the residential design code (GB 50846 family, facts of the criteria):
// beta = alpha_f L + (N + 2) alpha_j with alpha_j = 0.12 dB; 500 m of G.657 at 0.30 dB/km with N = 2
// give 0.63 dB.
TEST(OpticalBudget, ReproducesTheDesignCodesUserSide) {
  auto losses = plant().losses;
  losses.splice_db = 0.12;
  losses.fibre_db_per_km = 0.30;
  const auto loss = optical_loss(losses, {}, {}, 500.0, 2);
  EXPECT_NEAR(loss.fibre_db + loss.splices_db, 0.63, 1e-9);
}

TEST(OpticalBudget, TakesTheWorstWavelengthOfBothWindows) {
  auto losses = plant().losses;
  losses.fibres = {{"G.652D", 1270, 0.42},
                   {"G.652D", 1310, 0.40},
                   {"G.652D", 1490, 0.28},
                   {"G.652D", 1577, 0.25},
                   {"other", 1310, 0.9}};
  losses.fibre_type = "G.652D";
  EXPECT_NEAR(attenuation_db_per_km(losses, 1290.0), 0.41, 1e-12);
  EXPECT_EQ(attenuation_db_per_km(losses, 1200.0), 0.42);
  EXPECT_EQ(attenuation_db_per_km(losses, 1650.0), 0.25);
  PonClass xgs;
  xgs.downstream = {1575.0, 1580.0};
  xgs.upstream = {1260.0, 1280.0};
  EXPECT_NEAR(worst_attenuation_db_per_km(losses, xgs), 0.42, 1e-12);  // upstream governs
  PonClass gpon;
  gpon.downstream = {1480.0, 1500.0};
  gpon.upstream = {1290.0, 1330.0};
  EXPECT_NEAR(worst_attenuation_db_per_km(losses, gpon), 0.41, 1e-12);
  PonClass across;
  across.downstream = {1400.0, 1600.0};
  EXPECT_NEAR(worst_attenuation_db_per_km(losses, across), 0.40 - 0.12 * 90.0 / 180.0, 1e-12);
  EXPECT_EQ(worst_attenuation_db_per_km(losses, PonClass{}), 0.40);  // no window: planning value
}

TEST(OpticalBudget, RefusesASplitOutsideTheTable) {
  EXPECT_THROW(optical_loss(plant().losses, {}, std::array{48}, 100.0), std::invalid_argument);
}

}  // namespace
}  // namespace gigacity::fibre
