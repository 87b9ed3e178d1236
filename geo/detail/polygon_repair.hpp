// SPDX-License-Identifier: Apache-2.0
// Polygons made valid where it is certain what they mean. Private to geo.
#pragma once

#include <string>

#include "core/geometry.hpp"

namespace gigacity::geo::detail {

/// What became of the polygons of one feature.
struct PolygonRepair {
  enum class Result {
    valid,      ///< `polygons` are as given
    repaired,   ///< `polygons` are valid, and mean what was given
    uncertain,  ///< the outline can be read in several ways; `polygons` is empty
    collapsed   ///< encloses nothing; `polygons` is empty
  };
  Result result = Result::valid;
  MultiPolygon polygons;
  std::string fault;  ///< what GEOS finds wrong: "Self-intersection at or near point 5 5"
  /// The areas of the readings that lie farthest apart; of an uncertain outline.
  double least_m2 = 0.0;
  double most_m2 = 0.0;
};

/// Readings of an outline that differ by more than this share of its area leave it uncertain.
constexpr double uncertain_share = 0.01;

/// A polygon that is not valid is read in three ways: by structure (what shells enclose, less what
/// holes enclose), by the even-odd rule (what an odd number of boundaries must be crossed to leave),
/// and by orientation (each loop counted as often as, and with the sign that, the boundary winds
/// about it). Where the three areas agree within `uncertain_share`, the first is taken. So a spike, a
/// ring that touches itself or a crossing near a corner is repaired; a bow tie (two triangles, or
/// a rectangle with its corners in the wrong order?), a ring that goes round twice or a hole outside
/// of its shell is uncertain. Parts that overlap are joined, as nothing else can be meant; a part
/// inside another one is uncertain, since it may be a hole.
PolygonRepair repaired(MultiPolygon polygons);

/// Joins parts that meet, which is nothing to report where a polygon had to be cut in two, as at the
/// antimeridian. False, and nothing changed, where a part is not valid by itself.
bool join_cut_parts(MultiPolygon& polygons);

}  // namespace gigacity::geo::detail
