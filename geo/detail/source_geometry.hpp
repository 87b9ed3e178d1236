// SPDX-License-Identifier: Apache-2.0
// Geometry of features as the source has it. Private to geo.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "geo/detail/layer_fields.hpp"
#include "geo/detail/layer_source.hpp"
#include "geo/detail/ogr_geometry.hpp"

namespace gigacity::geo::detail {

/// The layer's CRS: its own, or WGS 84 for a CSV file without a .prj beside it. Null, and an error
/// in `findings`, where it has none.
SpatialReferencePtr reference_of(const OpenedLayer& layer, Findings& findings);

/// Geometry in the source's coordinates, linear and flat, its coordinates checked.
class SourceGeometry {
 public:
  /// Where `geographic`, coordinates must be degrees; longitudes may be counted up to 360.
  SourceGeometry(const OpenedLayer& layer, bool geographic, Findings& findings);

  struct Reading {
    Geometry geometry;
    std::string skipped{};  ///< reason; empty where the geometry can be used
    bool invalid = false;   ///< it is skipped because the geometry, though there is one, is none
    Tidied tidied{};
  };
  Reading read(OGRFeatureH feature, const std::string& id);
  void finish();

 private:
  Reading from_columns(OGRFeatureH feature, const std::string& id);
  std::optional<double> coordinate(OGRFeatureH feature, int column, const std::string& id);
  std::string fault_of(const Geometry& geometry, const std::string& id);

  const OpenedLayer& m_layer;
  bool m_geographic = false;
  Findings& m_findings;
  ValueProblems m_problems;
  std::int64_t m_not_degrees = 0;
  std::string m_first_not_degrees;
  MapPoint m_first_not_degrees_at;
};

}  // namespace gigacity::geo::detail
