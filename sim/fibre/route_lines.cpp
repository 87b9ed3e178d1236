// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/route_lines.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

namespace gigacity::fibre {

namespace {

constexpr std::int32_t no_node = -1;  ///< the segment ends inside its edge

/// Segments of one OLT, kind and origin.
class Chains {
 public:
  Chains(const Graph& graph, std::span<const RouteSegment> segments,
         std::span<const std::size_t> members)
      : m_graph(graph), m_segments(segments), m_members(members), m_done(members.size(), 0) {
    for (std::size_t i = 0; i < members.size(); ++i)
      for (const auto node : ends(i))
        if (node != no_node) m_at.emplace_back(node, i);
    std::ranges::sort(m_at);
  }

  void walk(const std::function<void(RouteLine&&)>& take) {
    // From every end that is none inside a line; what is left then are rings.
    for (const bool rings : {false, true}) {
      for (std::size_t i = 0; i < m_members.size(); ++i) {
        for (const int side : {0, 1}) {
          if (m_done[i]) break;
          if (rings || next(i, ends(i)[static_cast<std::size_t>(side)]) == i) take(line(i, side));
        }
      }
    }
  }

 private:
  const RouteSegment& segment(std::size_t i) const { return m_segments[m_members[i]]; }
  const Graph::Edge& edge(std::size_t i) const {
    return m_graph.edges()[static_cast<std::size_t>(segment(i).edge)];
  }

  std::array<std::int32_t, 2> ends(std::size_t i) const {
    return {segment(i).from_m <= 0.0 ? edge(i).from : no_node,
            segment(i).to_m >= edge(i).length_m ? edge(i).to : no_node};
  }

  MapPoint point(std::size_t i, double along_m) const {
    return point_on(m_graph, segment(i).edge, along_m);
  }

  /// The segment that continues `i` beyond a node: itself where none or several do.
  std::size_t next(std::size_t i, std::int32_t node) const {
    if (node == no_node) return i;
    const auto first =
        std::ranges::lower_bound(m_at, node, {}, [](const auto& entry) { return entry.first; });
    std::size_t count = 0;
    std::size_t other = i;
    for (auto entry = first; entry != m_at.end() && entry->first == node; ++entry, ++count)
      if (entry->second != i) other = entry->second;
    if (count != 2) return i;
    const auto& a = segment(i);
    const auto& b = segment(other);
    const bool alike = a.kind == CableKind::drop || a.fibres == b.fibres;
    return alike ? other : i;
  }

  /// Along from one end of `i`, `side` 0 its start and 1 its end.
  RouteLine line(std::size_t i, int side) {
    const auto& first = segment(i);
    RouteLine line{.kind = first.kind, .assumed = first.assumed, .olt = first.olt};
    while (true) {
      m_done[i] = 1;
      const auto& now = segment(i);
      const auto enter = point(i, side == 0 ? now.from_m : now.to_m);
      if (line.line.empty()) line.line.push_back(enter);
      line.line.push_back(point(i, side == 0 ? now.to_m : now.from_m));
      line.fibres = std::max(line.fibres, now.fibres);
      line.dwellings = std::max(line.dwellings, now.dwellings);
      line.length_m += now.to_m - now.from_m;
      const auto node = ends(i)[side == 0 ? 1 : 0];
      const auto following = next(i, node);
      if (following == i || m_done[following]) return line;
      i = following;
      side = ends(i)[0] == node ? 0 : 1;
    }
  }

  const Graph& m_graph;
  std::span<const RouteSegment> m_segments;
  std::span<const std::size_t> m_members;
  std::vector<char> m_done;
  std::vector<std::pair<std::int32_t, std::size_t>> m_at;  ///< node, segment that ends there
};

auto group_of(const RouteSegment& s) {
  return std::tuple(s.olt, s.kind, s.assumed);
}

}  // namespace

void route_lines(const FibreNetworks& networks, std::span<const RouteSegment> segments,
                 const std::function<void(RouteLine&&)>& take) {
  std::vector<std::size_t> order(segments.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t s) { return group_of(segments[s]); });
  for (std::size_t first = 0; first < order.size();) {
    auto end = first;
    while (end < order.size() && group_of(segments[order[end]]) == group_of(segments[order[first]]))
      ++end;
    const auto& graph = segments[order[first]].assumed ? *networks.roads : *networks.cables;
    Chains(graph, segments, std::span(order).subspan(first, end - first)).walk(take);
    first = end;
  }
}

}  // namespace gigacity::fibre
