// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/uplink.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"
#include "sim/radio/noise.hpp"

namespace gigacity::radio {
namespace {

constexpr double bits_per_megabit = 1e6;

// Blocks of 180 kHz in one of the carrier.
double narrow_blocks(const Cell& cell) {
  return subcarrier_spacing_khz(cell.technology, cell.frequency_mhz, cell.bandwidth_mhz) / 15.0;
}

// The power that the open loop asks for on each block.
double wanted_of_block_dbm(const Cell& cell, double coupling_loss_db,
                           const UplinkOptions& options) {
  return options.p0_dbm + db_from_linear(narrow_blocks(cell)) + options.alpha * coupling_loss_db;
}

double noise_dbm(const Cell& cell, const UplinkOptions& options) {
  return noise_per_element_dbm(cell, options.noise_figure_db) + options.interference_margin_db;
}

}  // namespace

double uplink_power_dbm(const Cell& cell, int resource_blocks, double coupling_loss_db,
                        const UplinkOptions& options) {
  return std::min(options.power_dbm, wanted_of_block_dbm(cell, coupling_loss_db, options) +
                                         db_from_linear(resource_blocks));
}

double uplink_sinr_db(const Cell& cell, int resource_blocks, double coupling_loss_db,
                      const UplinkOptions& options) {
  return uplink_power_dbm(cell, resource_blocks, coupling_loss_db, options) -
         db_from_linear(subcarriers_per_block * resource_blocks) - coupling_loss_db -
         noise_dbm(cell, options);
}

UplinkRate uplink_rate(const Cell& cell, double coupling_loss_db, const UplinkOptions& options,
                       const RateOptions& rates) {
  const int most_blocks = resource_blocks(cell);
  const double elements_per_s = uplink_elements_per_s(cell, 1);
  // Of a single block at full power, were it not for the loop: more of them share it.
  const double at_full_power_db = options.power_dbm - db_from_linear(subcarriers_per_block) -
                                  coupling_loss_db - noise_dbm(cell, options);
  const double wanted_db =
      wanted_of_block_dbm(cell, coupling_loss_db, options) - options.power_dbm + at_full_power_db;
  UplinkRate best;
  for (const ModulationScheme& scheme : uplink_schemes(rates)) {
    const double needed_db = required_sinr_db(scheme.efficiency(), rates.shannon_gap_db);
    if (needed_db > wanted_db || needed_db > at_full_power_db) continue;
    const double widest = linear_from_db(at_full_power_db - needed_db);
    const int blocks = widest < most_blocks ? std::max(1, static_cast<int>(widest)) : most_blocks;
    double bits_per_s = scheme.efficiency() * elements_per_s * blocks;
    if (cell.technology == Technology::lte) {
      const SchemeSet set = rates.uplink_256qam ? SchemeSet::qam256 : SchemeSet::qam64;
      constexpr double lte_subframes_per_s = 1000.0;
      bits_per_s = std::min(
          bits_per_s, lte_subframes_per_s * largest_transport_block_bits(most_blocks, set, 1));
    }
    const double mbps = bits_per_s * cell.symbols.uplink / bits_per_megabit;
    if (mbps > best.mbps) best = {mbps, blocks};
  }
  return best;
}

std::optional<double> maximum_coupling_loss_db(const Cell& cell, double mbps,
                                               const UplinkOptions& options,
                                               const RateOptions& rates) {
  const auto enough = [&](double loss_db) {
    return uplink_rate(cell, loss_db, options, rates).mbps >= mbps;
  };
  if (!enough(0.0)) return std::nullopt;
  double low_db = 0.0;
  double high_db = 300.0;
  while (high_db - low_db > 1.0 / 64.0) {
    const double middle_db = 0.5 * (low_db + high_db);
    (enough(middle_db) ? low_db : high_db) = middle_db;
  }
  return low_db;
}

}  // namespace gigacity::radio
