// SPDX-License-Identifier: Apache-2.0
#include "core/min_cost_flow.hpp"

#include <stdexcept>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/find_flow_cost.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>
#include <gtest/gtest.h>

#include "core/random.hpp"

namespace gigacity {
namespace {

constexpr auto unlimited = std::numeric_limits<std::int64_t>::max();

struct Network {
  std::int32_t nodes = 2;
  std::vector<FlowArc> arcs;
};

Network random_network(std::uint64_t seed, int nodes, int arcs, int capacity, int cost) {
  RandomStream random(seed, 1);
  Network network{nodes, {}};
  for (int a = 0; a < arcs; ++a)
    network.arcs.push_back(
        {random.index(nodes), random.index(nodes), random.index(capacity + 1), random.index(cost)});
  return network;
}

/// What leaves each node less what enters it.
std::vector<std::int64_t> surplus(const Network& network, std::span<const std::int64_t> flow) {
  std::vector<std::int64_t> of_node(static_cast<std::size_t>(network.nodes), 0);
  for (std::size_t a = 0; a < network.arcs.size(); ++a) {
    of_node[static_cast<std::size_t>(network.arcs[a].from)] += flow[a];
    of_node[static_cast<std::size_t>(network.arcs[a].to)] -= flow[a];
  }
  return of_node;
}

bool conserved(std::span<const std::int64_t> of_node) {
  for (std::size_t n = 1; n + 1 < of_node.size(); ++n)
    if (of_node[n] != 0) return false;
  return true;
}

void expect_consistent(const Network& network, const MinCostFlow& result) {
  ASSERT_EQ(result.arc_flow.size(), network.arcs.size());
  std::int64_t cost = 0;
  for (std::size_t a = 0; a < network.arcs.size(); ++a) {
    EXPECT_GE(result.arc_flow[a], 0);
    EXPECT_LE(result.arc_flow[a], network.arcs[a].capacity);
    cost += result.arc_flow[a] * network.arcs[a].cost;
  }
  EXPECT_EQ(result.cost, cost);
  const auto of_node = surplus(network, result.arc_flow);
  EXPECT_TRUE(conserved(of_node));
  EXPECT_EQ(of_node.front(), result.flow);
}

MinCostFlow from_first_to_last(const Network& network, std::int64_t limit = unlimited) {
  return min_cost_flow(network.nodes, network.arcs, 0, network.nodes - 1, limit);
}

/// The cheapest of the largest flows from the first to the last node among all there are.
std::pair<std::int64_t, std::int64_t> by_brute_force(const Network& network, std::int64_t limit) {
  std::pair<std::int64_t, std::int64_t> best{0, 0};
  std::vector<std::int64_t> flow(network.arcs.size(), 0);
  while (true) {
    const auto of_node = surplus(network, flow);
    if (conserved(of_node) && of_node.front() >= 0 && of_node.front() <= limit) {
      std::int64_t cost = 0;
      for (std::size_t a = 0; a < flow.size(); ++a) cost += flow[a] * network.arcs[a].cost;
      if (of_node.front() > best.first || (of_node.front() == best.first && cost < best.second))
        best = {of_node.front(), cost};
    }
    std::size_t a = 0;
    while (a < flow.size() && flow[a] == network.arcs[a].capacity) flow[a++] = 0;
    if (a == flow.size()) return best;
    ++flow[a];
  }
}

std::pair<std::int64_t, std::int64_t> by_boost(const Network& network) {
  using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
  using Number = long;
  // Weights are whole numbers as doubles: Boost adds the greatest ones up for nodes out of reach.
  using Properties = boost::property<
      boost::edge_capacity_t, Number,
      boost::property<boost::edge_residual_capacity_t, Number,
                      boost::property<boost::edge_reverse_t, Traits::edge_descriptor,
                                      boost::property<boost::edge_weight_t, double>>>>;
  boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Properties>
      graph(static_cast<std::size_t>(network.nodes));
  const auto add = [&](std::int32_t from, std::int32_t to, Number capacity, Number cost) {
    const auto edge =
        boost::add_edge(static_cast<std::size_t>(from), static_cast<std::size_t>(to), graph).first;
    boost::put(boost::edge_capacity, graph, edge, capacity);
    boost::put(boost::edge_weight, graph, edge, static_cast<double>(cost));
    return edge;
  };
  for (const auto& arc : network.arcs) {
    const auto edge = add(arc.from, arc.to, arc.capacity, arc.cost);
    const auto back = add(arc.to, arc.from, 0, -arc.cost);
    boost::put(boost::edge_reverse, graph, edge, back);
    boost::put(boost::edge_reverse, graph, back, edge);
  }
  const auto sink = static_cast<std::size_t>(network.nodes) - 1;
  boost::successive_shortest_path_nonnegative_weights(graph, 0, sink);
  std::int64_t flow = 0;
  for (auto [edge, end] = boost::out_edges(0, graph); edge != end; ++edge)
    flow += boost::get(boost::edge_capacity, graph, *edge) -
            boost::get(boost::edge_residual_capacity, graph, *edge);
  return {flow, static_cast<std::int64_t>(boost::find_flow_cost(graph))};
}

// Two units: the short way has room for one only.
TEST(MinCostFlow, TakesTheCheapWayFirst) {
  const Network network{4, {{0, 1, 1, 1}, {1, 3, 1, 1}, {0, 2, 5, 10}, {2, 3, 1, 10}}};
  const auto result = from_first_to_last(network);
  EXPECT_EQ(result.flow, 2);
  EXPECT_EQ(result.cost, 22);
  EXPECT_EQ(result.arc_flow, (std::vector<std::int64_t>{1, 1, 1, 1}));
  EXPECT_EQ(from_first_to_last(network, 1).cost, 2);
  EXPECT_EQ(from_first_to_last(network, 0).flow, 0);
}

// The first path goes 0-1-2-3 for 2; the second has to push it off the arc 1-2.
TEST(MinCostFlow, TakesBackWhatStandsInTheWay) {
  const Network network{4, {{0, 1, 1, 1}, {1, 2, 1, 0}, {2, 3, 1, 1}, {0, 2, 1, 4}, {1, 3, 1, 5}}};
  const auto result = from_first_to_last(network);
  EXPECT_EQ(result.flow, 2);
  EXPECT_EQ(result.cost, 11);
  EXPECT_EQ(result.arc_flow, (std::vector<std::int64_t>{1, 0, 1, 1, 1}));
}

TEST(MinCostFlow, CarriesNothingWhereNoPathLeads) {
  EXPECT_EQ(from_first_to_last({3, {{0, 1, 7, 1}, {2, 1, 7, 1}}}).flow, 0);
  EXPECT_EQ(from_first_to_last({2, {}}).flow, 0);
  EXPECT_EQ(from_first_to_last({2, {{0, 1, 0, 0}, {0, 0, 3, 0}}}).flow, 0);
}

TEST(MinCostFlow, CarriesWhateverAnArcWithoutBoundsIsAsked) {
  EXPECT_EQ(from_first_to_last({2, {{0, 1, unlimited, 0}, {0, 1, unlimited, 0}}}).flow, unlimited);
  EXPECT_THROW(from_first_to_last({2, {{0, 1, unlimited, 3}}}), std::overflow_error);
}

TEST(MinCostFlow, RefusesWhatIsNoNetwork) {
  EXPECT_THROW(min_cost_flow(2, {}, 0, 0), std::invalid_argument);
  EXPECT_THROW(min_cost_flow(2, {}, 0, 2), std::invalid_argument);
  EXPECT_THROW(min_cost_flow(0, {}, 0, 0), std::invalid_argument);
  EXPECT_THROW(min_cost_flow(2, {}, 0, 1, -1), std::invalid_argument);
  EXPECT_THROW(from_first_to_last({2, {{0, 2, 1, 1}}}), std::invalid_argument);
  EXPECT_THROW(from_first_to_last({2, {{0, 1, -1, 1}}}), std::invalid_argument);
  EXPECT_THROW(from_first_to_last({2, {{0, 1, 1, -1}}}), std::invalid_argument);
  EXPECT_THROW(from_first_to_last({2, {{0, 1, 1, unlimited}}}), std::invalid_argument);
}

TEST(MinCostFlow, IsTheCheapestOfAllThereAre) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto network = random_network(seed, 5, 8, 2, 4);
    for (const std::int64_t limit : {std::int64_t{2}, unlimited}) {
      const auto result = from_first_to_last(network, limit);
      expect_consistent(network, result);
      EXPECT_EQ(std::pair(result.flow, result.cost), by_brute_force(network, limit)) << seed;
    }
  }
}

TEST(MinCostFlow, CostsWhatBoostSays) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const auto network = random_network(seed, 40, 400, 20, seed % 2 == 0 ? 1000 : 5);
    const auto result = from_first_to_last(network);
    expect_consistent(network, result);
    EXPECT_EQ(std::pair(result.flow, result.cost), by_boost(network)) << seed;
  }
}

// Buildings to boxes, as an assignment asks: many equal paths, few of them free in the end.
TEST(MinCostFlow, AssignsAsBoostDoes) {
  RandomStream random(7, 7);
  constexpr int demands = 150;
  constexpr int points = 12;
  Network network{demands + points + 2, {}};
  const auto sink = network.nodes - 1;
  for (int d = 0; d < demands; ++d) {
    network.arcs.push_back({0, 1 + d, 1 + random.index(4), 0});
    for (int k = 0; k < 4; ++k)
      network.arcs.push_back({1 + d, 1 + demands + random.index(points), 8, random.index(500'000)});
  }
  for (int p = 0; p < points; ++p)
    network.arcs.push_back({1 + demands + p, sink, 24 + random.index(16), 0});
  const auto result = from_first_to_last(network);
  expect_consistent(network, result);
  EXPECT_EQ(std::pair(result.flow, result.cost), by_boost(network));
}

}  // namespace
}  // namespace gigacity
