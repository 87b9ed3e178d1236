// SPDX-License-Identifier: Apache-2.0
// Shortest routes as Boost.Graph finds them: an answer nobody here wrote.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

#include "core/graph.hpp"
#include "sim/fibre/shortest_path.hpp"

namespace gigacity::fibre::testing {

/// The road graph in Boost's form of compressed rows, every edge both ways, and one node more from
/// which arcs lead to the ends of the sources' edges.
class BoostRoads {
 public:
  BoostRoads(const Graph& graph, std::span<const PathSource> sources)
      : m_start(static_cast<std::size_t>(graph.node_count())) {
    std::vector<std::pair<std::size_t, std::size_t>> arcs;
    std::vector<Length> lengths;
    const auto add = [&](std::size_t from, std::size_t to, double length_m) {
      arcs.emplace_back(from, to);
      lengths.push_back({length_m});
    };
    for (const auto& edge : graph.edges()) {
      const auto from = static_cast<std::size_t>(edge.from);
      const auto to = static_cast<std::size_t>(edge.to);
      add(from, to, edge.length_m);
      add(to, from, edge.length_m);
    }
    for (const auto& source : sources) {
      const auto& edge = graph.edges()[static_cast<std::size_t>(source.at.edge)];
      add(m_start, static_cast<std::size_t>(edge.from), source.start_m + source.at.along_m);
      add(m_start, static_cast<std::size_t>(edge.to),
          source.start_m + (edge.length_m - source.at.along_m));
    }
    m_graph = Rows(boost::edges_are_unsorted_multi_pass, arcs.begin(), arcs.end(), lengths.begin(),
                   m_start + 1);
  }

  /// To each node; the largest double where no route leads.
  std::vector<double> distances_m() const {
    std::vector<double> distance_m(m_start + 1);
    boost::dijkstra_shortest_paths(
        m_graph, m_start,
        boost::weight_map(boost::get(&Length::length_m, m_graph))
            .distance_map(boost::make_iterator_property_map(
                distance_m.begin(), boost::get(boost::vertex_index, m_graph))));
    distance_m.pop_back();
    return distance_m;
  }

 private:
  struct Length {
    double length_m = 0.0;
  };
  using Rows = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Length>;

  std::size_t m_start;
  Rows m_graph;
};

}  // namespace gigacity::fibre::testing
