// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/shortest_path.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <gtest/gtest.h>

#include "tests/sim/fibre/support.hpp"

namespace gigacity::fibre {
namespace {

using testing::all_distances;
using testing::random_position;
using testing::random_roads;
using testing::roads;

constexpr double infinity = std::numeric_limits<double>::infinity();

//        s 30 m along edge 0
//   0----+-----1-----2
TEST(ShortestPath, LeavesItsEdgeAtBothEnds) {
  const auto graph = roads({{{0, 0}, {100, 0}, {250, 0}}});
  const NearestSources nearest(graph, {{{0, 30.0}, 5.0}}, infinity, SilentProgress());
  EXPECT_DOUBLE_EQ(nearest.at_node(0).distance_m, 35.0);
  EXPECT_DOUBLE_EQ(nearest.at_node(1).distance_m, 75.0);
  EXPECT_DOUBLE_EQ(nearest.at_node(2).distance_m, 225.0);
  EXPECT_DOUBLE_EQ(nearest.at({1, 20.0}).distance_m, 95.0);
}

TEST(ShortestPath, GoesStraightAlongTheSameEdge) {
  const auto graph = roads({{{0, 0}, {100, 0}}});
  const NearestSources nearest(graph, {{{0, 30.0}, 5.0}}, infinity, SilentProgress());
  EXPECT_DOUBLE_EQ(nearest.at({0, 45.0}).distance_m, 20.0);
  EXPECT_DOUBLE_EQ(nearest.at({0, 30.0}).distance_m, 5.0);
}

// A long way round: both ends of the same edge are nearer by another road than along the edge.
TEST(ShortestPath, MayReachTheSameEdgeFasterFromItsOtherEnd) {
  const Graph graph({{0, 0}, {100, 0}}, {{0, 1, 1000.0}, {0, 1, 100.0}});
  const NearestSources nearest(graph, {{{0, 10.0}, 0.0}}, infinity, SilentProgress());
  EXPECT_DOUBLE_EQ(nearest.at({0, 990.0}).distance_m, 120.0);
}

//   a----m----b       m is equally far from both
TEST(ShortestPath, TakesTheLowerOfEquallyNearSources) {
  const auto graph = roads({{{0, 0}, {100, 0}, {200, 0}}});
  const NearestSources nearest(graph, {{{1, 100.0}, 0.0}, {{0, 0.0}, 0.0}}, infinity,
                               SilentProgress());
  EXPECT_EQ(nearest.at_node(1).source, 0);
  EXPECT_EQ(nearest.at_node(0).source, 1);
}

TEST(ShortestPath, KeepsTheLimit) {
  const auto graph = roads({{{0, 0}, {100, 0}, {200, 0}, {300, 0}}});
  const NearestSources nearest(graph, {{{0, 0.0}, 10.0}}, 210.0, SilentProgress());
  EXPECT_EQ(nearest.at_node(2).source, 0);
  EXPECT_EQ(nearest.at_node(3).source, -1);
  EXPECT_EQ(nearest.at({2, 0.5}).source, -1);
  EXPECT_EQ(nearest.at({2, 0.0}).source, 0);
}

TEST(ShortestPath, FindsNothingInAnotherComponent) {
  const auto graph = roads({{{0, 0}, {100, 0}}, {{0, 50}, {100, 50}}});
  const NearestSources nearest(graph, {{{0, 0.0}, 0.0}}, infinity, SilentProgress());
  EXPECT_EQ(nearest.at({1, 50.0}).source, -1);
  EXPECT_EQ(route_lengths_m(graph, {{0, 0.0}, 0.0}, std::vector<EdgePosition>{{1, 50.0}, {0, 9.0}},
                            SilentProgress()),
            (std::vector{infinity, 9.0}));
}

/// By (distance, index), over the sources still there; the reference for labels.
NearestSource by_definition(const std::vector<std::vector<double>>& d, std::size_t nodes,
                            const std::vector<PathSource>& sources,
                            const std::vector<char>& removed, std::size_t place) {
  NearestSource best;
  for (std::size_t s = 0; s < sources.size(); ++s) {
    const double distance_m = sources[s].start_m + d[nodes + s][place];
    if (removed[s] || distance_m >= best.distance_m) continue;
    best = {distance_m, static_cast<std::int32_t>(s)};
  }
  return best;
}

TEST(ShortestPath, EqualsFloydWarshallWhileSourcesAreTakenAway) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const auto graph = random_roads(seed, 60, 1000.0);
    const auto nodes = static_cast<std::size_t>(graph.node_count());
    RandomStream random(seed, 2);
    std::vector<PathSource> sources;
    std::vector<EdgePosition> places;
    for (int s = 0; s < 10; ++s) {
      sources.push_back({random_position(random, graph), random.uniform(0.0, 40.0)});
      places.push_back(sources.back().at);
    }
    for (int t = 0; t < 30; ++t) places.push_back(random_position(random, graph));
    const auto d = all_distances(graph, places);

    NearestSources nearest(graph, sources, infinity, SilentProgress());
    std::vector<char> removed(sources.size(), 0);
    const std::vector<std::vector<std::int32_t>> steps{{}, {3}, {0, 7}, {9, 1, 2}, {4, 5, 6, 8}};
    for (const auto& step : steps) {
      nearest.remove(step, SilentProgress());
      for (const auto s : step) removed[static_cast<std::size_t>(s)] = 1;
      const auto expect_same = [&](const NearestSource& found, std::size_t place) {
        const auto expected = by_definition(d, nodes, sources, removed, place);
        ASSERT_EQ(found.source, expected.source) << "seed " << seed << " place " << place;
        if (expected.source < 0) return;
        ASSERT_NEAR(found.distance_m, expected.distance_m, 1e-9);
      };
      for (std::size_t node = 0; node < nodes; ++node)
        expect_same(nearest.at_node(static_cast<std::int32_t>(node)), node);
      for (std::size_t t = 0; t < places.size(); ++t) expect_same(nearest.at(places[t]), nodes + t);
    }
  }
}

TEST(ShortestPath, RouteLengthsEqualFloydWarshall) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const auto graph = random_roads(seed, 60, 1000.0);
    RandomStream random(seed, 3);
    std::vector<EdgePosition> places;
    places.reserve(12);
    for (int t = 0; t < 12; ++t) places.push_back(random_position(random, graph));
    const auto d = all_distances(graph, places);
    const auto lengths_m = route_lengths_m(graph, {places[0], 7.0}, places, SilentProgress());
    const auto nodes = static_cast<std::size_t>(graph.node_count());
    for (std::size_t t = 0; t < places.size(); ++t) {
      const double expected_m = 7.0 + d[nodes][nodes + t];
      if (expected_m == infinity) {
        EXPECT_EQ(lengths_m[t], infinity);
      } else {
        EXPECT_NEAR(lengths_m[t], expected_m, 1e-9);
      }
    }
  }
}

// An implementation written by others; 1e-6 m is a micrometre over routes of some kilometres, and
// far above the rounding of sums in another order.
TEST(ShortestPath, EqualsBoostGraphOnARandomGeometricGraph) {
  using Weighted =
      boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                            boost::property<boost::edge_weight_t, double>>;
  const auto graph = random_roads(77, 3000, 10'000.0);
  const auto nodes = static_cast<std::size_t>(graph.node_count());
  RandomStream random(77, 4);
  for (int trial = 0; trial < 3; ++trial) {
    const auto from = random_position(random, graph);
    const auto& edge = graph.edges()[static_cast<std::size_t>(from.edge)];
    Weighted weighted(nodes + 1);
    for (const auto& e : graph.edges())
      boost::add_edge(static_cast<std::size_t>(e.from), static_cast<std::size_t>(e.to), e.length_m,
                      weighted);
    boost::add_edge(nodes, static_cast<std::size_t>(edge.from), from.along_m, weighted);
    boost::add_edge(nodes, static_cast<std::size_t>(edge.to), edge.length_m - from.along_m,
                    weighted);
    std::vector<double> expected_m(nodes + 1);
    boost::dijkstra_shortest_paths(
        weighted, nodes,
        boost::distance_map(boost::make_iterator_property_map(
            expected_m.begin(), boost::get(boost::vertex_index, weighted))));

    const NearestSources nearest(graph, {{from, 0.0}}, infinity, SilentProgress());
    std::size_t reached = 0;
    for (std::size_t node = 0; node < nodes; ++node) {
      const auto label = nearest.at_node(static_cast<std::int32_t>(node));
      const bool connected = expected_m[node] < std::numeric_limits<double>::max();
      ASSERT_EQ(label.source >= 0, connected);
      if (!connected) continue;
      ASSERT_NEAR(label.distance_m, expected_m[node], 1e-6);
      ++reached;
    }
    EXPECT_GT(reached, nodes / 2);
  }
}

TEST(ShortestPath, StopsWhenTold) {
  std::vector<LineString> lines(1);
  for (int i = 0; i < 40'000; ++i) lines[0].push_back({10.0 * i, 0.0});
  const auto graph = graph_of_lines(lines, 0.5);
  SilentProgress progress;
  progress.cancel();
  EXPECT_THROW(NearestSources(graph, {{{0, 0.0}, 0.0}}, infinity, progress), Cancelled);
}

}  // namespace
}  // namespace gigacity::fibre
