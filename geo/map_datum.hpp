// SPDX-License-Identifier: Apache-2.0
// The displaced coordinates of Chinese web maps.
#pragma once

#include <optional>
#include <string_view>

#include "core/point.hpp"
#include "geo/geo_box.hpp"

namespace gigacity::geo {

/// wgs84: coordinates are what they say. gcj02: displaced by some 500 m, as Chinese law asks of
/// published maps (Amap, Tencent, Google's map of China). bd09: Baidu's longitude and latitude,
/// displaced once more.
enum class MapDatum { wgs84, gcj02, bd09 };

/// "wgs84", "gcj02", "bd09".
const char* to_string(MapDatum datum);
std::optional<MapDatum> map_datum_named(std::string_view name);

/// The box that stands for China in every published implementation; only points inside are
/// displaced. It reaches far beyond the land borders, over Korea and much of India: a layer from
/// there has the datum wgs84.
inline constexpr GeoBox displaced_area{72.004, 0.8293, 137.8347, 55.8271};

/// Longitude and latitude of one datum in another. Displacing follows the formulae that are public;
/// undoing it solves them to below 1e-6 m. Points outside the box stay as they are, judged by where
/// they lie as given: along the box's edges, some hundred metres wide and far from China's land,
/// there and back is therefore not the same.
GeoPoint converted(GeoPoint p, MapDatum from, MapDatum to);

}  // namespace gigacity::geo
