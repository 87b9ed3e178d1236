// SPDX-License-Identifier: Apache-2.0
// How distances, directions and tests are said in reports.
#pragma once

#include <string>

#include "core/point.hpp"
#include "sim/criteria/profile.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::criteria {

/// "340 m", "1.2 km".
std::string distance_text(double distance_m);

/// Where `to` lies as seen from `from`: "N", "NE", ... by grid north; "here" where they coincide.
const char* direction_text(MapPoint from, MapPoint to);

/// "1.2 km to the NE", "here".
std::string way_text(MapPoint from, MapPoint to);

/// "SS-RSRP >= -105 dBm and SS-SINR >= -3 dB on 95 % of the place"; without the share where `whole`
/// is empty.
std::string requirement_text(const RadioTest& test, radio::Technology technology,
                             const std::string& whole);

/// "SS-RSRP" or "RSRP"; "SS-SINR" or "SINR".
const char* level_name(radio::Technology technology);
const char* sinr_name(radio::Technology technology);

}  // namespace gigacity::criteria
