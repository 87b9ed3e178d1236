// SPDX-License-Identifier: Apache-2.0
// Plain geometry in map coordinates: what the simulation needs once `geo` has checked it.
#pragma once

#include <variant>
#include <vector>

#include "core/point.hpp"

namespace gigacity {

using LineString = std::vector<MapPoint>;

/// A closed ring; the first point is repeated at the end.
using Ring = std::vector<MapPoint>;

/// Shell and holes. Valid in the sense of OGC Simple Features once it comes out of `geo`.
struct Polygon {
  Ring shell;
  std::vector<Ring> holes;
};

using MultiPolygon = std::vector<Polygon>;
using MultiLineString = std::vector<LineString>;

/// What a layer's feature can be; monostate is an empty geometry.
using Geometry = std::variant<std::monostate, MapPoint, MultiLineString, MultiPolygon>;

double length_m(const LineString& line);
/// Positive where the ring runs counter-clockwise.
double signed_area_m2(const Ring& ring);
double area_m2(const MultiPolygon& polygons);
MapBox bounds(const MultiPolygon& polygons);
MapBox bounds(const MultiLineString& lines);
MapBox bounds(const Geometry& geometry);

/// Even-odd rule over shells and holes; a point on an edge may fall on either side.
bool contains(const MultiPolygon& polygons, MapPoint p);

/// Area centroid; the centre of the bounding box where the area is zero.
MapPoint centroid(const MultiPolygon& polygons);

/// A regular polygon of `sides` vertices about a point: how a place known only by a point gets a
/// footprint.
MultiPolygon disc(MapPoint centre, double radius_m, int sides = 24);

/// Calls `visit` for each point, in order; the points of a changeable geometry can be changed.
template <class AnyGeometry, class Visit>
void for_each_point(AnyGeometry& geometry, const Visit& visit) {
  const auto each = [&](auto& points) {
    for (auto& p : points) visit(p);
  };
  if (auto* point = std::get_if<MapPoint>(&geometry)) visit(*point);
  if (auto* lines = std::get_if<MultiLineString>(&geometry))
    for (auto& line : *lines) each(line);
  if (auto* polygons = std::get_if<MultiPolygon>(&geometry)) {
    for (auto& polygon : *polygons) {
      each(polygon.shell);
      for (auto& hole : polygon.holes) each(hole);
    }
  }
}

}  // namespace gigacity
