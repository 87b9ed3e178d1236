// SPDX-License-Identifier: Apache-2.0
#include "core/line_pixels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gigacity {

namespace {

/// Where a line crosses the sides across one axis, one after another, as shares of its length.
class Crossings {
 public:
  /// `from` and `to` in pixels.
  Crossings(double from, double to) : m_from(from), m_length(to - from) {
    if (m_length == 0.0) return;
    m_step = m_length > 0.0 ? 1.0 : -1.0;
    m_side = m_length > 0.0 ? std::floor(from) + 1.0 : std::ceil(from) - 1.0;
  }

  double next() const {
    if (m_length == 0.0) return std::numeric_limits<double>::infinity();
    return (m_side - m_from) / m_length;
  }
  void pass() { m_side += m_step; }

 private:
  double m_from;
  double m_length;
  double m_step = 0.0;
  double m_side = 0.0;
};

}  // namespace

void for_each_piece(MapPoint a, MapPoint b, const GridSpec& grid,
                    const std::function<void(const LinePiece&)>& visit) {
  if (a == b) return;
  Crossings columns((a.x_m - grid.west_m) / grid.pixel_m, (b.x_m - grid.west_m) / grid.pixel_m);
  Crossings rows((grid.north_m - a.y_m) / grid.pixel_m, (grid.north_m - b.y_m) / grid.pixel_m);
  double from = 0.0;
  while (from < 1.0) {
    const double column = columns.next();
    const double row = rows.next();
    const double to = std::min({column, row, 1.0});
    if (column <= to) columns.pass();
    if (row <= to) rows.pass();
    if (to <= from) continue;  // it begins on a side, or passes a corner
    const double middle = 0.5 * (from + to);
    const MapPoint p{a.x_m + middle * (b.x_m - a.x_m), a.y_m + middle * (b.y_m - a.y_m)};
    visit({grid.pixel_of(p), from, to});
    from = to;
  }
}

}  // namespace gigacity
