// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/uplink.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "sim/radio/duplex.hpp"

namespace gigacity::radio {
namespace {

Cell wide_lte() {
  Cell cell;
  cell.technology = Technology::lte;
  cell.frequency_mhz = 1842.5;
  cell.bandwidth_mhz = 20.0;
  return cell;
}

Cell nr_100_mhz() {
  Cell cell;
  cell.frequency_mhz = 3500.0;
  cell.bandwidth_mhz = 100.0;
  cell.symbols = *symbol_shares_of("DDDSU 10:2:2");
  return cell;
}

// By hand, TS 36.213 §5.1.1.1: -80 + 10 log10 10 + 0.8 · 110 = 18 dBm; at 120 dB 26 dBm, which class 3 has not.
TEST(UplinkPower, FollowsTheOpenLoop) {
  const UplinkOptions options;
  EXPECT_NEAR(uplink_power_dbm(wide_lte(), 10, 110.0, options), 18.0, 1e-9);
  EXPECT_EQ(uplink_power_dbm(wide_lte(), 10, 120.0, options), 23.0);
  UplinkOptions strong = options;
  strong.power_dbm = 26.0;
  EXPECT_NEAR(uplink_power_dbm(wide_lte(), 10, 120.0, strong), 26.0, 1e-9);
  // TS 38.213 §7.1.1: a block at 30 kHz counts twice.
  EXPECT_NEAR(uplink_power_dbm(nr_100_mhz(), 5, 110.0, options), 18.0, 1e-9);
}

// By hand: a block of LTE at 140 dB and full power: 23 - 10.79 - 140 = -127.79 dBm over -174 + 41.76 + 5 + 3 = -124.24.
TEST(UplinkSinr, IsPowerOverNoise) {
  EXPECT_NEAR(uplink_sinr_db(wide_lte(), 1, 140.0, {}), -3.55, 0.01);
  EXPECT_NEAR(uplink_sinr_db(wide_lte(), 10, 140.0, {}), -13.55, 0.01);
}

// TS 36.306 table 4.1-2: category 5 sends 75376 bits in a millisecond.
TEST(UplinkRate, OfLteEndsWithItsTransportBlock) {
  const auto best = uplink_rate(wide_lte(), 60.0, {}, {});
  EXPECT_NEAR(best.mbps, 75.376, 1e-9);
  EXPECT_EQ(best.resource_blocks, 100);
}

// TS 38.306 §4.1.2, one layer of 64QAM, 0.08: 468.75 Mbit/s, of which DDDSU leaves 16 of 70.
TEST(UplinkRate, OfNrEndsWithThePeakOfTs38306) {
  EXPECT_NEAR(uplink_rate(nr_100_mhz(), 60.0, {}, {}).mbps, 468.75 * 16.0 / 70.0, 0.05);
}

TEST(UplinkRate, FallsWithTheCouplingLoss) {
  double before = 1e9;
  for (double loss_db = 60.0; loss_db < 190.0; loss_db += 0.25) {
    const double mbps = uplink_rate(nr_100_mhz(), loss_db, {}, {}).mbps;
    ASSERT_LE(mbps, before) << loss_db;
    before = mbps;
  }
  EXPECT_EQ(before, 0.0);
}

// Trying every number of blocks, each with the best scheme for its SINR.
TEST(UplinkRate, IsTheBestOfAllNumbersOfBlocks) {
  const RateOptions rates;
  const UplinkOptions options;
  for (const Cell& cell : {wide_lte(), nr_100_mhz()}) {
    const int most = subcarriers(cell.technology, cell.frequency_mhz, cell.bandwidth_mhz) / 12;
    for (double loss_db = 80.0; loss_db < 160.0; loss_db += 3.1) {
      double best = 0.0;
      for (int blocks = 1; blocks <= most; ++blocks) {
        const auto* scheme =
            best_scheme(uplink_schemes(rates), uplink_sinr_db(cell, blocks, loss_db, options),
                        rates.shannon_gap_db);
        if (scheme == nullptr) continue;
        double mbps = scheme->efficiency() * uplink_elements_per_s(cell, blocks) * 1e-6;
        if (cell.technology == Technology::lte) mbps = std::min(mbps, 75.376);
        best = std::max(best, mbps * cell.symbols.uplink);
      }
      const auto ours = uplink_rate(cell, loss_db, options, rates);
      EXPECT_NEAR(ours.mbps, best, 1e-9) << loss_db;
    }
  }
}

TEST(UplinkRate, OfAStrongerTerminalReachesFurther) {
  UplinkOptions strong;
  strong.power_dbm = 26.0;
  const auto usual = maximum_coupling_loss_db(nr_100_mhz(), 1.0, {}, {});
  const auto farther = maximum_coupling_loss_db(nr_100_mhz(), 1.0, strong, {});
  ASSERT_TRUE(usual && farther);
  EXPECT_NEAR(*farther - *usual, 3.0, 1.0 / 64.0);
}

TEST(MaximumCouplingLoss, IsTheLastThatGivesTheRate) {
  const auto loss_db = maximum_coupling_loss_db(wide_lte(), 0.5, {}, {});
  ASSERT_TRUE(loss_db);
  EXPECT_GE(uplink_rate(wide_lte(), *loss_db, {}, {}).mbps, 0.5);
  EXPECT_LT(uplink_rate(wide_lte(), *loss_db + 1.0 / 64.0, {}, {}).mbps, 0.5);
  EXPECT_FALSE(maximum_coupling_loss_db(wide_lte(), 80.0, {}, {}));
}

}  // namespace
}  // namespace gigacity::radio
