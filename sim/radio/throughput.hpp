// SPDX-License-Identifier: Apache-2.0
// From SINR to bits per second.
//
// A channel carries the most efficient scheme whose Shannon bound, moved by a stated gap, the SINR meets. Block errors
// are not simulated: the gap stands for them, for channel estimation and for coding.
#pragma once

#include <optional>

#include "sim/radio/modulation.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::radio {

struct RateOptions {
  /// What a link needs above Shannon's bound. 3 dB lies within 1.6 dB of the SINRs that link simulations
  /// of LTE's schemes found for a block error of 10 % in white noise, from CQI 1 to 15.
  double shannon_gap_db = 3.0;
  /// What each doubling of layers costs every layer beside its share of power, because channels are never
  /// quite independent. With 3 dB two layers pay from about 12 dB, four from about 18 dB.
  double layer_penalty_db = 3.0;
  bool nr_256qam = true;
  bool lte_256qam = false;
  bool uplink_256qam = false;
};

/// Layers that terminals of today can use on a carrier: LTE 2; NR 4 from 2300 MHz to 7125 MHz, where
/// terminals have four receivers (TS 38.101-1 §7.2 asks for them on n7, n38, n40, n41, n77, n78, n79), else 2.
int usual_layers(Technology technology, double frequency_mhz);

/// Schemes of the technology in use, downlink: by CQI.
std::span<const ModulationScheme> downlink_schemes(Technology technology,
                                                   const RateOptions& options);
/// And uplink, where the base station chooses by MCS.
std::span<const ModulationScheme> uplink_schemes(const RateOptions& options);

/// Resource elements for data in a second on one layer of `resource_blocks`, were all symbols downlink.
/// NR: all but the overhead of TS 38.306 §4.1.2 (0.14, from 24.25 GHz on 0.18). LTE, normal cyclic prefix:
/// all but one symbol a subframe for control (two where there are 6 resource blocks), the cell's reference
/// signals, one port for each of up to 2 layers and four for more (TS 36.211 §6.10.1.2), and synchronisation
/// signals and broadcast channel, 8 × 72 in a frame.
double downlink_elements_per_s(const Cell& cell);
/// Uplink, for part of the blocks. NR: overhead 0.08, from 24.25 GHz on 0.10. LTE: two symbols of a
/// subframe for reference signals.
double uplink_elements_per_s(const Cell& cell, int resource_blocks);

/// What one user has of the cell alone, Mbit/s: the number of layers r ≤ cell.layers that gives most, each with
/// SINR − 10 log10 r − penalty · log2 r; LTE at most by the largest transport blocks (TS 36.213 §7.1.7). 0 where
/// no scheme works; monotone in `sinr_db`. Throws std::invalid_argument for a channel that network.hpp does
/// not know.
double downlink_mbps(const Cell& cell, double sinr_db, const RateOptions& options);

/// The lowest SINR, rounded up to 1/64 dB, at which one user alone has a rate; nothing above the cell's peak.
std::optional<double> sinr_for_downlink_db(const Cell& cell, double mbps,
                                           const RateOptions& options);

/// At any SINR: for NR TS 38.306 §4.1.2 with f = 1 and the carrier's downlink symbols.
double peak_downlink_mbps(const Cell& cell, const RateOptions& options);

/// What a user gets on average while others, who share the cell fairly, load it: rate · (1 − load), as under
/// processor sharing.
double loaded_mbps(double rate_alone_mbps, double load);

}  // namespace gigacity::radio
