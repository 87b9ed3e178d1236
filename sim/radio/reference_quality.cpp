// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/reference_quality.hpp"

#include "core/units.hpp"

namespace gigacity::radio {

double idle_share(const Cell& cell) {
  if (cell.technology == Technology::lte)
    return (cell.layers == 1 ? 2.0 : 4.0) / subcarriers_per_block;
  const double spacing_khz =
      subcarrier_spacing_khz(cell.technology, cell.frequency_mhz, cell.bandwidth_mhz);
  const double blocks = spacing_khz == 15.0 ? 4.0 : spacing_khz == 30.0 ? 8.0 : 64.0;
  constexpr double symbols_per_block = 4.0;
  const double symbols_per_half_frame = 5.0 * 14.0 * spacing_khz / 15.0;
  return blocks * symbols_per_block / symbols_per_half_frame;
}

double rsrq_db(double sinr_db, double load, double idle_share) {
  const double own = idle_share + (1.0 - idle_share) * load;
  return -db_from_linear(subcarriers_per_block * (own + linear_from_db(-sinr_db)));
}

}  // namespace gigacity::radio
