// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/link_budget.hpp"

#include <cmath>
#include <memory>

#include <gtest/gtest.h>

namespace gigacity::radio {
namespace {

Cell lte_20_mhz() {
  Cell cell;
  cell.technology = Technology::lte;
  cell.frequency_mhz = 1842.5;
  cell.bandwidth_mhz = 20.0;
  cell.power_dbm = 46.0;
  cell.feeder_loss_db = 0.5;
  return cell;
}

const propagation::Antenna sector = propagation::SectorAntenna{.gain_dbi = 17.0};
const LinkMargins indoors{3.0, 20.0, 5.4};

// Worked by hand: 46 dBm over 1200 subcarriers is 15.21; + 17 dBi = 32.21. Noise -174 + 41.76 + 9 = -123.24 dBm. CQI 1
// on one layer, 0.1523 bit on each of 14,342,400 elements/s, carries 2.18 Mbit/s from -9.53 + 3 dB on.
TEST(DownlinkBudget, AddsUp) {
  const auto budget = downlink_budget(lte_20_mhz(), sector, 9.0, 2.0, indoors, {});
  ASSERT_TRUE(budget);
  EXPECT_EQ(budget->subcarriers, 1200);
  EXPECT_NEAR(budget->element_power_dbm, 15.21, 0.005);
  EXPECT_NEAR(budget->element_eirp_dbm, 32.21, 0.005);
  EXPECT_NEAR(budget->total_eirp_dbm, 63.0, 1e-9);
  EXPECT_EQ(budget->beam_gain_db, 0.0);
  EXPECT_NEAR(budget->thermal_noise_dbm, -132.24, 0.005);
  EXPECT_NEAR(budget->required_sinr_db, -6.53, 1.0 / 64.0);
  EXPECT_NEAR(budget->sensitivity_dbm, -129.76, 0.02);
  EXPECT_NEAR(budget->maximum_path_loss_db, 32.21 - 28.4 + 129.76, 0.02);
  EXPECT_FALSE(downlink_budget(lte_20_mhz(), sector, 9.0, 200.0, indoors, {}));
}

// An array of 8 by 8 elements gains 10 log10 64 over one, 18.06 dB.
TEST(DownlinkBudget, NamesTheBeamsGain) {
  auto panel = std::make_shared<propagation::PanelAntenna>(propagation::PanelAntenna{
      "panel", propagation::SteeredArray(propagation::AntennaArray{.vertical_spacing = 0.5})});
  Cell cell;
  cell.layers = 4;
  const auto budget = downlink_budget(cell, std::shared_ptr<const propagation::PanelAntenna>(panel),
                                      9.0, 10.0, {}, {});
  ASSERT_TRUE(budget);
  EXPECT_NEAR(budget->beam_gain_db, 18.06, 0.01);
  EXPECT_NEAR(budget->antenna_gain_dbi, 8.0 + 18.06, 0.01);
}

// The rate is there at its SINR and not a step below.
TEST(DownlinkBudget, AsksForTheLeastSinr) {
  const Cell cell = lte_20_mhz();
  for (const double mbps : {0.1, 5.0, 20.0, 100.0, 150.0}) {
    const auto sinr_db = sinr_for_downlink_db(cell, mbps, {});
    ASSERT_TRUE(sinr_db) << mbps;
    EXPECT_GE(downlink_mbps(cell, *sinr_db, {}), mbps);
    EXPECT_LT(downlink_mbps(cell, *sinr_db - 1.0 / 64.0, {}), mbps);
  }
}

// What the budget leaves for the path is the coupling loss at which the uplink still has the rate.
TEST(UplinkBudget, EndsWhereTheUplinkDoes) {
  for (const double mbps : {0.128, 0.5, 2.0, 5.0}) {
    const auto budget = uplink_budget(lte_20_mhz(), sector, {}, mbps, indoors, {});
    const auto loss_db = maximum_coupling_loss_db(lte_20_mhz(), mbps, {}, {});
    ASSERT_TRUE(budget && loss_db) << mbps;
    EXPECT_NEAR(budget->maximum_path_loss_db, *loss_db + 17.0 - 28.4, 1.0 / 64.0 + 1e-9) << mbps;
  }
  EXPECT_FALSE(uplink_budget(lte_20_mhz(), sector, {}, 80.0, indoors, {}));
}

// By hand, 0.128 Mbit/s: MCS 0 (0.2344 bit on 144,000 elements/s of a block) on four blocks, 0.135 Mbit/s, 23 - 16.81 = 6.19 dBm an
// element; the SINR of MCS 0 is -7.53 + 3. One block by MCS 7 would need 1.03 bit, 6 dB more power but 8 dB more SINR.
TEST(UplinkBudget, ChoosesTheBlocksThatBearMost) {
  const auto budget = uplink_budget(lte_20_mhz(), sector, {}, 0.128, {}, {});
  ASSERT_TRUE(budget);
  EXPECT_EQ(budget->resource_blocks, 4);
  EXPECT_NEAR(budget->element_power_dbm, 6.19, 0.005);
  EXPECT_NEAR(budget->required_sinr_db, -4.535, 0.005);
  EXPECT_NEAR(budget->sensitivity_dbm, -124.24 - 4.53, 0.01);
  EXPECT_NEAR(budget->maximum_path_loss_db, 6.19 + 17.0 + 128.77, 0.02);
}

// Of the two links it is the way back that ends first in a macro network.
TEST(LinkBudgets, AreLimitedByTheUplink) {
  const auto down = downlink_budget(lte_20_mhz(), sector, 9.0, 1.0, {}, {});
  const auto up = uplink_budget(lte_20_mhz(), sector, {}, 0.5, {}, {});
  ASSERT_TRUE(down && up);
  EXPECT_LT(up->maximum_path_loss_db, down->maximum_path_loss_db);
}

}  // namespace
}  // namespace gigacity::radio
