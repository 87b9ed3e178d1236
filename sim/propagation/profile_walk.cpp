// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/profile_walk.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/propagation/profile_kernels.hpp"

namespace gigacity::propagation {
namespace {

constexpr double none = -std::numeric_limits<double>::infinity();

// Slopes are taken per step and in the transmitter's (or receiver's) tangent frame, where a point i
// steps away lies i² · half_bulge lower; the slopes of eq. 13 and 17 are larger by half_bulge · n,
// the same for all points.

// Bullington's edge over zero heights. Its maxima over the points are found without visiting them.
BullingtonEdge smooth_edge(double step_m, std::size_t steps, double h_te, double h_re,
                           double effective_earth_radius_m) {
  const double n = static_cast<double>(steps);
  const double d = step_m * n;
  if (steps < 2) return {d, none, true};
  const double half_bulge = 0.5 * step_m * step_m / effective_earth_radius_m;
  // From a terminal of height h, the slope half_bulge (n − i) − h/i rises up to i = √(h /
  // half_bulge) and falls beyond: its maximum is at one of the two points beside that.
  const auto slope = [&](double h) {
    const auto at = [&](double i) { return half_bulge * (n - i) - h / i; };
    const double below = std::clamp(std::floor(std::sqrt(h / half_bulge)), 1.0, n - 1.0);
    return std::max(at(below), at(std::min(below + 1.0, n - 1.0)));
  };
  const double rise = h_re - h_te;
  const double s_tim = slope(h_te);
  if (!(s_tim * n < rise)) return edge_of_horizons(d, s_tim / step_m, slope(h_re) / step_m, rise);

  // On a clear path, with t = i/(n − i), ν grows with i as long as
  //   p(t) = K t (1 − t) + (a − b t)(1 + t)² > 0,   K = half_bulge n², a = h_te, b = h_re.
  // The coefficients of p change sign once (b t³ < 0, a > 0, and 2a − b + K < 0 implies a − 2b − K
  // < 0), so p has one positive root and ν one maximum: bisect for the last point where it still
  // grows.
  const double k = half_bulge * n * n;
  std::size_t low = 0;
  std::size_t high = steps;
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    const double t = static_cast<double>(middle) / static_cast<double>(steps - middle);
    const bool grows = k * t * (1.0 - t) + (h_te - h_re * t) * (1.0 + t) * (1.0 + t) > 0.0;
    (grows ? low : high) = middle;
  }
  const auto nu_root = [&](double i) {
    const double clearance = half_bulge * i * (n - i) - (h_te * (n - i) + h_re * i) / n;
    return clearance * std::sqrt(2.0 * n / (step_m * i * (n - i)));
  };
  const double below = std::clamp(static_cast<double>(low), 1.0, n - 1.0);
  return {d, std::max(nu_root(below), nu_root(std::min(below + 1.0, n - 1.0))), true};
}

}  // namespace

StepTables::StepTables(std::size_t points) : m_inverse(points), m_inverse_root(points) {
  for (std::size_t i = 1; i < points; ++i) {
    m_inverse[i] = 1.0 / static_cast<double>(i);
    m_inverse_root[i] = 1.0 / std::sqrt(static_cast<double>(i));
  }
}

bool line_of_sight(double step_m, std::span<const float> height_m, double transmitter_m,
                   double receiver_m, double effective_earth_radius_m, const StepTables& tables) {
  const double n = static_cast<double>(height_m.size() - 1);
  const double half_bulge = 0.5 * step_m * step_m / effective_earth_radius_m;
  const double s_tim =
      largest_slope(height_m, transmitter_m, half_bulge, tables.inverse()) + half_bulge * n;
  return s_tim * n < receiver_m - transmitter_m;
}

BullingtonEdge bullington_edge(double step_m, std::span<const float> height_m, double transmitter_m,
                               double receiver_m, double effective_earth_radius_m,
                               const StepTables& tables) {
  const double n = static_cast<double>(height_m.size() - 1);
  const double d = step_m * n;
  const double rise = receiver_m - transmitter_m;
  const double half_bulge = 0.5 * step_m * step_m / effective_earth_radius_m;
  const double s_tim =
      largest_slope(height_m, transmitter_m, half_bulge, tables.inverse()) + half_bulge * n;
  if (!(s_tim * n < rise)) {
    const double s_rim =
        largest_slope_back(height_m, receiver_m, half_bulge, tables.inverse()) + half_bulge * n;
    return edge_of_horizons(d, s_tim / step_m, s_rim / step_m, rise);
  }
  // d / (d1 d2) = n / (step i (n − i)): its root is a product of two table entries.
  const double ratio = largest_clearance_ratio(height_m, {transmitter_m, rise / n}, half_bulge,
                                               tables.inverse_root());
  return {d, ratio * std::sqrt(2.0 * n / step_m), true};
}

SmoothEarth smooth_earth(double step_m, std::span<const float> ground_m, double transmitter_m,
                         double receiver_m, const StepTables& tables) {
  const double n = static_cast<double>(ground_m.size() - 1);
  const double first = ground_m.front();
  const double last = ground_m.back();
  // eq. 83 and 84 with d_i = i step, gathered by point: v1 = step Σ (h_i + h_{i-1}),
  // v2 = step² Σ [h_i (3i − 1) + h_{i-1} (3i − 2)].
  const ProfileSums sums = profile_sums(ground_m);
  const double v1 = 2.0 * sums.height - first - last;
  const double v2 = 6.0 * sums.moment + first - last * (3.0 * n + 1.0);
  const double h_st = (2.0 * v1 * n - v2) / (n * n);
  const double h_sr = (v2 - v1 * n) / (n * n);

  Obstruction obstruction{none, none, none};
  const double per_step = (receiver_m - transmitter_m) / n;
  const double slope = largest_slope(ground_m, transmitter_m, 0.0, tables.inverse()) - per_step;
  if (slope > 0.0) {  // else nothing rises above the line, and eq. 88 needs no more
    obstruction.height_m = largest_height_above(ground_m, {transmitter_m, per_step});
    obstruction.transmitter_slope = slope / step_m;
    obstruction.receiver_slope =
        (largest_slope_back(ground_m, receiver_m, 0.0, tables.inverse()) + per_step) / step_m;
  }
  return with_diffraction_heights(h_st, h_sr, obstruction, first, last);
}

DeltaBullington delta_bullington(const TerrainProfile& profile, double transmitter_m,
                                 double receiver_m, double effective_earth_radius_m,
                                 const StepTables& tables) {
  const SmoothEarth earth =
      smooth_earth(profile.step_m, profile.ground_m, transmitter_m, receiver_m, tables);
  const double h_te = transmitter_m - earth.transmitter_diffraction_m;  // P.1812-6 eq. 37a
  const double h_re = receiver_m - earth.receiver_diffraction_m;        // eq. 37b
  return {bullington_edge(profile.step_m, profile.surface_m, transmitter_m, receiver_m,
                          effective_earth_radius_m, tables),
          smooth_edge(profile.step_m, profile.size() - 1, h_te, h_re, effective_earth_radius_m),
          spherical_earth_path(profile.distance_m(), h_te, h_re, effective_earth_radius_m)};
}

}  // namespace gigacity::propagation
