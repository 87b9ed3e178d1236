// SPDX-License-Identifier: Apache-2.0
// The way back: a terminal's power under open-loop power control, and what its uplink carries.
//
// Coupling loss is all that lies between the ports of base station and terminal: path loss, antennas, body, walls. It is
// taken to be that of the downlink (reciprocity; the duplex spacing of paired carriers is not counted).
#pragma once

#include <optional>

#include "sim/radio/throughput.hpp"

namespace gigacity::radio {

struct UplinkOptions {
  double power_dbm =
      23.0;  ///< the terminal's most: power class 3 (TS 38.101-1 table 6.2.1-1); class 2 has 26
  /// P0, what the base station wants of a resource block of 180 kHz, and α, the share of the path loss that is made
  /// up for. TS 38.213 §7.1.1, TS 36.213 §5.1.1.1; the usual values of system simulations: -80 dBm with 0.8.
  double p0_dbm = -80.0;
  double alpha = 0.8;
  double noise_figure_db = 5.0;         ///< of the base station
  double interference_margin_db = 3.0;  ///< interference over thermal noise
};

/// Power of the shared channel on so many resource blocks: min(P_CMAX, P0 + 10 log10(2^μ M) + α PL), the open loop of
/// TS 38.213 §7.1.1 (2^μ blocks of 180 kHz for one of NR) and TS 36.213 §5.1.1.1.
double uplink_power_dbm(const Cell& cell, int resource_blocks, double coupling_loss_db,
                        const UplinkOptions& options);

/// A terminal's power over the base station's noise and interference, per resource element.
double uplink_sinr_db(const Cell& cell, int resource_blocks, double coupling_loss_db,
                      const UplinkOptions& options);

struct UplinkRate {
  double mbps = 0.0;
  int resource_blocks = 0;  ///< 0 where no scheme works
};

/// What one terminal with one transmitter has of the cell alone, on as many blocks as give most: with more of them power
/// is spread thinner. LTE at most by the largest transport block. Falls with the coupling loss.
UplinkRate uplink_rate(const Cell& cell, double coupling_loss_db, const UplinkOptions& options,
                       const RateOptions& rates);

/// The largest coupling loss, to 1/64 dB below it, that still gives a rate; nothing where even 0 dB does not.
std::optional<double> maximum_coupling_loss_db(const Cell& cell, double mbps,
                                               const UplinkOptions& options,
                                               const RateOptions& rates);

}  // namespace gigacity::radio
