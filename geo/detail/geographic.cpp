// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/geographic.hpp"

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

Geometry cut_at_antimeridian(const Geometry& geometry) {
  const GdalMessages quiet;
  const auto wgs84 = spatial_reference("EPSG:4326");
  const GeometryPtr given = ogr_geometry(geometry);
  if (!given) return geometry;
  OGR_G_AssignSpatialReference(given.get(), wgs84.get());
  Options options;
  options.set("WRAPDATELINE", "YES");
  const Owner<OGRGeomTransformerH, OGR_GeomTransformer_Destroy> transformer(
      OGR_GeomTransformer_Create(nullptr, options.get()));
  const GeometryPtr cut(OGR_GeomTransformer_Transform(transformer.get(), given.get()));
  return cut ? core_geometry(cut.get()) : geometry;
}

}  // namespace

GeoPoint geographic(const Projection& projection, MapPoint point, const fs::path& file) {
  try {
    return projection.to_geo(point);
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
  return turner.leaps() ? cut_at_antimeridian(out) : out;
}

}  // namespace gigacity::geo::detail
