// SPDX-License-Identifier: Apache-2.0
// One row of the sites table as a cell: its technology, where on the spectrum it transmits, how strong.
#pragma once

#include <optional>

#include "apps/run/row_findings.hpp"
#include "apps/scenario/scenario.hpp"
#include "geo/layer_reader.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::apps {

/// What tables get wrong without harm: counted, one warning each.
struct CarrierRemarks {
  std::int64_t unknown_bands =
      0;                     ///< words for a band that are none, beside a frequency that is known
  std::string unknown_band;  ///< the first of them
};

/// The frequency is the first known of frequency_mhz, arfcn, the centre of the band; they must agree.
/// Power is power_dbm or power_w less feeder_loss_db. Symbols are tdd_pattern's; without it a carrier is as its band, or
/// its frequency, says: paired, or shared as `link` has it. What is missing is noted in `assumptions`, what
/// is wrong in `errors`; nothing where the technology is not known. Id and sector are the caller's.
std::optional<radio::Cell> carrier_of(const geo::Feature& row, const LinkSection& link,
                                      RowErrors& errors, Assumptions& assumptions,
                                      CarrierRemarks& remarks);

}  // namespace gigacity::apps
