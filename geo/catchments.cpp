// SPDX-License-Identifier: Apache-2.0
#include "geo/catchments.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>

#include "geo/detail/geos_geometry.hpp"

namespace gigacity::geo {

namespace {

using detail::checked;
using detail::GeosContext;
using detail::GeosGeometryPtr;

/// The nearest of a set of points, by a search outwards from the place in their order by x.
class NearestPoint {
 public:
  explicit NearestPoint(std::span<const MapPoint> points)
      : m_points(points), m_by_x(points.size()) {
    std::iota(m_by_x.begin(), m_by_x.end(), std::size_t{0});
    std::ranges::stable_sort(
        m_by_x, {}, [&](std::size_t i) { return std::pair(m_points[i].x_m, m_points[i].y_m); });
  }

  bool any_coincide() const {
    return std::ranges::adjacent_find(m_by_x, {}, [&](std::size_t i) {
             return std::pair(m_points[i].x_m, m_points[i].y_m);
           }) != m_by_x.end();
  }

  /// Index of the nearest; the lowest on a tie.
  std::size_t to(MapPoint p) const {
    const auto middle =
        std::ranges::lower_bound(m_by_x, p.x_m, {}, [&](std::size_t i) { return m_points[i].x_m; });
    Candidate best;
    for (auto it = middle; it != m_by_x.end() && consider(*it, p, best); ++it) {
    }
    for (auto it = middle; it != m_by_x.begin() && consider(*std::prev(it), p, best); --it) {
    }
    return best.index;
  }

 private:
  struct Candidate {
    std::size_t index = 0;
    double distance_m = INFINITY;
  };

  /// False where no point farther along in this direction can be nearer.
  bool consider(std::size_t index, MapPoint p, Candidate& best) const {
    if (std::abs(m_points[index].x_m - p.x_m) > best.distance_m) return false;
    const double d = distance_m(m_points[index], p);
    if (d < best.distance_m || (d == best.distance_m && index < best.index)) best = {index, d};
    return true;
  }

  std::span<const MapPoint> m_points;
  std::vector<std::size_t> m_by_x;
};

/// The edges of the Voronoi diagram, out to beyond the region on every side.
GeosGeometryPtr voronoi_edges(const GeosContext& context, std::span<const MapPoint> points,
                              const MapBox& region) {
  std::vector<GeosGeometryPtr> parts;
  MapBox box = region;
  for (const MapPoint p : points) {
    parts.push_back(detail::geos_point(context, p));
    box.add(p);
  }
  const GeosGeometryPtr sites = detail::collection(context, GEOS_MULTIPOINT, std::move(parts));
  box = box.inflated(0.1 * std::max({box.width_m(), box.height_m(), 1.0}));
  const GeosGeometryPtr frame = checked(
      context,
      GEOSGeom_createRectangle_r(context.get(), box.min_x_m, box.min_y_m, box.max_x_m, box.max_y_m),
      "a frame");
  constexpr double tolerance_m = 0.0;
  constexpr int only_edges = 1;
  return checked(
      context,
      GEOSVoronoiDiagram_r(context.get(), sites.get(), frame.get(), tolerance_m, only_edges),
      "a Voronoi diagram");
}

/// Every face that the region's outline and the edges enclose. All lines are cut where they cross
/// before any face is made, so that faces which meet have the same vertices there.
GeosGeometryPtr faces_of(const GeosContext& context, const GEOSGeometry* region,
                         GeosGeometryPtr edges) {
  std::vector<GeosGeometryPtr> lines;
  lines.push_back(
      checked(context, GEOSBoundary_r(context.get(), region), "the outline of an area"));
  lines.push_back(std::move(edges));
  const GeosGeometryPtr all =
      detail::collection(context, GEOS_GEOMETRYCOLLECTION, std::move(lines));
  const GeosGeometryPtr noded =
      checked(context, GEOSUnaryUnion_r(context.get(), all.get()), "cutting an area");
  const GEOSGeometry* list = noded.get();
  return checked(context, GEOSPolygonize_r(context.get(), &list, 1), "the parts of an area");
}

}  // namespace

std::vector<MultiPolygon> catchments_of(std::span<const MapPoint> points,
                                        const MultiPolygon& region) {
  const NearestPoint nearest(points);
  if (nearest.any_coincide())
    throw std::invalid_argument("catchments: two points stand at the same place");
  std::vector<MultiPolygon> catchments(points.size());
  if (points.size() == 1) catchments.front() = region;
  if (points.size() <= 1 || region.empty()) return catchments;

  const GeosContext context;
  GeosGeometryPtr area = detail::geos_geometry(context, region);
  if (GEOSisValid_r(context.get(), area.get()) != 1) area = detail::made_valid(context, area.get());
  const detail::GeosPreparedPtr prepared(GEOSPrepare_r(context.get(), area.get()), {context.get()});
  const GeosGeometryPtr faces =
      faces_of(context, area.get(), voronoi_edges(context, points, bounds(region)));
  double sum_m2 = 0.0;
  for (int i = 0; i < GEOSGetNumGeometries_r(context.get(), faces.get()); ++i) {
    const GEOSGeometry* face = GEOSGetGeometryN_r(context.get(), faces.get(), i);
    const MapPoint inside = detail::point_on_surface(context, face);
    const GeosGeometryPtr point = detail::geos_point(context, inside);
    if (GEOSPreparedCovers_r(context.get(), prepared.get(), point.get()) != 1) continue;
    sum_m2 += detail::area_of(context, face);
    auto part = detail::core_polygons(context, face);
    auto& catchment = catchments[nearest.to(inside)];
    catchment.insert(catchment.end(), std::make_move_iterator(part.begin()),
                     std::make_move_iterator(part.end()));
  }
  constexpr double rounding = 1e-9;
  const double whole_m2 = detail::area_of(context, area.get());
  if (std::abs(sum_m2 - whole_m2) > rounding * whole_m2)
    throw std::runtime_error(fmt::format("catchments of {} points cover {} m² of {} m²",
                                         points.size(), sum_m2, whole_m2));
  return catchments;
}

}  // namespace gigacity::geo
