// SPDX-License-Identifier: Apache-2.0
// Geometry of features: read, brought into the working CRS, made valid, clipped. Private to geo.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "geo/detail/layer_fields.hpp"
#include "geo/detail/layer_source.hpp"

namespace gigacity::geo::detail {

/// The layer's CRS: its own, or WGS 84 for a CSV file without a .prj beside it. Null, and an error
/// in `findings`, where it has none.
SpatialReferencePtr reference_of(const OpenedLayer& layer, Findings& findings);

/// Geometry as the source has it, linear and flat, its coordinates checked.
class SourceGeometry {
 public:
  /// Where `geographic`, coordinates must be degrees.
  SourceGeometry(const OpenedLayer& layer, bool geographic, Findings& findings);

  struct Reading {
    Geometry geometry;
    std::string skipped;  ///< reason; empty where the geometry can be used
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

/// Geometry as read_layer delivers it.
class GeometryReader {
 public:
  GeometryReader(const OpenedLayer& layer, const LayerSchema& schema, const Crs& working,
                 const std::optional<MapBox>& clip, Findings& findings);
  /// The layer can be brought into the working CRS.
  bool usable() const { return m_transformation != nullptr; }
  /// Nothing where the feature is to be skipped; it is then counted in the findings.
  std::optional<Geometry> read(OGRFeatureH feature, const std::string& id);
  /// Call once, after the last feature: errors that speak of the layer as a whole.
  void finish();

 private:
  bool transform(Geometry& geometry) const;
  bool of_right_kind(const Geometry& geometry) const;
  bool make_valid(Geometry& geometry, const std::string& id);
  void report_no_overlap() const;

  const OpenedLayer& m_layer;
  const LayerSchema& m_schema;
  const Crs& m_working;
  std::optional<MapBox> m_clip;
  Findings& m_findings;
  SpatialReferencePtr m_reference;
  TransformationPtr m_transformation;
  std::optional<SourceGeometry> m_source;
  std::int64_t m_read = 0;
  std::int64_t m_kept = 0;
  std::int64_t m_outside = 0;
  std::map<std::string, std::int64_t> m_wrong_kinds;
  MapBox m_outside_box;
  std::vector<std::string> m_repaired;
};

}  // namespace gigacity::geo::detail
