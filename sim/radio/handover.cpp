// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/handover.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "core/parallel.hpp"

namespace gigacity::radio {
namespace {

constexpr std::size_t tiles_in_flight = 8;

/// In halves of a pixel, from the north-west corner of the grid.
struct Node {
  int x = 0;
  int y = 0;
  friend bool operator==(const Node&, const Node&) = default;
  friend bool operator<(const Node& a, const Node& b) { return a.y != b.y ? a.y < b.y : a.x < b.x; }
};

using Cells = std::pair<std::int32_t, std::int32_t>;
using Segments = std::vector<std::pair<Node, Node>>;

/// Lines of segments that meet two at a time; closed ones end where they begin.
class Chains {
 public:
  explicit Chains(const Segments& segments) : m_segments(segments), m_used(segments.size()) {
    for (std::size_t i = 0; i < segments.size(); ++i) {
      m_at[segments[i].first].push_back(i);
      m_at[segments[i].second].push_back(i);
    }
  }

  std::vector<std::vector<Node>> take() {
    std::vector<std::vector<Node>> lines;
    for (const bool ends_only : {true, false}) {
      for (const auto& [node, segments] : m_at) {
        if (ends_only && segments.size() == 2) continue;
        for (const std::size_t segment : segments)
          if (!m_used[segment]) lines.push_back(line_from(node, segment));
      }
    }
    return lines;
  }

 private:
  std::vector<Node> line_from(Node node, std::size_t segment) {
    std::vector<Node> line{node};
    while (true) {
      m_used[segment] = true;
      const auto& [one, other] = m_segments[segment];
      node = node == one ? other : one;
      add(node, line);
      const auto& here = m_at.at(node);
      if (here.size() != 2) return line;
      const auto next = std::ranges::find_if(here, [&](std::size_t s) { return !m_used[s]; });
      if (next == here.end()) return line;
      segment = *next;
    }
  }

  // Nodes on a straight line are left out.
  static void add(Node node, std::vector<Node>& line) {
    if (line.size() >= 2) {
      const Node a = line[line.size() - 2];
      const Node b = line.back();
      if ((b.x - a.x) * (node.y - b.y) == (b.y - a.y) * (node.x - b.x)) line.pop_back();
    }
    line.push_back(node);
  }

  const Segments& m_segments;
  std::vector<bool> m_used;
  std::map<Node, std::vector<std::size_t>> m_at;
};

/// The borders in the corners between pixels; corner (c, r) lies between the pixels (c - 1, r - 1) and (c, r).
std::map<Cells, Segments> segments_of(const RasterSource& best_server, const Window& corners) {
  const Raster<float> server = best_server.read(
      {corners.column - 1, corners.row - 1, corners.width + 1, corners.height + 1});
  std::map<Cells, Segments> borders;
  for (int row = 0; row < corners.height; ++row) {
    for (int column = 0; column < corners.width; ++column) {
      // Clockwise from the north-west.
      const std::array around{server.at({column, row}), server.at({column + 1, row}),
                              server.at({column + 1, row + 1}), server.at({column, row + 1})};
      const Node middle{2 * (corners.column + column), 2 * (corners.row + row)};
      const std::array crossing{Node{middle.x, middle.y - 1}, Node{middle.x + 1, middle.y},
                                Node{middle.x, middle.y + 1}, Node{middle.x - 1, middle.y}};
      std::array<std::pair<Cells, Node>, 4> found;
      std::size_t count = 0;
      for (std::size_t k = 0; k < 4; ++k) {
        const float a = around[k];
        const float b = around[(k + 1) % 4];
        if (std::isnan(a) || std::isnan(b) || a == b) continue;
        found[count++] = {
            {static_cast<std::int32_t>(std::min(a, b)), static_cast<std::int32_t>(std::max(a, b))},
            crossing[k]};
      }
      if (count == 2 && found[0].first == found[1].first) {
        borders[found[0].first].emplace_back(found[0].second, found[1].second);
        continue;
      }
      for (std::size_t k = 0; k < count; ++k)
        borders[found[k].first].emplace_back(found[k].second, middle);
    }
  }
  return borders;
}

std::vector<HandoverBorder> borders_of(const RasterSource& best_server, const Window& corners) {
  const GridSpec& grid = best_server.grid();
  std::vector<HandoverBorder> borders;
  for (const auto& [cells, segments] : segments_of(best_server, corners)) {
    HandoverBorder& border = borders.emplace_back();
    border.cell_a = cells.first;
    border.cell_b = cells.second;
    for (const auto& nodes : Chains(segments).take()) {
      LineString& line = border.lines.emplace_back();
      for (const Node node : nodes)
        line.push_back({grid.west_m + 0.5 * grid.pixel_m * node.x,
                        grid.north_m - 0.5 * grid.pixel_m * node.y});
      border.length_m += length_m(line);
    }
  }
  return borders;
}

}  // namespace

void handover_borders(const RasterSource& best_server, const Progress& progress,
                      const std::function<void(HandoverBorder&&)>& sink) {
  GridSpec corners = best_server.grid();
  ++corners.width;
  ++corners.height;
  const auto tiles = tiles_of(corners);
  parallel_ordered<std::vector<HandoverBorder>>(
      tiles.size(), tiles_in_flight,
      [&](std::size_t i) {
        progress.throw_if_cancelled();
        return borders_of(best_server, tiles[i]);
      },
      [&](std::size_t, std::vector<HandoverBorder>&& borders) {
        for (HandoverBorder& border : borders) sink(std::move(border));
      });
}

}  // namespace gigacity::radio
