// SPDX-License-Identifier: Apache-2.0
// Outlines as lines cross them: where a road enters and leaves a unit.
#pragma once

#include <vector>

#include "core/geometry.hpp"

namespace gigacity::criteria {

/// The edges of an outline that reach into a band of the map. Every edge is kept from south to north, so that an
/// edge that two units share says the same to both: a point beside it is in one of them, never in both or neither.
class OutlineEdges {
 public:
  OutlineEdges(const MultiPolygon& outline, double min_y_m, double max_y_m);

  /// Even-odd rule, for points in the band.
  bool contains(MapPoint p) const;
  /// Adds where the line from a to b (both in the band) meets the outline, as shares of its length within
  /// (from, to).
  void add_crossings(MapPoint a, MapPoint b, double from, double to, std::vector<double>& at) const;

 private:
  struct Edge {
    MapPoint south;
    MapPoint north;
  };
  std::vector<Edge> m_edges;
};

}  // namespace gigacity::criteria
