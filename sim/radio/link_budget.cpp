// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/link_budget.hpp"

#include <cmath>

#include "sim/radio/noise.hpp"

namespace gigacity::radio {
std::optional<DownlinkBudget> downlink_budget(const Cell& cell, const propagation::Antenna& antenna,
                                              double noise_figure_db, double mbps,
                                              const LinkMargins& margins,
                                              const RateOptions& rates) {
  const auto sinr_db = sinr_for_downlink_db(cell, mbps, rates);
  if (!sinr_db) return std::nullopt;
  DownlinkBudget budget;
  budget.power_dbm = cell.power_dbm;
  budget.feeder_loss_db = cell.feeder_loss_db;
  budget.subcarriers = subcarriers(cell.technology, cell.frequency_mhz, cell.bandwidth_mhz);
  budget.element_power_dbm = reference_signal_power_dbm(cell);
  budget.antenna_gain_dbi = propagation::maximum_gain_dbi(antenna);
  budget.beam_gain_db = propagation::beam_gain_db(antenna);
  budget.element_eirp_dbm = budget.element_power_dbm + budget.antenna_gain_dbi;
  budget.total_eirp_dbm = budget.power_dbm + budget.antenna_gain_dbi;
  budget.margins = margins;
  budget.thermal_noise_dbm = noise_per_element_dbm(cell, 0.0);
  budget.noise_figure_db = noise_figure_db;
  budget.required_sinr_db = *sinr_db;
  budget.sensitivity_dbm = budget.thermal_noise_dbm + noise_figure_db + *sinr_db;
  budget.maximum_path_loss_db =
      budget.element_eirp_dbm - margins.total_db() - budget.sensitivity_dbm;
  return budget;
}

std::optional<UplinkBudget> uplink_budget(const Cell& cell, const propagation::Antenna& antenna,
                                          const UplinkOptions& options, double mbps,
                                          const LinkMargins& margins, const RateOptions& rates) {
  const double of_block_mbps = uplink_elements_per_s(cell, 1) * cell.symbols.uplink * 1e-6;
  const int most_blocks = resource_blocks(cell);
  UplinkBudget budget;
  for (const ModulationScheme& scheme : uplink_schemes(rates)) {
    const double needed = std::ceil(mbps / (scheme.efficiency() * of_block_mbps) - 1e-9);
    if (!(needed <= most_blocks)) continue;
    const int blocks = needed < 1.0 ? 1 : static_cast<int>(needed);
    UplinkBudget one;
    one.power_dbm = options.power_dbm;
    one.resource_blocks = blocks;
    one.element_power_dbm = options.power_dbm - db_from_linear(subcarriers_per_block * blocks);
    one.antenna_gain_dbi = propagation::maximum_gain_dbi(antenna);
    one.margins = margins;
    one.thermal_noise_dbm = noise_per_element_dbm(cell, 0.0);
    one.noise_figure_db = options.noise_figure_db;
    one.interference_margin_db = options.interference_margin_db;
    one.required_sinr_db = required_sinr_db(scheme.efficiency(), rates.shannon_gap_db);
    one.sensitivity_dbm = one.thermal_noise_dbm + one.noise_figure_db + one.interference_margin_db +
                          one.required_sinr_db;
    one.maximum_path_loss_db =
        one.element_power_dbm + one.antenna_gain_dbi - margins.total_db() - one.sensitivity_dbm;
    if (budget.resource_blocks == 0 || one.maximum_path_loss_db > budget.maximum_path_loss_db)
      budget = one;
  }
  // LTE's largest transport block may be less than its blocks would carry.
  if (budget.resource_blocks == 0 || uplink_rate(cell, 0.0, options, rates).mbps < mbps)
    return std::nullopt;
  return budget;
}

CellBudget cell_budget(const Cell& cell, const propagation::Antenna& antenna,
                       const BudgetQuestion& q) {
  return {peak_downlink_mbps(cell, q.rates), uplink_rate(cell, 0.0, q.uplink, q.rates).mbps,
          downlink_budget(cell, antenna, q.noise_figure_db, q.downlink_mbps, q.margins, q.rates),
          uplink_budget(cell, antenna, q.uplink, q.uplink_mbps, q.margins, q.rates)};
}

}  // namespace gigacity::radio
