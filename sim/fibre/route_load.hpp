// SPDX-License-Identifier: Apache-2.0
// How many fibres run over each edge of a tree of routes.
#pragma once

#include <cstdint>
#include <vector>

#include "core/graph.hpp"
#include "sim/fibre/coverage.hpp"
#include "sim/fibre/route_tree.hpp"

namespace gigacity::fibre {

/// Fibres of one kind of cable on the routes of one tree. What runs from a stop up to another is
/// noted at both and summed along the tree at the end, so that each route costs constant time.
class RouteLoad {
 public:
  RouteLoad(const Graph& graph, const PathSource& source, const RouteTree& tree);

  /// From stop `from` up the tree to stop `to`; -1: the source.
  void add(std::int32_t from, std::int32_t to, int fibres, std::int64_t dwellings);

  /// Appends the segments with any fibre: whole edges, and parts of those that stops lie inside.
  void append(CableKind kind, bool assumed, std::int32_t olt,
              std::vector<RouteSegment>& segments) const;

 private:
  struct Load {
    std::int64_t fibres = 0;
    std::int64_t dwellings = 0;
  };

  const Graph* m_graph;
  PathSource m_source;
  const RouteTree* m_tree;
  std::vector<Load> m_at_stop;
};

}  // namespace gigacity::fibre
