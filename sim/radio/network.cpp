// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/network.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <stdexcept>

#include <fmt/format.h>

#include "core/units.hpp"

namespace gigacity::radio {
namespace {

struct Row {
  double bandwidth_mhz = 0.0;
  int resource_blocks = 0;
};

// TS 36.101 table 5.6-1.
constexpr std::array lte_15_khz{Row{1.4, 6}, Row{3, 15},  Row{5, 25},
                                Row{10, 50}, Row{15, 75}, Row{20, 100}};

// TS 38.101-1 table 5.3.2-1 (FR1).
constexpr std::array nr_15_khz{Row{5, 25},   Row{10, 52},  Row{15, 79},  Row{20, 106},
                               Row{25, 133}, Row{30, 160}, Row{35, 188}, Row{40, 216},
                               Row{45, 242}, Row{50, 270}};
constexpr std::array nr_30_khz{Row{5, 11},   Row{10, 24},  Row{15, 38},  Row{20, 51},
                               Row{25, 65},  Row{30, 78},  Row{35, 92},  Row{40, 106},
                               Row{45, 119}, Row{50, 133}, Row{60, 162}, Row{70, 189},
                               Row{80, 217}, Row{90, 245}, Row{100, 273}};

// TS 38.101-2 table 5.3.2-1 (FR2-1).
constexpr std::array nr_120_khz{Row{50, 32}, Row{100, 66}, Row{200, 132}, Row{400, 264}};

constexpr double fr2_from_mhz = 24'250.0;  // TS 38.101-2 table 5.1-1

std::span<const Row> table_of(Technology technology, double spacing_khz) {
  if (technology == Technology::lte) return lte_15_khz;
  if (spacing_khz == 15.0) return nr_15_khz;
  if (spacing_khz == 120.0) return nr_120_khz;
  return nr_30_khz;
}

}  // namespace

const char* to_string(Technology technology) {
  return technology == Technology::lte ? "LTE" : "NR";
}

double gain_dbi(const Sector& sector, double azimuth_deg, double elevation_deg) {
  return propagation::gain_dbi(sector.antenna, {azimuth_deg - sector.azimuth_deg, elevation_deg},
                               sector.tilts);
}

int resource_blocks(Technology technology, double spacing_khz, double bandwidth_mhz) {
  const bool known = spacing_khz == 15.0 || ((spacing_khz == 30.0 || spacing_khz == 120.0) &&
                                             technology == Technology::nr);
  if (known) {
    for (const Row& row : table_of(technology, spacing_khz)) {
      if (std::abs(row.bandwidth_mhz - bandwidth_mhz) < 1e-6) return row.resource_blocks;
    }
  }
  throw std::invalid_argument(fmt::format("{} has no channel of {} MHz with {} kHz subcarriers",
                                          to_string(technology), bandwidth_mhz, spacing_khz));
}

double subcarrier_spacing_khz(Technology technology, double frequency_mhz, double bandwidth_mhz) {
  if (technology == Technology::lte) return 15.0;
  if (frequency_mhz >= fr2_from_mhz) return 120.0;
  return frequency_mhz < 3000.0 && bandwidth_mhz <= 20.0 ? 15.0 : 30.0;
}

int subcarriers(Technology technology, double frequency_mhz, double bandwidth_mhz) {
  const double spacing_khz = subcarrier_spacing_khz(technology, frequency_mhz, bandwidth_mhz);
  return subcarriers_per_block * resource_blocks(technology, spacing_khz, bandwidth_mhz);
}

std::optional<double> widest_channel_mhz(Technology technology, double frequency_mhz,
                                         double block_mhz) {
  constexpr double missing_mhz = 0.25;
  std::optional<double> widest;
  for (const double spacing_khz : {15.0, 30.0, 120.0}) {
    if (technology == Technology::lte && spacing_khz != 15.0) continue;
    for (const Row& row : table_of(technology, spacing_khz)) {
      const bool used =
          subcarrier_spacing_khz(technology, frequency_mhz, row.bandwidth_mhz) == spacing_khz;
      if (used && row.bandwidth_mhz <= block_mhz + missing_mhz &&
          row.bandwidth_mhz > widest.value_or(0.0))
        widest = row.bandwidth_mhz;
    }
  }
  return widest;
}

int resource_blocks(const Cell& cell) {
  return subcarriers(cell.technology, cell.frequency_mhz, cell.bandwidth_mhz) /
         subcarriers_per_block;
}

double reference_signal_power_dbm(const Cell& cell) {
  return cell.power_dbm -
         db_from_linear(subcarriers(cell.technology, cell.frequency_mhz, cell.bandwidth_mhz));
}

}  // namespace gigacity::radio
