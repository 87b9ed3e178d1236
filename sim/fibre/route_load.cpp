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
    if (stop.parent >= 0) {
      auto& parent = load[static_cast<std::size_t>(stop.parent)];
      parent.fibres += load[s].fibres;
      parent.dwellings += load[s].dwellings;
    }
    const double from_m = entered_at_m(*m_graph, m_source, *m_tree, stop);
    emit(stop.edge, std::min(from_m, stop.along_m), std::max(from_m, stop.along_m), load[s]);
  }
}

}  // namespace gigacity::fibre
