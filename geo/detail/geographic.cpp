// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/geographic.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/diagnostic.hpp"
#include "geo/detail/aside_file.hpp"
#include "geo/detail/handles.hpp"
#include "geo/detail/ogr_geometry.hpp"

namespace gigacity::geo::detail {

namespace fs = std::filesystem;

namespace {

/// Turns lines into degrees and remembers whether one of their edges leaps over the antimeridian.
class Turner {
 public:
  Turner(const Projection& projection, const fs::path& file)
      : m_projection(projection), m_file(file) {}

  LineString turned(const LineString& line) {
    LineString out;
    out.reserve(line.size());
    for (const MapPoint& p : line) {
      const GeoPoint g = geographic(m_projection, p, m_file);
      m_leaps = m_leaps || (!out.empty() && std::abs(g.lon_deg - out.back().x_m) > 180.0);
      out.push_back({g.lon_deg, g.lat_deg});
    }
    return out;
  }
  bool leaps() const { return m_leaps; }

 private:
  const Projection& m_projection;
  const fs::path& m_file;
  bool m_leaps = false;
};

/// Longitudes counted from 0 to 360 degrees, in which what lies about the antimeridian is whole.
/// Vertices on it that rounding has moved come to lie on it again.
void count_from_greenwich(Geometry& geometry) {
  for_each_point(geometry, [](MapPoint& p) {
    constexpr double rounding_deg = 1e-9;  // 0.1 mm
    if (p.x_m < 0.0) p.x_m += 360.0;
    if (std::abs(p.x_m - 180.0) < rounding_deg) p.x_m = 180.0;
  });
}

/// What of a geometry lies between two meridians, its longitudes moved by `turn_deg`.
Geometry between(OGRGeometryH geometry, double west_deg, double east_deg, double turn_deg) {
  const GeometryPtr box = ogr_polygon(
      {{{west_deg, -90}, {east_deg, -90}, {east_deg, 90}, {west_deg, 90}, {west_deg, -90}}, {}});
  const GeometryPtr part(OGR_G_Intersection(geometry, box.get()));
  Geometry out = part ? core_geometry(part.get()) : Geometry{};
  for_each_point(out, [&](MapPoint& p) { p.x_m += turn_deg; });
  return out;
}

template <class Parts>
void append(Geometry& to, const Geometry& from) {
  const auto* parts = std::get_if<Parts>(&from);
  auto* all = std::get_if<Parts>(&to);
  if (parts == nullptr || all == nullptr) return;
  all->insert(all->end(), parts->begin(), parts->end());
}

/// GDAL's own WRAPDATELINE takes a vertex on the antimeridian for one on the other side of the earth.
Geometry cut_at_antimeridian(Geometry geometry) {
  const GdalMessages quiet;
  count_from_greenwich(geometry);
  const GeometryPtr whole = ogr_geometry(geometry);
  if (!whole) return geometry;
  Geometry west = between(whole.get(), 0.0, 180.0, 0.0);
  Geometry east = between(whole.get(), 180.0, 360.0, -360.0);
  // A side that the geometry only touches has fewer dimensions, or nothing.
  if (west.index() != geometry.index()) return east;
  append<MultiPolygon>(west, east);
  append<MultiLineString>(west, east);
  return west;
}

}  // namespace

GeoPoint geographic(const Projection& projection, MapPoint point, const fs::path& file) {
  try {
    // Rounding takes points on the antimeridian a hair beyond it.
    GeoPoint p = projection.to_geo(point);
    p.lon_deg = std::clamp(p.lon_deg, -180.0, 180.0);
    return p;
  } catch (const InputError& error) {
    fail_writing(file, error.what());
  }
}

Geometry geographic(const Projection& projection, const Geometry& geometry, const fs::path& file) {
  Turner turner(projection, file);
  Geometry out;
  if (const auto* point = std::get_if<MapPoint>(&geometry)) {
    const GeoPoint g = geographic(projection, *point, file);
    out = MapPoint{g.lon_deg, g.lat_deg};
  } else if (const auto* lines = std::get_if<MultiLineString>(&geometry)) {
    MultiLineString turned;
    for (const LineString& line : *lines) turned.push_back(turner.turned(line));
    out = std::move(turned);
  } else if (const auto* polygons = std::get_if<MultiPolygon>(&geometry)) {
    MultiPolygon turned;
    for (const Polygon& polygon : *polygons) {
      Polygon one{turner.turned(polygon.shell), {}};
      for (const Ring& hole : polygon.holes) one.holes.push_back(turner.turned(hole));
      turned.push_back(std::move(one));
    }
    out = std::move(turned);
  }
  return turner.leaps() ? cut_at_antimeridian(std::move(out)) : out;
}

}  // namespace gigacity::geo::detail
