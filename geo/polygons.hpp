// SPDX-License-Identifier: Apache-2.0
// Polygons and pixels: containment (GEOS), rasterising and polygonising (GDAL).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/geometry.hpp"
#include "core/raster.hpp"

namespace gigacity::geo {

/// Prepared polygons in an STR-tree. Built once; queries from one thread at a time (GEOS builds lazily).
class PolygonIndex {
 public:
  explicit PolygonIndex(std::span<const MultiPolygon> polygons);
  ~PolygonIndex();
  PolygonIndex(PolygonIndex&&) noexcept;
  PolygonIndex& operator=(PolygonIndex&&) noexcept;

  /// The lowest index of a polygon that covers the point (boundary counts); -1 for none.
  std::int32_t index_of(MapPoint p) const;
  /// A polygon of the index, and how much it has in common with another polygon.
  struct Overlap {
    std::int32_t index = -1;
    double area_m2 = 0.0;
  };
  /// Every polygon that shares some area with the given one, lowest index first.
  std::vector<Overlap> overlaps(const MultiPolygon& polygon) const;
  /// Of those, the one that shares most; lowest index on a tie; -1 for none.
  static std::int32_t largest(std::span<const Overlap> overlaps);
  std::int32_t largest_overlap(const MultiPolygon& polygon) const {
    return largest(overlaps(polygon));
  }

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

/// Burns `values[i]` where a pixel's centre lies in `polygons[i]`; the later polygon wins; elsewhere NaN.
Raster<float> rasterise(std::span<const MultiPolygon> polygons, std::span<const float> values,
                        const GridSpec& grid);

/// The four-connected areas of pixels equal to 1, as polygons along pixel edges, in row order of their
/// first pixel. Anything else, also NaN, is outside.
std::vector<MultiPolygon> polygonise(const Raster<float>& mask);

/// Polygons only: where the operands share no more than a line or a point, nothing is shared.
MultiPolygon union_of(std::span<const MultiPolygon> polygons);
MultiPolygon intersection_of(const MultiPolygon& a, const MultiPolygon& b);
MultiPolygon difference_of(const MultiPolygon& a, const MultiPolygon& b);

/// What lies within `half_width_m` of lines: a road as an area.
MultiPolygon strip_along(const MultiLineString& lines, double half_width_m);

/// A point certain to lie inside: the centroid where it does, else GEOS' point on the surface. Throws std::invalid_argument where there is
/// nothing to lie in.
MapPoint interior_point(const MultiPolygon& polygons);

}  // namespace gigacity::geo
