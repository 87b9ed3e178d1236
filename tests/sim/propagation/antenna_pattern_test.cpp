// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/antenna_pattern.hpp"

#include <gtest/gtest.h>

namespace gigacity::propagation {
namespace {

const SectorAntenna antenna{.gain_dbi = 17.0,
                            .horizontal_beamwidth_deg = 65.0,
                            .vertical_beamwidth_deg = 8.0,
                            .side_lobe_db = 25.0,
                            .front_to_back_db = 30.0};

TEST(AntennaPattern, HasItsFullGainAtTheBoresight) {
  EXPECT_DOUBLE_EQ(gain_dbi(antenna, 0.0, 0.0, 0.0), 17.0);
  EXPECT_DOUBLE_EQ(gain_dbi(antenna, 0.0, -6.0, 6.0), 17.0);  // tilted down, looking down
}

TEST(AntennaPattern, LosesThreeDecibelsAtHalfTheBeamwidth) {
  EXPECT_DOUBLE_EQ(gain_dbi(antenna, 32.5, 0.0, 0.0), 14.0);
  EXPECT_DOUBLE_EQ(gain_dbi(antenna, -32.5, 0.0, 0.0), 14.0);
  EXPECT_DOUBLE_EQ(gain_dbi(antenna, 0.0, 4.0, 0.0), 14.0);
  EXPECT_DOUBLE_EQ(gain_dbi(antenna, 0.0, -10.0, 6.0), 14.0);
}

TEST(AntennaPattern, LosesTheFrontToBackRatioBehind) {
  EXPECT_DOUBLE_EQ(gain_dbi(antenna, 180.0, 0.0, 0.0), -13.0);
  EXPECT_DOUBLE_EQ(gain_dbi(antenna, 180.0, -60.0, 0.0), -13.0);  // both cuts together, still A_max
}

TEST(AntennaPattern, LosesTheSideLobeLevelStraightDown) {
  EXPECT_DOUBLE_EQ(gain_dbi(antenna, 0.0, -90.0, 0.0), -8.0);
}

TEST(AntennaPattern, TakesAzimuthsInAnyRange) {
  EXPECT_DOUBLE_EQ(gain_dbi(antenna, 350.0, 0.0, 0.0), gain_dbi(antenna, -10.0, 0.0, 0.0));
  EXPECT_DOUBLE_EQ(gain_dbi(antenna, -700.0, 0.0, 0.0), gain_dbi(antenna, 20.0, 0.0, 0.0));
}

// 30° off in azimuth and 2° in elevation: 12 (30/65)² = 2.556213, 12 (2/8)² = 0.75.
TEST(AntennaPattern, AddsTheTwoCuts) {
  EXPECT_NEAR(gain_dbi(antenna, 30.0, 2.0, 0.0), 17.0 - 2.556213 - 0.75, 1e-6);
}

// The vertical cut alone: 12 (2/8)² = 0.75 dB 2° off, side lobes at −25 dB, whatever the azimuth.
TEST(AntennaPattern, OmnidirectionalLooksTheSameAllAround) {
  auto omni = antenna;
  omni.pattern = AntennaPattern::omnidirectional;
  for (const double azimuth_off_deg : {0.0, 32.5, 90.0, 180.0, -135.0, 700.0}) {
    EXPECT_DOUBLE_EQ(gain_dbi(omni, azimuth_off_deg, 0.0, 0.0), 17.0);
    EXPECT_DOUBLE_EQ(gain_dbi(omni, azimuth_off_deg, 2.0, 0.0), 16.25);
    EXPECT_DOUBLE_EQ(gain_dbi(omni, azimuth_off_deg, -6.0, 6.0), 17.0);
    EXPECT_DOUBLE_EQ(gain_dbi(omni, azimuth_off_deg, -90.0, 0.0), -8.0);
  }
}

}  // namespace
}  // namespace gigacity::propagation
