// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/closures.hpp"

#include <algorithm>
#include <array>

namespace gigacity::fibre {

namespace {

// Cables this near to where a closure is joined run through it.
constexpr double through_m = 0.5;

// More cables side by side are of no account: each is one edge or two.
constexpr std::size_t most_through = 16;

// As records write coordinates, a closure this near to a splitter or box is theirs.
constexpr double at_end_m = 1.0;

}  // namespace

CableClosures::CableClosures(const FibrePlant& plant, const Graph& cables, const EdgeIndex& index,
                             double cable_snap_m) {
  for (std::size_t c = 0; c < plant.closures.size(); ++c) {
    const auto joined = index.nearest(plant.closures[c].point, cable_snap_m);
    if (!joined) continue;
    const auto point = point_on(cables, joined->at.edge, joined->at.along_m);
    std::array<Snap, most_through> through;
    const auto count = index.nearest(point, through_m, through);
    for (const auto& snap : std::span(through).first(count))
      m_on_edges.push_back({snap.at.edge, snap.at.along_m, static_cast<std::int32_t>(c), point});
  }
  std::ranges::stable_sort(m_on_edges, {}, &OnEdge::edge);
}

std::vector<int> CableClosures::passed(const Graph& cables, const PathSource& source,
                                       std::span<const EdgePosition> targets, RouteSearch& search,
                                       const Progress& progress) const {
  const auto tree = with_stops_at_targets(source, search.from(source, targets, progress), targets);
  const auto start = point_on(cables, source.at.edge, source.at.along_m);
  std::vector<int> counts;
  std::vector<std::int32_t> met;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    const auto end = point_on(cables, targets[t].edge, targets[t].along_m);
    met.clear();
    for (auto s = tree.ways[t].stop; s >= 0;) {
      const auto& stop = tree.stops[static_cast<std::size_t>(s)];
      const double entered_m = entered_at_m(cables, source, tree, stop);
      const double from_m = std::min(entered_m, stop.along_m);
      const double to_m = std::max(entered_m, stop.along_m);
      for (auto on = std::ranges::lower_bound(m_on_edges, stop.edge, {}, &OnEdge::edge);
           on != m_on_edges.end() && on->edge == stop.edge; ++on)
        if (on->along_m >= from_m && on->along_m <= to_m &&
            distance_m(on->point, start) > at_end_m && distance_m(on->point, end) > at_end_m)
          met.push_back(on->closure);
      s = stop.parent;
    }
    std::ranges::sort(met);
    counts.push_back(static_cast<int>(std::unique(met.begin(), met.end()) - met.begin()));
  }
  return counts;
}

}  // namespace gigacity::fibre
