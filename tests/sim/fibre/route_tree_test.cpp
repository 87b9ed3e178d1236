// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/route_tree.hpp"

#include <gtest/gtest.h>

#include "tests/sim/fibre/support.hpp"

namespace gigacity::fibre {
namespace {

// The trees of many searches with one workspace have the lengths of Floyd and Warshall, and their
// stops lead back to the source edge by edge.
TEST(RouteTree, EqualsFloydWarshallAndLeadsBack) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const auto graph = testing::random_roads(seed, 60, 3000.0);
    RandomStream random(seed, 3);
    std::vector<EdgePosition> places;
    for (int i = 0; i < 12; ++i) places.push_back(testing::random_position(random, graph));
    const auto expected_m = testing::all_distances(graph, places);
    const auto nodes = static_cast<std::size_t>(graph.node_count());
    RouteSearch search(graph);
    for (std::size_t from = 0; from < places.size(); ++from) {
      const auto tree = search.from({places[from], 0.0}, places, SilentProgress());
      for (std::size_t to = 0; to < places.size(); ++to) {
        const double length_m = expected_m[nodes + from][nodes + to];
        if (length_m == std::numeric_limits<double>::infinity())
          EXPECT_EQ(tree.ways[to].distance_m, length_m);
        else
          EXPECT_NEAR(tree.ways[to].distance_m, length_m, 1e-9);
      }
      for (std::size_t s = 0; s < tree.stops.size(); ++s) {
        const auto& stop = tree.stops[s];
        if (stop.parent < 0) continue;
        ASSERT_LT(stop.parent, static_cast<std::int32_t>(s));
        const auto& before = tree.stops[static_cast<std::size_t>(stop.parent)];
        const auto& edge = graph.edges()[static_cast<std::size_t>(stop.edge)];
        EXPECT_TRUE((edge.from == stop.node && edge.to == before.node) ||
                    (edge.to == stop.node && edge.from == before.node));
        EXPECT_NEAR(stop.distance_m, before.distance_m + edge.length_m, 1e-9);
      }
    }
  }
}

}  // namespace
}  // namespace gigacity::fibre
