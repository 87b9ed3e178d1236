// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/ogr_geometry.hpp"

#include <utility>

namespace gigacity::geo::detail {

namespace {

GeometryPtr curve(OGRwkbGeometryType type, const LineString& points) {
  GeometryPtr line(OGR_G_CreateGeometry(type));
  OGR_G_SetPointCount(line.get(), static_cast<int>(points.size()));
  for (std::size_t i = 0; i < points.size(); ++i)
    OGR_G_SetPoint_2D(line.get(), static_cast<int>(i), points[i].x_m, points[i].y_m);
  return line;
}

LineString vertices(OGRGeometryH curve) {
  const int count = OGR_G_GetPointCount(curve);
  LineString points;
  points.reserve(static_cast<std::size_t>(count) + 1);
  for (int i = 0; i < count; ++i) {
    const MapPoint p{OGR_G_GetX(curve, i), OGR_G_GetY(curve, i)};
    if (points.empty() || !(points.back() == p)) points.push_back(p);
  }
  return points;
}

/// Parts by dimension, filled by walking through collections.
struct Parts {
  std::vector<MapPoint> points;
  MultiLineString lines;
  MultiPolygon polygons;
  Tidied tidied;
};

/// Empty where it encloses nothing.
Ring ring_of(OGRGeometryH curve, Parts& parts) {
  Ring ring = vertices(curve);
  if (!ring.empty() && !(ring.front() == ring.back())) {
    ring.push_back(ring.front());
    parts.tidied.closed_rings = true;
  }
  if (ring.size() < 4) {
    ring.clear();
    parts.tidied.dropped_parts = true;
  }
  return ring;
}

void add_polygon(OGRGeometryH geometry, Parts& parts) {
  Polygon polygon;
  const int rings = OGR_G_GetGeometryCount(geometry);
  if (rings == 0) return;
  polygon.shell = ring_of(OGR_G_GetGeometryRef(geometry, 0), parts);
  if (polygon.shell.empty()) return;
  for (int i = 1; i < rings; ++i) {
    Ring hole = ring_of(OGR_G_GetGeometryRef(geometry, i), parts);
    if (!hole.empty()) polygon.holes.push_back(std::move(hole));
  }
  parts.polygons.push_back(std::move(polygon));
}

void add_line(OGRGeometryH geometry, Parts& parts) {
  LineString line = vertices(geometry);
  if (line.size() >= 2) {
    parts.lines.push_back(std::move(line));
  } else {
    parts.tidied.dropped_parts = true;
  }
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the collections nest, which readers bound.
void add(OGRGeometryH geometry, Parts& parts) {
  if (geometry == nullptr || OGR_G_IsEmpty(geometry) != 0) return;
  switch (wkbFlatten(OGR_G_GetGeometryType(geometry))) {
    case wkbPoint:
      parts.points.push_back({OGR_G_GetX(geometry, 0), OGR_G_GetY(geometry, 0)});
      return;
    case wkbLineString:
      add_line(geometry, parts);
      return;
    case wkbPolygon:
    case wkbTriangle:
      add_polygon(geometry, parts);
      return;
    default:  // every other linear type is a collection of these
      for (int i = 0; i < OGR_G_GetGeometryCount(geometry); ++i)
        add(OGR_G_GetGeometryRef(geometry, i), parts);
  }
}

}  // namespace

GeometryPtr ogr_polygon(const Polygon& polygon) {
  GeometryPtr out(OGR_G_CreateGeometry(wkbPolygon));
  OGR_G_AddGeometryDirectly(out.get(), curve(wkbLinearRing, polygon.shell).release());
  for (const Ring& hole : polygon.holes)
    OGR_G_AddGeometryDirectly(out.get(), curve(wkbLinearRing, hole).release());
  return out;
}

GeometryPtr ogr_multi_polygon(const MultiPolygon& polygons) {
  GeometryPtr out(OGR_G_CreateGeometry(wkbMultiPolygon));
  for (const Polygon& polygon : polygons)
    OGR_G_AddGeometryDirectly(out.get(), ogr_polygon(polygon).release());
  return out;
}

GeometryPtr ogr_line(const LineString& line) {
  return curve(wkbLineString, line);
}

GeometryPtr ogr_multi_line(const MultiLineString& lines) {
  GeometryPtr out(OGR_G_CreateGeometry(wkbMultiLineString));
  for (const LineString& line : lines)
    OGR_G_AddGeometryDirectly(out.get(), ogr_line(line).release());
  return out;
}

GeometryPtr ogr_point(MapPoint point) {
  GeometryPtr out(OGR_G_CreateGeometry(wkbPoint));
  OGR_G_SetPoint_2D(out.get(), 0, point.x_m, point.y_m);
  return out;
}

GeometryPtr ogr_geometry(const Geometry& geometry) {
  if (const auto* point = std::get_if<MapPoint>(&geometry)) return ogr_point(*point);
  if (const auto* lines = std::get_if<MultiLineString>(&geometry); lines && !lines->empty())
    return lines->size() == 1 ? ogr_line(lines->front()) : ogr_multi_line(*lines);
  if (const auto* polygons = std::get_if<MultiPolygon>(&geometry); polygons && !polygons->empty())
    return polygons->size() == 1 ? ogr_polygon(polygons->front()) : ogr_multi_polygon(*polygons);
  return nullptr;
}

Geometry core_geometry(OGRGeometryH geometry, Tidied* tidied) {
  Parts parts;
  add(geometry, parts);
  const bool lines = !parts.lines.empty();
  const bool points = !parts.points.empty();
  parts.tidied.dropped_kinds = parts.polygons.empty() ? lines && points : lines || points;
  if (parts.polygons.empty() && !lines && parts.points.size() > 1)
    parts.tidied.dropped_parts = true;
  if (tidied != nullptr) *tidied = parts.tidied;
  if (!parts.polygons.empty()) return std::move(parts.polygons);
  if (lines) return std::move(parts.lines);
  if (points) return parts.points.front();
  return std::monostate{};
}

}  // namespace gigacity::geo::detail
