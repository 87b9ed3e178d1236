// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/reference_quality.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace gigacity::radio {
namespace {

Cell lte(int layers) {
  Cell cell;
  cell.technology = Technology::lte;
  cell.frequency_mhz = 1842.5;
  cell.bandwidth_mhz = 20.0;
  cell.layers = layers;
  return cell;
}

constexpr double no_noise_db = 200.0;

// What planners know: 10 log10(1/2), -3 dB, of an empty cell of one port (the top of what is reported, TS 36.133
// §9.1.7), 10 log10(1/12), -10.8 dB, of a full one.
TEST(Rsrq, HasTheKnownEnds) {
  EXPECT_NEAR(rsrq_db(no_noise_db, 0.0, idle_share(lte(1))), -3.01, 0.005);
  EXPECT_NEAR(rsrq_db(no_noise_db, 0.0, idle_share(lte(2))), -6.02, 0.005);
  for (const int layers : {1, 2, 4})
    EXPECT_NEAR(rsrq_db(no_noise_db, 1.0, idle_share(lte(layers))), -10.79, 0.005);
}

// Two equal full cells: twice the total power of one, 3 dB less.
TEST(Rsrq, FallsWithInterference) {
  EXPECT_NEAR(rsrq_db(0.0, 1.0, idle_share(lte(2))), -10.79 - 3.01, 0.01);
  // Among noise alone N · RSRP / RSSI is a twelfth of the SINR.
  EXPECT_NEAR(rsrq_db(-40.0, 1.0, idle_share(lte(2))), -40.0 - 10.79, 0.01);
  double before = 0.0;
  for (double sinr_db = 40.0; sinr_db > -20.0; sinr_db -= 1.0) {
    const double value = rsrq_db(sinr_db, 0.3, idle_share(lte(2)));
    EXPECT_LT(value, before);
    before = value;
  }
}

// Symbols of synchronisation blocks in half a frame: 4 · 4 of 70, 8 · 4 of 140, 64 · 4 of 560.
TEST(Rsrq, OfNrCountsTheSynchronisationBurst) {
  Cell cell;
  cell.frequency_mhz = 763.0;
  cell.bandwidth_mhz = 20.0;
  EXPECT_NEAR(idle_share(cell), 16.0 / 70.0, 1e-12);
  cell.frequency_mhz = 3500.0;
  cell.bandwidth_mhz = 100.0;
  EXPECT_NEAR(idle_share(cell), 32.0 / 140.0, 1e-12);
  EXPECT_NEAR(rsrq_db(no_noise_db, 1.0, idle_share(cell)), -10.79, 0.005);
  cell.frequency_mhz = 26'500.0;
  EXPECT_NEAR(idle_share(cell), 256.0 / 560.0, 1e-12);
}

}  // namespace
}  // namespace gigacity::radio
