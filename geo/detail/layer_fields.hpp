// SPDX-License-Identifier: Apache-2.0
// Attributes of features, checked against a schema. Private to geo.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "geo/detail/layer_source.hpp"

namespace gigacity::geo::detail {

/// Errors of single values: the first twenty of each field are listed, the rest counted.
class ValueProblems {
 public:
  ValueProblems(const OpenedLayer& layer, Findings& findings)
      : m_layer(layer), m_findings(findings) {}
  void add(const std::string& feature, const std::string& field, const std::string& message,
           const std::string& hint);
  void finish();

 private:
  const OpenedLayer& m_layer;
  Findings& m_findings;
  std::map<std::string, std::int64_t> m_counts;
};

/// The value of a key in OSM's `other_tags`, text of the form "key"=>"value","key"=>"value".
std::optional<std::string> osm_tag(const std::string& tags, const std::string& key);

/// Finds the schema's fields in a layer, then reads them feature by feature.
class FieldReader {
 public:
  FieldReader(const LayerSource& source, const LayerSchema& schema, const OpenedLayer& layer,
              Findings& findings);
  /// Whether the schema leaves this feature out; counts it as skipped.
  bool leaves_out(OGRFeatureH from, const std::string& feature);
  void read(OGRFeatureH from, Feature& into);
  /// Call once, after the last feature.
  void finish();

 private:
  struct Column {
    const FieldSpec* spec = nullptr;
    int index = -1;                 ///< OGR field
    bool is_number = false;         ///< of a numeric type
    bool is_fid = false;            ///< or the feature id itself, where it is a column of a table
    std::vector<std::string> tags;  ///< or keys of OSM tags, the first that is there counts
    std::string shown;              ///< name for messages
    std::map<std::string, std::string> seen;  ///< of a unique field: value -> feature
    std::int64_t not_utf8 = 0;
    std::int64_t ignored = 0;  ///< OSM tags that are not the number asked for
  };

  void check_mapped_names(const LayerSource& source, const LayerSchema& schema);
  std::optional<Column> column_of(const FieldSpec& spec, const LayerSource& source,
                                  const LayerSchema& schema);
  /// "Height (ft)" is an error where metres are meant.
  void check_column(const FieldSpec& spec, const std::string& column);
  std::optional<std::string> raw_text(Column& column, OGRFeatureH from) const;
  std::optional<double> number(Column& column, OGRFeatureH from, const std::string& feature);
  void check_unique(Column& column, const std::string& value, const std::string& feature);

  const OpenedLayer& m_layer;
  Findings& m_findings;
  std::optional<LayerSchema::LeavingOut> m_leaving_out;
  ValueProblems m_problems;
  std::vector<std::string> m_names;  ///< of the layer's fields
  int m_other_tags = -1;
  std::vector<Column> m_columns;
};

}  // namespace gigacity::geo::detail
