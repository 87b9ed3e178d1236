// SPDX-License-Identifier: Apache-2.0
// The spatial indices of a GeoPackage that is being written. Private to geo.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "geo/detail/handles.hpp"
#include "geo/detail/rtree_nodes.hpp"

namespace gigacity::geo::detail {

/// GDAL 3.6 enters feature after feature into SQLite's R*Tree, which takes three times as long as
/// all else of the file. Here GDAL declares the index while the layer is empty (table, triggers and
/// extension by the standard), the features' boxes are collected, and the tree is entered once it is
/// whole.
class GeopackageIndex {
 public:
  /// Of a layer without features. Throws OutputError that names `file`.
  GeopackageIndex(GDALDatasetH dataset, const std::string& layer, const std::string& column,
                  const std::filesystem::path& file, const GdalMessages& messages);

  void add(OGRFeatureH feature);

 private:
  friend void enter_indices(const std::string&, std::span<const GeopackageIndex>,
                            const std::filesystem::path&);

  std::string m_table;    ///< of the index
  std::string m_trigger;  ///< SQL of the one that enters a new feature; taken away until then
  std::vector<RowBox> m_rows;
};

/// Completes the GeoPackage `part`, which GDAL has closed. Throws OutputError that names `file`.
void enter_indices(const std::string& part, std::span<const GeopackageIndex> indices,
                   const std::filesystem::path& file);

}  // namespace gigacity::geo::detail
