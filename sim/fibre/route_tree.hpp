// SPDX-License-Identifier: Apache-2.0
// The shortest routes from one place to several others, with the edges that they follow.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/graph.hpp"
#include "core/progress.hpp"
#include "sim/fibre/shortest_path.hpp"
#include "sim/fibre/snapping.hpp"

namespace gigacity::fibre {

/// Shortest routes from a source: stops are nodes of the graph in order of distance, then node. The
/// source itself is no stop; stops without a parent are the ends of its edge.
struct RouteTree {
  struct Stop {
    std::int32_t node = 0;     ///< -1: inside an edge
    std::int32_t parent = -1;  ///< stop before it; -1: the source
    std::int32_t edge = 0;     ///< from the parent
    double distance_m = 0.0;   ///< from the source
    double along_m = 0.0;      ///< position on `edge`, from its `from` node
  };
  /// How a target is reached.
  struct Way {
    std::int32_t stop = -1;  ///< the last stop; -1: none, source and target lie on one edge
    double distance_m = std::numeric_limits<double>::infinity();  ///< infinity: no route
  };
  std::vector<Stop> stops;
  std::vector<Way> ways;  ///< to each target
};

/// The same tree with a stop at each target, so that every way ends at its stop. Targets on one edge
/// reached from the same end follow each other.
RouteTree with_stops_at_targets(const PathSource& source, RouteTree tree,
                                std::span<const EdgePosition> targets);

/// Where the way from its parent enters the stop's edge, from the edge's `from` node.
double entered_at_m(const Graph& graph, const PathSource& source, const RouteTree& tree,
                    const RouteTree::Stop& stop);

/// Searches one after another over the same graph, which must outlive it: each costs only what it
/// visits. One thread at a time.
class RouteSearch {
 public:
  explicit RouteSearch(const Graph& graph);

  /// Ends once all targets are found.
  RouteTree from(const PathSource& source, std::span<const EdgePosition> targets,
                 const Progress& progress);

 private:
  const Graph* m_graph;
  std::vector<std::int32_t> m_stop_of_node;  ///< -1: not visited; kept so between searches
};

}  // namespace gigacity::fibre
