// SPDX-License-Identifier: Apache-2.0
// Shortest routes along the roads from many sources at once.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/graph.hpp"
#include "core/progress.hpp"
#include "sim/fibre/snapping.hpp"

namespace gigacity::fibre {

/// Where routes start: somewhere on an edge, with `start_m` already behind them.
struct PathSource {
  EdgePosition at;
  double start_m = 0.0;
};

/// The nearest source of a place and the length of the route from it.
struct NearestSource {
  double distance_m = std::numeric_limits<double>::infinity();
  std::int32_t source = -1;  ///< -1: none within the limit
};

/// Dijkstra's algorithm from all sources together: every node knows its nearest source. Equal
/// distances go to the lower source. Sources can be taken away one after another, which costs only
/// as much as the part of the graph they had. The graph must outlive it.
class NearestSources {
 public:
  /// Routes longer than `limit_m` (including start_m) are not followed.
  NearestSources(const Graph& graph, std::vector<PathSource> sources, double limit_m,
                 const Progress& progress);

  NearestSource at_node(std::int32_t node) const {
    return m_nearest[static_cast<std::size_t>(node)];
  }
  /// From either end of the edge, or straight along it from a source on the same edge.
  NearestSource at(EdgePosition place) const;

  /// The places these sources had go to the nearest of the others.
  void remove(std::span<const std::int32_t> sources, const Progress& progress);

 private:
  const Graph* m_graph;
  std::vector<PathSource> m_sources;
  double m_limit_m;
  std::vector<char> m_removed;           ///< of each source
  std::vector<std::int32_t> m_on_edges;  ///< sources in order of edge, then index
  std::vector<NearestSource> m_nearest;  ///< of each node
};

/// Route from one source to each target, infinity where there is none. Stops once all are found.
std::vector<double> route_lengths_m(const Graph& graph, const PathSource& source,
                                    std::span<const EdgePosition> targets,
                                    const Progress& progress);

}  // namespace gigacity::fibre
