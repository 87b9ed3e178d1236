// SPDX-License-Identifier: Apache-2.0
// The displaced coordinates of Chinese web maps.
#pragma once

#include <optional>
#include <string_view>

namespace gigacity::geo {

/// wgs84: coordinates are what they say. gcj02: displaced by some 500 m, as Chinese law asks of
/// published maps (Amap, Tencent, Google's map of China). bd09: Baidu's, displaced once more.
enum class MapDatum { wgs84, gcj02, bd09 };

/// "wgs84", "gcj02", "bd09".
const char* to_string(MapDatum datum);
std::optional<MapDatum> map_datum_named(std::string_view name);

}  // namespace gigacity::geo
