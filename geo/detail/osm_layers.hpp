// SPDX-License-Identifier: Apache-2.0
// The layers and columns that GDAL's OSM driver is to make for a preset. Private to geo.
#pragma once

#include <string>
#include <vector>

#include "geo/detail/handles.hpp"
#include "geo/detail/osm_tags.hpp"
#include "geo/osm_preset.hpp"

namespace gigacity::geo::detail {

/// The driver's settings for a preset, as a file in GDAL's memory while this lives: which tags are
/// columns (the same for every theme and layer, so that `where` may name them) and which closed ways
/// are areas. The user's own osmconf.ini does not count.
class OsmSettings {
 public:
  explicit OsmSettings(const OsmPreset& preset);
  ~OsmSettings();
  OsmSettings(const OsmSettings&) = delete;
  OsmSettings& operator=(const OsmSettings&) = delete;
  const std::string& file() const { return m_file; }

 private:
  std::string m_text;
  std::string m_file;
};

/// Layers that the preset reads in one pass. The driver then makes no features of the others, nor
/// keeps what only they need.
std::vector<std::string> osm_layers(const OsmPreset& preset);

/// Stands for every level in OsmPreset::admin_level.
inline constexpr int any_admin_level = -1;

/// The features that the preset looks at, as an OGR attribute filter.
std::string osm_filter(const OsmPreset& preset);

/// The columns of a feature that hold something, `other_tags` not among them.
OsmTags osm_tags(OGRFeatureH feature);

/// "node/1", "way/2", "relation/3": as openstreetmap.org finds it.
std::string osm_object(OGRFeatureH feature);

}  // namespace gigacity::geo::detail
