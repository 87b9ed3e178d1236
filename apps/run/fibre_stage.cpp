// SPDX-License-Identifier: Apache-2.0
#include "apps/run/fibre_stage.hpp"

#include <vector>

#include "geo/ground_lengths.hpp"

namespace gigacity::apps {

namespace {

// Lines meet where a vertex is drawn twice, up to rounding of coordinates.
constexpr double node_snap_m = 0.05;

}  // namespace

FibreGraphs fibre_graphs(const City& city, const fibre::FibrePlant& plant, const geo::Crs& crs) {
  std::vector<LineString> cables;
  for (const auto& cable : plant.cables)
    if (cable.kind != fibre::CableKind::drop)
      cables.insert(cables.end(), cable.lines.begin(), cable.lines.end());
  std::vector<LineString> ways;
  for (const auto& road : city.roads) ways.push_back(road.line);
  if (ways.empty()) ways = cables;
  FibreGraphs graphs{geo::with_ground_lengths(graph_of_lines(ways, node_snap_m), crs), {}};
  if (!cables.empty())
    graphs.cables = geo::with_ground_lengths(graph_of_lines(cables, node_snap_m), crs);
  return graphs;
}

}  // namespace gigacity::apps
