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

/// Dijkstra's problem from all sources together: every node knows its nearest source. Equal
/// distances go to the lower source. Sources can be taken away one after another, which costs only
/// as much as the part of the graph they had. The graph must outlive it.
///
/// The search walks the junctions of the graph with a bucket queue; places inside chains are
/// answered from the chain's ends and the sources on it.
class NearestSources {
 public:
  /// Routes longer than `limit_m` (including start_m, which must not be negative) are not followed.
  NearestSources(const Graph& graph, const std::vector<PathSource>& sources, double limit_m,
                 const Progress& progress);

  NearestSource at_node(std::int32_t node) const {
    const auto& place = m_graph->junctions().place(node);
    if (place.chain >= 0) return on_chain({place.chain, place.along_m});
    if (place.junction < 0) return {};
    const auto& label = m_labels[static_cast<std::size_t>(place.junction)];
    return {label.distance_m, label.source};
  }
  /// From either end of the edge, or straight along it from a source on the same edge.
  NearestSource at(EdgePosition place) const;

  /// The places these sources had go to the nearest of the others.
  void remove(std::span<const std::int32_t> sources, const Progress& progress);

 private:
  struct Source {
    JunctionGraph::Position at;
    double start_m = 0.0;
    bool removed = false;
  };
  /// A source in the order of chains, and of those on its chain that are not removed the best to
  /// come from for places behind it and before it; -1: none.
  struct OnChain {
    JunctionGraph::Position at;
    std::int32_t source = 0;
    std::int32_t best_before = -1;  ///< itself or nearer to the chain's start
    std::int32_t best_behind = -1;
  };
  /// A junction's nearest source so far; `waiting` for the search to go on from there.
  struct Label {
    double distance_m = std::numeric_limits<double>::infinity();
    std::int32_t source = -1;
    bool waiting = false;
  };
  class Search;
  NearestSource on_chain(const JunctionGraph::Position& place) const;
  void rank_on_chains();

  const Graph* m_graph;
  double m_limit_m;
  std::vector<Source> m_sources;
  std::vector<OnChain> m_on_chains;
  std::vector<bool> m_has_sources;  ///< of each chain
  std::vector<Label> m_labels;      ///< of each junction
};

/// Route from one source to each target, infinity where there is none. Stops once all are found, and
/// costs only as much as the part of the graph that is nearer than the farthest of them.
std::vector<double> route_lengths_m(const Graph& graph, const PathSource& source,
                                    std::span<const EdgePosition> targets,
                                    const Progress& progress);

}  // namespace gigacity::fibre
