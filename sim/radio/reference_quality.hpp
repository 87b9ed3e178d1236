// SPDX-License-Identifier: Apache-2.0
// RSRQ and SS-RSRQ, from what a coverage run knows of a pixel.
#pragma once

#include "sim/radio/network.hpp"

namespace gigacity::radio {

/// Share of its resource elements that a cell without traffic fills in the symbols in which the total received power
/// (RSSI) is measured. LTE: the reference signals of one or two ports in the symbols that hold port 0's, 2 or 4 of 12
/// (TS 36.214 §5.1.3, TS 36.211 §6.10.1.2). NR: the blocks of the synchronisation burst, 4 symbols each, in the half
/// frame that a measurement window is taken to be (TS 38.215 §5.1.3, TS 38.213 §4.1): 4 at 15 kHz, 8 at 30 kHz, 64 at
/// 120 kHz.
double idle_share(const Cell& cell);

/// N · RSRP / RSSI over the N resource blocks of the carrier, dB. The total power of a block's twelve subcarriers is the
/// serving cell's own (idle share, and the cell's load of the rest) and twelve times noise and interference of a resource
/// element, which the SINR stands for: other cells count with their load, their own reference signals do not. Empty cell
/// of one LTE port without noise: -3 dB; any full one: -10.8 dB.
double rsrq_db(double sinr_db, double load, double idle_share);

}  // namespace gigacity::radio
