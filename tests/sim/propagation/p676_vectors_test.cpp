// SPDX-License-Identifier: Apache-2.0
// crc-covlib's validation data for P.676-13, whose pressure is that of the dry air. Closed formulas in
// double precision: 1e-6 dB/km, of levels up to 10⁴ dB/km.
#include <gtest/gtest.h>

#include "sim/propagation/p676.hpp"
#include "tests/sim/propagation/vector_file.hpp"

namespace gigacity::propagation {
namespace {

TEST(P676Vectors, EveryRow) {
  const auto rows = read_vectors(validation_folder() / "crc-covlib/iturp676/validation.csv");
  if (rows.empty()) GTEST_SKIP() << "no P.676 validation data";
  ASSERT_EQ(rows.size(), 10'000U);
  for (const VectorRow& row : rows) {
    const GasAttenuation gas =
        gas_attenuation(1000.0 * row.number(0), {.dry_pressure_hpa = row.number(1),
                                                 .temperature_k = row.number(3),
                                                 .water_vapour_g_per_m3 = row.number(2)});
    ASSERT_NEAR(gas.dry_db_per_km, row.number(4), 1e-6) << row.place;
    ASSERT_NEAR(gas.water_vapour_db_per_km, row.number(5), 1e-6) << row.place;
  }
}

}  // namespace
}  // namespace gigacity::propagation
