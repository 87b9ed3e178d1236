// SPDX-License-Identifier: Apache-2.0
#include "core/junction_graph.hpp"

#include <gtest/gtest.h>

#include "core/graph.hpp"

namespace gigacity {
namespace {

const JunctionGraph::Chain& chain_of_edge(const Graph& graph, std::int32_t edge) {
  const auto& junctions = graph.junctions();
  return junctions.chains()[static_cast<std::size_t>(junctions.position(edge, 0.0).chain)];
}

//   0 --3-- 1 --4-- 2 --5-- 3      the middle edge is digitised the other way round
TEST(JunctionGraph, JoinsARowOfEdgesWhicheverWayTheyRun) {
  const Graph graph({{0, 0}, {3, 0}, {7, 0}, {12, 0}}, {{0, 1, 3.0}, {2, 1, 4.0}, {2, 3, 5.0}});
  const auto& junctions = graph.junctions();
  EXPECT_EQ(junctions.junction_count(), 2);
  ASSERT_EQ(junctions.chains().size(), 1U);
  EXPECT_EQ(junctions.chains()[0].length_m, 12.0);
  EXPECT_EQ(junctions.position(0, 1.0).along_m, 1.0);
  EXPECT_EQ(junctions.position(1, 1.0).along_m, 6.0);
  EXPECT_EQ(junctions.position(2, 1.0).along_m, 8.0);
  EXPECT_EQ(junctions.place(0).junction, 0);
  EXPECT_EQ(junctions.place(1).along_m, 3.0);
  EXPECT_EQ(junctions.place(2).along_m, 7.0);
  EXPECT_EQ(junctions.place(2).junction, -1);
  EXPECT_TRUE(junctions.arcs(0)[0].dead_end);
}

TEST(JunctionGraph, CutsARingAtOneNode) {
  const Graph graph({{0, 0}, {1, 0}, {0, 1}}, {{0, 1, 1.0}, {1, 2, 2.0}, {2, 0, 3.0}});
  EXPECT_EQ(graph.junctions().junction_count(), 1);
  ASSERT_EQ(graph.junctions().chains().size(), 1U);
  EXPECT_EQ(graph.junctions().chains()[0].length_m, 6.0);
  EXPECT_EQ(graph.junctions().arcs(0).size(), 2U);
  EXPECT_FALSE(graph.junctions().arcs(0)[0].dead_end);
}

TEST(JunctionGraph, KeepsLoopsParallelEdgesAndNodesApart) {
  const Graph graph({{0, 0}, {1, 0}, {5, 5}, {9, 9}},
                    {{0, 1, 1.0}, {0, 1, 2.0}, {0, 0, 4.0}, {2, 2, 7.0}});
  const auto& junctions = graph.junctions();
  // The two edges between 0 and 1 make one chain from 0 back to it.
  EXPECT_EQ(junctions.junction_count(), 2);
  EXPECT_EQ(chain_of_edge(graph, 0).length_m, 3.0);
  EXPECT_EQ(chain_of_edge(graph, 1).length_m, 3.0);
  EXPECT_EQ(chain_of_edge(graph, 2).length_m, 4.0);
  EXPECT_EQ(chain_of_edge(graph, 3).length_m, 7.0);
  EXPECT_EQ(junctions.place(3).junction, -1);
  EXPECT_EQ(junctions.place(3).chain, -1);
}

TEST(JunctionGraph, MayBeEmpty) {
  EXPECT_EQ(Graph().junctions().junction_count(), 0);
  EXPECT_EQ(Graph({{1, 1}}, {}).junctions().junction_count(), 0);
}

}  // namespace
}  // namespace gigacity
