// SPDX-License-Identifier: Apache-2.0
#include "apps/run/people_pixels.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "core/polygon_cover.hpp"

namespace gigacity::apps {

namespace {

bool is_inside(const Raster<float>& inside, Pixel p) {
  return !std::isnan(inside.at(p));
}

/// Tiles in which pixels are looked up one after the other.
class TileCursor {
 public:
  explicit TileCursor(const RasterSource& source) : m_source(source) {}
  float at(Pixel p) {
    if (!m_window.contains(p.column, p.row)) {
      const GridSpec& grid = m_source.grid();
      m_window = Window{p.column / tile_side * tile_side, p.row / tile_side * tile_side, tile_side,
                        tile_side}
                     .intersection(grid.full());
      m_tile = m_source.read(m_window);
    }
    return m_tile.at({p.column - m_window.column, p.row - m_window.row});
  }

 private:
  const RasterSource& m_source;
  Window m_window;
  Raster<float> m_tile;
};

/// Indices in the order of the tiles that their pixels lie in.
template <class PixelOf>
std::vector<std::size_t> in_tile_order(std::size_t count, const PixelOf& pixel_of) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) {
    const Pixel p = pixel_of(i);
    return std::tuple(p.row / tile_side, p.column / tile_side);
  });
  return order;
}

/// Looks in ever wider squares about the point until none outside can be nearer.
std::optional<Pixel> nearest_inside(const City& city, MapPoint point) {
  const GridSpec& grid = city.grid;
  const Pixel middle = grid.pixel_of(point);
  for (int reach = 2;; reach *= 4) {
    const Window around = Window{middle.column, middle.row, 1, 1}.inflated(reach);
    const Window window = around.intersection(grid.full());
    std::optional<Pixel> best;
    double best_m = INFINITY;
    if (!window.empty()) {
      const auto inside = city.inside->read(window);
      for (int row = 0; row < window.height; ++row) {
        for (int column = 0; column < window.width; ++column) {
          if (!is_inside(inside, {column, row})) continue;
          const Pixel pixel{window.column + column, window.row + row};
          const double d = distance_m(point, grid.centre_of(pixel));
          if (d < best_m) std::tie(best, best_m) = std::tuple(std::optional(pixel), d);
        }
      }
    }
    if (best_m <= reach * grid.pixel_m || window == grid.full()) return best;
  }
}

/// Sets to zero what is not inside; the sum of the rest.
double keep_inside(PolygonCover& cover, const Raster<float>& inside, const Window& inside_window) {
  double sum = 0.0;
  for (int row = 0; row < cover.window.height; ++row) {
    for (int column = 0; column < cover.window.width; ++column) {
      double& share = cover.shares.at({column, row});
      const Pixel at{cover.window.column + column - inside_window.column,
                     cover.window.row + row - inside_window.row};
      if (!is_inside(inside, at)) share = 0.0;
      sum += share;
    }
  }
  return sum;
}

Window hull(const Window& a, const Window& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  const int column = std::min(a.column, b.column);
  const int row = std::min(a.row, b.row);
  return {column, row, std::max(a.end_column(), b.end_column()) - column,
          std::max(a.end_row(), b.end_row()) - row};
}

}  // namespace

std::vector<std::optional<Pixel>> inside_pixels(const City& city,
                                                std::span<const MapPoint> points) {
  std::vector<std::optional<Pixel>> pixels(points.size());
  TileCursor inside(*city.inside);
  for (const auto i :
       in_tile_order(points.size(), [&](std::size_t k) { return city.grid.pixel_of(points[k]); })) {
    const auto pixel = city.grid.pixel_inside(points[i]);
    pixels[i] = pixel && !std::isnan(inside.at(*pixel)) ? pixel : nearest_inside(city, points[i]);
  }
  return pixels;
}

std::vector<std::int32_t> units_at(const City& city, std::size_t level,
                                   std::span<const std::optional<Pixel>> pixels) {
  std::vector<std::int32_t> units(pixels.size(), -1);
  TileCursor zone(*city.admin[level].zone);
  for (const auto i :
       in_tile_order(pixels.size(), [&](std::size_t k) { return pixels[k].value_or(Pixel{}); })) {
    if (!pixels[i]) continue;
    const float unit = zone.at(*pixels[i]);
    if (!std::isnan(unit)) units[i] = static_cast<std::int32_t>(unit);
  }
  return units;
}

void PlacedPeople::add(std::optional<Pixel> pixel, double people) {
  if (pixel && people != 0.0) m_points.push_back({*pixel, people});
}

void PlacedPeople::sort() {
  std::ranges::stable_sort(m_points, {},
                           [](const At& at) { return std::pair(at.pixel.row, at.pixel.column); });
}

void PlacedPeople::spread(std::size_t level, std::span<const double> people) {
  if (std::ranges::all_of(people, [](double p) { return p == 0.0; })) return;
  m_level = level;
  std::vector<std::int64_t> pixels(people.size(), 0);
  for (const auto& tile : tiles_of(m_city.grid)) {
    const auto zone = m_city.admin[level].zone->read(tile);
    const auto inside = m_city.inside->read(tile);
    for (std::size_t i = 0; i < zone.values().size(); ++i)
      if (!std::isnan(zone.values()[i]) && !std::isnan(inside.values()[i]))
        ++pixels[static_cast<std::size_t>(zone.values()[i])];
  }
  m_even.assign(people.size(), 0.0);
  for (std::size_t u = 0; u < people.size(); ++u)
    if (pixels[u] > 0) m_even[u] = people[u] / static_cast<double>(pixels[u]);
}

void PlacedPeople::add_to(Raster<double>& people, const Window& window) const {
  if (!m_even.empty()) {
    const auto zone = m_city.admin[m_level].zone->read(window);
    const auto inside = m_city.inside->read(window);
    for (std::size_t i = 0; i < zone.values().size(); ++i)
      if (!std::isnan(zone.values()[i]) && !std::isnan(inside.values()[i]))
        people.values()[i] += m_even[static_cast<std::size_t>(zone.values()[i])];
  }
  const auto key = [](const At& at) { return std::pair(at.pixel.row, at.pixel.column); };
  for (int row = window.row; row < window.end_row(); ++row) {
    auto next = std::ranges::lower_bound(m_points, std::pair(row, window.column), {}, key);
    for (; next != m_points.end() && next->pixel.row == row &&
           next->pixel.column < window.end_column();
         ++next)
      people.at({next->pixel.column - window.column, row - window.row}) += next->people;
  }
}

void add_open_people(const City& city, const PopulationRaster& raster, Raster<double>& people,
                     const Window& window) {
  struct Open {
    PolygonCover cover;
    double people = 0.0;
  };
  constexpr std::size_t at_once = 4096;
  std::vector<Open> waiting;
  Window touched;
  const auto place = [&] {
    if (touched.empty()) return;
    const auto inside = city.inside->read(touched);
    for (auto& [cover, count] : waiting) {
      const double sum = keep_inside(cover, inside, touched);
      if (sum <= 0.0) continue;
      const Window here = cover.window.intersection(window);
      for (int row = here.row; row < here.end_row(); ++row)
        for (int column = here.column; column < here.end_column(); ++column)
          people.at({column - window.column, row - window.row}) +=
              count * cover.shares.at({column - cover.window.column, row - cover.window.row}) / sum;
    }
    waiting.clear();
    touched = {};
  };
  raster.for_each_open(city.grid.part(window).box(), [&](const PeopledPixel& open) {
    waiting.push_back({cover_of(open.pixel.footprint(), city.grid), open.people});
    touched = hull(touched, waiting.back().cover.window);
    if (waiting.size() == at_once) place();
  });
  place();
}

std::vector<std::pair<MapPoint, double>> people_beside_the_pixels(const City& city,
                                                                  const PopulationRaster& raster) {
  std::vector<std::pair<MapPoint, double>> beside;
  for (const auto& open : raster.open_at_border()) {
    auto cover = cover_of(open.pixel.footprint(), city.grid);
    const bool placed = !cover.window.empty() &&
                        keep_inside(cover, city.inside->read(cover.window), cover.window) > 0.0;
    if (!placed) beside.emplace_back(centroid(open.pixel.footprint()), open.people);
  }
  return beside;
}

Raster<float> inside_only(const City& city, const Raster<double>& people, const Window& window) {
  const auto inside = city.inside->read(window);
  Raster<float> out(people.grid(), no_value);
  for (std::size_t i = 0; i < out.values().size(); ++i)
    if (!std::isnan(inside.values()[i])) out.values()[i] = static_cast<float>(people.values()[i]);
  return out;
}

}  // namespace gigacity::apps
