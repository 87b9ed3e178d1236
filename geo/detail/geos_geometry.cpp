// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/geos_geometry.hpp"

#include <stdexcept>
#include <string>

namespace gigacity::geo::detail {

namespace {

static_assert(sizeof(MapPoint) == 2 * sizeof(double), "rings are handed to GEOS as x, y, x, y ...");

[[noreturn]] void fail(const std::string& what, const GeosContext& context) {
  throw std::runtime_error(what + ": " + context.reason());
}

GeosGeometryPtr geos_ring(const GeosContext& context, const Ring& ring) {
  GEOSCoordSequence* points = GEOSCoordSeq_copyFromBuffer_r(
      context.get(), &ring.front().x_m, static_cast<unsigned>(ring.size()), 0, 0);
  return checked(context,
                 points == nullptr ? nullptr : GEOSGeom_createLinearRing_r(context.get(), points),
                 "a polygon's ring");
}

/// GEOS takes lists of plain handles and owns them from then on.
std::vector<GEOSGeometry*> released(std::vector<GeosGeometryPtr> parts) {
  std::vector<GEOSGeometry*> raw;
  raw.reserve(parts.size());
  for (GeosGeometryPtr& part : parts) raw.push_back(part.release());
  return raw;
}

bool encloses(const Ring& ring) {
  return ring.size() >= 4;  // GEOS would refuse fewer
}

GeosGeometryPtr geos_polygon(const GeosContext& context, const Polygon& polygon) {
  GeosGeometryPtr shell = geos_ring(context, polygon.shell);
  std::vector<GeosGeometryPtr> holes;
  for (const Ring& hole : polygon.holes) {
    if (encloses(hole)) holes.push_back(geos_ring(context, hole));
  }
  std::vector<GEOSGeometry*> raw = released(std::move(holes));
  return checked(context,
                 GEOSGeom_createPolygon_r(context.get(), shell.release(), raw.data(),
                                          static_cast<unsigned>(raw.size())),
                 "a polygon");
}

Ring core_ring(const GeosContext& context, const GEOSGeometry* ring) {
  const GEOSCoordSequence* points = GEOSGeom_getCoordSeq_r(context.get(), ring);
  unsigned count = 0;
  GEOSCoordSeq_getSize_r(context.get(), points, &count);
  Ring out(count);
  if (count > 0) GEOSCoordSeq_copyToBuffer_r(context.get(), points, &out.front().x_m, 0, 0);
  return out;
}

// NOLINTNEXTLINE(misc-no-recursion): collections of overlays nest one deep.
void add_polygons(const GeosContext& context, const GEOSGeometry* geometry, MultiPolygon& out) {
  if (GEOSisEmpty_r(context.get(), geometry) != 0) return;
  const int type = GEOSGeomTypeId_r(context.get(), geometry);
  if (type == GEOS_POLYGON) {
    Polygon& polygon = out.emplace_back();
    polygon.shell = core_ring(context, GEOSGetExteriorRing_r(context.get(), geometry));
    const int holes = GEOSGetNumInteriorRings_r(context.get(), geometry);
    for (int i = 0; i < holes; ++i)
      polygon.holes.push_back(
          core_ring(context, GEOSGetInteriorRingN_r(context.get(), geometry, i)));
  } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
    const int parts = GEOSGetNumGeometries_r(context.get(), geometry);
    for (int i = 0; i < parts; ++i)
      add_polygons(context, GEOSGetGeometryN_r(context.get(), geometry, i), out);
  }
}

template <class Overlay>
GeosGeometryPtr overlay_of(const GeosContext& context, const GEOSGeometry* a, const GEOSGeometry* b,
                           Overlay overlay, const char* what) {
  GeosGeometryPtr out = owned(context, overlay(context.get(), a, b));
  if (out) return out;
  const GeosGeometryPtr valid_a = made_valid(context, a);
  const GeosGeometryPtr valid_b = made_valid(context, b);
  return checked(context, overlay(context.get(), valid_a.get(), valid_b.get()), what);
}

}  // namespace

GeosGeometryPtr checked(const GeosContext& context, GEOSGeometry* geometry, const char* what) {
  if (geometry == nullptr) fail(what, context);
  return owned(context, geometry);
}

GeosGeometryPtr collection(const GeosContext& context, int type,
                           std::vector<GeosGeometryPtr> parts) {
  std::vector<GEOSGeometry*> raw = released(std::move(parts));
  return checked(context,
                 GEOSGeom_createCollection_r(context.get(), type, raw.data(),
                                             static_cast<unsigned>(raw.size())),
                 "a collection");
}

GeosGeometryPtr geos_geometry(const GeosContext& context, const MultiPolygon& polygons) {
  std::vector<GeosGeometryPtr> parts;
  for (const Polygon& polygon : polygons) {
    if (encloses(polygon.shell)) parts.push_back(geos_polygon(context, polygon));
  }
  return collection(context, GEOS_MULTIPOLYGON, std::move(parts));
}

GeosGeometryPtr geos_point(const GeosContext& context, MapPoint point) {
  return checked(context, GEOSGeom_createPointFromXY_r(context.get(), point.x_m, point.y_m),
                 "a point");
}

MultiPolygon core_polygons(const GeosContext& context, const GEOSGeometry* geometry) {
  MultiPolygon out;
  add_polygons(context, geometry, out);
  return out;
}

GeosGeometryPtr made_valid(const GeosContext& context, const GEOSGeometry* geometry) {
  return checked(context, GEOSMakeValid_r(context.get(), geometry), "repairing a polygon");
}

GeosGeometryPtr intersection(const GeosContext& context, const GEOSGeometry* a,
                             const GEOSGeometry* b) {
  return overlay_of(context, a, b, GEOSIntersection_r, "intersecting polygons");
}

GeosGeometryPtr difference(const GeosContext& context, const GEOSGeometry* a,
                           const GEOSGeometry* b) {
  return overlay_of(context, a, b, GEOSDifference_r, "taking polygons from one another");
}

MapPoint point_on_surface(const GeosContext& context, const GEOSGeometry* geometry) {
  const GeosGeometryPtr point =
      checked(context, GEOSPointOnSurface_r(context.get(), geometry), "a polygon's interior point");
  MapPoint out;
  if (GEOSGeomGetX_r(context.get(), point.get(), &out.x_m) != 1 ||
      GEOSGeomGetY_r(context.get(), point.get(), &out.y_m) != 1)
    fail("a polygon's interior point", context);
  return out;
}

double area_of(const GeosContext& context, const GEOSGeometry* geometry) {
  double area_m2 = 0.0;
  GEOSArea_r(context.get(), geometry, &area_m2);
  return area_m2;
}

}  // namespace gigacity::geo::detail
