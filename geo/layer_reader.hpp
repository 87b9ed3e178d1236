// SPDX-License-Identifier: Apache-2.0
// Vector layers from any OGR source, checked against a schema, in the working CRS.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/diagnostic.hpp"
#include "core/geometry.hpp"
#include "geo/crs.hpp"
#include "geo/map_datum.hpp"
#include "geo/osm_preset.hpp"

namespace gigacity::geo {

/// What the scenario says of a layer.
struct LayerSource {
  std::string source;  ///< anything OGR opens, as the user wrote it, made absolute
  std::string layer;   ///< empty: the only layer of the source
  std::string where;   ///< attribute filter in OGR SQL
  std::map<std::string, std::string> fields;  ///< our field name -> theirs
  std::string section;                        ///< of the scenario file, for messages: "buildings"
  std::string preset{};  ///< a known publisher's layout, e.g. "osm"; empty: the fields say
  std::optional<OsmPreset> osm{};  ///< with preset "osm": what is wanted; then there is no `layer`
  std::string encoding{};  ///< of the text, e.g. "GBK"; empty: what the source says of itself
  MapDatum datum = MapDatum::wgs84;  ///< how the published coordinates are displaced
  /// Names of the columns, in order, of a CSV file that may come without a header line: it has none
  /// where its first line holds not one of them. Empty: the first line is the header.
  std::vector<std::string> columns{};
};

enum class FieldType { text, number, integer };
enum class GeometryKind { point, line, polygon, point_or_polygon, any };

/// One field of ours: how it is called, what it may hold.
struct FieldSpec {
  std::string name;
  FieldType type = FieldType::text;
  bool required = false;            ///< the field must exist and hold a value in every feature
  bool unique = false;              ///< no two features share a value
  std::optional<double> minimum{};  ///< numbers below are errors
  std::optional<double> maximum{};
  /// Other names it is found by. Names are compared without case, blanks, '_', '-', '.' and without
  /// what brackets behind them hold: "Azimuth (°)" is found as "azimuth".
  std::vector<std::string> aliases{};
  std::string unit{};  ///< "m", "deg" ...: a column whose brackets state another one is an error
  /// Names it is found by only where the brackets state its unit: "power (W)". Such a column is no
  /// other field's.
  std::vector<std::string> aliases_with_unit{};
};

struct LayerSchema {
  std::string name;  ///< "sites", "buildings", ...: what the layer is, for messages
  GeometryKind geometry = GeometryKind::point;
  std::vector<FieldSpec> fields;
  bool may_be_empty = false;          ///< otherwise no feature at all is an error
  bool every_feature_counts = false;  ///< a geometry that cannot be used is an error, not a skip

  /// Features to leave out by the value of one of the fields, whatever their other values are worth.
  struct LeavingOut {
    std::string field;
    /// Why the feature is left out: it is counted as skipped for that reason; without a word of it
    /// where the reason is empty. Nothing: it stays.
    std::function<std::optional<std::string>(const std::string& value)> reason;
  };
  std::optional<LeavingOut> leaving_out{};
};

/// A feature in the working CRS. `values` holds our field names; absent where null or unmapped.
struct Feature {
  std::string id;  ///< the layer's feature id, for messages
  Geometry geometry;
  std::map<std::string, std::string> texts;
  std::map<std::string, double> numbers;

  /// The value, or `fallback` where the feature has none.
  std::string text_or(const std::string& field, std::string fallback) const;
  double number_or(const std::string& field, double fallback) const;
  std::optional<double> number(const std::string& field) const;
};

/// Reads a layer whole, in feature order. CSV files with lon/lat (or x/y) columns are points in WGS 84
/// unless the source says otherwise. The displacement of the source's datum is undone. Geometry is made
/// valid where its meaning is certain, which is listed in a warning; empty, of uncertain meaning or
/// beyond repair, wrong kind of geometry, outside `clip`, or left out by the schema: skipped and counted
/// in `findings`. A layer far outside of the area of use of its CRS is an error that says what looks
/// wrong. Missing file or layer, unknown field (with the nearest known one), wrong type, value out
/// of range, duplicate id, missing CRS: errors in `findings`, with all that was found; the result is then
/// what could be read. Never throws for bad input.
std::vector<Feature> read_layer(const LayerSource& source, const LayerSchema& schema,
                                const Crs& working, const std::optional<MapBox>& clip,
                                Findings& findings);

/// As read_layer, but hands the features over as they come, at most `block_size` at a time, so that
/// a layer of millions need not be held at once.
void read_layer_in_blocks(const LayerSource& source, const LayerSchema& schema, const Crs& working,
                          const std::optional<MapBox>& clip, std::size_t block_size,
                          const std::function<void(std::vector<Feature>&&)>& take,
                          Findings& findings);

/// Opens a layer (or, without geometry, a table) and looks for its fields, as reading it would; no
/// feature is read. Errors as for read_layer.
void check_layer(const LayerSource& source, const LayerSchema& schema, bool geometry,
                 Findings& findings);

/// Extent of a layer in WGS 84 degrees, displacements undone, for choosing the working CRS. A layer
/// that lies far outside of the area of use of its CRS is an error.
std::optional<GeoBox> layer_extent(const LayerSource& source, Findings& findings);

/// Rows of a table without geometry (CSV, or a table of a database), with the same schema rules.
std::vector<Feature> read_table(const LayerSource& source, const LayerSchema& schema,
                                Findings& findings);

}  // namespace gigacity::geo
