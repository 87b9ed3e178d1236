// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/antenna_array.hpp"

#include <cmath>
#include <complex>
#include <numbers>

#include <gtest/gtest.h>

#include "core/units.hpp"

namespace gigacity::propagation {
namespace {

/// TR 37.840 table 5.4.4.1.1-1, summed element by element as it stands there: θ from the zenith, φ
/// anticlockwise, tilt of a beam below the horizon.
double summed_gain_dbi(const AntennaArray& array, const Beam& beam, Direction direction) {
  constexpr std::complex<double> i(0.0, 1.0);
  constexpr double turn = 2.0 * std::numbers::pi;
  const double theta = radians(90.0 - direction.elevation_deg);
  const double phi = radians(-direction.azimuth_deg);
  const double tilt = radians(beam.tilt_deg);
  const double scan = radians(-beam.azimuth_deg);
  std::complex<double> sum = 0.0;
  for (int n = 0; n < array.rows; ++n) {
    for (int m = 0; m < array.columns; ++m) {
      const double v = n * array.vertical_spacing * std::cos(theta) +
                       m * array.horizontal_spacing * std::sin(theta) * std::sin(phi);
      const double w = n * array.vertical_spacing * std::sin(tilt) -
                       m * array.horizontal_spacing * std::cos(tilt) * std::sin(scan);
      sum +=
          std::exp(i * turn * v) * std::exp(i * turn * w) / std::sqrt(array.rows * array.columns);
    }
  }
  return gain_dbi(array.element, direction.azimuth_deg, direction.elevation_deg, 0.0) +
         10.0 * std::log10(std::norm(sum));
}

TEST(AntennaArray, EqualsTheSumOverItsElements) {
  AntennaArray array;
  array.rows = 5;
  array.columns = 3;
  const Beam beam{20.0, 7.0};
  for (double azimuth = -170.0; azimuth < 180.0; azimuth += 37.0) {
    for (double elevation = -80.0; elevation < 90.0; elevation += 23.0) {
      const Direction direction{azimuth, elevation};
      EXPECT_NEAR(gain_dbi(array, beam, direction), summed_gain_dbi(array, beam, direction), 1e-8);
    }
  }
}

// 10 log10(M N) above the element: TR 37.840.
TEST(AntennaArray, HasTheGainOfAllItsElementsAlongTheBeam) {
  const AntennaArray array;
  EXPECT_NEAR(gain_dbi(array, Beam{}, Direction{}), 8.0 + 10.0 * std::log10(64.0), 1e-9);
}

TEST(AntennaArray, IsTheEnvelopeOfItsBeams) {
  AntennaArray array;
  array.beams = beams_in_a_row(8, 120.0, 6.0);
  EXPECT_DOUBLE_EQ(array.beams.front().azimuth_deg, -52.5);
  EXPECT_DOUBLE_EQ(array.beams.back().azimuth_deg, 52.5);
  for (const Beam& beam : array.beams) {
    const Direction along{beam.azimuth_deg, -beam.tilt_deg};
    EXPECT_NEAR(gain_dbi(array, along, 0.0), gain_dbi(array, beam, along), 1e-12);
  }
}

TEST(AntennaArray, ConservesPower) {
  for (const double spacing : {0.5, 0.7, 0.9}) {
    AntennaArray array;
    array.vertical_spacing = spacing;
    array.beams = {{0.0, 0.0}, {30.0, 6.0}, {-50.0, 12.0}};
    const AntennaArray held = conserving_power(array);
    for (const Beam& beam : held.beams)
      EXPECT_LE(radiated_share([&](Direction d) { return gain_dbi(held, beam, d); }), 1.0 + 1e-9);
  }
  // No larger than the panel's area lets it be: 4π A / λ² for 4 by 4 wavelengths, plus the half
  // wavelength by which an aperture of elements reaches beyond its edge on either side.
  AntennaArray dense;
  dense.vertical_spacing = 0.5;
  const double peak_dbi = gain_dbi(conserving_power(dense), Beam{}, Direction{});
  EXPECT_LT(peak_dbi, db_from_linear(4.0 * std::numbers::pi * 4.5 * 4.5));
  EXPECT_GT(peak_dbi, db_from_linear(4.0 * std::numbers::pi * 4.0 * 4.0) - 1.0);
}

TEST(SectorAntennas, RadiateNoMoreThanTheyAreFed) {
  for (const SectorAntenna& antenna : {array_element, tr36814_sector, SectorAntenna{}}) {
    const double share = radiated_share(
        [&](Direction d) { return gain_dbi(antenna, d.azimuth_deg, d.elevation_deg, 0.0); });
    EXPECT_LE(share, 1.0);
    EXPECT_GT(share, 0.5);  // and not much less: the rest would be loss
  }
}

// TR 36.814 table A.2.1.1-2: 3 dB at half of 70 and 10 degrees, floors of 20 and 25 dB.
TEST(SectorAntennas, OfTr36814) {
  EXPECT_DOUBLE_EQ(gain_dbi(tr36814_sector, 35.0, 0.0, 0.0), 11.0);
  EXPECT_DOUBLE_EQ(gain_dbi(tr36814_sector, 0.0, -20.0, 15.0), 11.0);
  EXPECT_DOUBLE_EQ(gain_dbi(tr36814_sector, 0.0, 60.0, 0.0), -6.0);
  EXPECT_DOUBLE_EQ(gain_dbi(tr36814_sector, 180.0, 0.0, 0.0), -11.0);
}

TEST(MechanicalTilt, LowersTheBeamAheadRaisesItBehindAndTurnsNothingAside) {
  const auto near = [](Direction d, double azimuth, double elevation) {
    EXPECT_NEAR(d.azimuth_deg, azimuth, 1e-9);
    EXPECT_NEAR(d.elevation_deg, elevation, 1e-9);
  };
  near(in_tilted_frame({0.0, -10.0}, 10.0), 0.0, 0.0);
  near(in_tilted_frame({180.0, 10.0}, 10.0), 180.0, 0.0);
  near(in_tilted_frame({90.0, 0.0}, 10.0), 90.0, 0.0);
  near(in_tilted_frame({25.0, -3.0}, 0.0), 25.0, -3.0);
}

}  // namespace
}  // namespace gigacity::propagation
