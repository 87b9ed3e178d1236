// SPDX-License-Identifier: Apache-2.0
#include "core/polygon_cover.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace gigacity {

namespace {

// Rows and areas are kept on a lattice of 2^-44 pixels. Sums on it are exact in double, so what
// enters a row at one edge leaves it at another to the last bit: a pixel without edges has exactly
// 0 or 1, however many edges lie west of it.
constexpr double lattice = 0x1.0p-44;
constexpr double lattice_inverse = 0x1.0p44;

double on_lattice(double value) {
  return std::nearbyint(value * lattice_inverse) * lattice;
}

/// A point in pixels: x east from the window's west edge, y south from its north edge.
struct PixelPoint {
  double x = 0.0;
  double y = 0.0;
};

/// Every edge leaves in each pixel it passes the area between itself and the pixel's east side, as
/// a difference to the pixel before it: a running sum along each row then gives the shares. Going
/// south adds, going north takes off, so that a ring leaves what it encloses.
class Accumulator {
 public:
  Accumulator(const GridSpec& grid, const Window& window, Raster<double>& differences)
      : m_grid(grid),
        m_window(window),
        m_differences(differences),
        m_width(window.width),
        m_height(window.height) {}

  void add(const Ring& ring, double sign) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      const PixelPoint a = in_pixels(ring[i]);
      const PixelPoint b = in_pixels(ring[i + 1]);
      // Always from north to south: an edge that two polygons share gives both the same numbers.
      if (a.y < b.y) add_edge(a, b, sign);
      if (b.y < a.y) add_edge(b, a, -sign);
    }
  }

 private:
  /// In pixels of the whole grid first: a point is the same in every window.
  PixelPoint in_pixels(MapPoint p) const {
    const double x = (p.x_m - m_grid.west_m) / m_grid.pixel_m;
    const double y = (m_grid.north_m - p.y_m) / m_grid.pixel_m;
    return {x - m_window.column, on_lattice(y - m_window.row)};
  }

  void add_edge(PixelPoint north, PixelPoint south, double sign) {
    if (south.y <= 0.0 || north.y >= m_height) return;
    const double slope = (south.x - north.x) / (south.y - north.y);
    const auto [west, east] = std::minmax(north.x, south.x);
    const auto at = [&, west = west, east = east](double y) {
      if (y == north.y) return north;
      if (y == south.y) return south;
      return PixelPoint{std::clamp(north.x + (y - north.y) * slope, west, east), y};
    };
    const double end = std::min(south.y, static_cast<double>(m_height));
    PixelPoint from = at(std::max(north.y, 0.0));
    for (int row = static_cast<int>(from.y); row < end; ++row) {
      const PixelPoint to = at(std::min(end, row + 1.0));
      add_in_row(m_differences.row(row), from, to, sign);
      from = to;
    }
  }

  /// A piece of an edge within one row, cut at the sides of the columns.
  void add_in_row(std::span<double> row, PixelPoint from, PixelPoint to, double sign) const {
    if (from.x > to.x) {
      // From west to east; that the piece now runs north is what the sign says.
      std::swap(from, to);
      sign = -sign;
    }
    if (from.x >= m_width) return;
    const double slope = to.x > from.x ? (to.y - from.y) / (to.x - from.x) : 0.0;
    const auto at = [&](double x) {
      if (x >= to.x) return to;
      const auto [low, high] = std::minmax(from.y, to.y);
      return PixelPoint{x, std::clamp(on_lattice(from.y + (x - from.x) * slope), low, high)};
    };
    PixelPoint here = from;
    if (here.x < 0.0) {
      const PixelPoint next = at(0.0);
      row[0] += sign * (next.y - here.y);  // west of the window: all columns lie east of it
      if (to.x <= 0.0) return;
      here = next;
    }
    for (int column = static_cast<int>(here.x); column < m_width; ++column) {
      const PixelPoint next = at(column + 1.0);
      const double height = next.y - here.y;
      const double east_part = 1.0 - (0.5 * (here.x + next.x) - column);
      const double area = on_lattice(height * east_part);
      row[static_cast<std::size_t>(column)] += sign * area;
      if (column + 1 < m_width) row[static_cast<std::size_t>(column) + 1] += sign * (height - area);
      if (next.x >= to.x) return;
      here = next;
    }
  }

  const GridSpec& m_grid;
  const Window& m_window;
  Raster<double>& m_differences;
  int m_width;
  int m_height;
};

/// +1 for a ring that runs counter-clockwise, -1 for one that runs clockwise.
double direction_of(const Ring& ring) {
  const double area = signed_area_m2(ring);
  return area > 0.0 ? 1.0 : area < 0.0 ? -1.0 : 0.0;
}

}  // namespace

PolygonCover cover_of(const MultiPolygon& polygons, const GridSpec& grid) {
  PolygonCover cover;
  cover.window = grid.window_of(bounds(polygons));
  if (cover.window.empty()) return {};
  cover.shares = Raster<double>(grid.part(cover.window));
  Accumulator accumulator(grid, cover.window, cover.shares);
  for (const Polygon& polygon : polygons) {
    accumulator.add(polygon.shell, direction_of(polygon.shell));
    for (const Ring& hole : polygon.holes) accumulator.add(hole, -direction_of(hole));
  }
  for (int row = 0; row < cover.window.height; ++row) {
    double sum = 0.0;
    for (double& share : cover.shares.row(row)) {
      sum += share;
      share = std::clamp(sum, 0.0, 1.0);
    }
  }
  return cover;
}

void add_cover(const MultiPolygon& polygons, Raster<double>& shares) {
  const PolygonCover cover = cover_of(polygons, shares.grid());
  for (int row = 0; row < cover.window.height; ++row) {
    const auto from = cover.shares.row(row);
    const auto to = shares.row(cover.window.row + row)
                        .subspan(static_cast<std::size_t>(cover.window.column), from.size());
    std::transform(from.begin(), from.end(), to.begin(), to.begin(), std::plus<>());
  }
}

}  // namespace gigacity
