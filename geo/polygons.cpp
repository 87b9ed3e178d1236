// SPDX-License-Identifier: Apache-2.0
#include "geo/polygons.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include <gdal_alg.h>

#include "geo/detail/handles.hpp"
#include "geo/detail/ogr_geometry.hpp"

namespace gigacity::geo {

namespace {

using detail::GeosContext;
using detail::GeosGeometryPtr;

static_assert(sizeof(MapPoint) == 2 * sizeof(double), "rings are handed to GEOS as x, y, x, y ...");

[[noreturn]] void fail(const std::string& what, const std::string& reason) {
  throw std::runtime_error(what + ": " + reason);
}

GeosGeometryPtr checked(const GeosContext& context, GEOSGeometry* geometry, const char* what) {
  if (geometry == nullptr) fail(what, context.reason());
  return detail::owned(context, geometry);
}

GEOSGeometry* geos_ring(const GeosContext& context, const Ring& ring) {
  GEOSCoordSequence* points = GEOSCoordSeq_copyFromBuffer_r(
      context.get(), &ring.front().x_m, static_cast<unsigned>(ring.size()), 0, 0);
  GEOSGeometry* out =
      points == nullptr ? nullptr : GEOSGeom_createLinearRing_r(context.get(), points);
  if (out == nullptr) fail("a polygon's ring", context.reason());
  return out;
}

/// Hands a list of geometries over to one that owns them.
template <class Make>
GeosGeometryPtr joined(const GeosContext& context, std::vector<GeosGeometryPtr> parts, Make make) {
  std::vector<GEOSGeometry*> raw;
  raw.reserve(parts.size());
  for (GeosGeometryPtr& part : parts) raw.push_back(part.release());
  return checked(context, make(raw.data(), static_cast<unsigned>(raw.size())), "a polygon");
}

// A ring of fewer than four points encloses nothing; GEOS would refuse it.
bool encloses(const Ring& ring) {
  return ring.size() >= 4;
}

GeosGeometryPtr geos_polygon(const GeosContext& context, const Polygon& polygon) {
  GeosGeometryPtr shell = detail::owned(context, geos_ring(context, polygon.shell));
  std::vector<GeosGeometryPtr> holes;
  for (const Ring& hole : polygon.holes) {
    if (encloses(hole)) holes.push_back(detail::owned(context, geos_ring(context, hole)));
  }
  return joined(context, std::move(holes), [&](GEOSGeometry** list, unsigned count) {
    return GEOSGeom_createPolygon_r(context.get(), shell.release(), list, count);
  });
}

GeosGeometryPtr geos_geometry(const GeosContext& context, const MultiPolygon& polygons) {
  std::vector<GeosGeometryPtr> parts;
  for (const Polygon& polygon : polygons) {
    if (encloses(polygon.shell)) parts.push_back(geos_polygon(context, polygon));
  }
  return joined(context, std::move(parts), [&](GEOSGeometry** list, unsigned count) {
    return GEOSGeom_createCollection_r(context.get(), GEOS_MULTIPOLYGON, list, count);
  });
}

Ring core_ring(const GeosContext& context, const GEOSGeometry* ring) {
  const GEOSCoordSequence* points = GEOSGeom_getCoordSeq_r(context.get(), ring);
  unsigned count = 0;
  GEOSCoordSeq_getSize_r(context.get(), points, &count);
  Ring out(count);
  if (count > 0) GEOSCoordSeq_copyToBuffer_r(context.get(), points, &out.front().x_m, 0, 0);
  return out;
}

/// Adds the polygons of a geometry; its lines and points are left out.
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

MultiPolygon core_polygons(const GeosContext& context, const GEOSGeometry* geometry) {
  MultiPolygon out;
  add_polygons(context, geometry, out);
  return out;
}

GeosGeometryPtr made_valid(const GeosContext& context, const GEOSGeometry* geometry) {
  return checked(context, GEOSMakeValid_r(context.get(), geometry), "repairing a polygon");
}

/// Overlays fail on invalid polygons only: those are repaired, then it is tried once more.
GeosGeometryPtr intersection(const GeosContext& context, const GEOSGeometry* a,
                             const GEOSGeometry* b) {
  GeosGeometryPtr out = detail::owned(context, GEOSIntersection_r(context.get(), a, b));
  if (out) return out;
  const GeosGeometryPtr valid_a = made_valid(context, a);
  const GeosGeometryPtr valid_b = made_valid(context, b);
  return checked(context, GEOSIntersection_r(context.get(), valid_a.get(), valid_b.get()),
                 "intersecting polygons");
}

double area_of(const GeosContext& context, const GEOSGeometry* geometry) {
  double area_m2 = 0.0;
  GEOSArea_r(context.get(), geometry, &area_m2);
  return area_m2;
}

}  // namespace

struct PolygonIndex::State {
  struct Entry {
    std::int32_t index = -1;
    GeosGeometryPtr geometry;
    detail::GeosPreparedPtr prepared;
  };
  GeosContext context;  // first: the others are released through it
  std::vector<Entry> entries;
  detail::GeosTreePtr tree;

  /// The entries whose envelopes touch the geometry's, lowest index first.
  std::vector<const Entry*> near(const GEOSGeometry* geometry) const {
    std::vector<const Entry*> found;
    if (!tree) return found;
    GEOSSTRtree_query_r(
        context.get(), tree.get(), geometry,
        [](void* item, void* list) {
          static_cast<std::vector<const Entry*>*>(list)->push_back(static_cast<const Entry*>(item));
        },
        &found);
    std::sort(found.begin(), found.end(),
              [](const Entry* a, const Entry* b) { return a->index < b->index; });
    return found;
  }
};

PolygonIndex::PolygonIndex(std::span<const MultiPolygon> polygons)
    : m_state(std::make_unique<State>()) {
  State& s = *m_state;
  for (std::size_t i = 0; i < polygons.size(); ++i) {
    GeosGeometryPtr geometry = geos_geometry(s.context, polygons[i]);
    if (GEOSisEmpty_r(s.context.get(), geometry.get()) != 0) continue;
    detail::GeosPreparedPtr prepared(GEOSPrepare_r(s.context.get(), geometry.get()),
                                     {s.context.get()});
    s.entries.push_back({static_cast<std::int32_t>(i), std::move(geometry), std::move(prepared)});
  }
  if (s.entries.empty()) return;
  constexpr std::size_t node_capacity = 10;  // what GEOS recommends
  s.tree = {GEOSSTRtree_create_r(s.context.get(), node_capacity), {s.context.get()}};
  for (State::Entry& entry : s.entries)
    GEOSSTRtree_insert_r(s.context.get(), s.tree.get(), entry.geometry.get(), &entry);
  s.near(s.entries.front().geometry.get());  // the first query builds the tree
}

PolygonIndex::~PolygonIndex() = default;
PolygonIndex::PolygonIndex(PolygonIndex&&) noexcept = default;
PolygonIndex& PolygonIndex::operator=(PolygonIndex&&) noexcept = default;

std::int32_t PolygonIndex::index_of(MapPoint p) const {
  const State& s = *m_state;
  const GeosGeometryPtr point =
      checked(s.context, GEOSGeom_createPointFromXY_r(s.context.get(), p.x_m, p.y_m), "a point");
  for (const State::Entry* entry : s.near(point.get())) {
    if (GEOSPreparedCovers_r(s.context.get(), entry->prepared.get(), point.get()) == 1)
      return entry->index;
  }
  return -1;
}

std::int32_t PolygonIndex::largest_overlap(const MultiPolygon& polygon) const {
  const State& s = *m_state;
  const GeosGeometryPtr geometry = geos_geometry(s.context, polygon);
  if (GEOSisEmpty_r(s.context.get(), geometry.get()) != 0) return -1;
  // Areas that differ only by the rounding of the overlay are a tie.
  constexpr double tie = 1.0 + 1e-9;
  std::int32_t best = -1;
  double best_area_m2 = 0.0;
  for (const State::Entry* entry : s.near(geometry.get())) {
    const bool whole =
        GEOSPreparedCovers_r(s.context.get(), entry->prepared.get(), geometry.get()) == 1;
    const double area_m2 =
        whole ? area_of(s.context, geometry.get())
              : area_of(s.context,
                        intersection(s.context, entry->geometry.get(), geometry.get()).get());
    if (area_m2 > best_area_m2 * tie) {
      best = entry->index;
      best_area_m2 = area_m2;
    }
  }
  return best;
}

MultiPolygon union_of(std::span<const MultiPolygon> polygons) {
  const GeosContext context;
  std::vector<GeosGeometryPtr> parts;
  for (const MultiPolygon& p : polygons) parts.push_back(geos_geometry(context, p));
  const GeosGeometryPtr all =
      joined(context, std::move(parts), [&](GEOSGeometry** list, unsigned count) {
        return GEOSGeom_createCollection_r(context.get(), GEOS_GEOMETRYCOLLECTION, list, count);
      });
  GeosGeometryPtr out = detail::owned(context, GEOSUnaryUnion_r(context.get(), all.get()));
  if (!out) {
    const GeosGeometryPtr valid = made_valid(context, all.get());
    out = checked(context, GEOSUnaryUnion_r(context.get(), valid.get()), "joining polygons");
  }
  return core_polygons(context, out.get());
}

MultiPolygon intersection_of(const MultiPolygon& a, const MultiPolygon& b) {
  const GeosContext context;
  const GeosGeometryPtr geometry_a = geos_geometry(context, a);
  const GeosGeometryPtr geometry_b = geos_geometry(context, b);
  const GeosGeometryPtr shared = intersection(context, geometry_a.get(), geometry_b.get());
  return core_polygons(context, shared.get());
}

MapPoint interior_point(const MultiPolygon& polygons) {
  const GeosContext context;
  const GeosGeometryPtr geometry = geos_geometry(context, polygons);
  if (GEOSisEmpty_r(context.get(), geometry.get()) != 0)
    throw std::invalid_argument("a polygon without area has no interior point");
  const GeosGeometryPtr point = checked(
      context, GEOSPointOnSurface_r(context.get(), geometry.get()), "a polygon's interior point");
  MapPoint out;
  GEOSGeomGetX_r(context.get(), point.get(), &out.x_m);
  GEOSGeomGetY_r(context.get(), point.get(), &out.y_m);
  return out;
}

namespace {

/// A GDAL dataset whose only band is the given memory.
detail::DatasetPtr memory_dataset(int width, int height, GDALDataType type, void* pixels) {
  detail::DatasetPtr dataset(
      GDALCreate(GDALGetDriverByName("MEM"), "", width, height, 0, type, nullptr));
  std::array<char, 64> address{};
  address[static_cast<std::size_t>(CPLPrintPointer(address.data(), pixels, 63))] = '\0';
  detail::Options options;
  options.set("DATAPOINTER", address.data());
  if (dataset) GDALAddBand(dataset.get(), type, options.get());
  return dataset;
}

/// Column and row of the area's first pixel, from its outline in pixel coordinates (y downwards):
/// the leftmost of its highest corners.
std::tuple<double, double> first_pixel(const MultiPolygon& area) {
  std::tuple<double, double> first{INFINITY, INFINITY};
  for (const Polygon& polygon : area)
    for (const MapPoint& p : polygon.shell) first = std::min(first, std::tuple(p.y_m, p.x_m));
  return first;
}

// Where an area touches itself at a corner, GDAL runs one ring through that corner twice, which is
// no valid polygon; GEOS turns it into shells and holes that meet there.
MultiPolygon valid_area(const GeosContext& context, MultiPolygon area) {
  const GeosGeometryPtr geometry = geos_geometry(context, area);
  if (GEOSisValid_r(context.get(), geometry.get()) == 1) return area;
  return core_polygons(context, made_valid(context, geometry.get()).get());
}

void to_map(Ring& ring, const GridSpec& grid) {
  for (MapPoint& p : ring)
    p = {grid.west_m + p.x_m * grid.pixel_m, grid.north_m - p.y_m * grid.pixel_m};
}

}  // namespace

Raster<float> rasterise(std::span<const MultiPolygon> polygons, std::span<const float> values,
                        const GridSpec& grid) {
  if (polygons.size() != values.size())
    throw std::invalid_argument("rasterise: as many values as polygons are needed");
  Raster<float> out(grid, no_value);
  if (grid.size() == 0) return out;

  std::vector<detail::GeometryPtr> owned;
  std::vector<OGRGeometryH> geometries;
  std::vector<double> burn;
  for (std::size_t i = 0; i < polygons.size(); ++i) {
    if (!bounds(polygons[i]).intersects(grid.box())) continue;
    owned.push_back(detail::ogr_multi_polygon(polygons[i]));
    geometries.push_back(owned.back().get());
    burn.push_back(values[i]);
  }
  if (geometries.empty()) return out;

  const detail::GdalMessages messages;
  const detail::DatasetPtr dataset =
      memory_dataset(grid.width, grid.height, GDT_Float32, out.values().data());
  std::array<double, 6> transform{grid.west_m, grid.pixel_m, 0.0, grid.north_m, 0.0, -grid.pixel_m};
  GDALSetGeoTransform(dataset.get(), transform.data());
  int band = 1;
  const CPLErr result = GDALRasterizeGeometries(
      dataset.get(), 1, &band, static_cast<int>(geometries.size()), geometries.data(), nullptr,
      nullptr, burn.data(), nullptr, nullptr, nullptr);
  GDALFlushCache(dataset.get());
  if (result != CE_None || messages.failed()) fail("rasterising polygons", messages.reason());
  return out;
}

std::vector<MultiPolygon> polygonise(const Raster<float>& mask) {
  if (mask.grid().size() == 0) return {};
  std::vector<unsigned char> inside(mask.grid().size());
  std::transform(mask.values().begin(), mask.values().end(), inside.begin(),
                 [](float value) { return static_cast<unsigned char>(value == 1.0F ? 1 : 0); });

  // In pixel coordinates, so that map coordinates are those of the grid to the last bit.
  const detail::GdalMessages messages;
  const detail::DatasetPtr dataset =
      memory_dataset(mask.width(), mask.height(), GDT_Byte, inside.data());
  const detail::DatasetPtr store(
      GDALCreate(GDALGetDriverByName("Memory"), "", 0, 0, 0, GDT_Unknown, nullptr));
  OGRLayerH layer = GDALDatasetCreateLayer(store.get(), "areas", nullptr, wkbPolygon, nullptr);
  GDALRasterBandH band = GDALGetRasterBand(dataset.get(), 1);
  if (GDALPolygonize(band, band, layer, -1, nullptr, nullptr, nullptr) != CE_None ||
      messages.failed())
    fail("polygonising pixels", messages.reason());

  const GeosContext context;
  std::vector<MultiPolygon> areas;
  OGR_L_ResetReading(layer);
  while (const detail::FeaturePtr feature{OGR_L_GetNextFeature(layer)}) {
    Geometry geometry = detail::core_geometry(OGR_F_GetGeometryRef(feature.get()));
    if (auto* area = std::get_if<MultiPolygon>(&geometry))
      areas.push_back(valid_area(context, std::move(*area)));
  }
  std::sort(areas.begin(), areas.end(), [](const MultiPolygon& a, const MultiPolygon& b) {
    return first_pixel(a) < first_pixel(b);
  });
  for (MultiPolygon& area : areas) {
    for (Polygon& polygon : area) {
      to_map(polygon.shell, mask.grid());
      for (Ring& hole : polygon.holes) to_map(hole, mask.grid());
    }
  }
  return areas;
}

}  // namespace gigacity::geo
