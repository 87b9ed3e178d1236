// SPDX-License-Identifier: Apache-2.0
// The spatial index of a GeoPackage layer that is being written. Private to geo.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "geo/detail/handles.hpp"
#include "geo/detail/rtree_nodes.hpp"

namespace gigacity::geo::detail {

/// GDAL 3.6 enters feature after feature into SQLite's R*Tree, which takes three times as long as
/// all else of the file. This declares the index while the layer is empty, collects the features'
/// boxes, and then enters the finished tree. What it leaves is what GDAL leaves: table, triggers and
/// extension by the standard. The dataset must outlive it.
class GeopackageIndex {
 public:
  /// Of a layer without features. Throws OutputError that names `file`.
  GeopackageIndex(GDALDatasetH dataset, const std::string& layer, const std::string& column,
                  std::filesystem::path file, const GdalMessages& messages);

  void add(OGRFeatureH feature);
  /// Call once, when all features are there.
  void finish();

 private:
  void execute(const std::string& sql) const;
  std::string answer(const std::string& sql) const;

  GDALDatasetH m_dataset;
  std::filesystem::path m_file;
  const GdalMessages* m_messages;
  std::string m_table;    ///< of the index
  std::string m_trigger;  ///< which would enter each feature
  std::vector<RowBox> m_rows;
};

}  // namespace gigacity::geo::detail
