// SPDX-License-Identifier: Apache-2.0
// Opening a layer of any OGR source and walking through its features. Private to geo.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/diagnostic.hpp"
#include "geo/detail/csv_text.hpp"
#include "geo/detail/handles.hpp"
#include "geo/detail/postgres_layer.hpp"
#include "geo/detail/text_encoding.hpp"
#include "geo/layer_reader.hpp"

namespace gigacity::geo::detail {

enum class SourceKind { plain, csv, osm, postgres };

/// A layer ready to be read, its attribute filter set.
struct OpenedLayer {
  std::optional<CsvText> csv;  ///< of a CSV file; before the dataset, which may read a copy in it
  std::vector<std::string> columns;  ///< names, where a CSV file has no header line
  DatasetPtr dataset;
  ResultSetPtr rows;            ///< of a query: a database, or a GeoPackage with related tables
  OGRLayerH layer = nullptr;    ///< belongs to the dataset, or is `rows`
  std::vector<OGRLayerH> also;  ///< of an OSM preset: layers with the same columns, read together
  SourceKind kind = SourceKind::plain;
  bool osm_preset = false;
  InputLocation where;  ///< source and layer, for messages
  std::string file;     ///< what was opened, as the user's files go: a CSV's .prj lies beside it
  int x_column = -1;    ///< of a table with coordinates instead of geometry, else -1
  int y_column = -1;
  std::string fid_column;            ///< the column that feature ids come from, where there is one
  std::shared_ptr<Recoder> recoder;  ///< of text that is not UTF-8 as the driver gives it
  bool recodes_all = false;          ///< else only values that are no UTF-8

  /// Positions come from two columns, not from geometry.
  bool has_coordinate_columns() const { return x_column >= 0 && y_column >= 0; }
  /// A text of the layer, a value or a name, as UTF-8.
  std::string text(const char* raw) const;

  /// What a user finds the feature by: line of a CSV file, OSM id (with a preset, of node, way or
  /// relation), else OGR's feature id.
  std::string id_of(OGRFeatureH feature) const;
  std::vector<std::string> field_names() const;
  InputLocation location(const std::string& feature, const std::string& field = {}) const;
};

/// Opens the source, finds the layer, settles the encoding, sets the filter. Nothing, and errors in
/// `findings`, where that fails. With `geometry`, a table without geometry needs coordinate columns.
std::optional<OpenedLayer> open_layer(const LayerSource& source, bool geometry, Findings& findings);

/// Calls `visit` for each feature in the source's order. A feature is gone after its visit. False,
/// and an error in `findings`, where reading broke off.
bool for_each_feature(const OpenedLayer& layer, const std::function<void(OGRFeatureH)>& visit,
                      Findings& findings);

}  // namespace gigacity::geo::detail
