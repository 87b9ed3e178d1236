// SPDX-License-Identifier: Apache-2.0
#include "core/geometry.hpp"

#include <numbers>

namespace gigacity {

namespace {

/// Twice the signed area (counter-clockwise positive), relative to `origin` so that large map
/// coordinates do not cancel.
double doubled_area(const Ring& ring, MapPoint origin) {
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    sum += (ring[i].x_m - origin.x_m) * (ring[i + 1].y_m - origin.y_m) -
           (ring[i + 1].x_m - origin.x_m) * (ring[i].y_m - origin.y_m);
  }
  return sum;
}

bool crosses_ray(MapPoint a, MapPoint b, MapPoint p) {
  if ((a.y_m > p.y_m) == (b.y_m > p.y_m)) return false;
  return p.x_m < a.x_m + (p.y_m - a.y_m) / (b.y_m - a.y_m) * (b.x_m - a.x_m);
}

template <class Visit>
void for_each_ring(const MultiPolygon& polygons, Visit visit) {
  for (const auto& polygon : polygons) {
    visit(polygon.shell, true);
    for (const auto& hole : polygon.holes) visit(hole, false);
  }
}

}  // namespace

double length_m(const LineString& line) {
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) sum += distance_m(line[i], line[i + 1]);
  return sum;
}

double signed_area_m2(const Ring& ring) {
  return ring.empty() ? 0.0 : 0.5 * doubled_area(ring, ring.front());
}

double area_m2(const MultiPolygon& polygons) {
  double sum = 0.0;
  for_each_ring(polygons, [&](const Ring& ring, bool shell) {
    const double area = std::abs(signed_area_m2(ring));
    sum += shell ? area : -area;
  });
  return sum;
}

MapBox bounds(const MultiPolygon& polygons) {
  MapBox box;
  for (const auto& polygon : polygons)
    for (const auto p : polygon.shell) box.add(p);
  return box;
}

MapBox bounds(const MultiLineString& lines) {
  MapBox box;
  for (const auto& line : lines)
    for (const auto p : line) box.add(p);
  return box;
}

MapBox bounds(const Geometry& geometry) {
  if (const auto* point = std::get_if<MapPoint>(&geometry)) {
    MapBox box;
    box.add(*point);
    return box;
  }
  if (const auto* lines = std::get_if<MultiLineString>(&geometry)) return bounds(*lines);
  if (const auto* polygons = std::get_if<MultiPolygon>(&geometry)) return bounds(*polygons);
  return {};
}

bool contains(const MultiPolygon& polygons, MapPoint p) {
  bool inside = false;
  for_each_ring(polygons, [&](const Ring& ring, bool) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
      if (crosses_ray(ring[i], ring[i + 1], p)) inside = !inside;
  });
  return inside;
}

MapPoint centroid(const MultiPolygon& polygons) {
  if (polygons.empty() || polygons.front().shell.empty()) return {};
  const MapPoint origin = polygons.front().shell.front();
  double weight = 0.0;
  double x = 0.0;
  double y = 0.0;
  for_each_ring(polygons, [&](const Ring& ring, bool shell) {
    const double sign = (doubled_area(ring, origin) > 0.0) == shell ? 1.0 : -1.0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      const double ax = ring[i].x_m - origin.x_m;
      const double ay = ring[i].y_m - origin.y_m;
      const double bx = ring[i + 1].x_m - origin.x_m;
      const double by = ring[i + 1].y_m - origin.y_m;
      const double cross = sign * (ax * by - bx * ay);
      weight += cross;
      x += cross * (ax + bx);
      y += cross * (ay + by);
    }
  });
  if (weight != 0.0) return {origin.x_m + x / (3.0 * weight), origin.y_m + y / (3.0 * weight)};
  const MapBox box = bounds(polygons);
  return box.centre();
}

MultiPolygon disc(MapPoint centre, double radius_m, int sides) {
  Ring ring;
  ring.reserve(static_cast<std::size_t>(sides) + 1);
  for (int i = 0; i < sides; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / sides;
    ring.push_back(
        {centre.x_m + radius_m * std::cos(angle), centre.y_m + radius_m * std::sin(angle)});
  }
  ring.push_back(ring.front());
  return {Polygon{std::move(ring), {}}};
}

}  // namespace gigacity
