// SPDX-License-Identifier: Apache-2.0
// What the terrain decides in the extended Hata model.
#include <algorithm>
#include <cmath>
#include <cstddef>

#include "sim/propagation/ehata.hpp"

namespace gigacity::propagation {
namespace {

/// A profile seen from one of its ends.
class Terrain {
 public:
  Terrain(std::span<const double> ground_m, double step_m, bool from_end)
      : m_ground_m(ground_m), m_step_m(step_m), m_from_end(from_end) {}

  std::size_t last() const { return m_ground_m.size() - 1; }
  double step_m() const { return m_step_m; }
  double distance_m() const { return static_cast<double>(last()) * m_step_m; }

  /// Height of the i-th point from the terminal; what is beyond any mountain is brought down to it.
  double operator[](std::size_t i) const {
    return std::clamp(m_ground_m[m_from_end ? last() - i : i], -1e6, 1e6);
  }

  /// Index of the last point no farther than `distance_m`.
  std::size_t index_within(double distance_m) const {
    return static_cast<std::size_t>(
        std::clamp(std::floor(distance_m / m_step_m), 0.0, static_cast<double>(last())));
  }

 private:
  std::span<const double> m_ground_m;
  double m_step_m;
  bool m_from_end;
};

double mean_height_m(const Terrain& terrain, std::size_t first, std::size_t last) {
  double sum = 0.0;
  for (std::size_t i = first; i <= last; ++i) sum += terrain[i];
  return sum / static_cast<double>(last - first + 1);
}

/// Height over the mean ground 3 to 15 km away, which counts the less the shorter the path is: from
/// nothing at 3 km to all at 15 km.
double effective_height_m(const Terrain& terrain, double height_m) {
  constexpr double near_m = 3000.0;
  constexpr double far_m = 15'000.0;
  const double d = terrain.distance_m();
  if (d < near_m) return height_m;
  const double mean_m =
      mean_height_m(terrain, terrain.index_within(near_m), terrain.index_within(far_m));
  const double share = std::min((d - near_m) / (far_m - near_m), 1.0);
  return height_m + share * (terrain[0] - mean_m);
}

/// The (above + 1)-th greatest of the first `count` heights. Found by halving the interval between the
/// least and the greatest, without a copy of the profile; both ends always lie on heights that occur,
/// so that they meet in the exact one.
double order_statistic_m(const Terrain& terrain, std::size_t count, std::size_t above) {
  double low = terrain[0];
  double high = terrain[0];
  for (std::size_t i = 1; i < count; ++i) {
    low = std::min(low, terrain[i]);
    high = std::max(high, terrain[i]);
  }
  while (low < high) {
    const double middle = std::min(low + 0.5 * (high - low), std::nextafter(high, low));
    std::size_t greater = 0;
    double next_greater = high;  // the least height above the middle
    double next_lower = low;     // the greatest one at or below it
    for (std::size_t i = 0; i < count; ++i) {
      const double height = terrain[i];
      if (height > middle) {
        ++greater;
        next_greater = std::min(next_greater, height);
      } else {
        next_lower = std::max(next_lower, height);
      }
    }
    if (greater > above)
      low = next_greater;
    else
      high = next_lower;
  }
  return low;
}

/// Index from the top of the quantile that `share` of the points exceed.
std::size_t rank_of(double share, std::size_t count) {
  const double rank = std::floor(share * static_cast<double>(count) - 1.0);
  return static_cast<std::size_t>(std::clamp(rank, 0.0, static_cast<double>(count - 1)));
}

/// The 10 km nearest to the mobile.
TerrainQuantiles terrain_quantiles(const Terrain& terrain) {
  constexpr double reach_m = 10'000.0;
  const double d = terrain.distance_m();
  const std::size_t count = terrain.index_within(reach_m) + 1;
  // A shorter path shows only a part of what 10 km would: TR-15-517 eq. A-22.
  const auto shown = [](double distance_m) { return 1.0 - 0.8 * std::exp(-0.02e-3 * distance_m); };
  const double stretch = d < reach_m ? shown(reach_m) / shown(d) : 1.0;
  return {stretch * order_statistic_m(terrain, count, rank_of(0.1, count)),
          stretch * order_statistic_m(terrain, count, rank_of(0.5, count)),
          stretch * order_statistic_m(terrain, count, rank_of(0.9, count))};
}

/// Mean slope from the mobile outwards, mrad, by least squares over equal steps; above 0 where the
/// ground falls.
double mean_slope_mrad(const Terrain& terrain, double length_m) {
  const std::size_t n = terrain.index_within(length_m);
  const double steps = static_cast<double>(n);
  // As in the Irregular Terrain Model, both ends count half.
  double moment = 0.5 * (terrain[0] - terrain[n]) * (-0.5 * steps);
  for (std::size_t i = 1; i < n; ++i) moment += terrain[i] * (static_cast<double>(i) - 0.5 * steps);
  const double rise_per_step = moment * 12.0 / ((steps * steps + 2.0) * steps);
  return -1e3 * rise_per_step * steps / length_m;
}

/// θ_m, Okumura §4.3: the steepest slope over 5, 6 ... 10 km where all agree in their sign, else the
/// one over 5 km; level where the path is shorter.
double mobile_slope_mrad(const Terrain& terrain) {
  constexpr double shortest_m = 5000.0;
  const double d = terrain.distance_m();
  if (d < shortest_m || terrain.step_m() > shortest_m) return 0.0;
  const double nearest = mean_slope_mrad(terrain, shortest_m);
  double least = nearest;
  double greatest = nearest;
  for (double length_m = 6000.0; length_m <= std::min(d, 10'000.0); length_m += 1000.0) {
    const double slope = mean_slope_mrad(terrain, length_m);
    least = std::min(least, slope);
    greatest = std::max(greatest, slope);
  }
  if (d <= shortest_m || least * greatest < 0.0) return nearest;
  return greatest >= 0.0 ? greatest : least;
}

void find_sea(const Terrain& terrain, EhataPath& path) {
  std::size_t at_mobile = 0;
  std::size_t at_base = 0;
  for (std::size_t i = 0; i <= terrain.last(); ++i) {
    if (terrain[i] != 0.0) continue;
    ++(i < terrain.last() / 2 ? at_mobile : at_base);
  }
  path.sea_fraction =
      static_cast<double>(at_mobile + at_base) / static_cast<double>(terrain.last() + 1);
  path.sea_end = at_mobile > at_base   ? SeaEnd::mobile
                 : at_base > at_mobile ? SeaEnd::base
                                       : SeaEnd::both;
}

/// Curvature of an earth under a mean atmosphere at the path's height, 1/m, as in the Irregular
/// Terrain Model.
double effective_curvature_per_m(const Terrain& terrain) {
  const double refractivity = 301.0 * std::exp(-mean_height_m(terrain, 0, terrain.last()) / 9460.0);
  return 157e-9 * (1.0 - 0.04665 * std::exp(std::min(refractivity, 400.0) / 179.3));
}

/// Horizons of both ends, and whether they are one.
void find_horizons(const Terrain& terrain, TerminalPair height_m, EhataPath& path) {
  const double step = terrain.step_m();
  const double d = terrain.distance_m();
  const std::size_t n = terrain.last();
  const double half_curvature = 0.5 * effective_curvature_per_m(terrain);
  const double mobile_m = terrain[0] + height_m.receiver;
  const double base_m = terrain[n] + height_m.transmitter;
  double mobile_slope = (base_m - mobile_m) / d - half_curvature * d;
  double base_slope = (mobile_m - base_m) / d - half_curvature * d;
  std::size_t from_mobile = n;  // steps to each end's horizon
  std::size_t from_base = n;
  for (std::size_t i = 1; i < n; ++i) {
    const double to_mobile_m = static_cast<double>(i) * step;
    const double to_base_m = static_cast<double>(n - i) * step;
    const double above_mobile_m =
        terrain[i] - (half_curvature * to_mobile_m + mobile_slope) * to_mobile_m - mobile_m;
    if (above_mobile_m > 0.0) {
      mobile_slope += above_mobile_m / to_mobile_m;
      from_mobile = i;
    }
    if (from_mobile == n) continue;  // nothing has come between them yet
    const double above_base_m =
        terrain[i] - (half_curvature * to_base_m + base_slope) * to_base_m - base_m;
    if (above_base_m > 0.0) {
      base_slope += above_base_m / to_base_m;
      from_base = n - i;
    }
  }
  path.horizon_m = {static_cast<double>(from_base) * step, static_cast<double>(from_mobile) * step};
  path.single_horizon = from_mobile + from_base == n;
  if (!path.single_horizon) return;
  // The line between the antennas would weigh each end with the other's horizon; NTIA's programs, and
  // the losses published with them, weigh it with its own.
  const double line_m =
      (base_m * path.horizon_m.transmitter + mobile_m * path.horizon_m.receiver) / d;
  path.ridge_m =
      std::max(terrain[from_mobile] - line_m + half_curvature * path.horizon_m.product(), 0.0);
}

}  // namespace

EhataPath ehata_path(std::span<const double> ground_m, double step_m, TerminalPair height_m) {
  const double step = std::clamp(step_m, 1e-3, 1e6);
  const TerminalPair height = for_each_terminal(
      [](double above_ground_m) { return std::clamp(above_ground_m, 0.0, 1e6); }, height_m);
  const Terrain from_base(ground_m, step, false);
  const Terrain from_mobile(ground_m, step, true);
  EhataPath path;
  path.distance_m = from_base.distance_m();
  path.effective_m = {effective_height_m(from_base, height.transmitter),
                      effective_height_m(from_mobile, height.receiver)};
  path.terrain = terrain_quantiles(from_mobile);
  path.mobile_ground_m = from_mobile[0];
  path.mobile_slope_mrad = mobile_slope_mrad(from_mobile);
  find_sea(from_mobile, path);
  find_horizons(from_mobile, height, path);
  return path;
}

}  // namespace gigacity::propagation
