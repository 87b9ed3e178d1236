// SPDX-License-Identifier: Apache-2.0
// Geometry of the working CRS as longitudes and latitudes, for the formats that know no other. Private
// to geo.
#pragma once

#include <filesystem>

#include "core/geometry.hpp"
#include "geo/crs.hpp"

namespace gigacity::geo::detail {

/// The same geometry with longitude as x and latitude as y, cut in two where it crosses the
/// antimeridian (RFC 7946 §3.1.9). Throws OutputError, which names `file`, for a place that has no
/// longitude and latitude.
Geometry geographic(const Projection& projection, const Geometry& geometry,
                    const std::filesystem::path& file);
GeoPoint geographic(const Projection& projection, MapPoint point,
                    const std::filesystem::path& file);

}  // namespace gigacity::geo::detail
