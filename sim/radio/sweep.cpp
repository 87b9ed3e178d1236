// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/sweep.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "sim/propagation/itm.hpp"
#include "sim/radio/path.hpp"
#include "sim/radio/sweep_fan.hpp"

namespace gigacity::radio {
namespace {

SweepTerrain::Plane empty_plane(int lines, int length) {
  SweepTerrain::Plane plane;
  plane.lines = lines;
  plane.length = length;
  plane.stride = static_cast<std::size_t>(length) + 2 * SweepTerrain::margin;
  const std::size_t floats = plane.stride * static_cast<std::size_t>(lines);
  plane.ground_m.assign(floats, no_value);
  plane.surface_m.assign(floats, no_value);
  return plane;
}

// By blocks, so that both planes stay in cache.
void transpose(const SweepTerrain::Plane& from, SweepTerrain::Plane& to) {
  constexpr int block = 32;
  for (int line = 0; line < from.lines; line += block) {
    for (int position = 0; position < from.length; position += block) {
      const int end_line = std::min(line + block, from.lines);
      const int end_position = std::min(position + block, from.length);
      for (int p = position; p < end_position; ++p) {
        for (int l = line; l < end_line; ++l) {
          to.ground_m[to.index_of(p, l)] = from.ground_m[from.index_of(l, p)];
          to.surface_m[to.index_of(p, l)] = from.surface_m[from.index_of(l, p)];
        }
      }
    }
  }
}

// Flat ground between the antenna and its own pixel.
void put_own_irregular(const SweepQuestion& question, double ground_m, SweepOutput& out) {
  const std::array ground{question.transmitter_ground_m, ground_m, ground_m};
  const propagation::ItmPath path = propagation::itm_path(
      ground, 0.5 * std::max(1.0, static_cast<double>(out.distance_m[0])),
      {question.transmitter_height_m, question.receiver_height_m}, question.refractivity);
  out.horizon_transmitter_m[0] = static_cast<float>(path.horizon_m.transmitter);
  out.horizon_receiver_m[0] = static_cast<float>(path.horizon_m.receiver);
  out.horizon_transmitter_slope[0] = static_cast<float>(path.horizon_rad.transmitter);
  out.horizon_receiver_slope[0] = static_cast<float>(path.horizon_rad.receiver);
  out.effective_transmitter_m[0] = static_cast<float>(path.effective_height_m.transmitter);
  out.effective_receiver_m[0] = static_cast<float>(path.effective_height_m.receiver);
  out.irregularity_m[0] = static_cast<float>(path.irregularity_m);
  out.refractivity[0] = static_cast<float>(path.refractivity);
}

enum class Towards { north, south, west, east };

}  // namespace

SweepTerrain::SweepTerrain(const RasterSource& terrain, const RasterSource& surface,
                           const Window& window)
    : m_grid(terrain.grid()),
      m_window(window),
      m_rows(empty_plane(window.height, window.width)),
      m_columns(empty_plane(window.width, window.height)) {
  for_each_land_row(terrain, surface, window,
                    [&](int row, std::span<const float> ground, std::span<const float> top) {
                      const auto to = static_cast<std::ptrdiff_t>(m_rows.index_of(row, 0));
                      std::ranges::copy(ground, m_rows.ground_m.begin() + to);
                      std::ranges::copy(top, m_rows.surface_m.begin() + to);
                    });
  transpose(m_rows, m_columns);
}

void SweepTables::fill(int lines, float offset) {
  const auto n = static_cast<std::size_t>(lines + margin) + 1;
  for (auto* table : {&u, &inverse_u, &inverse_root_u}) table->assign(n, 1.0F);
  for (auto* table : {&m_inverse, &m_inverse_root}) table->assign(n + margin, 0.0F);
  u[0] = offset;
  for (std::size_t k = 1; k < n; ++k) {
    const auto whole = static_cast<float>(k);
    u[k] = whole + offset;
    inverse_u[k] = 1.0F / u[k];
    inverse_root_u[k] = std::sqrt(inverse_u[k]);
    m_inverse[k + margin] = 1.0F / whole;
    m_inverse_root[k + margin] = std::sqrt(m_inverse[k + margin]);
  }
}

SweepScratch::SweepScratch() : m_buffers(std::make_unique<Buffers>()) {}
SweepScratch::~SweepScratch() = default;

void sweep(const SweepTerrain& terrain, const SweepQuestion& question, SweepScratch& scratch,
           const std::function<void(const SweptPaths&)>& sink) {
  const GridSpec& grid = terrain.grid();
  const Window& land = terrain.window();
  const Window& asked = question.window;
  const double column = (question.transmitter.x_m - grid.west_m) / grid.pixel_m;
  const double row = (grid.north_m - question.transmitter.y_m) / grid.pixel_m;
  const Pixel at = grid.pixel_of(question.transmitter);
  const auto in_column = static_cast<float>(column - at.column);  // 0 to 1, eastwards
  const auto in_row = static_cast<float>(row - at.row);           // southwards
  const double radius = question.radius_m / grid.pixel_m;
  SweepScratch::Buffers& buffers = scratch.buffers();
  SweepOutput& out = buffers.output;
  const bool irregular = question.geometry == SweepGeometry::itm;
  const bool edges = question.geometry != SweepGeometry::line_of_sight && !irregular;
  const bool sides = question.geometry == SweepGeometry::knife_edges;
  const bool whole = question.geometry == SweepGeometry::p1812;
  const bool smooth = whole || question.geometry == SweepGeometry::surface_diffraction;
  const bool horizons = whole || irregular;
  const bool beta = whole && question.beta_earth_radius_m > 0.0;
  const auto half_bulge_m = [&](double radius_m) {
    return static_cast<float>(0.5 * grid.pixel_m * grid.pixel_m / radius_m);
  };

  const auto hand_over = [&] {
    if (out.count == 0) return;
    const std::size_t n = out.count;
    const auto part = [n](const auto& all, bool given = true) {
      return std::span(all.data(), given ? n : 0);
    };
    sink({part(out.pixel),
          part(out.distance_m),
          part(out.receiver_m),
          part(out.receiver_ground_m),
          part(out.in_sight),
          part(out.nu_root_m, edges),
          part(out.smooth_transmitter_m, smooth),
          part(out.smooth_receiver_m, smooth),
          part(out.obstacle_m, smooth),
          part(out.obstacle_transmitter_slope, smooth),
          part(out.obstacle_receiver_slope, smooth),
          part(out.transmitter_side_nu_root_m, sides),
          part(out.receiver_side_nu_root_m, sides),
          part(out.beta_nu_root_m, beta),
          part(out.horizon_transmitter_m, horizons),
          part(out.horizon_receiver_m, horizons),
          part(out.horizon_transmitter_slope, horizons),
          part(out.horizon_receiver_slope, horizons),
          part(out.roughness_m, whole),
          part(out.effective_transmitter_m, irregular),
          part(out.effective_receiver_m, irregular),
          part(out.irregularity_m, irregular),
          part(out.refractivity, irregular)});
    out.count = 0;
  };

  out.count = 0;
  const auto fan = [&](Towards towards) {
    const bool by_rows = towards == Towards::north || towards == Towards::south;
    const bool backwards = towards == Towards::north || towards == Towards::west;
    const SweepTerrain::Plane& plane = by_rows ? terrain.rows() : terrain.columns();
    const int own_line = by_rows ? at.row : at.column;
    const int own_position = by_rows ? at.column : at.row;
    const int land_line = by_rows ? land.row : land.column;
    const int land_position = by_rows ? land.column : land.row;
    const float in_line = by_rows ? in_row : in_column;
    // Lines asked for, counted outwards from the antenna's.
    const int asked_first = by_rows ? asked.row : asked.column;
    const int asked_end = by_rows ? asked.end_row() : asked.end_column();
    const int near_line = backwards ? own_line - (asked_end - 1) : asked_first - own_line;
    const int far_line = backwards ? own_line - asked_first : asked_end - 1 - own_line;
    // A line's u and a pixel's place along another fan's line come from the same floats: fans agree on their diagonals.
    const float offset = backwards ? in_line - 0.5F : 0.5F - in_line;

    SweepFan f;
    const std::size_t origin = plane.index_of(own_line - land_line, own_position - land_position);
    f.ground_m = plane.ground_m.data() + origin;
    f.surface_m = plane.surface_m.data() + origin;
    f.line_stride = static_cast<std::ptrdiff_t>(plane.stride) * (backwards ? -1 : 1);
    f.first_position = land_position - own_position;
    f.end_position = f.first_position + plane.length;
    f.x = by_rows ? in_column : in_row;
    f.pixel_m = static_cast<float>(grid.pixel_m);
    f.half_bulge_m = half_bulge_m(question.effective_earth_radius_m);
    f.half_bulge_beta_m = beta ? half_bulge_m(question.beta_earth_radius_m) : 0.0F;
    f.reference_m = static_cast<float>(question.transmitter_ground_m);
    f.antenna_m = static_cast<float>(question.transmitter_height_m);
    f.receiver_height_m = static_cast<float>(question.receiver_height_m);
    f.refractivity = static_cast<float>(question.refractivity);
    f.least_nu_root_m = static_cast<float>(question.least_nu_root_m);
    f.radius = static_cast<float>(radius);
    f.owns_diagonals = by_rows;
    f.geometry = question.geometry;
    f.first_line = std::max(near_line, 1);
    f.rim_line = static_cast<int>(std::floor(radius - offset));
    f.last_line = std::min(far_line, f.rim_line);
    f.asked_first = (by_rows ? asked.column : asked.row) - own_position;
    f.asked_end = (by_rows ? asked.end_column() : asked.end_row()) - own_position;
    f.pixel_base = (at.row - asked.row) * asked.width + (at.column - asked.column);
    f.pixel_per_line = (by_rows ? asked.width : 1) * (backwards ? -1 : 1);
    f.pixel_per_position = by_rows ? 1 : asked.width;
    if (f.last_line < f.first_line) return;
    buffers.tables.fill(f.rim_line, offset);
    sweep_fan(f, buffers.tables, buffers.profiles, out, hand_over);
  };

  if (asked.contains(at.column, at.row)) {  // nothing stands between the antenna and its own pixel
    const SweepTerrain::Plane& plane = terrain.rows();
    const float ground = plane.ground_m[plane.index_of(at.row - land.row, at.column - land.column)];
    if (!std::isnan(ground)) {
      const auto height = static_cast<float>(ground - question.transmitter_ground_m);
      out.pixel[0] = (at.row - asked.row) * asked.width + (at.column - asked.column);
      out.distance_m[0] = static_cast<float>(distance_m(question.transmitter, grid.centre_of(at)));
      out.receiver_m[0] = height + static_cast<float>(question.receiver_height_m);
      out.receiver_ground_m[0] = height;
      out.in_sight[0] = 1;
      out.nu_root_m[0] = -std::numeric_limits<float>::infinity();
      out.smooth_transmitter_m[0] = 0.0F;
      out.smooth_receiver_m[0] = height;
      out.obstacle_m[0] = 0.0F;
      out.obstacle_transmitter_slope[0] = 0.0F;
      out.obstacle_receiver_slope[0] = 0.0F;
      out.transmitter_side_nu_root_m[0] = out.nu_root_m[0];
      out.receiver_side_nu_root_m[0] = out.nu_root_m[0];
      out.beta_nu_root_m[0] = out.nu_root_m[0];
      out.horizon_transmitter_m[0] = out.horizon_receiver_m[0] = 0.5F * out.distance_m[0];
      const auto drop = static_cast<float>(question.transmitter_height_m) - out.receiver_m[0];
      const float d = std::max(out.distance_m[0], 1.0F);
      out.horizon_transmitter_slope[0] = -drop / d;
      out.horizon_receiver_slope[0] = drop / d;
      out.roughness_m[0] = 0.0F;
      if (irregular) put_own_irregular(question, ground, out);
      out.count = 1;
    }
  }
  for (const Towards towards : {Towards::north, Towards::south, Towards::west, Towards::east})
    fan(towards);
  hand_over();
}

}  // namespace gigacity::radio
