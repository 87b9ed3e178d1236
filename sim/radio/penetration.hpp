// SPDX-License-Identifier: Apache-2.0
// From the street, where levels are computed, to a phone in a building, under it, or in its lift.
#pragma once

#include <optional>
#include <string_view>

#include "sim/propagation/p2109.hpp"

namespace gigacity::radio {

/// What stands between the street and a phone; nothing: it is in the street.
struct Penetration {
  std::optional<propagation::BuildingType> building{};  ///< its walls; absent: outdoors
  int basement = 0;   ///< storeys below ground: so many slabs of concrete
  bool lift = false;  ///< in the closed cabin of a lift
  friend bool operator==(const Penetration&, const Penetration&) = default;
};

enum class EntryModel { p2109, tr38901 };

/// "p2109", "3gpp-38901".
const char* to_string(EntryModel model);
std::optional<EntryModel> entry_model_named(std::string_view name);

struct PenetrationOptions {
  EntryModel model = EntryModel::p2109;
  /// p2109: the share of places in the building where the loss is not exceeded, above 0 and below 100.
  double probability_percent = 50.0;
  /// Of a lift's cabin. Measurements scatter from 15 to 40 dB.
  double lift_cabin_db = 25.0;
};

/// Loss, dB. Walls: ITU-R P.2109-1, horizontal paths; or TR 38.901 §7.4.3.1, of which the low-loss model stands for
/// traditional buildings, the high-loss one for thermally efficient ones, at the mean distance behind the wall in urban
/// macro cells. A slab: TR 38.901 table 7.4.3-1, concrete.
double penetration_loss_db(const Penetration& penetration, const PenetrationOptions& options,
                           double frequency_mhz);

}  // namespace gigacity::radio
