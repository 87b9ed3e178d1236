// SPDX-License-Identifier: Apache-2.0
// Between our plain geometry and OGR's. Private to geo.
#pragma once

#include "core/geometry.hpp"
#include "geo/detail/handles.hpp"

namespace gigacity::geo::detail {

/// Always a MultiPolygon, also of one part.
GeometryPtr ogr_multi_polygon(const MultiPolygon& polygons);
GeometryPtr ogr_polygon(const Polygon& polygon);
GeometryPtr ogr_multi_line(const MultiLineString& lines);
GeometryPtr ogr_line(const LineString& line);
GeometryPtr ogr_point(MapPoint point);
/// Null for an empty geometry; a single part becomes Polygon or LineString, several their Multi
/// type.
GeometryPtr ogr_geometry(const Geometry& geometry);

/// What core_geometry did that a user should know of.
struct Tidied {
  bool closed_rings = false;   ///< a ring did not end where it began
  bool dropped_parts = false;  ///< rings that enclose nothing, lines without length, further points
  bool dropped_kinds = false;  ///< lines beside polygons, points beside lines
};

/// The points, lines or polygons of a linear geometry of any nesting, heights, measures and repeated
/// points dropped: of a collection those of the highest dimension. A multipoint gives its first
/// point. Rings are closed and have at least four points; parts without extent are left out.
/// monostate where nothing is left.
Geometry core_geometry(OGRGeometryH geometry, Tidied* tidied = nullptr);

}  // namespace gigacity::geo::detail
