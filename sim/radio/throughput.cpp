// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/throughput.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/units.hpp"

namespace gigacity::radio {
namespace {

constexpr double fr2_from_mhz = 24'250.0;  // TS 38.101-2 table 5.1-1
constexpr int symbols_per_slot = 14;
constexpr double subframes_per_s = 1000.0;
constexpr double millions = 1e6;

bool is_fr2(const Cell& cell) {
  return cell.frequency_mhz >= fr2_from_mhz;
}

double slots_per_s(const Cell& cell) {
  return subframes_per_s / 15.0 *
         subcarrier_spacing_khz(cell.technology, cell.frequency_mhz, cell.bandwidth_mhz);
}

double lte_downlink_elements_per_s(const Cell& cell) {
  const int blocks = resource_blocks(cell);
  const int control_symbols = blocks <= 6 ? 2 : 1;
  // Of a block and subframe, TS 36.211 figure 6.10.1.2-1: on one, two, four ports 8, 16, 24, of which the
  // first symbol holds 2, 4, 4 and the second 0, 0, 4.
  const int reference = cell.layers == 1 ? 8 : cell.layers == 2 ? 16 : 24;
  const int reference_in_control =
      (cell.layers == 1 ? 2 : 4) + (control_symbols == 2 && cell.layers > 2 ? 4 : 0);
  const int of_block = subcarriers_per_block * (symbols_per_slot - control_symbols) -
                       (reference - reference_in_control);
  constexpr double synchronisation_and_broadcast = 8.0 * 72.0;
  constexpr double frames_per_s = 100.0;
  return subframes_per_s * blocks * of_block - frames_per_s * synchronisation_and_broadcast;
}

// Of all layers together, were all symbols downlink; up to four layers make two codewords, TS 36.211
// table 6.3.3.2-1.
double lte_most_bits_per_s(const Cell& cell, int layers, SchemeSet set) {
  const int blocks = resource_blocks(cell);
  const int one = largest_transport_block_bits(blocks, set, 1);
  const int two = largest_transport_block_bits(blocks, set, 2);
  const double bits = layers == 1 ? one : layers == 2 ? 2 * one : layers == 3 ? one + two : 2 * two;
  return subframes_per_s * bits * std::max(1.0, 0.25 * layers);
}

SchemeSet downlink_set(Technology technology, const RateOptions& options) {
  const bool qam256 = technology == Technology::nr ? options.nr_256qam : options.lte_256qam;
  return qam256 ? SchemeSet::qam256 : SchemeSet::qam64;
}

}  // namespace

int usual_layers(Technology technology, double frequency_mhz) {
  return technology == Technology::nr && frequency_mhz >= 2300.0 && frequency_mhz <= 7125.0 ? 4 : 2;
}

std::span<const ModulationScheme> downlink_schemes(Technology technology,
                                                   const RateOptions& options) {
  return cqi_table(downlink_set(technology, options));
}

std::span<const ModulationScheme> uplink_schemes(const RateOptions& options) {
  return mcs_table(options.uplink_256qam ? SchemeSet::qam256 : SchemeSet::qam64);
}

double downlink_elements_per_s(const Cell& cell) {
  if (cell.technology == Technology::lte) return lte_downlink_elements_per_s(cell);
  const double overhead = is_fr2(cell) ? 0.18 : 0.14;
  return slots_per_s(cell) * symbols_per_slot * subcarriers_per_block * resource_blocks(cell) *
         (1.0 - overhead);
}

double uplink_elements_per_s(const Cell& cell, int resource_blocks) {
  const bool lte = cell.technology == Technology::lte;
  const double overhead = lte ? 2.0 / symbols_per_slot : is_fr2(cell) ? 0.10 : 0.08;
  return slots_per_s(cell) * symbols_per_slot * subcarriers_per_block * resource_blocks *
         (1.0 - overhead);
}

namespace {

// Of so many layers, all of one scheme.
double bits_per_s(const Cell& cell, int layers, const ModulationScheme& scheme,
                  const RateOptions& options) {
  double bits = layers * scheme.efficiency() * downlink_elements_per_s(cell);
  if (cell.technology == Technology::lte)
    bits =
        std::min(bits, lte_most_bits_per_s(cell, layers, downlink_set(cell.technology, options)));
  return bits * cell.symbols.downlink;
}

// By how much a layer's SINR is below that of all power on one.
double layer_loss_db(int layers, const RateOptions& options) {
  return db_from_linear(layers) + options.layer_penalty_db * std::log2(static_cast<double>(layers));
}

}  // namespace

double downlink_mbps(const Cell& cell, double sinr_db, const RateOptions& options) {
  const auto schemes = downlink_schemes(cell.technology, options);
  double most = 0.0;
  for (int layers = 1; layers <= cell.layers; ++layers) {
    const auto* scheme =
        best_scheme(schemes, sinr_db - layer_loss_db(layers, options), options.shannon_gap_db);
    if (scheme == nullptr) break;
    most = std::max(most, bits_per_s(cell, layers, *scheme, options));
  }
  return most / millions;
}

std::optional<double> sinr_for_downlink_db(const Cell& cell, double mbps,
                                           const RateOptions& options) {
  std::optional<double> least_db;
  for (int layers = 1; layers <= cell.layers; ++layers) {
    for (const ModulationScheme& scheme : downlink_schemes(cell.technology, options)) {
      if (bits_per_s(cell, layers, scheme, options) < mbps * millions) continue;
      const double needed_db = required_sinr_db(scheme.efficiency(), options.shannon_gap_db) +
                               layer_loss_db(layers, options);
      if (!least_db || needed_db < *least_db) least_db = needed_db;
    }
  }
  constexpr double steps_per_db = 64.0;
  if (least_db) least_db = std::ceil(*least_db * steps_per_db) / steps_per_db;
  return least_db;
}

double peak_downlink_mbps(const Cell& cell, const RateOptions& options) {
  return downlink_mbps(cell, std::numeric_limits<double>::infinity(), options);
}

double loaded_mbps(double rate_alone_mbps, double load) {
  return rate_alone_mbps * (1.0 - load);
}

}  // namespace gigacity::radio
