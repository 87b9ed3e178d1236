// SPDX-License-Identifier: Apache-2.0
// The splice closures that fibre along installed cables passes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/graph.hpp"
#include "core/progress.hpp"
#include "sim/fibre/plant.hpp"
#include "sim/fibre/route_tree.hpp"
#include "sim/fibre/shortest_path.hpp"
#include "sim/fibre/snapping.hpp"

namespace gigacity::fibre {

/// Where closures lie on the cables: one at a branch, or on cables side by side, lies on all.
class CableClosures {
 public:
  CableClosures() = default;
  /// Those within `cable_snap_m` of a cable.
  CableClosures(const FibrePlant& plant, const Graph& cables, const EdgeIndex& index,
                double cable_snap_m);

  bool empty() const { return m_on_edges.empty(); }

  /// How many lie on the shortest route to each target; none at its ends, where OLT, splitter or
  /// box is connected and counted as such. The search is over the cables.
  std::vector<int> passed(const Graph& cables, const PathSource& source,
                          std::span<const EdgePosition> targets, RouteSearch& search,
                          const Progress& progress) const;

 private:
  struct OnEdge {
    std::int32_t edge = 0;
    double along_m = 0.0;
    std::int32_t closure = 0;
    MapPoint point;
  };
  std::vector<OnEdge> m_on_edges;  ///< in order of edge
};

}  // namespace gigacity::fibre
