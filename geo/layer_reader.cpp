// SPDX-License-Identifier: Apache-2.0
#include "geo/layer_reader.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "geo/detail/layer_fields.hpp"
#include "geo/detail/layer_geometry.hpp"
#include "geo/detail/layer_position.hpp"
#include "geo/detail/layer_source.hpp"
#include "geo/detail/osm_reader.hpp"

namespace gigacity::geo {

namespace {

using detail::OpenedLayer;
using detail::SourceKind;

/// Calls `visit` for each feature whose geometry can be used, in the layer's coordinates.
template <class Visit>
void for_each_geometry(const OpenedLayer& layer, bool geographic, Findings& findings,
                       const Visit& visit) {
  detail::SourceGeometry geometry(layer, geographic, findings);
  detail::for_each_feature(
      layer,
      [&](OGRFeatureH feature) {
        const auto reading = geometry.read(feature, layer.id_of(feature));
        if (reading.skipped.empty()) visit(reading.geometry);
      },
      findings);
  geometry.finish();
}

/// Extent in the layer's own coordinates; empty where it has no feature with a position.
MapBox source_extent(const OpenedLayer& layer, bool filtered, bool geographic, Findings& findings) {
  const bool rows =
      layer.kind == SourceKind::postgres;  // already those that the filter lets through
  if (!layer.has_coordinate_columns() && (rows || (layer.kind == SourceKind::plain && !filtered))) {
    const detail::GdalMessages quiet;
    OGREnvelope box{};
    if (OGR_L_GetExtent(layer.layer, &box, TRUE) == OGRERR_NONE && std::isfinite(box.MinX) &&
        std::isfinite(box.MaxX) && std::isfinite(box.MinY) && std::isfinite(box.MaxY))
      return {box.MinX, box.MinY, box.MaxX, box.MaxY};
  }
  MapBox box;
  for_each_geometry(layer, geographic, findings,
                    [&](const Geometry& geometry) { box.add(bounds(geometry)); });
  return box;
}

/// An extent that goes round more than half of the earth may be that of a layer across the
/// antimeridian, counted from -180 to 180.
MapBox narrowest_extent(const OpenedLayer& layer, const MapBox& extent, Findings& findings) {
  if (extent.width_m() <= 180.0) return extent;
  GeoBounds bounds;
  for_each_geometry(layer, true, findings, [&](const Geometry& geometry) {
    for_each_point(geometry, [&](const MapPoint& p) { bounds.add({p.x_m, p.y_m}); });
  });
  const auto box = bounds.box();
  if (!box) return extent;
  return {box->west_deg, box->south_deg, box->east_deg, box->north_deg};
}

bool are_degrees(const MapBox& box) {
  return box.min_x_m >= -360.001 && box.max_x_m <= 360.001 && box.min_y_m >= -90.001 &&
         box.max_y_m <= 90.001;
}

std::optional<GeoBox> extent_of(const LayerSource& source, Findings& findings) {
  const auto layer = detail::open_layer(source, true, findings);
  if (!layer) return std::nullopt;
  const auto reference = detail::reference_of(*layer, findings);
  if (!reference) return std::nullopt;

  const bool geographic = OSRIsGeographic(reference.get()) != 0;
  MapBox box = source_extent(*layer, !source.where.empty(), geographic, findings);
  if (!findings.errors().empty()) return std::nullopt;
  if (box.empty() && source.osm) {
    findings.error(detail::nothing_found(source, layer->where));
    return std::nullopt;
  }
  if (box.empty()) {
    findings.error({layer->where, "holds no feature with a position",
                    "check the layer, and its filter if it has one"});
    return std::nullopt;
  }
  if (geographic && !are_degrees(box)) {
    findings.error({layer->where,
                    fmt::format("its extent, x {} to {} and y {} to {}, has no longitude and "
                                "latitude; coordinates look projected",
                                box.min_x_m, box.max_x_m, box.min_y_m, box.max_y_m),
                    "correct the layer's coordinate reference system"});
    return std::nullopt;
  }
  if (geographic) box = narrowest_extent(*layer, box, findings);
  detail::LayerPosition position(reference.get(), source.datum);
  position.add(box);
  if (!position.check(layer->where, findings)) return std::nullopt;
  const auto extent = position.box();
  if (!extent)
    findings.error({layer->where,
                    "no exact transformation is known from its coordinate reference system to "
                    "longitude and latitude in WGS 84",
                    "bring the layer into a coordinate system with a known datum first"});
  return extent;
}

void hand_over_in_blocks(std::vector<Feature> features, std::size_t block_size,
                         const std::function<void(std::vector<Feature>&&)>& take) {
  for (std::size_t first = 0, count = 0; first < features.size(); first += count) {
    count = std::min(block_size, features.size() - first);
    const auto from = features.begin() + static_cast<std::ptrdiff_t>(first);
    take({std::make_move_iterator(from),
          std::make_move_iterator(from + static_cast<std::ptrdiff_t>(count))});
  }
}

}  // namespace

std::string Feature::text_or(const std::string& field, std::string fallback) const {
  const auto it = texts.find(field);
  if (it != texts.end()) return it->second;
  return fallback;
}

double Feature::number_or(const std::string& field, double fallback) const {
  return number(field).value_or(fallback);
}

std::optional<double> Feature::number(const std::string& field) const {
  const auto it = numbers.find(field);
  if (it == numbers.end()) return std::nullopt;
  return it->second;
}

void read_layer_in_blocks(const LayerSource& source, const LayerSchema& schema, const Crs& working,
                          const std::optional<MapBox>& clip, std::size_t block_size,
                          const std::function<void(std::vector<Feature>&&)>& take,
                          Findings& findings) {
  if (source.osm) {
    // Its themes are put together from the whole file.
    hand_over_in_blocks(detail::read_osm(source, schema, working, clip, findings), block_size,
                        take);
    return;
  }
  const auto layer = detail::open_layer(source, true, findings);
  if (!layer) return;
  detail::FieldReader fields(source, schema, *layer, findings);
  detail::GeometryReader geometries(*layer, schema, source.datum, working, clip, findings);
  if (!geometries.usable()) return;

  std::vector<Feature> features;
  const auto hand_over = [&] {
    take(std::move(features));
    features = {};
  };
  const bool whole = detail::for_each_feature(
      *layer,
      [&](OGRFeatureH from) {
        Feature feature;
        feature.id = layer->id_of(from);
        auto geometry = geometries.read(from, feature.id);
        if (!geometry || fields.leaves_out(from, feature.id)) return;
        feature.geometry = std::move(*geometry);
        fields.read(from, feature);
        features.push_back(std::move(feature));
        if (features.size() == block_size) hand_over();
      },
      findings);
  if (!features.empty()) hand_over();
  if (whole) geometries.finish();
  fields.finish();
}

std::vector<Feature> read_layer(const LayerSource& source, const LayerSchema& schema,
                                const Crs& working, const std::optional<MapBox>& clip,
                                Findings& findings) {
  std::vector<Feature> features;
  constexpr auto all = std::numeric_limits<std::size_t>::max();
  read_layer_in_blocks(
      source, schema, working, clip, all,
      [&](std::vector<Feature>&& read) { features = std::move(read); }, findings);
  return features;
}

void check_layer(const LayerSource& source, const LayerSchema& schema, bool geometry,
                 Findings& findings) {
  const auto layer = detail::open_layer(source, geometry, findings);
  if (layer) const detail::FieldReader fields(source, schema, *layer, findings);
}

std::optional<GeoBox> layer_extent(const LayerSource& source, Findings& all_findings) {
  // Only errors are passed on: reading the layer will say the rest, once.
  Findings findings;
  const auto extent = extent_of(source, findings);
  for (const Diagnostic& error : findings.errors()) all_findings.error(error);
  return extent;
}

std::vector<Feature> read_table(const LayerSource& source, const LayerSchema& schema,
                                Findings& findings) {
  std::vector<Feature> rows;
  const auto layer = detail::open_layer(source, false, findings);
  if (!layer) return rows;
  detail::FieldReader fields(source, schema, *layer, findings);
  const bool whole = detail::for_each_feature(
      *layer,
      [&](OGRFeatureH from) {
        Feature row;
        row.id = layer->id_of(from);
        if (fields.leaves_out(from, row.id)) return;
        fields.read(from, row);
        rows.push_back(std::move(row));
      },
      findings);
  fields.finish();
  if (whole && rows.empty() && !schema.may_be_empty) {
    findings.error({layer->where, fmt::format("holds no row; {} are needed", schema.name),
                    "check the table, and its filter if it has one"});
  }
  return rows;
}

}  // namespace gigacity::geo
