// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/path.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/propagation/free_space.hpp"

namespace gigacity::radio {
namespace {

// Positions along a ray are whole numbers of 2^-32 pixels: each step is one exact addition, and the
// pixel is a shift away.
constexpr int fraction_bits = 32;

std::int64_t fixed(double pixels) {
  return std::llround(pixels * static_cast<double>(std::int64_t{1} << fraction_bits));
}

std::int64_t whole(int pixels) {
  return static_cast<std::int64_t>(pixels) * (std::int64_t{1} << fraction_bits);
}

constexpr std::int64_t half_pixel = std::int64_t{1} << (fraction_bits - 1);

// The ground at a place counted from the middle of the first pixel, between the middles of four. A neighbour that
// rounding alone brings in has no part: it may lack data, or lie outside.
float ground_between(const Landscape::Heights* heights, std::int64_t width, std::int64_t u,
                     std::int64_t v) {
  constexpr std::int64_t rounding = std::int64_t{1} << (fraction_bits - 16);
  const Landscape::Heights* near =
      heights + ((v + rounding) >> fraction_bits) * width + ((u + rounding) >> fraction_bits);
  const auto part_of = [](std::int64_t place) {
    const std::int64_t part = ((place + rounding) & (2 * half_pixel - 1)) - rounding;
    return part <= rounding ? 0.0F : static_cast<float>(part) / static_cast<float>(2 * half_pixel);
  };
  const float a = part_of(u);
  const float b = part_of(v);
  const auto row = [a](const Landscape::Heights* at) {
    return a > 0.0F ? at[0].ground_m + (at[1].ground_m - at[0].ground_m) * a : at[0].ground_m;
  };
  const float north = row(near);
  return b > 0.0F ? north + (row(near + width) - north) * b : north;
}

std::vector<double> as_doubles(std::span<const float> values) {
  return {values.begin(), values.end()};
}

std::vector<double> with_middle(std::vector<double> values) {
  if (values.size() == 2) values.insert(values.begin() + 1, 0.5 * (values[0] + values[1]));
  return values;
}

}  // namespace

void for_each_land_row(
    const RasterSource& terrain, const RasterSource& surface, const Window& window,
    const std::function<void(int, std::span<const float>, std::span<const float>)>& row) {
  constexpr int strip_rows = 128;
  for (int first = 0; first < window.height; first += strip_rows) {
    const Window strip{window.column, window.row + first, window.width,
                       std::min(strip_rows, window.height - first)};
    const Raster<float> ground = terrain.read(strip);
    Raster<float> top = surface.read(strip);
    for (int r = 0; r < strip.height; ++r) {
      const auto ground_row = ground.row(r);
      const auto top_row = top.row(r);
      for (std::size_t i = 0; i < top_row.size(); ++i)
        if (std::isnan(top_row[i])) top_row[i] = ground_row[i];
      row(first + r, ground_row, top_row);
    }
  }
}

Landscape::Landscape(const RasterSource& terrain, const RasterSource& surface, const Window& window)
    : m_grid(terrain.grid()), m_window(window), m_heights(window.size()) {
  auto to = m_heights.begin();
  for_each_land_row(terrain, surface, window,
                    [&](int, std::span<const float> ground, std::span<const float> top) {
                      for (std::size_t i = 0; i < ground.size(); ++i, ++to) {
                        *to = {ground[i], top[i]};
                        m_has_gaps = m_has_gaps || std::isnan(ground[i]);
                      }
                    });
}

Window window_around(const GridSpec& grid, const MapBox& box) {
  const Pixel first = grid.pixel_of({box.min_x_m, box.max_y_m});
  const Pixel last = grid.pixel_of({box.max_x_m, box.min_y_m});
  // One pixel more on each side: rounding along the ray must not leave the window.
  return Window{first.column, first.row, last.column - first.column + 1, last.row - first.row + 1}
      .inflated(1);
}

std::optional<double> ground_at(const RasterSource& terrain, MapPoint point) {
  const Pixel centre = terrain.grid().pixel_of(point);
  const Window window = Window{centre.column, centre.row, 1, 1}.inflated(ground_search_pixels);
  const Raster<float> ground = terrain.read(window);
  std::optional<double> found;
  int nearest = std::numeric_limits<int>::max();
  for (int row = 0; row < window.height; ++row) {
    for (int column = 0; column < window.width; ++column) {
      const int dx = column - ground_search_pixels;
      const int dy = row - ground_search_pixels;
      const float h = ground.at({column, row});
      if (std::isnan(h) || dx * dx + dy * dy >= nearest) continue;
      nearest = dx * dx + dy * dy;
      found = h;
    }
  }
  return found;
}

std::size_t profile_points(const GridSpec& grid, double radius_m) {
  return static_cast<std::size_t>(std::ceil(radius_m / grid.pixel_m)) + 3;
}

TerrainProfile ProfileSampler::sample(const Landscape& landscape, MapPoint transmitter,
                                      MapPoint receiver) {
  const GridSpec& grid = landscape.grid();
  const Window& window = landscape.window();
  const double distance = distance_m(transmitter, receiver);
  const double steps = std::max(1.0, std::ceil(distance / grid.pixel_m));
  const auto points = static_cast<std::size_t>(steps) + 1;
  if (points > m_ground_m.size()) {
    m_ground_m.resize(points);
    m_surface_m.resize(points);
  }
  const double per_pixel = 1.0 / grid.pixel_m;
  // Counted from the grid's corner first, so that the same path has the same pixels in every
  // window.
  const std::int64_t u0 = fixed((transmitter.x_m - grid.west_m) * per_pixel) - whole(window.column);
  const std::int64_t v0 = fixed((grid.north_m - transmitter.y_m) * per_pixel) - whole(window.row);
  const std::int64_t du = fixed((receiver.x_m - transmitter.x_m) * per_pixel / steps);
  const std::int64_t dv = fixed((transmitter.y_m - receiver.y_m) * per_pixel / steps);
  const auto pixel_at = [&](std::size_t i) {
    const auto k = static_cast<std::int64_t>(i);
    return Pixel{static_cast<int>((u0 + k * du) >> fraction_bits) + window.column,
                 static_cast<int>((v0 + k * dv) >> fraction_bits) + window.row};
  };

  const Landscape::Heights* heights = &landscape.at({window.column, window.row});
  const std::int64_t width = window.width;
  std::int64_t u = u0;
  std::int64_t v = v0;
  for (std::size_t i = 0; i < points; ++i, u += du, v += dv) {
    const Landscape::Heights& h = heights[(v >> fraction_bits) * width + (u >> fraction_bits)];
    m_ground_m[i] = ground_between(heights, width, u - half_pixel, v - half_pixel);
    if (std::isnan(m_ground_m[i])) m_ground_m[i] = h.ground_m;  // at the edge of what is known
    m_surface_m[i] = m_ground_m[i] + (h.surface_m - h.ground_m);
  }

  const Pixel first = pixel_at(0);
  for (std::size_t i = 0; i < points && pixel_at(i) == first; ++i) m_surface_m[i] = m_ground_m[i];
  const Pixel last = pixel_at(points - 1);
  for (std::size_t i = points; i > 0 && pixel_at(i - 1) == last; --i)
    m_surface_m[i - 1] = m_ground_m[i - 1];
  if (landscape.has_gaps()) fill_gaps(points);
  return {distance / steps, std::span(m_ground_m).first(points),
          std::span(m_surface_m).first(points)};
}

void ProfileSampler::fill_gaps(std::size_t points) {
  int missing = 0;  // most profiles have none: counted without a branch
  for (std::size_t i = 0; i < points; ++i) missing += m_ground_m[i] != m_ground_m[i] ? 1 : 0;
  if (missing == 0) return;

  const auto known = [&](std::size_t i) { return !std::isnan(m_ground_m[i]); };
  std::size_t i = 0;
  while (i < points) {
    if (known(i)) {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    while (i < points && !known(i)) ++i;
    const bool left = begin > 0;
    const bool right = i < points;
    const float a = left ? m_ground_m[begin - 1] : right ? m_ground_m[i] : 0.0F;
    const float b = right ? m_ground_m[i] : a;
    const auto length = static_cast<float>(i - begin + 1);
    for (std::size_t k = begin; k < i; ++k) {
      m_ground_m[k] = a + (b - a) * static_cast<float>(k - begin + 1) / length;
    }
  }
}

bool needs_profile(Model model) {
  return model != Model::free_space;
}

PathGeometry path_geometry(const PathEnds& ends, double distance_m) {
  PathGeometry path;
  path.ends = ends;
  path.distance_m = distance_m;
  return path;
}

PathGeometry path_geometry(Model model, const PathEnds& ends, const TerrainProfile& profile,
                           double effective_earth_radius_m, const propagation::StepTables& tables,
                           const CoverageOptions& options) {
  PathGeometry path = path_geometry(ends, profile.distance_m());
  if (model == Model::p1812) path.p1812 = p1812_path_of(profile, ends, climate_of(options));
  if (model == Model::itm) path.itm = itm_path_of(profile, ends, itm_environment_of(options).n0);
  if (profile.size() < 3) return path;  // neighbouring pixels: nothing stands between
  const double tx = ends.transmitter_m();
  const double rx = ends.receiver_m();
  switch (model) {
    case Model::free_space:
    case Model::p1812:
    case Model::itm:
      break;
    case Model::p526:
      path.diffraction =
          propagation::delta_bullington(profile, tx, rx, effective_earth_radius_m, tables);
      path.line_of_sight = path.diffraction.terrain.line_of_sight;
      break;
    case Model::knife_edges:
      path.edges = knife_edges_of(profile, ends, effective_earth_radius_m);
      path.line_of_sight = path.edges.principal.nu_root_m < 0.0;
      break;
    case Model::tr38901:
      path.line_of_sight = propagation::line_of_sight(profile.step_m, profile.surface_m, tx, rx,
                                                      effective_earth_radius_m, tables);
      if (!path.line_of_sight) {
        path.ground = propagation::bullington_edge(profile.step_m, profile.ground_m, tx, rx,
                                                   effective_earth_radius_m, tables);
      }
      break;
  }
  return path;
}

propagation::P1812Path p1812_path_of(const TerrainProfile& profile, const PathEnds& ends,
                                     const propagation::RadioClimate& climate) {
  const auto ground = with_middle(as_doubles(profile.ground_m));
  const auto surface = with_middle(as_doubles(profile.surface_m));
  std::vector<double> distance(ground.size());
  for (std::size_t i = 0; i < distance.size(); ++i)
    distance[i] =
        profile.distance_m() * static_cast<double>(i) / static_cast<double>(distance.size() - 1);
  return propagation::p1812_path({.distance_m = distance,
                                  .ground_m = ground,
                                  .surface_m = surface,
                                  .transmitter_height_m = ends.transmitter_height_m,
                                  .receiver_height_m = ends.receiver_height_m},
                                 climate);
}

propagation::ItmPath itm_path_of(const TerrainProfile& profile, const PathEnds& ends, double n0) {
  const auto ground = with_middle(as_doubles(profile.ground_m));
  const double step_m = profile.distance_m() / static_cast<double>(ground.size() - 1);
  return propagation::itm_path(ground, step_m, {ends.transmitter_height_m, ends.receiver_height_m},
                               n0);
}

propagation::KnifeEdges knife_edges_of(const TerrainProfile& profile, const PathEnds& ends,
                                       double effective_earth_radius_m) {
  std::vector<double> distance_m(profile.size());
  for (std::size_t i = 0; i < distance_m.size(); ++i)
    distance_m[i] = profile.step_m * static_cast<double>(i);
  return propagation::knife_edges(distance_m, as_doubles(profile.surface_m), ends.transmitter_m(),
                                  ends.receiver_m(), effective_earth_radius_m);
}

double path_loss_db(Model model, propagation::Environment environment, const PathGeometry& path,
                    double frequency_mhz, const CoverageOptions& options) {
  double loss = 0.0;
  switch (model) {
    case Model::p1812:
      loss = propagation::p1812_loss(path.p1812.value(), p1812_question(options, frequency_mhz))
                 .basic_db;
      break;
    case Model::itm:
      loss = propagation::itm_loss(path.itm.value(), frequency_mhz,
                                   propagation::Polarisation::vertical, itm_environment_of(options),
                                   itm_variability_of(options))
                 .basic_db;
      break;
    case Model::free_space:
    case Model::p526:
    case Model::knife_edges:
      loss = propagation::free_space_loss_db(
          std::hypot(path.distance_m, path.ends.transmitter_m() - path.ends.receiver_m()),
          frequency_mhz);
      if (model == Model::p526) {
        // Base stations radiate ±45°; over land and above 20 MHz the polarisation hardly matters
        // (P.526-15 §3.1.1), and no path of a city is mostly over sea.
        loss += propagation::delta_bullington_loss_db(path.diffraction, frequency_mhz,
                                                      propagation::Polarisation::vertical, 0.0);
      }
      if (model == Model::knife_edges)
        loss +=
            propagation::knife_edges_loss_db(path.edges, propagation::wavelength_m(frequency_mhz));
      break;
    case Model::tr38901: {
      const propagation::Link38901 link{path.distance_m, path.ends.transmitter_height_m,
                                        path.ends.receiver_height_m, frequency_mhz};
      if (path.line_of_sight) {
        loss = propagation::line_of_sight_loss_db(environment, link);
        break;
      }
      loss = propagation::obstructed_loss_db(environment, link);
      if (!path.ground.line_of_sight) {
        loss +=
            propagation::bullington_loss_db(path.ground, propagation::wavelength_m(frequency_mhz));
      }
      break;
    }
  }
  return std::max(loss, 0.0);
}

}  // namespace gigacity::radio
