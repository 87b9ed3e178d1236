// SPDX-License-Identifier: Apache-2.0
// Polygons of core as GEOS geometries and back. Private to geo.
#pragma once

#include <utility>
#include <vector>

#include "core/geometry.hpp"
#include "geo/detail/handles.hpp"

namespace gigacity::geo::detail {

/// Owns what GEOS has made; throws std::runtime_error with GEOS' reason where it made nothing. `what`
/// was being done.
GeosGeometryPtr checked(const GeosContext& context, GEOSGeometry* geometry, const char* what);

/// A collection of the given type (GEOS_MULTIPOLYGON, GEOS_GEOMETRYCOLLECTION ...).
GeosGeometryPtr collection(const GeosContext& context, int type,
                           std::vector<GeosGeometryPtr> parts);

/// A multipolygon; rings of fewer than four points, which enclose nothing, are left out.
GeosGeometryPtr geos_geometry(const GeosContext& context, const MultiPolygon& polygons);
GeosGeometryPtr geos_point(const GeosContext& context, MapPoint point);

/// The polygons of a geometry; its lines and points are left out.
MultiPolygon core_polygons(const GeosContext& context, const GEOSGeometry* geometry);

GeosGeometryPtr made_valid(const GeosContext& context, const GEOSGeometry* geometry);

/// Overlays fail on invalid polygons only: those are repaired, then it is tried once more.
GeosGeometryPtr intersection(const GeosContext& context, const GEOSGeometry* a,
                             const GEOSGeometry* b);
GeosGeometryPtr difference(const GeosContext& context, const GEOSGeometry* a,
                           const GEOSGeometry* b);

/// A point certain to lie inside. Throws where the geometry is empty.
MapPoint point_on_surface(const GeosContext& context, const GEOSGeometry* geometry);

double area_of(const GeosContext& context, const GEOSGeometry* geometry);

}  // namespace gigacity::geo::detail
