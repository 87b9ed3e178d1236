// SPDX-License-Identifier: Apache-2.0
#include "core/min_cost_flow.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <stdexcept>
#include <utility>

namespace gigacity {

namespace {

constexpr auto infinity = std::numeric_limits<std::int64_t>::max();

void check(std::int32_t node_count, std::span<const FlowArc> arcs, std::int32_t source,
           std::int32_t sink, std::int64_t limit) {
  const auto known = [&](std::int32_t node) { return node >= 0 && node < node_count; };
  if (!known(source) || !known(sink) || source == sink)
    throw std::invalid_argument("source and sink must be two nodes of the network");
  if (limit < 0) throw std::invalid_argument("a flow's limit must not be negative");
  // A shortest path passes no node twice, forwards or backwards.
  const auto highest = infinity / 4 / node_count;
  for (const auto& arc : arcs) {
    if (!known(arc.from) || !known(arc.to))
      throw std::invalid_argument("an arc names a node that the network does not have");
    if (arc.capacity < 0) throw std::invalid_argument("an arc's capacity must not be negative");
    if (arc.cost < 0 || arc.cost > highest)
      throw std::invalid_argument("an arc's cost must not be negative, nor overflow along a path");
  }
}

/// What room is left on each arc, and what can be taken back from it by an arc the other way.
class Residual {
 public:
  Residual(std::int32_t node_count, std::span<const FlowArc> arcs, std::int32_t source,
           std::int32_t sink)
      : m_source(index(source)),
        m_sink(index(sink)),
        m_first(index(node_count) + 1, 0),
        m_arcs(arcs.size() * 2),
        m_forward(arcs.size()),
        m_potential(index(node_count), 0),
        m_distance(index(node_count), infinity),
        m_next(index(node_count), 0),
        m_passed(index(node_count), 0) {
    for (const auto& arc : arcs) {
      ++m_first[index(arc.from) + 1];
      ++m_first[index(arc.to) + 1];
    }
    for (std::size_t n = 1; n < m_first.size(); ++n) m_first[n] += m_first[n - 1];
    auto next = m_first;
    for (std::size_t a = 0; a < arcs.size(); ++a) {
      const auto& arc = arcs[a];
      const auto forward = next[index(arc.from)]++;
      const auto back = next[index(arc.to)]++;
      m_arcs[forward] = {index(arc.to), back, arc.capacity, arc.cost};
      m_arcs[back] = {index(arc.from), forward, 0, -arc.cost};
      m_forward[a] = forward;
    }
  }

  /// Lowers the reduced costs of all arcs on shortest paths to the sink to zero. False: there is no
  /// path.
  bool search() {
    using Open = std::pair<std::int64_t, std::size_t>;
    std::priority_queue<Open, std::vector<Open>, std::greater<>> open;
    for (const auto node : m_reached) m_distance[node] = infinity;
    m_reached.assign(1, m_source);
    m_distance[m_source] = 0;
    open.push({0, m_source});
    while (!open.empty()) {
      const auto [distance, node] = open.top();
      open.pop();
      if (distance != m_distance[node]) continue;
      if (node == m_sink) {
        for (const auto reached : m_reached)
          m_potential[reached] += std::min<std::int64_t>(m_distance[reached] - distance, 0);
        return true;
      }
      for (auto a = m_first[node]; a < m_first[node + 1]; ++a) {
        const auto& arc = m_arcs[a];
        if (arc.room == 0) continue;
        const auto further = distance + reduced_cost(node, arc);
        auto& known = m_distance[arc.to];
        if (further >= known) continue;
        if (known == infinity) m_reached.push_back(arc.to);
        known = further;
        open.push({further, arc.to});
      }
    }
    return false;
  }

  /// Fills arcs of no reduced cost from source to sink, `limit` at most. A node that led nowhere is
  /// not tried again: should it lead somewhere by then, the next search finds it.
  std::int64_t fill(std::int64_t limit) {
    for (const auto node : m_reached) {
      m_next[node] = m_first[node];
      m_passed[node] = 0;
    }
    std::int64_t filled = 0;
    std::vector<std::size_t> path;
    auto node = m_source;
    m_passed[node] = 1;
    while (filled < limit) {
      if (node == m_sink) {
        filled += augment(path, limit - filled);
        for (const auto a : path) m_passed[m_arcs[a].to] = 0;
        path.clear();
        node = m_source;
      } else if (const auto arc = way_on(node); arc < m_first[node + 1]) {
        path.push_back(arc);
        node = m_arcs[arc].to;
        m_passed[node] = 1;
      } else {
        if (path.empty()) break;
        node = m_arcs[m_arcs[path.back()].reverse].to;
        path.pop_back();
      }
    }
    return filled;
  }

  /// Units on an arc of the network.
  std::int64_t flow(std::size_t arc) const { return m_arcs[m_arcs[m_forward[arc]].reverse].room; }

 private:
  struct Arc {
    std::size_t to = 0;
    std::size_t reverse = 0;
    std::int64_t room = 0;
    std::int64_t cost = 0;
  };

  static std::size_t index(std::int32_t node) { return static_cast<std::size_t>(node); }

  std::int64_t reduced_cost(std::size_t from, const Arc& arc) const {
    return arc.cost + m_potential[from] - m_potential[arc.to];
  }

  std::size_t way_on(std::size_t node) {
    for (auto& a = m_next[node]; a < m_first[node + 1]; ++a) {
      const auto& arc = m_arcs[a];
      if (arc.room > 0 && m_distance[arc.to] < infinity && m_passed[arc.to] == 0 &&
          reduced_cost(node, arc) == 0)
        return a;
    }
    return m_first[node + 1];
  }

  std::int64_t augment(std::span<const std::size_t> path, std::int64_t limit) {
    for (const auto a : path) limit = std::min(limit, m_arcs[a].room);
    for (const auto a : path) {
      m_arcs[a].room -= limit;
      m_arcs[m_arcs[a].reverse].room += limit;
    }
    return limit;
  }

  std::size_t m_source;
  std::size_t m_sink;
  std::vector<std::size_t> m_first;  ///< of each node, into m_arcs
  std::vector<Arc> m_arcs;
  std::vector<std::size_t> m_forward;  ///< of each arc of the network, into m_arcs
  std::vector<std::int64_t> m_potential;
  std::vector<std::int64_t> m_distance;  ///< from the source in reduced costs, where m_reached
  std::vector<std::size_t> m_reached;
  std::vector<std::size_t> m_next;  ///< of each node the next arc to try
  std::vector<char> m_passed;
};

}  // namespace

MinCostFlow min_cost_flow(std::int32_t node_count, std::span<const FlowArc> arcs,
                          std::int32_t source, std::int32_t sink, std::int64_t limit) {
  check(node_count, arcs, source, sink, limit);
  Residual residual(node_count, arcs, source, sink);
  MinCostFlow result;
  while (result.flow < limit && residual.search())
    result.flow += residual.fill(limit - result.flow);
  result.arc_flow.reserve(arcs.size());
  for (std::size_t a = 0; a < arcs.size(); ++a) {
    const auto flow = residual.flow(a);
    std::int64_t cost = 0;
    if (__builtin_mul_overflow(flow, arcs[a].cost, &cost) ||
        __builtin_add_overflow(result.cost, cost, &result.cost))
      throw std::overflow_error("the cost of a flow does not fit its type");
    result.arc_flow.push_back(flow);
  }
  return result;
}

}  // namespace gigacity
