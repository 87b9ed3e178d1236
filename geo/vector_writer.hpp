// SPDX-License-Identifier: Apache-2.0
// Result layers as GeoPackage (styled), FlatGeobuf, RFC 7946 GeoJSON and CSV.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/geometry.hpp"
#include "geo/crs.hpp"
#include "geo/layer_reader.hpp"

namespace gigacity::geo {

/// Null, text, real or integer.
using FieldValue = std::variant<std::monostate, std::string, double, std::int64_t>;

struct OutputField {
  std::string name;
  FieldType type = FieldType::text;
};

struct OutputFeature {
  Geometry geometry;  ///< in the working CRS
  std::vector<FieldValue> values;
};

using FeatureSink = std::function<void(const OutputFeature&)>;

/// A table of features with one kind of geometry, or without any; `colour` is its default style's.
struct OutputLayer {
  std::string name;
  std::string title;
  GeometryKind geometry = GeometryKind::point;
  std::array<unsigned char, 3> colour{};
  std::vector<OutputField> fields;
  std::vector<OutputFeature> features;
  bool filled = true;  ///< polygons; otherwise only their outline is drawn
  /// Hands over further features, which come after `features`, each time the layer is written: of a
  /// large layer they need not all be there at once. Empty for most.
  std::function<void(const FeatureSink&)> more_features = nullptr;
  bool spatial = true;  ///< otherwise the features have no geometry: a plain table
};

/// One GeoPackage with every layer, in order, each with a default style in `layer_styles` that QGIS
/// applies on opening; plain tables as attributes. The same input gives the same bytes. Throws OutputError.
void write_geopackage(const std::filesystem::path& file, const std::vector<OutputLayer>& layers,
                      const Crs& crs);

/// One layer as FlatGeobuf with its spatial index, by which its features are ordered. Throws
/// OutputError.
void write_flatgeobuf(const std::filesystem::path& file, const OutputLayer& layer, const Crs& crs);

/// RFC 7946: WGS 84, right-hand rule, 7 decimals, cut at the antimeridian; point_or_polygon keeps each
/// feature's own kind.
void write_geojson(const std::filesystem::path& file, const OutputLayer& layer, const Crs& crs);

/// How a table says where its features are.
enum class CsvGeometry {
  lon_lat,  ///< columns lon and lat: a point on the feature
  wkt,      ///< column wkt: the whole geometry
};

/// UTF-8, header, the fields, then the geometry in WGS 84 with 7 decimals, if there is any.
void write_csv(const std::filesystem::path& file, const OutputLayer& layer, const Crs& crs,
               CsvGeometry geometry = CsvGeometry::lon_lat);

/// The layer as GeoJSON text, for embedding in the report.
std::string geojson_text(const OutputLayer& layer, const Crs& crs, int decimals);

}  // namespace gigacity::geo
