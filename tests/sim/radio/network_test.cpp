// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/network.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace gigacity::radio {
namespace {

// TS 36.101 table 5.6-1.
TEST(ResourceBlocks, AreThoseOfLte) {
  EXPECT_EQ(resource_blocks(Technology::lte, 15.0, 1.4), 6);
  EXPECT_EQ(resource_blocks(Technology::lte, 15.0, 3.0), 15);
  EXPECT_EQ(resource_blocks(Technology::lte, 15.0, 5.0), 25);
  EXPECT_EQ(resource_blocks(Technology::lte, 15.0, 10.0), 50);
  EXPECT_EQ(resource_blocks(Technology::lte, 15.0, 15.0), 75);
  EXPECT_EQ(resource_blocks(Technology::lte, 15.0, 20.0), 100);
}

// TS 38.101-1 table 5.3.2-1: what every planner knows by heart, and the ends of both rows.
TEST(ResourceBlocks, AreThoseOfNr) {
  EXPECT_EQ(resource_blocks(Technology::nr, 30.0, 100.0), 273);
  EXPECT_EQ(resource_blocks(Technology::nr, 30.0, 60.0), 162);
  EXPECT_EQ(resource_blocks(Technology::nr, 30.0, 40.0), 106);
  EXPECT_EQ(resource_blocks(Technology::nr, 30.0, 20.0), 51);
  EXPECT_EQ(resource_blocks(Technology::nr, 30.0, 5.0), 11);
  EXPECT_EQ(resource_blocks(Technology::nr, 15.0, 5.0), 25);
  EXPECT_EQ(resource_blocks(Technology::nr, 15.0, 20.0), 106);
  EXPECT_EQ(resource_blocks(Technology::nr, 15.0, 50.0), 270);
}

// TS 38.101-2 table 5.3.2-1.
TEST(ResourceBlocks, AreThoseOfMillimetreWaves) {
  EXPECT_EQ(resource_blocks(Technology::nr, 120.0, 50.0), 32);
  EXPECT_EQ(resource_blocks(Technology::nr, 120.0, 100.0), 66);
  EXPECT_EQ(resource_blocks(Technology::nr, 120.0, 200.0), 132);
  EXPECT_EQ(resource_blocks(Technology::nr, 120.0, 400.0), 264);
  EXPECT_EQ(subcarriers(Technology::nr, 26'000.0, 400.0), 12 * 264);
  EXPECT_THROW(resource_blocks(Technology::lte, 120.0, 100.0), std::invalid_argument);
}

// A block is 180 or 360 kHz; it fits into the channel, and the guard bands stay below a quarter of
// it.
TEST(ResourceBlocks, FillTheirChannel) {
  for (const double spacing : {15.0, 30.0}) {
    for (const double bandwidth :
         {5., 10., 15., 20., 25., 30., 35., 40., 45., 50., 60., 70., 80., 90., 100.}) {
      if (spacing == 15.0 && bandwidth > 50.0) continue;
      const double used_mhz =
          resource_blocks(Technology::nr, spacing, bandwidth) * 12 * spacing * 1e-3;
      EXPECT_LT(used_mhz, bandwidth);
      EXPECT_GT(used_mhz, 0.75 * bandwidth);
    }
  }
}

TEST(Subcarriers, FollowTheBand) {
  EXPECT_EQ(subcarriers(Technology::nr, 3500.0, 100.0), 12 * 273);
  EXPECT_EQ(subcarriers(Technology::nr, 700.0, 20.0), 12 * 106);    // n28: 15 kHz
  EXPECT_EQ(subcarriers(Technology::nr, 2600.0, 100.0), 12 * 273);  // n41: 30 kHz
  EXPECT_EQ(subcarriers(Technology::lte, 1800.0, 20.0), 1200);
  EXPECT_EQ(subcarrier_spacing_khz(Technology::nr, 700.0, 20.0), 15.0);
  EXPECT_EQ(subcarrier_spacing_khz(Technology::nr, 3500.0, 20.0), 30.0);
}

TEST(Subcarriers, RefuseChannelsThatDoNotExist) {
  EXPECT_THROW(subcarriers(Technology::lte, 1800.0, 100.0), std::invalid_argument);
  EXPECT_THROW(subcarriers(Technology::nr, 3500.0, 7.0), std::invalid_argument);
  EXPECT_THROW(resource_blocks(Technology::lte, 30.0, 20.0), std::invalid_argument);
  EXPECT_THROW(resource_blocks(Technology::nr, 60.0, 20.0), std::invalid_argument);
  try {
    subcarriers(Technology::nr, 3500.0, 7.0);
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "NR has no channel of 7 MHz with 30 kHz subcarriers");
  }
}

TEST(WidestChannel, FitsTheBlock) {
  EXPECT_EQ(widest_channel_mhz(Technology::lte, 1842.5, 20.0), 20.0);
  EXPECT_EQ(widest_channel_mhz(Technology::lte, 2117.9, 14.8), 15.0);
  EXPECT_EQ(widest_channel_mhz(Technology::lte, 2117.9, 14.7), 10.0);
  EXPECT_EQ(widest_channel_mhz(Technology::lte, 1842.5, 75.0), 20.0);
  EXPECT_EQ(widest_channel_mhz(Technology::nr, 3755.0, 90.0), 90.0);
  EXPECT_EQ(widest_channel_mhz(Technology::nr, 3500.0, 75.0), 70.0);
  EXPECT_EQ(widest_channel_mhz(Technology::nr, 763.0, 10.0), 10.0);
  EXPECT_EQ(widest_channel_mhz(Technology::nr, 26'900.0, 250.0), 200.0);
  EXPECT_EQ(widest_channel_mhz(Technology::lte, 806.0, 1.0), std::nullopt);
}

// 46 dBm over 1200 subcarriers is 15.2 dBm each, the reference signal power of a 40 W LTE carrier.
TEST(ReferenceSignalPower, IsThatOfOneSubcarrier) {
  Cell cell;
  cell.technology = Technology::lte;
  cell.frequency_mhz = 1800.0;
  cell.bandwidth_mhz = 20.0;
  cell.power_dbm = 46.0;
  EXPECT_NEAR(reference_signal_power_dbm(cell), 15.21, 0.005);
}

}  // namespace
}  // namespace gigacity::radio
