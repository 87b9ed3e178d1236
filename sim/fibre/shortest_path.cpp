// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/shortest_path.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/bucket_queue.hpp"

namespace gigacity::fibre {

namespace {

constexpr unsigned check_every = 1U << 14U;

bool nearer(const NearestSource& a, const NearestSource& b) {
  return a.distance_m < b.distance_m || (a.distance_m == b.distance_m && a.source < b.source);
}

}  // namespace

/// Lowers labels until none can be lowered. There is one such state only: no label depends on the
/// order of the queue.
class NearestSources::Search {
 public:
  Search(const JunctionGraph& graph, std::vector<Label>& labels, double limit_m)
      : m_graph(graph),
        m_labels(labels),
        m_limit_m(limit_m),
        m_queue(bucket_width_m(graph), graph.longest_arc_m()) {}

  void offer(std::int32_t junction, const NearestSource& way) {
    auto& label = m_labels[static_cast<std::size_t>(junction)];
    if (lower(label, way)) wait(junction, label);
  }

  /// A source inside a chain reaches both its ends.
  void offer(const JunctionGraph::Position& at, double start_m, std::int32_t source) {
    const auto& chain = m_graph.chains()[static_cast<std::size_t>(at.chain)];
    offer(chain.from, {start_m + at.along_m, source});
    offer(chain.to, {start_m + (chain.length_m - at.along_m), source});
  }

  void run(const Progress& progress) {
    progress.throw_if_cancelled();
    unsigned taken = 0;
    for (auto junction = m_queue.pop(); junction >= 0; junction = m_queue.pop()) {
      fetch_ahead();
      auto& label = m_labels[static_cast<std::size_t>(junction)];
      if (!label.waiting) continue;
      label.waiting = false;
      const auto distance_m = label.distance_m;
      const auto source = label.source;
      for (const auto& arc : m_graph.arcs(junction)) {
        auto& next = m_labels[static_cast<std::size_t>(arc.to)];
        if (lower(next, {distance_m + arc.length_m, source}) && !arc.dead_end) wait(arc.to, next);
      }
      if (++taken % check_every == 0) progress.throw_if_cancelled();
    }
  }

 private:
  // Wider buckets take more junctions up twice; narrower ones leave less to fetch ahead.
  static double bucket_width_m(const JunctionGraph& graph) {
    return graph.mean_arc_m() > 0.0 ? 2.0 * graph.mean_arc_m() : 1.0;
  }

  /// The search waits for memory more than for anything else.
  void fetch_ahead() const {
    if (const auto later = m_queue.ahead(28); later >= 0) m_graph.prefetch_first(later);
    if (const auto later = m_queue.ahead(20); later >= 0) {
      m_graph.prefetch(later);
      __builtin_prefetch(&m_labels[static_cast<std::size_t>(later)]);
    }
  }

  bool lower(Label& label, const NearestSource& way) const {
    if (way.distance_m > label.distance_m || way.distance_m > m_limit_m) return false;
    if (way.distance_m == label.distance_m && label.source >= 0 && way.source >= label.source)
      return false;
    label.distance_m = way.distance_m;
    label.source = way.source;
    return true;
  }

  void wait(std::int32_t junction, Label& label) {
    label.waiting = true;
    m_queue.push(label.distance_m, junction);
  }

  const JunctionGraph& m_graph;
  std::vector<Label>& m_labels;
  double m_limit_m;
  BucketQueue m_queue;
};

NearestSources::NearestSources(const Graph& graph, const std::vector<PathSource>& sources,
                               double limit_m, const Progress& progress)
    : m_graph(&graph),
      m_limit_m(limit_m),
      m_has_sources(graph.junctions().chains().size(), false),
      m_labels(static_cast<std::size_t>(graph.junctions().junction_count())) {
  m_sources.reserve(sources.size());
  for (const auto& source : sources) {
    const auto at = graph.junctions().position(source.at.edge, source.at.along_m);
    m_on_chains.push_back({.at = at, .source = static_cast<std::int32_t>(m_sources.size())});
    m_sources.push_back({at, source.start_m, false});
    m_has_sources[static_cast<std::size_t>(at.chain)] = true;
  }
  std::ranges::sort(m_on_chains, [](const OnChain& a, const OnChain& b) {
    return std::tuple(a.at.chain, a.at.along_m, a.source) <
           std::tuple(b.at.chain, b.at.along_m, b.source);
  });
  rank_on_chains();
  Search search(graph.junctions(), m_labels, m_limit_m);
  for (std::size_t s = 0; s < m_sources.size(); ++s)
    search.offer(m_sources[s].at, m_sources[s].start_m, static_cast<std::int32_t>(s));
  search.run(progress);
}

/// Of the sources before a place the one with the least start_m - along_m is nearest, of those behind
/// it the one with the least start_m + along_m.
void NearestSources::rank_on_chains() {
  const auto better = [this](std::int32_t a, std::int32_t b, double direction) {
    if (a < 0 || b < 0) return a >= 0;
    const auto rank_m = [&](std::int32_t s) {
      const auto& source = m_sources[static_cast<std::size_t>(s)];
      return source.start_m + direction * source.at.along_m;
    };
    return nearer({rank_m(a), a}, {rank_m(b), b});
  };
  const auto self = [this](const OnChain& entry) {
    return m_sources[static_cast<std::size_t>(entry.source)].removed ? -1 : entry.source;
  };
  for (std::size_t i = 0; i < m_on_chains.size(); ++i) {
    auto& entry = m_on_chains[i];
    entry.best_before = self(entry);
    if (i == 0 || m_on_chains[i - 1].at.chain != entry.at.chain) continue;
    const auto before = m_on_chains[i - 1].best_before;
    if (better(before, entry.best_before, -1.0)) entry.best_before = before;
  }
  for (auto i = m_on_chains.size(); i-- > 0;) {
    auto& entry = m_on_chains[i];
    entry.best_behind = self(entry);
    if (i + 1 == m_on_chains.size() || m_on_chains[i + 1].at.chain != entry.at.chain) continue;
    const auto behind = m_on_chains[i + 1].best_behind;
    if (better(behind, entry.best_behind, 1.0)) entry.best_behind = behind;
  }
}

NearestSource NearestSources::at(EdgePosition place) const {
  return on_chain(m_graph->junctions().position(place.edge, place.along_m));
}

NearestSource NearestSources::on_chain(const JunctionGraph::Position& place) const {
  const auto& chain = m_graph->junctions().chains()[static_cast<std::size_t>(place.chain)];
  const auto& from = m_labels[static_cast<std::size_t>(chain.from)];
  const auto& to = m_labels[static_cast<std::size_t>(chain.to)];
  // Without a source the distance is infinite.
  const NearestSource from_start{from.distance_m + place.along_m, from.source};
  const NearestSource from_end{to.distance_m + (chain.length_m - place.along_m), to.source};
  NearestSource best = nearer(from_end, from_start) ? from_end : from_start;
  if (best.distance_m > m_limit_m) best = {};
  if (!m_has_sources[static_cast<std::size_t>(place.chain)]) return best;
  const auto take = [&](const NearestSource& way) {
    if (way.distance_m > m_limit_m) return;
    if (best.source < 0 || nearer(way, best)) best = way;
  };
  const auto take_along = [&](std::int32_t s) {
    if (s < 0) return;
    const auto& source = m_sources[static_cast<std::size_t>(s)];
    take({source.start_m + std::abs(source.at.along_m - place.along_m), s});
  };
  const auto behind = std::ranges::partition_point(m_on_chains, [&](const OnChain& entry) {
    return std::pair(entry.at.chain, entry.at.along_m) < std::pair(place.chain, place.along_m);
  });
  if (behind != m_on_chains.end() && behind->at.chain == place.chain)
    take_along(behind->best_behind);
  if (behind != m_on_chains.begin() && std::prev(behind)->at.chain == place.chain)
    take_along(std::prev(behind)->best_before);
  return best;
}

void NearestSources::remove(std::span<const std::int32_t> sources, const Progress& progress) {
  if (sources.empty()) return;
  const auto& graph = m_graph->junctions();
  for (const auto source : sources) m_sources[static_cast<std::size_t>(source)].removed = true;
  rank_on_chains();
  std::vector<std::int32_t> freed;
  for (std::size_t junction = 0; junction < m_labels.size(); ++junction) {
    auto& label = m_labels[junction];
    if (label.source < 0 || !m_sources[static_cast<std::size_t>(label.source)].removed) continue;
    label = {};
    freed.push_back(static_cast<std::int32_t>(junction));
  }
  // What is left is exact for the sources that stay: a junction's label never depends on a source
  // farther away. The freed part fills from its borders and from the sources inside it.
  Search search(graph, m_labels, m_limit_m);
  for (std::size_t s = 0; s < m_sources.size(); ++s)
    if (!m_sources[s].removed)
      search.offer(m_sources[s].at, m_sources[s].start_m, static_cast<std::int32_t>(s));
  for (const auto junction : freed) {
    for (const auto& arc : graph.arcs(junction)) {
      const auto label = m_labels[static_cast<std::size_t>(arc.to)];
      if (label.source >= 0)
        search.offer(junction, {label.distance_m + arc.length_m, label.source});
    }
  }
  search.run(progress);
}

std::vector<double> route_lengths_m(const Graph& graph, const PathSource& source,
                                    std::span<const EdgePosition> targets,
                                    const Progress& progress) {
  const auto& junctions = graph.junctions();
  const auto chain_at = [&](const JunctionGraph::Position& at) -> const JunctionGraph::Chain& {
    return junctions.chains()[static_cast<std::size_t>(at.chain)];
  };
  std::vector<JunctionGraph::Position> places;
  places.reserve(targets.size());
  // Distances of the junctions met; of those where targets are, whether they are still to settle.
  std::unordered_map<std::int32_t, double> reached_m;
  std::unordered_map<std::int32_t, bool> wanted;
  for (const auto& target : targets) {
    places.push_back(junctions.position(target.edge, target.along_m));
    wanted.try_emplace(chain_at(places.back()).from, true);
    wanted.try_emplace(chain_at(places.back()).to, true);
  }
  using Open = std::pair<double, std::int32_t>;
  std::priority_queue<Open, std::vector<Open>, std::greater<>> open;
  const auto offer = [&](std::int32_t junction, double distance_m) {
    const auto [entry, fresh] = reached_m.try_emplace(junction, distance_m);
    if (!fresh && entry->second <= distance_m) return;
    entry->second = distance_m;
    open.emplace(distance_m, junction);
  };
  const auto start = junctions.position(source.at.edge, source.at.along_m);
  offer(chain_at(start).from, source.start_m + start.along_m);
  offer(chain_at(start).to, source.start_m + (chain_at(start).length_m - start.along_m));
  auto missing = wanted.size();
  for (unsigned settled = 0; !open.empty() && missing > 0;) {
    const auto [distance_m, junction] = open.top();
    open.pop();
    if (distance_m > reached_m.at(junction)) continue;
    missing -= wanted.erase(junction);
    for (const auto& arc : junctions.arcs(junction)) offer(arc.to, distance_m + arc.length_m);
    if (++settled % check_every == 0) progress.throw_if_cancelled();
  }

  const auto at_junction_m = [&](std::int32_t junction) {
    const auto entry = reached_m.find(junction);
    return entry == reached_m.end() ? std::numeric_limits<double>::infinity() : entry->second;
  };
  std::vector<double> lengths_m;
  lengths_m.reserve(places.size());
  for (const auto& place : places) {
    const auto& chain = chain_at(place);
    double length_m = std::min(at_junction_m(chain.from) + place.along_m,
                               at_junction_m(chain.to) + (chain.length_m - place.along_m));
    if (place.chain == start.chain)
      length_m = std::min(length_m, source.start_m + std::abs(start.along_m - place.along_m));
    lengths_m.push_back(length_m);
  }
  return lengths_m;
}

}  // namespace gigacity::fibre
