// SPDX-License-Identifier: Apache-2.0
// Paths of the scalar P.1812 as rows of the batch, and the scalar paths of the same figures in single
// precision.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "sim/propagation/batch_p1812.hpp"
#include "sim/propagation/p1812.hpp"

namespace gigacity::propagation {

/// Receivers of one antenna: rows that `links` looks at.
struct P1812Rows {
  double datum_m = 0.0;
  double transmitter_m = 0.0;
  double transmitter_ground_m = 0.0;
  double step_m = 0.0;
  bool by_sea = false;
  std::vector<float> distance_m, receiver_m, receiver_ground_m, median_nu_root_m, beta_nu_root_m,
      smooth_transmitter_m, smooth_receiver_m, obstacle_m, obstacle_transmitter_slope,
      obstacle_receiver_slope, horizon_transmitter_m, horizon_receiver_m, horizon_transmitter_slope,
      horizon_receiver_slope, roughness_m, sea_fraction, land_m, inland_m, transmitter_coast_m,
      receiver_coast_m;

  std::size_t size() const { return distance_m.size(); }

  P1812Links links(std::size_t first, std::size_t count) const {
    const auto row = [&](const std::vector<float>& all) {
      return std::span<const float>(all).subspan(first, count);
    };
    const auto at_sea = [&](const std::vector<float>& all) {
      return by_sea ? row(all) : std::span<const float>();
    };
    return {.diffraction = {.transmitter_m = transmitter_m,
                            .transmitter_ground_m = transmitter_ground_m,
                            .step_m = step_m,
                            .distance_m = row(distance_m),
                            .receiver_m = row(receiver_m),
                            .receiver_ground_m = row(receiver_ground_m),
                            .nu_root_m = row(median_nu_root_m),
                            .smooth_transmitter_m = row(smooth_transmitter_m),
                            .smooth_receiver_m = row(smooth_receiver_m),
                            .obstacle_m = row(obstacle_m),
                            .obstacle_transmitter_slope = row(obstacle_transmitter_slope),
                            .obstacle_receiver_slope = row(obstacle_receiver_slope)},
            .datum_m = datum_m,
            .beta_nu_root_m = row(beta_nu_root_m),
            .horizon_transmitter_m = row(horizon_transmitter_m),
            .horizon_receiver_m = row(horizon_receiver_m),
            .horizon_transmitter_slope = row(horizon_transmitter_slope),
            .horizon_receiver_slope = row(horizon_receiver_slope),
            .roughness_m = row(roughness_m),
            .sea_fraction = at_sea(sea_fraction),
            .land_m = at_sea(land_m),
            .inland_m = at_sea(inland_m),
            .transmitter_coast_m = at_sea(transmitter_coast_m),
            .receiver_coast_m = at_sea(receiver_coast_m)};
  }
};

/// Eq. 87.
inline Obstruction obstruction_of(const P1812Profile& profile, const P1812Path& path) {
  constexpr double none = -std::numeric_limits<double>::infinity();
  Obstruction out{none, none, none};
  for (std::size_t i = 1; i + 1 < profile.distance_m.size(); ++i) {
    const double d1 = profile.distance_m[i];
    const double d2 = path.distance_m - d1;
    const double line = (path.transmitter_m * d2 + path.receiver_m * d1) / path.distance_m;
    const double above = profile.ground_m[i] - line;
    out.height_m = std::max(out.height_m, above);
    out.transmitter_slope = std::max(out.transmitter_slope, above / d1);
    out.receiver_slope = std::max(out.receiver_slope, above / d2);
  }
  return out;
}

/// Adds the path to the rows; its antenna must be the rows' one.
inline void add_path(const P1812Profile& profile, const P1812Path& path, P1812Rows& rows) {
  const auto add = [](std::vector<float>& row, double value) {
    row.push_back(static_cast<float>(value));
  };
  const SmoothEarth earth =
      smooth_earth(profile.distance_m, profile.ground_m, path.transmitter_m, path.receiver_m);
  const Obstruction obstruction = obstruction_of(profile, path);
  add(rows.distance_m, path.distance_m);
  add(rows.receiver_m, path.receiver_m - rows.datum_m);
  add(rows.receiver_ground_m, profile.ground_m.back() - rows.datum_m);
  add(rows.median_nu_root_m, path.median.terrain.nu_root_m);
  add(rows.beta_nu_root_m, path.beta.terrain.nu_root_m);
  add(rows.smooth_transmitter_m, earth.transmitter_m - rows.datum_m);
  add(rows.smooth_receiver_m, earth.receiver_m - rows.datum_m);
  add(rows.obstacle_m, obstruction.height_m);
  add(rows.obstacle_transmitter_slope, obstruction.transmitter_slope);
  add(rows.obstacle_receiver_slope, obstruction.receiver_slope);
  add(rows.horizon_transmitter_m, path.horizon_m.transmitter);
  add(rows.horizon_receiver_m, path.horizon_m.receiver);
  add(rows.horizon_transmitter_slope, std::tan(1e-3 * path.horizon_mrad.transmitter));
  add(rows.horizon_receiver_slope, std::tan(1e-3 * path.horizon_mrad.receiver));
  add(rows.roughness_m, path.roughness_m);
  add(rows.sea_fraction, path.sea_fraction);
  add(rows.land_m, path.land_m);
  add(rows.inland_m, path.inland_m);
  add(rows.transmitter_coast_m, path.coast_m.transmitter);
  add(rows.receiver_coast_m, path.coast_m.receiver);
}

/// Receiver `i` of the rows as the scalar model's path. `beta0_percent` is not of the rows: it is
/// that of the distances before they were rounded.
inline P1812Path path_of_row(const P1812Rows& rows, std::size_t i, double beta0_percent,
                             double median_radius_m, double n0) {
  P1812Path path;
  path.distance_m = rows.distance_m[i];
  path.transmitter_m = rows.transmitter_m + rows.datum_m;
  path.receiver_m = static_cast<double>(rows.receiver_m[i]) + rows.datum_m;
  path.sea_fraction = rows.sea_fraction[i];
  path.land_m = rows.land_m[i];
  path.inland_m = rows.inland_m[i];
  path.coast_m = {rows.transmitter_coast_m[i], rows.receiver_coast_m[i]};
  path.beta0_percent = beta0_percent;
  path.effective_earth_radius_m = median_radius_m;
  path.n0 = n0;
  path.horizon_m = {rows.horizon_transmitter_m[i], rows.horizon_receiver_m[i]};
  path.horizon_mrad = {1e3 * std::atan(static_cast<double>(rows.horizon_transmitter_slope[i])),
                       1e3 * std::atan(static_cast<double>(rows.horizon_receiver_slope[i]))};
  path.angular_distance_mrad = 1e3 * path.distance_m / median_radius_m + path.horizon_mrad.sum();
  const double h_st = rows.smooth_transmitter_m[i];
  const double h_sr = rows.smooth_receiver_m[i];
  const double ground_r = rows.receiver_ground_m[i];
  path.effective_m = {rows.transmitter_m - std::min(h_st, rows.transmitter_ground_m),
                      rows.receiver_m[i] - std::min(h_sr, ground_r)};
  path.roughness_m = rows.roughness_m[i];

  const SmoothEarth earth = with_diffraction_heights(
      h_st, h_sr,
      {rows.obstacle_m[i], rows.obstacle_transmitter_slope[i], rows.obstacle_receiver_slope[i]},
      rows.transmitter_ground_m, ground_r);
  const auto steps = std::max(std::round(path.distance_m / rows.step_m), 1.0);
  std::vector<double> distance_m;
  for (double k = 0.0; k <= steps; k += 1.0) distance_m.push_back(k * path.distance_m / steps);
  const std::vector<double> flat(distance_m.size(), 0.0);
  const double h_te = rows.transmitter_m - earth.transmitter_diffraction_m;
  const double h_re = rows.receiver_m[i] - earth.receiver_diffraction_m;
  const auto diffraction = [&](float nu_root_m, double radius_m) {
    return DeltaBullington{{path.distance_m, nu_root_m, true},
                           bullington_edge(distance_m, flat, h_te, h_re, radius_m),
                           spherical_earth_path(path.distance_m, h_te, h_re, radius_m)};
  };
  path.median = diffraction(rows.median_nu_root_m[i], median_radius_m);
  path.beta = diffraction(rows.beta_nu_root_m[i], 3.0 * 6'371'000.0);
  return path;
}

}  // namespace gigacity::propagation
