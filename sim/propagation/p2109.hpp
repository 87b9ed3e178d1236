// SPDX-License-Identifier: Apache-2.0
// ITU-R P.2109-1: loss on entering a building; P.2109-2 has the same formulas.
#pragma once

#include <cstdint>

namespace gigacity::propagation {

/// Table 1, in its order from 1. Thermally efficient: metallised glass, foil-backed panels.
enum class BuildingType : std::uint8_t { traditional = 1, thermally_efficient };

/// "traditional", "thermally-efficient".
const char* to_string(BuildingType type);

/// Building entry loss L_BEL, dB, not exceeded with `probability_percent` (above 0, below 100) over
/// terminals anywhere in the building: §3, eq. 1 to 10. `elevation_deg` is the path's at the façade,
/// either sign. To be added to the loss to a terminal outside, just before the façade.
double building_entry_loss_db(double frequency_mhz, double probability_percent, BuildingType type,
                              double elevation_deg = 0.0);

}  // namespace gigacity::propagation
