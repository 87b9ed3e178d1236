// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/snapping.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace gigacity::fibre {

namespace {

struct Projection {
  double share = 0.0;  ///< of the edge, from its `from` node
  double distance2_m2 = 0.0;
};

double squared_distance_m2(MapPoint a, MapPoint b) {
  const double dx = a.x_m - b.x_m;
  const double dy = a.y_m - b.y_m;
  return dx * dx + dy * dy;
}

/// Ends are taken exactly, so that two edges that meet there are equally near and the tie rule
/// holds.
Projection projected(MapPoint p, MapPoint a, MapPoint b) {
  const double dx = b.x_m - a.x_m;
  const double dy = b.y_m - a.y_m;
  const double length2 = dx * dx + dy * dy;
  const double share =
      length2 > 0.0 ? ((p.x_m - a.x_m) * dx + (p.y_m - a.y_m) * dy) / length2 : 0.0;
  if (!(share > 0.0)) return {0.0, squared_distance_m2(p, a)};
  if (share >= 1.0) return {1.0, squared_distance_m2(p, b)};
  return {share, squared_distance_m2(p, {a.x_m + share * dx, a.y_m + share * dy})};
}

// An edge is entered into every square it comes this near to, so that rounding cannot lose it.
constexpr double slack_m = 1e-3;

// Farther than any two places on Earth: keeps the numbers of squares within integers.
constexpr double longest_m = 1e8;

}  // namespace

/// The nearest edges so far, as many as the span has places, in order.
class EdgeIndex::Nearest {
 public:
  explicit Nearest(std::span<Snap> places) : m_places(places) {}

  void offer(std::int32_t edge, const Projection& on) {
    // Offsets are squares until the end.
    const auto before = [&](const Snap& snap) {
      return snap.offset_m != on.distance2_m2 ? snap.offset_m < on.distance2_m2
                                              : snap.at.edge < edge;
    };
    if (full() && before(m_places[m_count - 1])) return;
    // An edge lies in several squares.
    for (std::size_t i = 0; i < m_count; ++i)
      if (m_places[i].at.edge == edge) return;
    auto at = full() ? m_count - 1 : m_count++;
    for (; at > 0 && !before(m_places[at - 1]); --at) m_places[at] = m_places[at - 1];
    m_places[at] = {{edge, on.share}, on.distance2_m2};
  }
  bool full() const { return m_count == m_places.size(); }
  std::size_t count() const { return m_count; }
  double farthest2_m2() const { return m_places[m_count - 1].offset_m; }

 private:
  std::span<Snap> m_places;
  std::size_t m_count = 0;
};

EdgeIndex::EdgeIndex(const Graph& graph) : m_graph(&graph) {
  const auto& nodes = graph.nodes();
  const auto& edges = graph.edges();
  double extent_m = 0.0;
  for (const auto& edge : edges) {
    const auto a = nodes[static_cast<std::size_t>(edge.from)];
    const auto b = nodes[static_cast<std::size_t>(edge.to)];
    m_box.add(a);
    m_box.add(b);
    extent_m += std::max(std::abs(a.x_m - b.x_m), std::abs(a.y_m - b.y_m));
  }
  if (edges.empty()) return;
  m_box = m_box.inflated(slack_m);
  // About one square for each edge, but no smaller than a mean edge: otherwise a graph of long
  // edges would fill squares without end.
  const auto count = static_cast<double>(edges.size());
  m_square_m = std::max({std::sqrt(m_box.width_m() * m_box.height_m() / count), extent_m / count,
                         std::max(m_box.width_m(), m_box.height_m()) / count, slack_m});
  m_columns = column(m_box.max_x_m) + 1;
  m_rows = row(m_box.max_y_m) + 1;

  m_first.assign(static_cast<std::size_t>(m_columns * m_rows) + 1, 0);
  for (const auto& edge : edges)
    for_each_square(edge, [this](std::size_t square) { ++m_first[square + 1]; });
  for (std::size_t i = 1; i < m_first.size(); ++i) m_first[i] += m_first[i - 1];
  m_edges.resize(m_first.back());
  auto next = m_first;
  for (std::size_t e = 0; e < edges.size(); ++e) {
    for_each_square(edges[e], [&](std::size_t square) {
      m_edges[next[square]++] = static_cast<std::int32_t>(e);
    });
  }
}

std::int64_t EdgeIndex::column(double x_m) const {
  return static_cast<std::int64_t>(std::floor((x_m - m_box.min_x_m) / m_square_m));
}

std::int64_t EdgeIndex::row(double y_m) const {
  return static_cast<std::int64_t>(std::floor((y_m - m_box.min_y_m) / m_square_m));
}

/// Row by row, the columns that the edge's part within that row spans.
template <class Visit>
void EdgeIndex::for_each_square(const Graph::Edge& edge, Visit visit) const {
  auto low = m_graph->nodes()[static_cast<std::size_t>(edge.from)];
  auto high = m_graph->nodes()[static_cast<std::size_t>(edge.to)];
  if (low.y_m > high.y_m) std::swap(low, high);
  const auto x_at = [&](double y_m) {
    if (y_m <= low.y_m) return low.x_m;
    if (y_m >= high.y_m) return high.x_m;
    return low.x_m + (high.x_m - low.x_m) * ((y_m - low.y_m) / (high.y_m - low.y_m));
  };
  const auto last_row = std::min(row(high.y_m + slack_m), m_rows - 1);
  for (auto r = std::max<std::int64_t>(row(low.y_m - slack_m), 0); r <= last_row; ++r) {
    const double bottom_m = m_box.min_y_m + static_cast<double>(r) * m_square_m;
    const double x1 = x_at(bottom_m - slack_m);
    const double x2 = x_at(bottom_m + m_square_m + slack_m);
    const auto first = std::max<std::int64_t>(column(std::min(x1, x2) - slack_m), 0);
    const auto last = std::min(column(std::max(x1, x2) + slack_m), m_columns - 1);
    for (auto c = first; c <= last; ++c) visit(static_cast<std::size_t>(r * m_columns + c));
  }
}

void EdgeIndex::visit(std::int64_t c, std::int64_t r, MapPoint point, Nearest& best) const {
  if (c < 0 || c >= m_columns || r < 0 || r >= m_rows) return;
  const auto square = static_cast<std::size_t>(r * m_columns + c);
  for (auto i = m_first[square]; i < m_first[square + 1]; ++i) {
    const auto e = m_edges[i];
    const auto& edge = m_graph->edges()[static_cast<std::size_t>(e)];
    const auto on = projected(point, m_graph->nodes()[static_cast<std::size_t>(edge.from)],
                              m_graph->nodes()[static_cast<std::size_t>(edge.to)]);
    best.offer(e, on);
  }
}

std::optional<Snap> EdgeIndex::nearest(MapPoint point, double maximum_m) const {
  Snap snap;
  if (nearest(point, maximum_m, std::span(&snap, 1)) == 0) return std::nullopt;
  return snap;
}

std::size_t EdgeIndex::nearest(MapPoint point, double maximum_m, std::span<Snap> found) const {
  maximum_m = std::min(maximum_m, longest_m);
  if (m_edges.empty() || found.empty() || !m_box.inflated(maximum_m).contains(point)) return 0;
  const auto home_c = column(point.x_m);
  const auto home_r = row(point.y_m);
  // The box of squares around the home square grows ring by ring. Ring n is at least n - 1 squares
  // away, so the search ends once all edges found are nearer than that.
  const auto outside = [](std::int64_t at, std::int64_t count) {
    return std::max<std::int64_t>({0, -at, at - (count - 1)});
  };
  const auto first_ring = std::max(outside(home_c, m_columns), outside(home_r, m_rows));
  const auto last_ring = std::max(std::max(std::abs(home_c), std::abs(home_c - m_columns)),
                                  std::max(std::abs(home_r), std::abs(home_r - m_rows)));
  Nearest best(found);
  for (auto ring = first_ring; ring <= last_ring; ++ring) {
    const double away_m = static_cast<double>(ring - 1) * m_square_m;
    if (away_m > maximum_m) break;
    if (best.full() && away_m > 0.0 && away_m * away_m > best.farthest2_m2()) break;
    const auto first_c = std::max<std::int64_t>(home_c - ring, 0);
    const auto last_c = std::min(home_c + ring, m_columns - 1);
    for (auto c = first_c; c <= last_c; ++c) {
      visit(c, home_r - ring, point, best);
      if (ring > 0) visit(c, home_r + ring, point, best);
    }
    const auto first_r = std::max<std::int64_t>(home_r - ring + 1, 0);
    const auto last_r = std::min(home_r + ring - 1, m_rows - 1);
    for (auto r = first_r; r <= last_r; ++r) {
      visit(home_c - ring, r, point, best);
      visit(home_c + ring, r, point, best);
    }
  }
  std::size_t count = 0;
  for (; count < best.count(); ++count) {
    auto& snap = found[count];
    snap.offset_m = std::sqrt(snap.offset_m);
    if (snap.offset_m > maximum_m) break;
    snap.at.along_m *= m_graph->edges()[static_cast<std::size_t>(snap.at.edge)].length_m;
  }
  return count;
}

NearRoads near_roads(const EdgeIndex& index, const Graph& graph, MapPoint point, double maximum_m) {
  // Bends are edges of their own: of more than so many, the farther are of no account.
  constexpr std::size_t most_edges = 16;
  constexpr double near_m = 50.0;
  constexpr double at_end_m = 1e-6;
  NearRoads roads;
  const auto nearest = index.nearest(point, maximum_m);
  if (!nearest) return roads;
  const auto& junctions = graph.junctions();
  const auto position = [&](const Snap& snap) {
    return junctions.position(snap.at.edge, snap.at.along_m);
  };
  // Along the road from the foot on a nearer one, where one road or its end leads there.
  const auto between_m = [&](const Snap& nearer, const Snap& snap) {
    const auto a = position(nearer);
    const auto b = position(snap);
    if (a.chain == b.chain) return std::abs(a.along_m - b.along_m);
    const auto& from = junctions.chains()[static_cast<std::size_t>(a.chain)];
    const auto& to = junctions.chains()[static_cast<std::size_t>(b.chain)];
    double least_m = std::numeric_limits<double>::infinity();
    const auto meet = [&](std::int32_t junction) {
      if (junction == from.from) least_m = std::min(least_m, a.along_m);
      if (junction == from.to) least_m = std::min(least_m, from.length_m - a.along_m);
    };
    if (b.along_m <= at_end_m) meet(to.from);
    if (b.along_m >= to.length_m - at_end_m) meet(to.to);
    return least_m;
  };
  const auto same_way = [&](const Snap& nearer, const Snap& snap) {
    return between_m(nearer, snap) <= 2.0 * (nearer.offset_m + snap.offset_m);
  };
  std::array<Snap, most_edges> found;
  const double limit_m = std::min(maximum_m, std::max(2.0 * nearest->offset_m, near_m));
  const auto count = index.nearest(point, limit_m, found);
  for (const auto& snap : std::span(found).first(count)) {
    if (roads.full()) break;
    if (std::ranges::none_of(roads.all(), [&](const Snap& r) { return same_way(r, snap); }))
      roads.add(snap);
  }
  return roads;
}

}  // namespace gigacity::fibre
