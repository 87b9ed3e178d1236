// SPDX-License-Identifier: Apache-2.0
#include "apps/synth/relief.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <queue>
#include <utility>
#include <vector>

#include "apps/synth/noise.hpp"
#include "core/parallel.hpp"

namespace gigacity::apps::synth {

namespace {

constexpr double margin_m = 600.0;
constexpr double lake_level_m = 33.5;

enum Field : std::uint64_t {
  f_front = 101,
  f_valley = 211,
  f_plain = 307,
  f_uplift = 401,
  f_shore = 503,
  f_outline = 601,
  f_range = 701
};

std::uint64_t key(std::uint64_t seed, Field field) {
  return seed * 7919 + field;
}

/// Bilinear between pixel centres, the edge's value outside.
double sampled(const Raster<float>& raster, MapPoint p) {
  const GridSpec& grid = raster.grid();
  const double column =
      std::clamp((p.x_m - grid.west_m) / grid.pixel_m - 0.5, 0.0, grid.width - 1.0);
  const double row =
      std::clamp((grid.north_m - p.y_m) / grid.pixel_m - 0.5, 0.0, grid.height - 1.0);
  const int c = std::min(static_cast<int>(column), grid.width - 2);
  const int r = std::min(static_cast<int>(row), grid.height - 2);
  const double upper = std::lerp(static_cast<double>(raster.at({c, r})),
                                 static_cast<double>(raster.at({c + 1, r})), column - c);
  const double lower = std::lerp(static_cast<double>(raster.at({c, r + 1})),
                                 static_cast<double>(raster.at({c + 1, r + 1})), column - c);
  return std::lerp(upper, lower, row - r);
}

/// Uniform B-spline of third order: smooth, and never below the lowest or above the highest pixel.
double splined(const Raster<float>& raster, MapPoint p) {
  const GridSpec& grid = raster.grid();
  const double column = (p.x_m - grid.west_m) / grid.pixel_m - 0.5;
  const double row = (grid.north_m - p.y_m) / grid.pixel_m - 0.5;
  const auto weights = [](double t) {
    const double s = 1.0 - t;
    return std::array<double, 4>{s * s * s / 6.0, (3.0 * t * t * t - 6.0 * t * t + 4.0) / 6.0,
                                 (3.0 * s * s * s - 6.0 * s * s + 4.0) / 6.0, t * t * t / 6.0};
  };
  const int c = static_cast<int>(std::floor(column));
  const int r = static_cast<int>(std::floor(row));
  const auto wx = weights(column - c);
  const auto wy = weights(row - r);
  double sum = 0.0;
  for (int j = 0; j < 4; ++j) {
    for (int i = 0; i < 4; ++i) {
      const Pixel pixel{std::clamp(c - 1 + i, 0, grid.width - 1),
                        std::clamp(r - 1 + j, 0, grid.height - 1)};
      sum += wx[static_cast<std::size_t>(i)] * wy[static_cast<std::size_t>(j)] *
             static_cast<double>(raster.at(pixel));
    }
  }
  return sum;
}

/// River incision by the stream-power law (Braun & Willett 2013, implicit, n = 1, m = 1/2) under
/// uplift: what carves ridges and branching valleys. Pixels without uplift are base level and stay
/// at 0.
class Erosion {
 public:
  Erosion(const GridSpec& grid, std::vector<double> uplift)
      : m_grid(grid),
        m_uplift(std::move(uplift)),
        m_height(m_uplift.size(), 0.0),
        m_filled(m_uplift.size()),
        m_area(m_uplift.size()),
        m_receiver(m_uplift.size()) {}

  const std::vector<double>& heights() const { return m_height; }

  void step() {
    for (std::size_t i = 0; i < m_height.size(); ++i) m_height[i] += m_uplift[i];
    find_drainage();
    std::fill(m_area.begin(), m_area.end(), 1.0);
    for (auto i = m_order.rbegin(); i != m_order.rend(); ++i) m_area[m_receiver[*i]] += m_area[*i];
    for (const std::size_t i : m_order) {
      const double erodibility = 0.055 * std::sqrt(m_area[i]) / distance(i, m_receiver[i]);
      m_height[i] = (m_height[i] + erodibility * m_height[m_receiver[i]]) / (1.0 + erodibility);
    }
    creep();
  }

 private:
  bool base(std::size_t i) const { return m_uplift[i] <= 0.0; }

  template <class Visit>
  void neighbours(std::size_t i, const Visit& visit) const {
    const auto width = static_cast<std::size_t>(m_grid.width);
    const int column = static_cast<int>(i % width);
    const int row = static_cast<int>(i / width);
    for (int r = std::max(row - 1, 0); r <= std::min(row + 1, m_grid.height - 1); ++r) {
      for (int c = std::max(column - 1, 0); c <= std::min(column + 1, m_grid.width - 1); ++c) {
        if (r != row || c != column) visit(m_grid.index_of({c, r}));
      }
    }
  }

  double distance(std::size_t a, std::size_t b) const {
    const auto width = static_cast<std::size_t>(m_grid.width);
    return a % width != b % width && a / width != b / width ? std::numbers::sqrt2 : 1.0;
  }

  /// Pixels from base level upwards (priority flood), each with the neighbour its water runs to.
  void find_drainage() {
    using Entry = std::pair<double, std::size_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    std::vector<char> seen(m_height.size(), 0);
    for (std::size_t i = 0; i < m_height.size(); ++i) {
      if (!base(i)) continue;
      seen[i] = 1;
      m_filled[i] = m_height[i];
      bool at_a_slope = false;
      neighbours(i, [&](std::size_t n) { at_a_slope = at_a_slope || !base(n); });
      if (at_a_slope) open.emplace(m_filled[i], i);
    }
    m_order.clear();
    while (!open.empty()) {
      const std::size_t i = open.top().second;
      open.pop();
      if (!base(i)) m_order.push_back(i);
      neighbours(i, [&](std::size_t n) {
        if (seen[n] != 0) return;
        seen[n] = 1;
        m_receiver[n] = i;
        m_filled[n] = std::max(m_height[n], m_filled[i] + 1e-6);
        open.emplace(m_filled[n], n);
      });
    }
    for (const std::size_t i : m_order) {
      double steepest = 0.0;
      neighbours(i, [&](std::size_t n) {
        const double slope = (m_filled[i] - m_filled[n]) / distance(i, n);
        if (slope <= steepest) return;
        steepest = slope;
        m_receiver[i] = n;
      });
    }
  }

  /// Slow movement of soil: rounds the ridges.
  void creep() {
    const std::vector<double> before = m_height;
    for (std::size_t i = 0; i < m_height.size(); ++i) {
      if (base(i)) continue;
      double sum = 0.0;
      double weight = 0.0;
      neighbours(i, [&](std::size_t n) {
        const double w = 1.0 / distance(i, n);
        sum += w * before[n];
        weight += w;
      });
      m_height[i] += 0.06 * (sum / weight - before[i]);
    }
  }

  GridSpec m_grid;
  std::vector<double> m_uplift;
  std::vector<double> m_height;
  std::vector<double> m_filled;
  std::vector<double> m_area;
  std::vector<std::size_t> m_receiver;
  std::vector<std::size_t> m_order;
};

}  // namespace

Relief::Relief(std::uint64_t seed, const Landform& form, const MapBox& box,
               std::function<bool(MapPoint)> within, Progress& progress)
    : m_seed(seed), m_form(form), m_box(box) {
  if (!within) within = [this](MapPoint p) { return in_outline(p, 0.0); };
  raise_hills(within, progress);
  lay_ground();
}

void Relief::lay_ground() {
  m_ground = Raster<float>(aligned_grid(m_box.inflated(margin_m), 30.0));
  const GridSpec& grid = m_ground.grid();
  parallel_for(static_cast<std::size_t>(grid.height), [&](std::size_t line) {
    const auto row = static_cast<int>(line);
    for (int column = 0; column < grid.width; ++column) {
      const MapPoint p = grid.centre_of({column, row});
      double height = floor_m(p) + hill_m(p);
      const double shore = lake_distance_m(p);
      height = shore <= 0.0 ? lake_level_m
                            : std::lerp(lake_level_m + 0.6, height, smooth_step(0.0, 900.0, shore));
      // Eighths of a metre: finer than any elevation model is true, and it compresses.
      m_ground.at({column, row}) = static_cast<float>(std::round(height * 8.0) / 8.0);
    }
  });
}

MapPoint Relief::share(MapPoint p) const {
  return {(p.x_m - m_box.min_x_m) / m_box.width_m(), (p.y_m - m_box.min_y_m) / m_box.height_m()};
}

double Relief::hill_front(double v) const {
  const double across = m_form.counties_across;
  return m_form.front_u +
         0.17 / across * gradient_noise(key(m_seed, f_front), 2.6 * across * v + 0.5, 0.5);
}

double Relief::hilliness(MapPoint p) const {
  const MapPoint s = share(p);
  const double across_box = m_form.counties_across;
  const double bend = 0.07 * fractal_noise(key(m_seed, f_front) + 9, 9.0 * across_box * s.x_m,
                                           9.0 * across_box * s.y_m, 4);
  double hills = smooth_step(0.0, 0.13, (s.x_m - hill_front(s.y_m)) * across_box + bend);
  if (m_form.ranges) {
    hills *= smooth_step(
        -0.06, 0.16,
        fractal_noise(key(m_seed, f_range), 1.1 * across_box * s.x_m, 1.1 * across_box * s.y_m, 4));
    // The lake lies in a plain.
    hills *=
        smooth_step(400.0 * m_form.valley_width, 900.0 * m_form.valley_width, lake_distance_m(p));
  }
  // A lone hill in the plain, north of the middle.
  const double lone =
      std::hypot((s.x_m - 0.46) * m_box.width_m(), (s.y_m - 0.86) * m_box.height_m());
  hills = std::max(hills, 0.45 * smooth_step(750.0, 150.0, lone + 6000.0 * bend));
  // Valleys with a flat floor reach far into the hills.
  for (std::size_t i = 0; i < m_form.valleys.size(); ++i) {
    const auto [at_v, head_u] = m_form.valleys[i];
    const double line =
        at_v + 0.17 / across_box *
                   gradient_noise(key(m_seed, f_valley) + i, 4.2 * across_box * s.x_m, 0.5);
    const double across = std::abs(s.y_m - line) * m_box.height_m();
    const double beyond = std::max(0.0, s.x_m - head_u) * m_box.width_m();
    const double half_width =
        m_form.valley_width * (230.0 + 150.0 * gradient_noise(key(m_seed, f_valley) + 7 + i,
                                                              9.0 * across_box * s.x_m, 0.5)) +
        5000.0 * bend;
    hills *= smooth_step(half_width, half_width + 480.0, std::hypot(across, beyond));
  }
  return hills;
}

double Relief::floor_m(MapPoint p) const {
  const MapPoint s = share(p);
  const double across = m_form.counties_across;
  const double undulation =
      1.6 * fractal_noise(key(m_seed, f_plain), 5.0 * across * s.x_m, 5.0 * across * s.y_m, 4);
  const double piedmont =
      std::max(0.0, s.x_m - hill_front(s.y_m) + 0.10) * m_box.width_m() * m_form.piedmont_slope;
  return 37.5 + 9.0 * s.x_m + 4.0 * s.y_m + undulation + piedmont;
}

void Relief::raise_hills(const std::function<bool(MapPoint)>& within, Progress& progress) {
  m_hills = Raster<float>(
      aligned_grid(m_box.inflated(margin_m + 2.0 * m_form.hill_pixel_m), m_form.hill_pixel_m));
  const GridSpec& grid = m_hills.grid();
  std::vector<double> uplift(grid.size());
  for (int row = 0; row < grid.height; ++row) {
    for (int column = 0; column < grid.width; ++column) {
      const MapPoint p = grid.centre_of({column, row});
      const MapPoint s = share(p);
      const double massif =
          1.0 + 1.1 * fractal_noise(key(m_seed, f_uplift), 6.0 * m_form.counties_across * s.x_m,
                                    6.0 * m_form.counties_across * s.y_m, 5);
      const double hills = hilliness(p);
      uplift[grid.index_of({column, row})] = hills < 0.02 ? 0.0 : hills * std::max(massif, 0.1);
    }
  }
  constexpr int steps = 70;
  progress.begin("terrain", steps);
  Erosion erosion(grid, std::move(uplift));
  for (int i = 0; i < steps; ++i) {
    progress.throw_if_cancelled();
    erosion.step();
    progress.advance();
  }
  // The highest point of the finished ground inside the county is the summit asked for.
  const std::vector<double>& heights = erosion.heights();
  double scale = 0.0;
  for (std::size_t i = 0; i < heights.size(); ++i)
    m_hills.values()[i] = static_cast<float>(heights[i]);
  for (int row = 0; row < grid.height; ++row) {
    for (int column = 0; column < grid.width; ++column) {
      const MapPoint p = grid.centre_of({column, row});
      const double height = splined(m_hills, p);
      if (height <= 0.0 || !within(p)) continue;
      const double reach = (m_form.summit_m - floor_m(p)) / height;
      if (scale <= 0.0 || reach < scale) scale = reach;
    }
  }
  for (float& value : m_hills.values()) value = static_cast<float>(value * std::max(scale, 0.0));
}

double Relief::ground_m(MapPoint p) const {
  return sampled(m_ground, p);
}

double Relief::hill_m(MapPoint p) const {
  return splined(m_hills, p);
}

bool Relief::buildable(MapPoint p) const {
  if (lake_distance_m(p) < 90.0 || hill_m(p) > 5.0) return false;
  const double rise_x = ground_m({p.x_m + 30.0, p.y_m}) - ground_m({p.x_m - 30.0, p.y_m});
  const double rise_y = ground_m({p.x_m, p.y_m + 30.0}) - ground_m({p.x_m, p.y_m - 30.0});
  return std::hypot(rise_x, rise_y) < 0.05 * 60.0;
}

bool Relief::in_outline(MapPoint p, double margin) const {
  const MapPoint s = share(p);
  const double x = std::abs(2.0 * s.x_m - 1.0);
  const double y = std::abs(2.0 * s.y_m - 1.0);
  const double radius = std::cbrt(x * x * x + y * y * y);
  const double limit =
      0.92 + 0.22 * fractal_noise(key(m_seed, f_outline), 3.0 * s.x_m, 3.0 * s.y_m, 4);
  const double half_side = 0.5 * std::min(m_box.width_m(), m_box.height_m());
  if (radius < std::min(limit, 0.985) - margin / half_side) return true;
  return margin <= 0.0 && lake_distance_m(p) < 250.0;
}

double Relief::lake_distance_m(MapPoint p) const {
  const MapPoint s = share(p);
  const double u = s.x_m - m_form.lake_centre.x_m;
  const double v = s.y_m - m_form.lake_centre.y_m;
  // On the lake's own axes, still as shares of the box.
  const double cosine = std::cos(m_form.lake_turn_rad);
  const double sine = std::sin(m_form.lake_turn_rad);
  const double aspect = m_box.height_m() / m_box.width_m();
  const double x = (u * cosine + v * aspect * sine) / m_form.lake_radius_u;
  const double y = (v * cosine - u / aspect * sine) / m_form.lake_radius_v;
  const double radius = std::hypot(x, y);
  const double towards_x = radius > 0.0 ? x / radius : 1.0;
  const double towards_y = radius > 0.0 ? y / radius : 0.0;
  const double shore = 1.0 + 0.75 * fractal_noise(key(m_seed, f_shore), 1.7 * towards_x + 0.3,
                                                  1.7 * towards_y + 0.3, 4);
  const double here_m = std::hypot(u * m_box.width_m(), v * m_box.height_m());
  return radius > 0.0 ? here_m * (1.0 - shore / radius) : -m_form.lake_radius_v * m_box.height_m();
}

MultiPolygon Relief::lake() const {
  const int sides = static_cast<int>(120.0 * std::sqrt(m_form.counties_across));
  const MapPoint centre{m_box.min_x_m + m_form.lake_centre.x_m * m_box.width_m(),
                        m_box.min_y_m + m_form.lake_centre.y_m * m_box.height_m()};
  const double cosine = std::cos(m_form.lake_turn_rad);
  const double sine = std::sin(m_form.lake_turn_rad);
  Ring shell;
  for (int i = 0; i < sides; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / sides;
    // Points on one ray all have the same distance to the shore's crossing of that ray.
    const double along_m = m_form.lake_radius_u * m_box.width_m() * std::cos(angle);
    const double across_m = m_form.lake_radius_v * m_box.height_m() * std::sin(angle);
    const MapPoint far{centre.x_m + (along_m * cosine - across_m * sine),
                       centre.y_m + (along_m * sine + across_m * cosine)};
    const double reach = distance_m(centre, far);
    const double share_of_ray = (reach - lake_distance_m(far)) / reach;
    shell.push_back({std::round(centre.x_m + (far.x_m - centre.x_m) * share_of_ray),
                     std::round(centre.y_m + (far.y_m - centre.y_m) * share_of_ray)});
  }
  shell.push_back(shell.front());
  return {Polygon{std::move(shell), {}}};
}

}  // namespace gigacity::apps::synth
