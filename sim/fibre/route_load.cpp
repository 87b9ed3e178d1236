// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/route_load.hpp"

#include <algorithm>

namespace gigacity::fibre {

RouteLoad::RouteLoad(const Graph& graph, const PathSource& source, const RouteTree& tree)
    : m_graph(&graph), m_source(source), m_tree(&tree), m_at_stop(tree.stops.size()) {}

void RouteLoad::add(std::int32_t from, std::int32_t to, int fibres, std::int64_t dwellings) {
  const auto note = [&](std::int32_t stop, const Load& more) {
    if (stop < 0) return;
    auto& load = m_at_stop[static_cast<std::size_t>(stop)];
    load.fibres += more.fibres;
    load.dwellings += more.dwellings;
  };
  note(from, {fibres, dwellings});
  note(to, {-fibres, -dwellings});
}

void RouteLoad::add_end(const EdgePosition& target, const RouteTree::Way& way, int fibres,
                        std::int64_t dwellings) {
  const auto& edge = m_graph->edges()[static_cast<std::size_t>(target.edge)];
  int end = 2;
  double from_m = m_source.at.along_m;
  if (way.stop >= 0) {
    const bool at_from = m_tree->stops[static_cast<std::size_t>(way.stop)].node == edge.from;
    end = at_from ? 0 : 1;
    from_m = at_from ? 0.0 : edge.length_m;
  }
  const auto [low, high] = std::minmax(from_m, target.along_m);
  auto [entry, fresh] = m_parts.try_emplace({target.edge, end}, Part{low, high, {}});
  auto& part = entry->second;
  part.from_m = std::min(part.from_m, low);
  part.to_m = std::max(part.to_m, high);
  part.load.fibres += fibres;
  part.load.dwellings += dwellings;
}

void RouteLoad::append(CableKind kind, bool assumed, std::int32_t olt,
                       std::vector<RouteSegment>& segments) const {
  const auto emit = [&](std::int32_t edge, double from_m, double to_m, const Load& load) {
    if (load.fibres <= 0 || !(to_m > from_m)) return;
    segments.push_back(
        {edge, from_m, to_m, kind, assumed, olt, static_cast<int>(load.fibres), load.dwellings});
  };
  auto load = m_at_stop;
  for (auto s = load.size(); s-- > 0;) {
    const auto& stop = m_tree->stops[s];
    const auto& edge = m_graph->edges()[static_cast<std::size_t>(stop.edge)];
    if (stop.parent >= 0) {
      auto& parent = load[static_cast<std::size_t>(stop.parent)];
      parent.fibres += load[s].fibres;
      parent.dwellings += load[s].dwellings;
      emit(stop.edge, 0.0, edge.length_m, load[s]);
    } else {
      const bool at_from = stop.node == edge.from;
      emit(stop.edge, at_from ? 0.0 : m_source.at.along_m,
           at_from ? m_source.at.along_m : edge.length_m, load[s]);
    }
  }
  for (const auto& [key, part] : m_parts) emit(key.first, part.from_m, part.to_m, part.load);
}

}  // namespace gigacity::fibre
