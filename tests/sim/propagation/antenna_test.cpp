// SPDX-License-Identifier: Apache-2.0
// Any antenna, however it hangs, against the functions of its kind.
#include "sim/propagation/antenna.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace gigacity::propagation {
namespace {

constexpr SectorAntenna sector{.gain_dbi = 17.0};

TEST(Antenna, OfEachKindHasTheGainOfItsKind) {
  MeasuredAntenna measured;
  measured.cuts.name = "measured";
  measured.cuts.gain_dbi = 15.0;
  for (std::size_t i = 0; i < 360; ++i) {
    const double off = i <= 180 ? static_cast<double>(i) : 360.0 - static_cast<double>(i);
    measured.cuts.horizontal_db[i] = static_cast<float>(off / 6.0);
    measured.cuts.vertical_db[i] = static_cast<float>(off / 4.0);
  }
  const auto shared = std::make_shared<const MeasuredAntenna>(measured);
  AntennaArray array;
  array.beams = beams_in_a_row(8, 120.0, 6.0);
  const auto panel =
      std::make_shared<const PanelAntenna>(PanelAntenna{"panel", SteeredArray(array)});
  for (double azimuth = -175.0; azimuth < 180.0; azimuth += 11.0) {
    for (double elevation = -80.0; elevation < 90.0; elevation += 7.0) {
      const Direction d{azimuth, elevation};
      for (const double mechanical : {0.0, 5.0, -3.0}) {
        const Direction seen = mechanical == 0.0 ? d : in_tilted_frame(d, mechanical);
        EXPECT_DOUBLE_EQ(gain_dbi(Antenna(sector), d, {mechanical, 6.0}),
                         gain_dbi(sector, seen.azimuth_deg, seen.elevation_deg, 6.0));
        // What is in the cuts and the beams already is not added again.
        EXPECT_DOUBLE_EQ(gain_dbi(Antenna(shared), d, {mechanical, 6.0}),
                         gain_dbi(measured.cuts, seen, CutInterpolation::weighted));
        EXPECT_DOUBLE_EQ(gain_dbi(Antenna(panel), d, {mechanical, 6.0}),
                         gain_dbi(panel->array, seen));
      }
    }
  }
  EXPECT_EQ(name_of(Antenna(sector)), "3gpp-38901");
  EXPECT_EQ(name_of(Antenna(shared)), "measured");
  EXPECT_EQ(name_of(Antenna(panel)), "panel");
  EXPECT_EQ(maximum_gain_dbi(Antenna(shared)), 15.0);
}

// A beam 8 degrees wide: 12 (5/8)² dB are lost 5 degrees beside it.
TEST(Antenna, BehindAMechanicalTiltTheBeamRises) {
  SectorAntenna around = sector;
  around.pattern = AntennaPattern::omnidirectional;
  const Antenna antenna(around);
  const double lost_db = 12.0 * 25.0 / 64.0;
  EXPECT_NEAR(gain_dbi(antenna, {0.0, -5.0}, {5.0, 0.0}), 17.0, 1e-9);
  EXPECT_NEAR(gain_dbi(antenna, {180.0, 5.0}, {5.0, 0.0}), 17.0, 1e-9);
  EXPECT_NEAR(gain_dbi(antenna, {90.0, 0.0}, {5.0, 0.0}), 17.0, 1e-9);
  EXPECT_NEAR(gain_dbi(antenna, {180.0, 0.0}, {5.0, 0.0}), 17.0 - lost_db, 1e-9);
  // An electrical tilt sinks the beam all around.
  EXPECT_NEAR(gain_dbi(antenna, {180.0, -5.0}, {0.0, 5.0}), 17.0, 1e-9);
  EXPECT_NEAR(gain_dbi(antenna, {90.0, 0.0}, {0.0, 5.0}), 17.0 - lost_db, 1e-9);
}

TEST(SteeredArray, IsTheEnvelopeOfTheArray) {
  AntennaArray array;
  array.rows = 12;
  array.vertical_spacing = 0.7;
  array.beams = beams_in_a_row(8, 120.0, 6.0);
  array.beams.push_back({10.0, -3.0});
  const SteeredArray steered(array);
  double peak_dbi = -100.0;
  for (double azimuth = -180.0; azimuth <= 180.0; azimuth += 2.5) {
    for (double elevation = -90.0; elevation <= 90.0; elevation += 1.5) {
      const double exact = gain_dbi(array, {azimuth, elevation}, 0.0);
      peak_dbi = std::max(peak_dbi, exact);
      // In the zeros between lobes there is nothing to compare.
      if (exact < -60.0) continue;
      EXPECT_NEAR(gain_dbi(steered, {azimuth, elevation}), exact, 1e-6)
          << azimuth << ' ' << elevation;
    }
  }
  EXPECT_NEAR(steered.maximum_dbi(), peak_dbi, 1.0);
  // Along each beam the phases cancel: the limit of 0/0.
  for (const Beam& beam : array.beams) {
    const Direction along{beam.azimuth_deg, -beam.tilt_deg};
    EXPECT_NEAR(gain_dbi(steered, along), gain_dbi(array, along, 0.0), 1e-6);
  }
}

}  // namespace
}  // namespace gigacity::propagation
