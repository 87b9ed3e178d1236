// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/fibre/road_files.hpp"

#include <cmath>
#include <variant>
#include <vector>

#include "geo/layer_reader.hpp"
#include "geo/library.hpp"

namespace gigacity::fibre::testing {

Graph roads_of_file(const std::string& file) {
  geo::initialise_libraries();
  geo::LayerSource source;
  source.source = file;
  source.section = "roads";
  if (file.find(".osm") != std::string::npos || file.ends_with(".pbf"))
    source.osm = geo::OsmPreset{.theme = geo::OsmTheme::roads};
  else
    source.layer = "roads";
  Findings findings;
  const auto extent = geo::layer_extent(source, findings);
  findings.throw_if_errors();
  const auto middle = extent.value().centre();
  const int zone = 1 + static_cast<int>(std::floor(std::fmod(middle.lon_deg + 540.0, 360.0) / 6.0));
  const geo::Crs crs("EPSG:" + std::to_string((middle.lat_deg < 0.0 ? 32700 : 32600) + zone));
  geo::LayerSchema schema;
  schema.name = "roads";
  schema.geometry = geo::GeometryKind::line;
  std::vector<LineString> lines;
  for (const auto& road : geo::read_layer(source, schema, crs, std::nullopt, findings))
    for (const auto& line : std::get<MultiLineString>(road.geometry)) lines.push_back(line);
  findings.throw_if_errors();
  return graph_of_lines(lines, 0.05);
}

}  // namespace gigacity::fibre::testing
