// SPDX-License-Identifier: Apache-2.0
// How a carrier's symbols are shared between downlink and uplink.
#pragma once

#include <optional>
#include <string_view>

#include "sim/radio/operating_bands.hpp"

namespace gigacity::radio {

/// "FDD", or slots (NR) or subframes (LTE) of an unpaired carrier, and how the 14 symbols of a special one
/// are shared among downlink, guard and uplink: "DDDSU 10:2:2". Without the latter, 10:2:2. Also as operators write
/// it: "SA2", "SA2/SSP7" (uplink-downlink and special subframe configurations of TS 36.211 tables 4.2-2 and 4.2-1), and
/// "4:1", "8:2", "7:3", slots with downlink (the last of them special) and with uplink. Case, spaces, commas, + and / do
/// not count. Nothing where the text is no such pattern, has no downlink or no uplink.
std::optional<SymbolShares> symbol_shares_of(std::string_view pattern);

/// What an unpaired carrier usually has: NR DDDSU with 10:2:2 (2.5 ms at 30 kHz), LTE uplink-downlink
/// configuration 2 of TS 36.211 table 4.2-2, DSUDDDSUDD, with special subframes of configuration 7,
/// 10:2:2.
std::string_view usual_pattern(Technology technology);

/// Of a band's name in the tables of operating_bands(): TDD.
bool is_unpaired(const OperatingBand& band);

/// Whether a carrier is unpaired as far as its frequency says: where an unpaired band holds it and no
/// paired one does, or is wide enough for it (n7 ends at 50 MHz: what is wider at 2650 MHz is n41). What
/// paired bands hold in a few countries only (n30, B22) does not count.
bool usually_unpaired(Technology technology, double frequency_mhz, double bandwidth_mhz);

}  // namespace gigacity::radio
