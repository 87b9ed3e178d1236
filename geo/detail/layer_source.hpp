// SPDX-License-Identifier: Apache-2.0
// Opening a layer of any OGR source and walking through its features. Private to geo.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/diagnostic.hpp"
#include "geo/detail/handles.hpp"
#include "geo/layer_reader.hpp"

namespace gigacity::geo::detail {

enum class SourceKind { plain, csv, osm };

/// A layer ready to be read, its attribute filter set.
struct OpenedLayer {
  DatasetPtr dataset;
  OGRLayerH layer = nullptr;    ///< belongs to the dataset
  std::vector<OGRLayerH> also;  ///< of an OSM preset: layers with the same columns, read together
  SourceKind kind = SourceKind::plain;
  bool osm_preset = false;
  InputLocation where;  ///< source and layer, for messages
  std::string file;     ///< the source's own name, of a CSV file
  int x_column = -1;    ///< of a CSV file with coordinates, else -1
  int y_column = -1;
  std::vector<int> row_lines;  ///< of a CSV file: line on which each row begins, the header's first
  std::vector<std::string> columns;  ///< names, where a CSV file has no header line

  /// What a user finds the feature by: line of a CSV file, OSM id (with a preset, of node, way or
  /// relation), else OGR's feature id.
  std::string id_of(OGRFeatureH feature) const;
  std::vector<std::string> field_names() const;
  InputLocation location(const std::string& feature, const std::string& field = {}) const;
};

/// A source string fit for messages: without passwords.
std::string shown_source(const std::string& source);

/// Opens the source, finds the layer, sets the filter. Nothing, and errors in `findings`, where
/// that fails. With `geometry`, a CSV file needs coordinate columns, and tables without geometry do
/// not count as layers.
std::optional<OpenedLayer> open_layer(const LayerSource& source, bool geometry, Findings& findings);

/// Calls `visit` for each feature in the source's order. A feature is gone after its visit. False,
/// and an error in `findings`, where reading broke off.
bool for_each_feature(const OpenedLayer& layer, const std::function<void(OGRFeatureH)>& visit,
                      Findings& findings);

}  // namespace gigacity::geo::detail
