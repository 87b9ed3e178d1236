// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/outline_edges.hpp"

#include <algorithm>

namespace gigacity::criteria {

OutlineEdges::OutlineEdges(const MultiPolygon& outline, double min_y_m, double max_y_m) {
  const auto add = [&](const Ring& ring) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      const auto [south, north] =
          std::minmax(ring[i], ring[i + 1], [](MapPoint p, MapPoint q) { return p.y_m < q.y_m; });
      if (north.y_m >= min_y_m && south.y_m <= max_y_m) m_edges.push_back({south, north});
    }
  };
  for (const auto& polygon : outline) {
    add(polygon.shell);
    for (const auto& hole : polygon.holes) add(hole);
  }
}

bool OutlineEdges::contains(MapPoint p) const {
  bool inside = false;
  for (const auto& [south, north] : m_edges) {
    if (p.y_m < south.y_m || p.y_m >= north.y_m) continue;
    const double x =
        south.x_m + (p.y_m - south.y_m) / (north.y_m - south.y_m) * (north.x_m - south.x_m);
    if (p.x_m < x) inside = !inside;
  }
  return inside;
}

void OutlineEdges::add_crossings(MapPoint a, MapPoint b, double from, double to,
                                 std::vector<double>& at) const {
  const double dx = b.x_m - a.x_m;
  const double dy = b.y_m - a.y_m;
  // A little is added: a crossing too many cuts a line where it need not be cut, and changes nothing.
  constexpr double margin = 1e-9;
  for (const auto& [south, north] : m_edges) {
    const double ex = north.x_m - south.x_m;
    const double ey = north.y_m - south.y_m;
    const double across = dx * ey - dy * ex;
    if (across == 0.0) continue;  // alongside: the edges before and after it cut the line
    const double sx = south.x_m - a.x_m;
    const double sy = south.y_m - a.y_m;
    const double on_line = (sx * ey - sy * ex) / across;
    const double on_edge = (sx * dy - sy * dx) / across;
    if (on_line > from && on_line < to && on_edge >= -margin && on_edge <= 1.0 + margin)
      at.push_back(on_line);
  }
}

}  // namespace gigacity::criteria
