// SPDX-License-Identifier: Apache-2.0
// Geometry of features: read, brought into the working CRS, made valid, clipped. Private to geo.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "geo/detail/layer_position.hpp"
#include "geo/detail/layer_source.hpp"
#include "geo/detail/source_geometry.hpp"
#include "geo/detail/transformation.hpp"

namespace gigacity::geo::detail {

/// The first features that something happened to, each with what it was, and how many there are.
class ListedFeatures {
 public:
  void add(const std::string& id, const std::string& what);
  std::int64_t count() const { return m_count; }
  /// "12 (Self-intersection ...), 17 (a ring not closed) and 3 more".
  std::string text() const;

 private:
  std::int64_t m_count = 0;
  std::vector<std::string> m_first;
};

/// Geometry as read_layer delivers it.
class GeometryReader {
 public:
  GeometryReader(const OpenedLayer& layer, const LayerSchema& schema, MapDatum datum,
                 const Crs& working, const std::optional<MapBox>& clip, Findings& findings);
  /// The layer can be brought into the working CRS.
  bool usable() const { return m_transformation && m_transformation->usable(); }
  /// Nothing where the feature is to be skipped; it is then counted in the findings.
  std::optional<Geometry> read(OGRFeatureH feature, const std::string& id);
  /// Call once, after the last feature: errors that speak of the layer as a whole.
  void finish();

 private:
  bool transform(Geometry& geometry) const;
  bool of_right_kind(const Geometry& geometry) const;
  /// Reason to skip the feature; empty where its polygons, if any, can be used.
  std::string make_valid(Geometry& geometry, bool cut, const std::string& id);
  /// Of a layer in which every feature counts: the feature is an error.
  void note_lost(const std::string& id, const std::string& what);
  void note_tidied(const Tidied& tidied, const std::string& id);
  void report_no_overlap() const;
  void report_repairs() const;

  const OpenedLayer& m_layer;
  const LayerSchema& m_schema;
  const Crs& m_working;
  std::optional<MapBox> m_clip;
  Findings& m_findings;
  SpatialReferencePtr m_reference;
  std::optional<LayerTransformation> m_transformation;
  std::optional<SourceGeometry> m_source;
  std::optional<LayerPosition> m_position;
  bool m_geographic = false;
  std::int64_t m_read = 0;
  std::int64_t m_kept = 0;
  std::int64_t m_outside = 0;
  std::map<std::string, std::int64_t> m_wrong_kinds;
  ListedFeatures m_repaired;
  ListedFeatures m_mixed;
  ListedFeatures m_refused;
};

}  // namespace gigacity::geo::detail
