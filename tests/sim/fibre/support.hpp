// SPDX-License-Identifier: Apache-2.0
// Small plants and road graphs for the fibre tests.
#pragma once

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "core/graph.hpp"
#include "core/random.hpp"
#include "sim/fibre/coverage.hpp"
#include "sim/fibre/snapping.hpp"

namespace gigacity::fibre {

inline void PrintTo(FibreGap gap, std::ostream* out) {  // NOLINT(readability-identifier-naming)
  *out << to_string(gap);
}

}  // namespace gigacity::fibre

namespace gigacity::fibre::testing {

inline constexpr std::int32_t ten_gigabit = 0;  ///< index of the class in plant()
inline constexpr std::int32_t one_gigabit = 1;

/// Two classes and the figures of the worked reach table: no splices, splitters at their maximum.
inline FibrePlant plant() {
  FibrePlant plant;
  plant.classes = {{"xgs-pon-n1", "ITU-T G.9807.1", 14.0, 29.0, 20.0, 128, 8.5, true, "", ""},
                   {"g-pon-b-plus", "ITU-T G.984.2", 13.0, 28.0, 20.0, 64, 2.3, false, "", ""}};
  plant.losses.splice_db = 0.0;
  plant.losses.splitter_db = {{2, 3.8},   {4, 7.2},   {8, 10.8},  {16, 14.5},
                              {32, 17.5}, {64, 21.0}, {128, 24.5}};
  return plant;
}

inline OpticalLineTerminal olt(const std::string& id, MapPoint point, int ports = 100,
                               int split = 64, std::int32_t pon_class = ten_gigabit) {
  return {id, id, point, {{.pon_class = pon_class, .ports = ports, .split = split}}};
}

inline Graph roads(std::initializer_list<LineString> lines) {
  return graph_of_lines(std::span(lines.begin(), lines.size()), 0.5);
}

/// Nodes at random, each joined to some of those near it: several components, no equal distances.
inline Graph random_roads(std::uint64_t seed, int nodes, double side_m) {
  RandomStream random(seed, 1);
  std::vector<MapPoint> points;
  points.reserve(static_cast<std::size_t>(nodes));
  for (int i = 0; i < nodes; ++i)
    points.push_back({random.uniform(0.0, side_m), random.uniform(0.0, side_m)});
  const double near_m = 1.6 * side_m / std::sqrt(static_cast<double>(nodes));
  std::vector<Graph::Edge> edges;
  for (std::int32_t a = 0; a < nodes; ++a) {
    for (std::int32_t b = a + 1; b < nodes; ++b) {
      const double d =
          distance_m(points[static_cast<std::size_t>(a)], points[static_cast<std::size_t>(b)]);
      if (d < near_m && random.uniform() < 0.5) edges.push_back({a, b, d});
    }
  }
  return {std::move(points), std::move(edges)};
}

inline EdgePosition random_position(RandomStream& random, const Graph& graph) {
  const auto edge = random.index(static_cast<int>(graph.edges().size()));
  return {edge, random.uniform(0.0, graph.edges()[static_cast<std::size_t>(edge)].length_m)};
}

/// All shortest distances by Floyd and Warshall, between the graph's nodes followed by `places`.
inline std::vector<std::vector<double>> all_distances(const Graph& graph,
                                                      std::span<const EdgePosition> places) {
  const auto nodes = static_cast<std::size_t>(graph.node_count());
  const auto count = nodes + places.size();
  std::vector d(count, std::vector<double>(count, std::numeric_limits<double>::infinity()));
  const auto join = [&](std::size_t a, std::size_t b, double length_m) {
    d[a][b] = std::min(d[a][b], length_m);
    d[b][a] = d[a][b];
  };
  for (std::size_t i = 0; i < count; ++i) d[i][i] = 0.0;
  for (const auto& edge : graph.edges())
    join(static_cast<std::size_t>(edge.from), static_cast<std::size_t>(edge.to), edge.length_m);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto& edge = graph.edges()[static_cast<std::size_t>(places[i].edge)];
    join(nodes + i, static_cast<std::size_t>(edge.from), places[i].along_m);
    join(nodes + i, static_cast<std::size_t>(edge.to), edge.length_m - places[i].along_m);
    for (std::size_t j = 0; j < i; ++j)
      if (places[j].edge == places[i].edge)
        join(nodes + i, nodes + j, std::abs(places[i].along_m - places[j].along_m));
  }
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t j = 0; j < count; ++j) d[i][j] = std::min(d[i][j], d[i][k] + d[k][j]);
  return d;
}

}  // namespace gigacity::fibre::testing
