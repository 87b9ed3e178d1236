// SPDX-License-Identifier: Apache-2.0
// The area that belongs to each of several points: what is nearer to it than to any other.
#pragma once

#include <span>
#include <vector>

#include "core/geometry.hpp"

namespace gigacity::geo {

/// Tiles `region` by the nearest of `points`: one footprint for each point, in their order, which
/// share edges vertex by vertex, neither overlap nor leave a gap, and whose areas add up to the
/// region's within 1e-9. One point gets the region as it is. A point may lie outside; its footprint
/// is empty where no part of the region is nearest to it. Throws std::invalid_argument where two
/// points coincide, std::runtime_error where GEOS fails.
std::vector<MultiPolygon> catchments_of(std::span<const MapPoint> points,
                                        const MultiPolygon& region);

}  // namespace gigacity::geo
