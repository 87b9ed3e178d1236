// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/snapping.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include <gtest/gtest.h>

#include "tests/sim/fibre/support.hpp"

namespace gigacity::fibre {
namespace {

using testing::random_roads;
using testing::roads;

//        p
//        .          the foot of the perpendicular, 30 m along
//   0----+-----1
TEST(Snapping, FindsTheFootOfThePerpendicular) {
  const auto graph = roads({{{0, 0}, {100, 0}}});
  const auto snap = EdgeIndex(graph).nearest({30, 40}, 500.0);
  ASSERT_TRUE(snap);
  EXPECT_EQ(snap->at.edge, 0);
  EXPECT_DOUBLE_EQ(snap->at.along_m, 30.0);
  EXPECT_DOUBLE_EQ(snap->offset_m, 40.0);
}

TEST(Snapping, EndsAtTheEndOfTheRoad) {
  const auto graph = roads({{{0, 0}, {100, 0}}});
  const auto snap = EdgeIndex(graph).nearest({103, 4}, 500.0);
  ASSERT_TRUE(snap);
  EXPECT_DOUBLE_EQ(snap->at.along_m, 100.0);
  EXPECT_DOUBLE_EQ(snap->offset_m, 5.0);
}

//   0----1----2      the point above node 1 is equally near to both edges
TEST(Snapping, TakesTheLowerEdgeOfEquallyNearOnes) {
  const auto graph = roads({{{0, 0}, {100, 0}, {200, 0}}, {{0, 50}, {200, 50}}});
  EXPECT_EQ(EdgeIndex(graph).nearest({100, -10}, 500.0)->at.edge, 0);
  EXPECT_EQ(EdgeIndex(graph).nearest({150, 25}, 500.0)->at.edge, 1);
}

//   Three edges meet in a node, and a fourth is farther.
TEST(Snapping, NamesTheNearestFewInOrder) {
  const auto graph =
      roads({{{0, 0}, {100, 0}, {200, 0}}, {{100, 0}, {100, 90}}, {{0, 60}, {90, 60}}});
  const EdgeIndex index(graph);
  std::array<Snap, 3> found;
  ASSERT_EQ(index.nearest({100, -10}, 500.0, found), 3U);
  EXPECT_EQ(found[0].at.edge, 0);
  EXPECT_EQ(found[1].at.edge, 1);
  EXPECT_EQ(found[2].at.edge, 2);
  EXPECT_DOUBLE_EQ(found[1].at.along_m, 0.0);
  EXPECT_EQ(index.nearest({50, 65}, 20.0, found), 1U);
  EXPECT_EQ(found[0].at.edge, 3);
  EXPECT_EQ(index.nearest({50, 65}, 2.0, found), 0U);
}

//        a . . .     A building at the corner of two streets and before a back lane.
//   -----+-----      The bend of a street is no other street, nor the corner of one that the
//        |           nearer leads to.
TEST(Snapping, ListsStreetsNearlyAsNear) {
  const auto graph = roads({{{0, 0}, {50, 0}, {100, 0}},
                            {{100, 0}, {100, 100}},
                            {{100, 0}, {200, 0}},
                            {{0, 60}, {90, 60}},
                            {{0, -300}, {200, -300}}});
  const EdgeIndex index(graph);
  const auto roads_at = [&](MapPoint p) {
    std::vector<std::int32_t> edges;
    const auto near = near_roads(index, graph, p, 500.0);
    for (const auto& road : near.all()) edges.push_back(road.at.edge);
    return edges;
  };
  using Edges = std::vector<std::int32_t>;
  EXPECT_EQ(roads_at({80, 25}), (Edges{2, 1, 4}));  // the corner of edge 3 is edge 2's
  EXPECT_EQ(roads_at({48, 10}), (Edges{0, 4}));     // one street with a bend, and the lane
  EXPECT_EQ(roads_at({48, -10}), Edges{0});         // the lane is too far
  EXPECT_EQ(roads_at({150, -200}), (Edges{5, 3}));  // twice as far at most
  EXPECT_EQ(roads_at({150, -201}), Edges{5});
  EXPECT_TRUE(near_roads(index, graph, {48, 2000}, 500.0).empty());
}

TEST(Snapping, KeepsTheLimit) {
  const auto graph = roads({{{0, 0}, {100, 0}}});
  const EdgeIndex index(graph);
  EXPECT_TRUE(index.nearest({50, 20}, 20.0));
  EXPECT_FALSE(index.nearest({50, 20.001}, 20.0));
  EXPECT_FALSE(index.nearest({1e7, 1e7}, 500.0));
}

TEST(Snapping, AnswersNothingForWhatIsNoPlace) {
  const auto graph = roads({{{0, 0}, {100, 0}}});
  const EdgeIndex index(graph);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(index.nearest({nan, 0}, 500.0));
  EXPECT_FALSE(index.nearest({0, infinity}, infinity));
  const Graph none;
  EXPECT_FALSE(EdgeIndex(none).nearest({0, 0}, 500.0));
}

TEST(Snapping, MeasuresAlongTheLengthOfTheEdgeNotOfItsPicture) {
  const Graph graph({{0, 0}, {100, 0}}, {{0, 1, 120.0}});
  EXPECT_DOUBLE_EQ(EdgeIndex(graph).nearest({25, 5}, 500.0)->at.along_m, 30.0);
}

/// The distance of a point and a segment, by the definition.
double segment_distance_m(MapPoint p, MapPoint a, MapPoint b) {
  const double dx = b.x_m - a.x_m;
  const double dy = b.y_m - a.y_m;
  const double t =
      std::clamp(((p.x_m - a.x_m) * dx + (p.y_m - a.y_m) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
  return distance_m(p, {a.x_m + t * dx, a.y_m + t * dy});
}

void expect_the_nearest_few(const EdgeIndex& index, const Graph& graph, MapPoint p,
                            double limit_m) {
  std::vector<double> all_m;
  for (const auto& edge : graph.edges()) {
    const double away_m = segment_distance_m(p, graph.nodes()[static_cast<std::size_t>(edge.from)],
                                             graph.nodes()[static_cast<std::size_t>(edge.to)]);
    if (away_m <= limit_m) all_m.push_back(away_m);
  }
  std::ranges::sort(all_m);
  std::array<Snap, 4> found;
  const auto count = index.nearest(p, limit_m, found);
  ASSERT_EQ(count, std::min(all_m.size(), found.size()));
  std::set<std::int32_t> edges;
  for (std::size_t i = 0; i < count; ++i) {
    EXPECT_NEAR(found[i].offset_m, all_m[i], 1e-9);
    edges.insert(found[i].at.edge);
  }
  EXPECT_EQ(edges.size(), count);
}

void expect_as_brute_force(const Graph& graph, std::uint64_t seed, double side_m, double limit_m) {
  const EdgeIndex index(graph);
  RandomStream random(seed, 7);
  for (int i = 0; i < 300; ++i) {
    const MapPoint p{random.uniform(-0.3 * side_m, 1.3 * side_m),
                     random.uniform(-0.3 * side_m, 1.3 * side_m)};
    double best_m = std::numeric_limits<double>::infinity();
    for (const auto& edge : graph.edges())
      best_m =
          std::min(best_m, segment_distance_m(p, graph.nodes()[static_cast<std::size_t>(edge.from)],
                                              graph.nodes()[static_cast<std::size_t>(edge.to)]));
    const auto snap = index.nearest(p, limit_m);
    ASSERT_EQ(snap.has_value(), best_m <= limit_m) << i;
    expect_the_nearest_few(index, graph, p, limit_m);
    if (!snap) continue;
    EXPECT_NEAR(snap->offset_m, best_m, 1e-9);
    const auto& edge = graph.edges()[static_cast<std::size_t>(snap->at.edge)];
    EXPECT_NEAR(segment_distance_m(p, graph.nodes()[static_cast<std::size_t>(edge.from)],
                                   graph.nodes()[static_cast<std::size_t>(edge.to)]),
                best_m, 1e-9);
  }
}

TEST(Snapping, EqualsBruteForceOnRandomRoads) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed)
    expect_as_brute_force(random_roads(seed, 120, 2000.0), seed, 2000.0, 250.0);
}

TEST(Snapping, EqualsBruteForceFarFromTheOriginAndWithoutALimit) {
  auto base = random_roads(3, 80, 2000.0);
  auto nodes = base.nodes();
  for (auto& node : nodes) node = {node.x_m + 500'000.0, node.y_m + 3'900'000.0};
  const Graph graph(nodes, base.edges());
  const EdgeIndex index(graph);
  const EdgeIndex at_origin(base);
  RandomStream random(5, 5);
  for (int i = 0; i < 200; ++i) {
    const MapPoint p{random.uniform(-9000.0, 9000.0), random.uniform(-9000.0, 9000.0)};
    const auto near = at_origin.nearest(p, std::numeric_limits<double>::infinity());
    const auto far = index.nearest({p.x_m + 500'000.0, p.y_m + 3'900'000.0},
                                   std::numeric_limits<double>::infinity());
    ASSERT_TRUE(near && far);
    EXPECT_NEAR(near->offset_m, far->offset_m, 1e-6);
  }
}

// A few roads across the whole map among many short ones, and roads that are only upright or level.
TEST(Snapping, EqualsBruteForceWithLongAndUprightEdges) {
  std::vector<MapPoint> nodes{{0, 0}, {2000, 1900}, {0, 2000}, {2000, 0}, {700, 0}, {700, 2000}};
  std::vector<Graph::Edge> edges;
  for (std::int32_t i = 0; i < 6; i += 2)
    edges.push_back(
        {i, i + 1,
         distance_m(nodes[static_cast<std::size_t>(i)], nodes[static_cast<std::size_t>(i) + 1])});
  RandomStream random(11, 0);
  for (int i = 0; i < 200; ++i) {
    const MapPoint a{random.uniform(0.0, 400.0), random.uniform(0.0, 400.0)};
    nodes.push_back(a);
    nodes.push_back({a.x_m + random.uniform(-20.0, 20.0), a.y_m + random.uniform(-20.0, 20.0)});
    const auto last = static_cast<std::int32_t>(nodes.size()) - 1;
    edges.push_back({last - 1, last, distance_m(nodes[nodes.size() - 2], nodes.back())});
  }
  expect_as_brute_force(Graph(nodes, edges), 2, 2000.0, 5000.0);
}

}  // namespace
}  // namespace gigacity::fibre
