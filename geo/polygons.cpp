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

#include "geo/detail/geos_geometry.hpp"
#include "geo/detail/ogr_geometry.hpp"

namespace gigacity::geo {

namespace {

using detail::checked;
using detail::geos_geometry;
using detail::GeosContext;
using detail::GeosGeometryPtr;

[[noreturn]] void fail(const std::string& what, const std::string& reason) {
  throw std::runtime_error(what + ": " + reason);
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
  const GeosGeometryPtr point = detail::geos_point(s.context, p);
  for (const State::Entry* entry : s.near(point.get())) {
    if (GEOSPreparedCovers_r(s.context.get(), entry->prepared.get(), point.get()) == 1)
      return entry->index;
  }
  return -1;
}

std::vector<PolygonIndex::Overlap> PolygonIndex::overlaps(const MultiPolygon& polygon) const {
  const State& s = *m_state;
  std::vector<Overlap> found;
  const GeosGeometryPtr geometry = geos_geometry(s.context, polygon);
  if (GEOSisEmpty_r(s.context.get(), geometry.get()) != 0) return found;
  const double whole_m2 = detail::area_of(s.context, geometry.get());
  for (const State::Entry* entry : s.near(geometry.get())) {
    const GEOSPreparedGeometry* prepared = entry->prepared.get();
    if (GEOSPreparedIntersects_r(s.context.get(), prepared, geometry.get()) == 0) continue;
    // The quick test first; one that also looks along the border is slower than the overlay.
    const bool within =
        GEOSPreparedContainsProperly_r(s.context.get(), prepared, geometry.get()) == 1;
    const double area_m2 =
        within ? whole_m2
               : detail::area_of(
                     s.context,
                     detail::intersection(s.context, entry->geometry.get(), geometry.get()).get());
    if (area_m2 > 0.0) found.push_back({entry->index, area_m2});
  }
  return found;
}

std::int32_t PolygonIndex::largest(std::span<const Overlap> overlaps) {
  // Areas that differ only by the rounding of the overlay are a tie.
  constexpr double tie = 1.0 + 1e-9;
  Overlap best;
  for (const Overlap& overlap : overlaps)
    if (overlap.area_m2 > best.area_m2 * tie) best = overlap;
  return best.index;
}

MultiPolygon union_of(std::span<const MultiPolygon> polygons) {
  const GeosContext context;
  std::vector<GeosGeometryPtr> parts;
  for (const MultiPolygon& p : polygons) parts.push_back(geos_geometry(context, p));
  const GeosGeometryPtr all =
      detail::collection(context, GEOS_GEOMETRYCOLLECTION, std::move(parts));
  GeosGeometryPtr out = detail::owned(context, GEOSUnaryUnion_r(context.get(), all.get()));
  if (!out) {
    const GeosGeometryPtr valid = detail::made_valid(context, all.get());
    out = checked(context, GEOSUnaryUnion_r(context.get(), valid.get()), "joining polygons");
  }
  return detail::core_polygons(context, out.get());
}

MultiPolygon strip_along(const MultiLineString& lines, double half_width_m) {
  constexpr int segments_of_a_quarter_circle = 4;
  const detail::GdalMessages messages;
  const detail::GeometryPtr line = detail::ogr_multi_line(lines);
  const detail::GeometryPtr strip(
      OGR_G_Buffer(line.get(), half_width_m, segments_of_a_quarter_circle));
  if (!strip) fail("widening lines", messages.reason());
  auto geometry = detail::core_geometry(strip.get());
  auto* polygons = std::get_if<MultiPolygon>(&geometry);
  return polygons == nullptr ? MultiPolygon{} : std::move(*polygons);
}

MultiPolygon intersection_of(const MultiPolygon& a, const MultiPolygon& b) {
  const GeosContext context;
  const GeosGeometryPtr geometry_a = geos_geometry(context, a);
  const GeosGeometryPtr geometry_b = geos_geometry(context, b);
  return detail::core_polygons(
      context, detail::intersection(context, geometry_a.get(), geometry_b.get()).get());
}

MultiPolygon difference_of(const MultiPolygon& a, const MultiPolygon& b) {
  const GeosContext context;
  const GeosGeometryPtr geometry_a = geos_geometry(context, a);
  const GeosGeometryPtr geometry_b = geos_geometry(context, b);
  return detail::core_polygons(
      context, detail::difference(context, geometry_a.get(), geometry_b.get()).get());
}

MapPoint interior_point(const MultiPolygon& polygons) {
  const MapPoint middle = centroid(polygons);
  if (contains(polygons, middle)) return middle;
  const GeosContext context;
  const GeosGeometryPtr geometry = geos_geometry(context, polygons);
  if (GEOSisEmpty_r(context.get(), geometry.get()) != 0)
    throw std::invalid_argument("a polygon without area has no interior point");
  return detail::point_on_surface(context, geometry.get());
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
  return detail::core_polygons(context, detail::made_valid(context, geometry.get()).get());
}

void to_map(Ring& ring, const GridSpec& grid) {
  for (MapPoint& p : ring)
    p = {grid.west_m + p.x_m * grid.pixel_m, grid.north_m - p.y_m * grid.pixel_m};
}

}  // namespace

namespace {

bool may_have_edges_in(const MultiPolygon& polygons, const MapBox& box) {
  const auto passes = [&](const Ring& ring) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      MapBox edge;
      edge.add(ring[i - 1]);
      edge.add(ring[i]);
      if (edge.intersects(box)) return true;
    }
    return false;
  };
  return std::ranges::any_of(polygons, [&](const Polygon& polygon) {
    return passes(polygon.shell) || std::ranges::any_of(polygon.holes, passes);
  });
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
    if (!may_have_edges_in(polygons[i], grid.box().inflated(grid.pixel_m))) {
      if (!contains(polygons[i], grid.box().centre())) continue;
      // Hides whatever was burnt before.
      std::ranges::fill(out.values(), values[i]);
      owned.clear();
      geometries.clear();
      burn.clear();
      continue;
    }
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
