// SPDX-License-Identifier: Apache-2.0
#include "apps/synth/borders.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace gigacity::apps::synth {

std::vector<std::size_t> Labels::beside(std::size_t i) const {
  const int column = static_cast<int>(i % static_cast<std::size_t>(m_columns));
  const int row = static_cast<int>(i / static_cast<std::size_t>(m_columns));
  std::vector<std::size_t> squares;
  if (row > 0) squares.push_back(index_of(column, row - 1));
  if (column > 0) squares.push_back(index_of(column - 1, row));
  if (column + 1 < m_columns) squares.push_back(index_of(column + 1, row));
  if (row + 1 < m_rows) squares.push_back(index_of(column, row + 1));
  return squares;
}

std::vector<std::size_t> Labels::part_of(std::size_t first, std::vector<char>& seen) const {
  std::vector<std::size_t> part{first};
  seen[first] = 1;
  for (std::size_t i = 0; i < part.size(); ++i) {
    for (const std::size_t n : beside(part[i])) {
      if (seen[n] != 0 || m_label[n] != m_label[first]) continue;
      seen[n] = 1;
      part.push_back(n);
    }
  }
  return part;
}

void Labels::heal() {
  std::map<int, std::vector<std::size_t>> largest;
  std::vector<char> seen(size(), 0);
  for (std::size_t i = 0; i < size(); ++i) {
    if (m_label[i] == nobody || seen[i] != 0) continue;
    std::vector<std::size_t> part = part_of(i, seen);
    auto& best = largest[m_label[i]];
    if (part.size() > best.size()) best = std::move(part);
  }
  std::vector<int> healed(size(), nobody);
  for (const auto& [name, part] : largest) {
    for (const std::size_t square : part) healed[square] = name;
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < size(); ++i) {
      if (m_label[i] == nobody || healed[i] != nobody) continue;
      for (const std::size_t n : beside(i)) {
        if (healed[n] == nobody) continue;
        healed[i] = healed[n];
        changed = true;
        break;
      }
    }
  }
  m_label = std::move(healed);
}

Borders::Borders(const Lattice& lattice, const Labels& finest, const Rules& rules)
    : m_lattice(lattice) {
  const auto columns = static_cast<std::size_t>(lattice.columns);
  std::vector<std::vector<std::size_t>> neighbours;
  for (int row = 0; row <= finest.rows(); ++row) {
    for (int column = 0; column <= finest.columns(); ++column) {
      const int north_east = finest.at(column, row);
      const int south_east = finest.at(column, row - 1);
      const int north_west = finest.at(column - 1, row);
      const int south_west = finest.at(column - 1, row - 1);
      const std::size_t i = lattice.index_of({column, row});
      std::vector<std::size_t> list;
      if (north_east != south_east) list.push_back(i + 1);
      if (north_west != south_west) list.push_back(i - 1);
      if (north_east != north_west) list.push_back(i + columns);
      if (south_east != south_west) list.push_back(i - columns);
      if (list.empty()) continue;
      m_vertices.push_back({i, lattice.point_of({column, row}), false});
      neighbours.push_back(std::move(list));
    }
  }
  // From indices of the lattice to those of the vertices: a border's vertices neighbour its own.
  for (auto& list : neighbours) {
    for (std::size_t& n : list) n = static_cast<std::size_t>(&vertex(n) - m_vertices.data());
  }
  std::vector<char> kept(m_vertices.size(), 0);
  for (std::size_t i = 0; i < m_vertices.size(); ++i) {
    const auto place = rules.kept(m_vertices[i].index);
    if (!place) continue;
    kept[i] = 1;
    m_vertices[i].place = *place;
  }
  std::vector<MapPoint> before(m_vertices.size());
  for (int round = 0; round < 16; ++round) {
    for (std::size_t i = 0; i < m_vertices.size(); ++i) before[i] = m_vertices[i].place;
    for (std::size_t i = 0; i < m_vertices.size(); ++i) {
      if (kept[i] != 0) continue;
      const auto& list = neighbours[i];
      MapPoint mean;
      for (const std::size_t n : list) {
        mean.x_m += before[n].x_m / static_cast<double>(list.size());
        mean.y_m += before[n].y_m / static_cast<double>(list.size());
      }
      m_vertices[i].place = {0.5 * (before[i].x_m + mean.x_m), 0.5 * (before[i].y_m + mean.y_m)};
    }
  }
  for (Vertex& v : m_vertices)
    v.place = {std::round(v.place.x_m * 10.0) / 10.0, std::round(v.place.y_m * 10.0) / 10.0};
  // Every other vertex may go where the line hardly bends; its neighbours then stay.
  for (std::size_t i = 0; i < m_vertices.size(); ++i) {
    const Node node = m_lattice.node_of(m_vertices[i].index);
    if (neighbours[i].size() != 2 || (node.column + node.row) % 2 != 0 ||
        rules.needed(m_vertices[i].index))
      continue;
    const MapPoint here = m_vertices[i].place;
    const MapPoint a = m_vertices[neighbours[i][0]].place;
    const MapPoint b = m_vertices[neighbours[i][1]].place;
    const double twice_area =
        (b.x_m - a.x_m) * (here.y_m - a.y_m) - (b.y_m - a.y_m) * (here.x_m - a.x_m);
    m_vertices[i].dropped = std::abs(twice_area) < 1.0 * distance_m(a, b);
  }
}

const Borders::Vertex& Borders::vertex(std::size_t index) const {
  return *std::ranges::lower_bound(m_vertices, index, {}, &Vertex::index);
}

std::optional<MapPoint> Borders::at(std::size_t index) const {
  const auto found = std::ranges::lower_bound(m_vertices, index, {}, &Vertex::index);
  if (found == m_vertices.end() || found->index != index) return std::nullopt;
  return found->place;
}

std::vector<MultiPolygon> Borders::outlines(const Labels& labels, int count) const {
  // The squares of a label lie between these two.
  std::vector<Node> first(static_cast<std::size_t>(count), {labels.columns(), labels.rows()});
  std::vector<Node> last(static_cast<std::size_t>(count), {-1, -1});
  for (int row = 0; row < labels.rows(); ++row) {
    for (int column = 0; column < labels.columns(); ++column) {
      const int label = labels.at(column, row);
      if (label == Labels::nobody) continue;
      Node& low = first[static_cast<std::size_t>(label)];
      Node& high = last[static_cast<std::size_t>(label)];
      low = {std::min(low.column, column), std::min(low.row, row)};
      high = {std::max(high.column, column), std::max(high.row, row)};
    }
  }
  std::vector<MultiPolygon> result;
  for (int i = 0; i < count; ++i)
    result.push_back(
        outline(labels, i, first[static_cast<std::size_t>(i)], last[static_cast<std::size_t>(i)]));
  return result;
}

MultiPolygon Borders::outline(const Labels& labels, int of, const Node& first,
                              const Node& last) const {
  const auto in = [&](int c, int r) { return labels.at(c, r) == of; };
  // Directed edges by their first vertex; at a vertex where two corners touch, the ring turns left.
  std::map<std::pair<int, int>, std::vector<std::pair<int, int>>> next;
  for (int r = first.row; r <= last.row; ++r) {
    for (int c = first.column; c <= last.column; ++c) {
      if (!in(c, r)) continue;
      if (!in(c, r - 1)) next[{r, c}].emplace_back(r, c + 1);
      if (!in(c + 1, r)) next[{r, c + 1}].emplace_back(r + 1, c + 1);
      if (!in(c, r + 1)) next[{r + 1, c + 1}].emplace_back(r + 1, c);
      if (!in(c - 1, r)) next[{r + 1, c}].emplace_back(r, c);
    }
  }
  std::vector<Ring> shells;
  std::vector<Ring> holes;
  while (!next.empty()) {
    const std::pair<int, int> start = next.begin()->first;
    std::pair<int, int> at = start;
    std::pair<int, int> from{0, 0};
    Ring ring;
    do {
      const auto found = next.find(at);
      auto& ways = found->second;
      std::size_t pick = 0;
      if (ways.size() > 1 && at != start) {
        const auto turn = [&](const std::pair<int, int>& to) {
          return (at.second - from.second) * (to.first - at.first) -
                 (at.first - from.first) * (to.second - at.second);
        };
        pick = turn(ways[0]) >= turn(ways[1]) ? 0 : 1;
      }
      const std::pair<int, int> to = ways[pick];
      ways.erase(ways.begin() + static_cast<std::ptrdiff_t>(pick));
      if (ways.empty()) next.erase(found);
      const Vertex& v = vertex(m_lattice.index_of({at.second, at.first}));
      if (!v.dropped) ring.push_back(v.place);
      from = at;
      at = to;
    } while (at != start);
    ring.push_back(ring.front());
    (signed_area_m2(ring) > 0.0 ? shells : holes).push_back(std::move(ring));
  }
  MultiPolygon result;
  for (Ring& shell : shells) result.push_back({std::move(shell), {}});
  for (Ring& hole : holes) {
    const MapPoint on_hole{0.5 * (hole[0].x_m + hole[1].x_m), 0.5 * (hole[0].y_m + hole[1].y_m)};
    for (Polygon& polygon : result) {
      if (!contains({Polygon{polygon.shell, {}}}, on_hole)) continue;
      polygon.holes.push_back(std::move(hole));
      break;
    }
  }
  return result;
}

}  // namespace gigacity::apps::synth
