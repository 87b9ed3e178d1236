// SPDX-License-Identifier: Apache-2.0
// Link budgets: every term between a transmitter and the path loss that its receiver can bear.
#pragma once

#include <optional>

#include "sim/radio/uplink.hpp"

namespace gigacity::radio {

/// What stands between an outdoor median and a terminal in use; positive.
struct LinkMargins {
  double body_loss_db = 0.0;
  double penetration_loss_db = 0.0;
  double fading_margin_db = 0.0;

  double total_db() const { return body_loss_db + penetration_loss_db + fading_margin_db; }
};

/// From the cell to a terminal with an antenna of 0 dBi, without interference.
struct DownlinkBudget {
  double power_dbm = 0.0;  ///< total at the antenna port, feeder loss already taken off
  double feeder_loss_db = 0.0;
  int subcarriers = 1;
  double element_power_dbm = 0.0;  ///< per resource element, which RSRP counts
  double antenna_gain_dbi = 0.0;   ///< of the strongest beam
  double beam_gain_db = 0.0;       ///< of that, what an array gains over one of its elements
  double element_eirp_dbm = 0.0;
  double total_eirp_dbm = 0.0;
  LinkMargins margins;
  double thermal_noise_dbm = 0.0;  ///< per resource element
  double noise_figure_db = 0.0;
  double required_sinr_db = 0.0;
  double sensitivity_dbm = 0.0;       ///< the RSRP that is just enough
  double maximum_path_loss_db = 0.0;  ///< median, between isotropic antennas outdoors
};

/// From a terminal with an antenna of 0 dBi to the cell.
struct UplinkBudget {
  double power_dbm = 0.0;  ///< the terminal's most
  int resource_blocks = 0;
  double element_power_dbm = 0.0;
  double antenna_gain_dbi = 0.0;  ///< of the base station
  LinkMargins margins;
  double thermal_noise_dbm = 0.0;
  double noise_figure_db = 0.0;
  double interference_margin_db = 0.0;
  double required_sinr_db = 0.0;
  double sensitivity_dbm = 0.0;  ///< per resource element
  double maximum_path_loss_db = 0.0;
};

/// For a downlink rate; nothing where the cell cannot reach it.
std::optional<DownlinkBudget> downlink_budget(const Cell& cell, const propagation::Antenna& antenna,
                                              double noise_figure_db, double mbps,
                                              const LinkMargins& margins, const RateOptions& rates);

/// For an uplink rate, at full power, on the number of resource blocks and by the scheme that bear most; nothing where
/// the cell cannot reach it.
std::optional<UplinkBudget> uplink_budget(const Cell& cell, const propagation::Antenna& antenna,
                                          const UplinkOptions& options, double mbps,
                                          const LinkMargins& margins, const RateOptions& rates);

/// What a budget is drawn up for.
struct BudgetQuestion {
  double downlink_mbps = 5.0;  ///< one user alone
  double uplink_mbps = 1.0;
  double noise_figure_db = 9.0;  ///< of the terminal
  LinkMargins margins;
  RateOptions rates;
  UplinkOptions uplink;
};

struct CellBudget {
  double peak_downlink_mbps = 0.0;
  double peak_uplink_mbps = 0.0;
  std::optional<DownlinkBudget> downlink;
  std::optional<UplinkBudget> uplink;
};

CellBudget cell_budget(const Cell& cell, const propagation::Antenna& antenna,
                       const BudgetQuestion& question);

}  // namespace gigacity::radio
