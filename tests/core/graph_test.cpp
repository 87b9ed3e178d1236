// SPDX-License-Identifier: Apache-2.0
#include "core/graph.hpp"

#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/random.hpp"

namespace gigacity {
namespace {

std::vector<std::int32_t> neighbours(const Graph& graph, std::int32_t node) {
  std::vector<std::int32_t> to;
  for (const auto& arc : graph.arcs(node)) to.push_back(arc.to);
  return to;
}

TEST(Graph, ListsTheArcsOfANodeInOrderOfTheirEdges) {
  const Graph graph({{0, 0}, {1, 0}, {2, 0}}, {{1, 2, 4.0}, {0, 1, 3.0}, {2, 2, 5.0}});
  EXPECT_EQ(neighbours(graph, 0), (std::vector{1}));
  EXPECT_EQ(neighbours(graph, 1), (std::vector{2, 0}));
  EXPECT_EQ(neighbours(graph, 2), (std::vector{1, 2, 2}));
  EXPECT_EQ(graph.arcs(0)[0].edge, 1);
  EXPECT_EQ(graph.arcs(0)[0].length_m, 3.0);
}

TEST(Graph, HasNoNodesUnlessGivenSome) {
  EXPECT_EQ(Graph().node_count(), 0);
  EXPECT_TRUE(components(Graph()).empty());
  EXPECT_EQ(Graph({{1, 1}}, {}).node_count(), 1);
  EXPECT_TRUE(Graph({{1, 1}}, {}).arcs(0).empty());
}

TEST(Graph, RefusesWhatIsNoGraph) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(Graph({{0, 0}}, {{0, 1, 1.0}}), std::invalid_argument);
  EXPECT_THROW(Graph({{0, 0}}, {{-1, 0, 1.0}}), std::invalid_argument);
  EXPECT_THROW(Graph({{0, 0}}, {{0, 0, -1.0}}), std::invalid_argument);
  EXPECT_THROW(Graph({{0, 0}}, {{0, 0, nan}}), std::invalid_argument);
  EXPECT_THROW(Graph({{0, nan}}, {}), std::invalid_argument);
}

//   0---1---2
//       |
//       3
TEST(GraphOfLines, JoinsLinesAtCommonVertices) {
  const std::vector<LineString> lines{{{0, 0}, {10, 0}, {20, 0}}, {{10, -5}, {10, 0}}};
  const auto graph = graph_of_lines(lines, 0.5);
  EXPECT_EQ(graph.node_count(), 4);
  ASSERT_EQ(graph.edges().size(), 3U);
  EXPECT_EQ(neighbours(graph, 1), (std::vector{0, 2, 3}));
  EXPECT_EQ(graph.edges()[2].length_m, 5.0);
}

// The same junction digitised twice, 0.4 m apart, in every direction and place: a fixed lattice
// would tear some of these apart.
TEST(GraphOfLines, JoinsVerticesWithinTheSnappingDistanceWhereverTheyLie) {
  RandomStream random(1, 2);
  for (int i = 0; i < 500; ++i) {
    const MapPoint a{random.uniform(-1e6, 1e6), random.uniform(-1e6, 1e6)};
    const double angle = random.uniform(0.0, 6.28);
    const MapPoint b{a.x_m + 0.4 * std::cos(angle), a.y_m + 0.4 * std::sin(angle)};
    const std::vector<LineString> lines{{{a.x_m - 50, a.y_m}, a}, {b, {b.x_m + 50, b.y_m}}};
    EXPECT_EQ(graph_of_lines(lines, 0.5).node_count(), 3);
    EXPECT_EQ(graph_of_lines(lines, 0.3).node_count(), 4);
  }
}

TEST(GraphOfLines, JoinsTheNearestOfSeveralNodes) {
  const std::vector<LineString> lines{
      {{0, 0}, {0, 9}}, {{1.5, 0}, {1.5, 9}}, {{0.9, 0}, {0.9, -9}}};
  const auto graph = graph_of_lines(lines, 1.0);
  ASSERT_EQ(graph.node_count(), 5);
  EXPECT_EQ(graph.edges()[2].from, 2);
}

TEST(GraphOfLines, DropsEdgesWithoutLengthAndVerticesThatAreNoNumbers) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<LineString> lines{
      {{0, 0}, {0.1, 0}, {10, 0}}, {{20, 0}, {nan, 0}, {30, 0}, {40, 0}}, {{5, 5}}, {}};
  const auto graph = graph_of_lines(lines, 0.5);
  ASSERT_EQ(graph.edges().size(), 2U);
  EXPECT_EQ(graph.edges()[0].length_m, 10.0);
  EXPECT_EQ(graph.edges()[1].length_m, 10.0);
}

//   a bridge over a road: no common vertex, no junction
TEST(GraphOfLines, DoesNotJoinLinesThatOnlyCross) {
  const std::vector<LineString> lines{{{0, 0}, {10, 0}}, {{5, -5}, {5, 5}}};
  EXPECT_EQ(components(graph_of_lines(lines, 0.5)), (std::vector{0, 0, 1, 1}));
}

TEST(GraphOfLines, RefusesASnappingDistanceOfNothing) {
  EXPECT_THROW(graph_of_lines({}, 0.0), std::invalid_argument);
  EXPECT_THROW(graph_of_lines({}, std::numeric_limits<double>::quiet_NaN()), std::invalid_argument);
}

TEST(Components, AreNumberedInOrderOfTheirLowestNode) {
  const Graph graph({{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}}, {{3, 1, 1.0}, {4, 0, 1.0}});
  EXPECT_EQ(components(graph), (std::vector{0, 1, 2, 1, 0}));
}

}  // namespace
}  // namespace gigacity
