// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/shortest_path.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace gigacity::fibre {

namespace {

struct Entry {
  double distance_m = 0.0;
  std::int32_t source = 0;
  std::int32_t node = 0;
  friend bool operator<(const Entry& a, const Entry& b) {
    return std::tie(a.distance_m, a.source, a.node) < std::tie(b.distance_m, b.source, b.node);
  }
};

/// A heap with four children to a node: half as deep as a binary one, and children share a cache
/// line.
class Heap {
 public:
  bool empty() const { return m_entries.empty(); }

  void push(const Entry& entry) {
    auto at = m_entries.size();
    m_entries.push_back(entry);
    while (at > 0) {
      const auto parent = (at - 1) / 4;
      if (!(entry < m_entries[parent])) break;
      m_entries[at] = m_entries[parent];
      at = parent;
    }
    m_entries[at] = entry;
  }

  Entry pop() {
    const auto top = m_entries.front();
    const auto last = m_entries.back();
    m_entries.pop_back();
    if (m_entries.empty()) return top;
    std::size_t at = 0;
    for (auto child = std::size_t{1}; child < m_entries.size(); child = 4 * at + 1) {
      const auto end = std::min(child + 4, m_entries.size());
      auto least = child;
      for (auto c = child + 1; c < end; ++c)
        if (m_entries[c] < m_entries[least]) least = c;
      if (!(m_entries[least] < last)) break;
      m_entries[at] = m_entries[least];
      at = least;
    }
    m_entries[at] = last;
    return top;
  }

 private:
  std::vector<Entry> m_entries;
};

bool nearer(const NearestSource& a, const NearestSource& b) {
  return a.distance_m < b.distance_m || (a.distance_m == b.distance_m && a.source < b.source);
}

/// Lowers labels and settles nodes in order of (distance, source), so that no label depends on the
/// order of entries of equal rank.
class Search {
 public:
  Search(const Graph& graph, std::vector<NearestSource>& nearest, double limit_m)
      : m_graph(graph), m_nearest(nearest), m_limit_m(limit_m) {}

  void offer(std::int32_t node, const NearestSource& way) {
    auto& label = m_nearest[static_cast<std::size_t>(node)];
    if (way.distance_m > m_limit_m) return;
    if (label.source >= 0 && !nearer(way, label)) return;
    label = way;
    m_heap.push({way.distance_m, way.source, node});
  }

  /// A source inside an edge reaches both its ends.
  void offer(const PathSource& from, std::int32_t source) {
    const auto& edge = m_graph.edges()[static_cast<std::size_t>(from.at.edge)];
    offer(edge.from, {from.start_m + from.at.along_m, source});
    offer(edge.to, {from.start_m + (edge.length_m - from.at.along_m), source});
  }

  /// Settles nodes until none is left or `done(node)`, called once for each, is true.
  template <class Done>
  void run(const Progress& progress, Done done) {
    constexpr unsigned check_every = 1U << 14U;
    for (unsigned settled = 0; !m_heap.empty();) {
      const auto [distance_m, source, node] = m_heap.pop();
      const auto label = m_nearest[static_cast<std::size_t>(node)];
      if (label.source != source || label.distance_m != distance_m) continue;
      if (done(node)) return;
      for (const auto& arc : m_graph.arcs(node)) offer(arc.to, {distance_m + arc.length_m, source});
      if (++settled % check_every == 0) progress.throw_if_cancelled();
    }
  }

 private:
  const Graph& m_graph;
  std::vector<NearestSource>& m_nearest;
  double m_limit_m;
  Heap m_heap;
};

constexpr auto never = [](std::int32_t) { return false; };

}  // namespace

NearestSources::NearestSources(const Graph& graph, std::vector<PathSource> sources, double limit_m,
                               const Progress& progress)
    : m_graph(&graph),
      m_sources(std::move(sources)),
      m_limit_m(limit_m),
      m_removed(m_sources.size(), 0),
      m_on_edges(m_sources.size()),
      m_nearest(static_cast<std::size_t>(graph.node_count())) {
  std::iota(m_on_edges.begin(), m_on_edges.end(), 0);
  std::ranges::stable_sort(m_on_edges, {}, [this](std::int32_t source) {
    return m_sources[static_cast<std::size_t>(source)].at.edge;
  });
  Search search(graph, m_nearest, m_limit_m);
  for (std::size_t s = 0; s < m_sources.size(); ++s)
    search.offer(m_sources[s], static_cast<std::int32_t>(s));
  search.run(progress, never);
}

NearestSource NearestSources::at(EdgePosition place) const {
  NearestSource best;
  const auto take = [&](const NearestSource& way) {
    if (way.source < 0 || way.distance_m > m_limit_m) return;
    if (best.source < 0 || nearer(way, best)) best = way;
  };
  const auto& edge = m_graph->edges()[static_cast<std::size_t>(place.edge)];
  const auto from = at_node(edge.from);
  const auto to = at_node(edge.to);
  take({from.distance_m + place.along_m, from.source});
  take({to.distance_m + (edge.length_m - place.along_m), to.source});
  const auto edge_of = [this](std::int32_t source) {
    return m_sources[static_cast<std::size_t>(source)].at.edge;
  };
  for (auto on_edge = std::ranges::lower_bound(m_on_edges, place.edge, {}, edge_of);
       on_edge != m_on_edges.end() && edge_of(*on_edge) == place.edge; ++on_edge) {
    const auto source = *on_edge;
    const auto& s = m_sources[static_cast<std::size_t>(source)];
    if (m_removed[static_cast<std::size_t>(source)]) continue;
    take({s.start_m + std::abs(s.at.along_m - place.along_m), source});
  }
  return best;
}

void NearestSources::remove(std::span<const std::int32_t> sources, const Progress& progress) {
  for (const auto source : sources) m_removed[static_cast<std::size_t>(source)] = 1;
  const auto gone = [this](const NearestSource& label) {
    return label.source >= 0 && m_removed[static_cast<std::size_t>(label.source)];
  };
  std::vector<std::int32_t> freed;
  for (std::int32_t node = 0; node < m_graph->node_count(); ++node) {
    auto& label = m_nearest[static_cast<std::size_t>(node)];
    if (!gone(label)) continue;
    label = {};
    freed.push_back(node);
  }
  // What is left is exact for the sources that stay: a node's label never depends on a source
  // farther away. The freed part fills from its borders and from the sources inside it.
  Search search(*m_graph, m_nearest, m_limit_m);
  for (std::size_t s = 0; s < m_sources.size(); ++s)
    if (!m_removed[s]) search.offer(m_sources[s], static_cast<std::int32_t>(s));
  for (const auto node : freed) {
    for (const auto& arc : m_graph->arcs(node)) {
      const auto label = at_node(arc.to);
      if (label.source >= 0) search.offer(node, {label.distance_m + arc.length_m, label.source});
    }
  }
  search.run(progress, never);
}

std::vector<double> route_lengths_m(const Graph& graph, const PathSource& source,
                                    std::span<const EdgePosition> targets,
                                    const Progress& progress) {
  if (targets.empty()) return {};
  std::vector<NearestSource> nearest(static_cast<std::size_t>(graph.node_count()));
  std::vector<char> wanted(nearest.size(), 0);
  std::size_t open = 0;
  const auto want = [&](std::int32_t node) {
    auto& mark = wanted[static_cast<std::size_t>(node)];
    open += mark ? 0 : 1;
    mark = 1;
  };
  for (const auto& target : targets) {
    const auto& edge = graph.edges()[static_cast<std::size_t>(target.edge)];
    want(edge.from);
    want(edge.to);
  }
  Search search(graph, nearest, std::numeric_limits<double>::infinity());
  search.offer(source, 0);
  search.run(progress, [&](std::int32_t node) {
    return wanted[static_cast<std::size_t>(node)] && --open == 0;
  });

  std::vector<double> lengths_m;
  lengths_m.reserve(targets.size());
  for (const auto& target : targets) {
    const auto& edge = graph.edges()[static_cast<std::size_t>(target.edge)];
    const double along_m = target.along_m;
    double length_m =
        std::min(nearest[static_cast<std::size_t>(edge.from)].distance_m + along_m,
                 nearest[static_cast<std::size_t>(edge.to)].distance_m + (edge.length_m - along_m));
    if (target.edge == source.at.edge)
      length_m = std::min(length_m, source.start_m + std::abs(source.at.along_m - along_m));
    lengths_m.push_back(length_m);
  }
  return lengths_m;
}

}  // namespace gigacity::fibre
