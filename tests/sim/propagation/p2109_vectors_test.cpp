// SPDX-License-Identifier: Apache-2.0
// crc-covlib's validation data: closed formulas in double precision, hence 1e-6 dB.
#include <gtest/gtest.h>

#include "sim/propagation/p2109.hpp"
#include "tests/sim/propagation/vector_file.hpp"

namespace gigacity::propagation {
namespace {

TEST(P2109Vectors, EveryRow) {
  const auto rows = read_vectors(validation_folder() / "crc-covlib/iturp2109/validation.csv");
  if (rows.empty()) GTEST_SKIP() << "no P.2109 validation data";
  ASSERT_EQ(rows.size(), 31'250U);
  for (const VectorRow& row : rows) {
    ASSERT_NEAR(building_entry_loss_db(1000.0 * row.number(0), row.number(1),
                                       static_cast<BuildingType>(row.number(2)), row.number(3)),
                row.number(4), 1e-6)
        << row.place;
  }
}

}  // namespace
}  // namespace gigacity::propagation
