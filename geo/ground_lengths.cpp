// SPDX-License-Identifier: Apache-2.0
#include "geo/ground_lengths.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "core/parallel.hpp"

namespace gigacity::geo {

namespace {

constexpr std::size_t chunk = 16'384;

std::size_t chunks_of(std::size_t count) {
  return (count + chunk - 1) / chunk;
}

}  // namespace

Graph with_ground_lengths(const Graph& graph, const Crs& crs) {
  const auto& nodes = graph.nodes();
  std::vector<GeoPoint> places(nodes.size());
  parallel_for(chunks_of(nodes.size()), [&](std::size_t c) {
    const Projection projection(crs);
    const auto end = std::min((c + 1) * chunk, nodes.size());
    for (auto i = c * chunk; i < end; ++i) places[i] = projection.to_geo(nodes[i]);
  });
  auto edges = graph.edges();
  parallel_for(chunks_of(edges.size()), [&](std::size_t c) {
    const auto end = std::min((c + 1) * chunk, edges.size());
    for (auto e = c * chunk; e < end; ++e)
      edges[e].length_m = geodesic_distance_m(places[static_cast<std::size_t>(edges[e].from)],
                                              places[static_cast<std::size_t>(edges[e].to)]);
  });
  return {nodes, std::move(edges)};
}

}  // namespace gigacity::geo
