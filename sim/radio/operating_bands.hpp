// SPDX-License-Identifier: Apache-2.0
// 3GPP operating bands and channel numbers: which frequencies "n78" and "EARFCN 1850" stand for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sim/radio/network.hpp"

namespace gigacity::radio {

/// What base stations may transmit on: the downlink of a paired band, all of an unpaired one. Bands
/// for the uplink alone (n80 to n84 and others) are not among them.
struct OperatingBand {
  Technology technology = Technology::nr;
  int number = 0;  ///< 3 of "B3", 78 of "n78"
  double low_mhz = 0.0;
  double high_mhz = 0.0;
  std::int32_t first_earfcn = -1;  ///< N_Offs-DL, of LTE; −1 for NR
  std::int32_t last_earfcn = -1;

  double centre_mhz() const { return 0.5 * (low_mhz + high_mhz); }
  bool holds(double frequency_mhz) const {
    return frequency_mhz >= low_mhz && frequency_mhz <= high_mhz;
  }
};

/// LTE: TS 36.101 table 5.5-1 with table 5.7.3-1. NR: TS 38.101-1 table 5.2-1 (FR1) and TS 38.101-2
/// table 5.2-1 (FR2). By technology, then number.
std::span<const OperatingBand> operating_bands();

/// nullptr where the technology has no such band.
const OperatingBand* find_band(Technology technology, int number);

/// "n78", "N78", "B3", "Band 3", "3" as a band of the technology; "n" with LTE and "B" with NR name
/// none. nullptr where the text is no name of a band.
const OperatingBand* band_named(Technology technology, std::string_view text);

/// "B3", "n78".
std::string to_string(const OperatingBand& band);

/// Downlink carrier frequency of a channel number. LTE: EARFCN, TS 36.101 §5.7.3,
/// F_DL = F_DL_low + 0.1 (N_DL − N_Offs-DL). NR: NR-ARFCN, TS 38.104 §5.4.2.1,
/// F_REF = F_REF-Offs + ΔF_Global (N_REF − N_REF-Offs). Nothing where the number is no downlink
/// channel.
std::optional<double> frequency_of_channel_mhz(Technology technology, std::int64_t channel);

}  // namespace gigacity::radio
