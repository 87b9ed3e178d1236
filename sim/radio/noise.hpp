// SPDX-License-Identifier: Apache-2.0
// Thermal noise.
#pragma once

#include "core/units.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::radio {

inline constexpr double thermal_noise_dbm_per_hz = -174.0;  ///< k T at 290 K

/// Of a resource element of the cell's carrier, in a receiver with a noise figure.
inline double noise_per_element_dbm(const Cell& cell, double noise_figure_db) {
  const double spacing_hz =
      1e3 * subcarrier_spacing_khz(cell.technology, cell.frequency_mhz, cell.bandwidth_mhz);
  return thermal_noise_dbm_per_hz + db_from_linear(spacing_hz) + noise_figure_db;
}

}  // namespace gigacity::radio
