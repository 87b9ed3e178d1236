// SPDX-License-Identifier: Apache-2.0
// What the Irregular Terrain Model takes from the terrain.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numbers>

#include "sim/propagation/arithmetic.hpp"
#include "sim/propagation/held.hpp"
#include "sim/propagation/itm.hpp"
#include "sim/propagation/itm_terms.hpp"

namespace gigacity::propagation {
namespace {

/// 100 km either way, beyond which angles and lengths have no meaning here.
double held_ground_m(double height_m) {
  return std::clamp(height_m, -1e5, 1e5);
}

double held_irregularity_m(double irregularity_m) {
  return std::clamp(irregularity_m, 0.0, most_irregularity_m);
}

/// Heights of a straight line at the two ends of a profile.
struct FittedLine {
  double first_m = 0.0;
  double last_m = 0.0;
};

/// Least squares over the points between two positions, which are counted in steps from the first
/// point; at least one step is taken.
FittedLine fitted_line(std::span<const double> height_m, double begin, double end) {
  const auto last = static_cast<std::ptrdiff_t>(height_m.size()) - 1;
  const auto steps = static_cast<double>(last);
  auto from = static_cast<std::ptrdiff_t>(positive_part(begin));
  auto to = last - static_cast<std::ptrdiff_t>(positive_part(steps - end));
  if (to <= from) {
    from = std::max<std::ptrdiff_t>(from - 1, 0);
    to = last - std::max<std::ptrdiff_t>(last - (to + 1), 0);
  }
  const auto at = [&](std::ptrdiff_t i) {
    return held_ground_m(height_m[static_cast<std::size_t>(i)]);
  };
  const auto length = static_cast<double>(to - from);
  const double middle = static_cast<double>(to) - 0.5 * length;
  double sum = 0.5 * (at(from) + at(to));
  double moment = -0.25 * length * (at(from) - at(to));
  for (std::ptrdiff_t i = from + 1; i < to; ++i) {
    sum += at(i);
    moment += at(i) * (static_cast<double>(i) - middle);
  }
  const double mean = sum / length;
  const double slope = 12.0 * moment / ((length * length + 2.0) * length);
  return {mean - slope * middle, mean + slope * (steps - middle)};
}

/// Δh: the interdecile range of heights about their fitted line, as it would be over a long path
/// ([ERL] eq. 3 inverted). Between two positions in steps; 0 where fewer than two lie between.
double irregularity_m(std::span<const double> ground_m, double step_m, double begin, double end) {
  if (end - begin < 2.0) return 0.0;
  constexpr int most_tenth = 25;
  std::array<double, 10 * most_tenth - 5> sampled{};
  const int tenth = std::clamp(static_cast<int>(0.1 * (end - begin + 8.0)), 4, most_tenth);
  const int count = 10 * tenth - 5;
  const std::span samples = std::span(sampled).first(static_cast<std::size_t>(count));
  const auto last = static_cast<std::ptrdiff_t>(ground_m.size()) - 1;
  const double spacing = (end - begin) / (count - 1);
  for (int j = 0; j < count; ++j) {
    const double position = begin + j * spacing;
    const auto next = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(std::ceil(position)),
                                                 static_cast<std::ptrdiff_t>(begin) + 1, last);
    const double after = held_ground_m(ground_m[static_cast<std::size_t>(next)]);
    const double before = held_ground_m(ground_m[static_cast<std::size_t>(next - 1)]);
    samples[static_cast<std::size_t>(j)] =
        after + (after - before) * (position - static_cast<double>(next));
  }
  const FittedLine line = fitted_line(samples, 0.0, count - 1);
  const double slope = (line.last_m - line.first_m) / (count - 1);
  for (int j = 0; j < count; ++j) samples[static_cast<std::size_t>(j)] -= line.first_m + slope * j;
  const auto ranked = [&](int rank) {
    const auto place = samples.begin() + rank;
    std::nth_element(samples.begin(), place, samples.end(), std::greater<>());
    return *place;
  };
  const double upper_m = ranked(tenth - 1);
  const double lower_m = ranked(count - tenth);
  return (upper_m - lower_m) / (1.0 - 0.8 * std::exp(-(end - begin) * step_m / 50e3));
}

struct Horizons {
  TerminalPair distance_m;
  TerminalPair angle_rad;
};

/// The steepest point seen from each terminal; the other terminal where nothing rises above it
/// [TN101 eq. 6.15].
Horizons horizons(std::span<const double> ground_m, double step_m, TerminalPair height_m,
                  double earth_curvature_per_m) {
  const double d = step_m * static_cast<double>(ground_m.size() - 1);
  const double transmitter_m = held_ground_m(ground_m.front()) + height_m.transmitter;
  const double receiver_m = held_ground_m(ground_m.back()) + height_m.receiver;
  const double bend = 0.5 * earth_curvature_per_m;
  const double rise = (receiver_m - transmitter_m) / d;
  Horizons out{{d, d}, {rise - bend * d, -rise - bend * d}};
  for (std::size_t i = 1; i + 1 < ground_m.size(); ++i) {
    const double d1 = step_m * static_cast<double>(i);
    const double d2 = d - d1;
    const double ground = held_ground_m(ground_m[i]);
    const double forward = (ground - transmitter_m) / d1 - bend * d1;
    const double back = (ground - receiver_m) / d2 - bend * d2;
    if (forward > out.angle_rad.transmitter) {
      out.angle_rad.transmitter = forward;
      out.distance_m.transmitter = d1;
    }
    if (back > out.angle_rad.receiver) {
      out.angle_rad.receiver = back;
      out.distance_m.receiver = d2;
    }
  }
  return out;
}

double smooth_horizon_m(double effective_height_m, double earth_curvature_per_m) {
  return std::sqrt(2.0 * effective_height_m / earth_curvature_per_m);
}

/// [Algorithm eq. 3.3]: the usual horizon over ground of that irregularity.
double usual_horizon_m(double effective_height_m, double irregularity_m, double curvature_per_m) {
  return smooth_horizon_m(effective_height_m, curvature_per_m) *
         std::exp(-0.07 * std::sqrt(irregularity_m / std::max(effective_height_m, 5.0)));
}

/// [Algorithm eq. 3.4].
double usual_angle_rad(double effective_height_m, double horizon_m, double irregularity_m,
                       double curvature_per_m) {
  const double smooth_m = smooth_horizon_m(effective_height_m, curvature_per_m);
  return (0.65 * irregularity_m * (smooth_m / horizon_m - 1.0) - 2.0 * effective_height_m) /
         smooth_m;
}

double held_refractivity(double refractivity) {
  return std::clamp(refractivity, 0.0, most_refractivity);
}

/// N_s at a height above sea level [TN101 eq. 4.3].
double refractivity_at(double n0, double height_m) {
  return held_refractivity(n0 * std::exp(-height_m / 9460.0));
}

/// Mean height without the first and last tenth.
double system_height_m(std::span<const double> ground_m) {
  const std::size_t steps = ground_m.size() - 1;
  const auto tenth = static_cast<std::size_t>(0.1 * static_cast<double>(steps));
  double sum = 0.0;
  for (std::size_t i = tenth; i <= steps - tenth; ++i) sum += held_ground_m(ground_m[i]);
  return sum / static_cast<double>(steps - 2 * tenth + 1);
}

}  // namespace

double itm_earth_radius_m(double n0, double ground_m) {
  return 1.0 / effective_curvature_per_m(refractivity_at(n0, held_ground_m(ground_m)));
}

ItmPath itm_path(std::span<const double> ground_m, double spacing_m, TerminalPair height_m,
                 double n0) {
  ItmPath path;
  const auto steps = static_cast<double>(ground_m.size() - 1);
  path.distance_m = held_distance_m(spacing_m * steps);
  const double step_m = path.distance_m / steps;
  path.height_m = for_each_terminal(held_height_m, height_m);
  path.refractivity = refractivity_at(n0, system_height_m(ground_m));
  path.earth_curvature_per_m = effective_curvature_per_m(path.refractivity);
  const double curvature = path.earth_curvature_per_m;
  const double d = path.distance_m;

  const Horizons seen = horizons(ground_m, step_m, path.height_m, curvature);
  path.horizon_m = seen.distance_m;
  path.horizon_rad = seen.angle_rad;
  // The ground about a terminal says nothing of the path: 15 times its height, a tenth of its
  // horizon at most.
  const TerminalPair own_m = for_each_terminal(
      [](double height, double horizon) { return std::min(15.0 * height, 0.1 * horizon); },
      path.height_m, path.horizon_m);
  const double begin = own_m.transmitter / step_m;
  const double end = (d - own_m.receiver) / step_m;
  path.irregularity_m = held_irregularity_m(irregularity_m(ground_m, step_m, begin, end));

  const auto above = [&](FittedLine line) {
    return TerminalPair{
        path.height_m.transmitter + positive_part(held_ground_m(ground_m.front()) - line.first_m),
        path.height_m.receiver + positive_part(held_ground_m(ground_m.back()) - line.last_m)};
  };
  if (path.horizon_m.sum() <= 1.5 * d) {
    const FittedLine near_transmitter =
        fitted_line(ground_m, begin, 0.9 * path.horizon_m.transmitter / step_m);
    const FittedLine near_receiver =
        fitted_line(ground_m, (d - 0.9 * path.horizon_m.receiver) / step_m, end);
    path.effective_height_m = above({near_transmitter.first_m, near_receiver.last_m});
    return path;
  }
  // Well within line of sight: horizons are the usual ones, stretched to cover the path.
  path.effective_height_m = above(fitted_line(ground_m, begin, end));
  const auto usual = [&](double height) {
    return usual_horizon_m(height, path.irregularity_m, curvature);
  };
  path.horizon_m = for_each_terminal(usual, path.effective_height_m);
  if (path.horizon_m.sum() <= d) {
    const double q = (d / path.horizon_m.sum()) * (d / path.horizon_m.sum());
    path.effective_height_m =
        for_each_terminal([q](double height) { return height * q; }, path.effective_height_m);
    path.horizon_m = for_each_terminal(usual, path.effective_height_m);
  }
  path.horizon_rad = for_each_terminal(
      [&](double height, double horizon) {
        return usual_angle_rad(height, horizon, path.irregularity_m, curvature);
      },
      path.effective_height_m, path.horizon_m);
  return path;
}

ItmPath itm_area_path(double distance_m, double irregularity_m, TerminalPair height_m,
                      ItmSitings sitings, double n0) {
  ItmPath path;
  path.from_profile = false;
  path.distance_m = held_distance_m(distance_m);
  path.height_m = for_each_terminal(held_height_m, height_m);
  path.irregularity_m = held_irregularity_m(irregularity_m);
  path.refractivity = held_refractivity(n0);
  path.earth_curvature_per_m = effective_curvature_per_m(path.refractivity);
  const auto raised = [&](double height, ItmSiting siting) {
    if (siting == ItmSiting::random) return height;
    double gain_m = siting == ItmSiting::careful ? 4.0 : 9.0;
    if (height < 5.0) gain_m *= std::sin(0.1 * std::numbers::pi * height);
    return height + (1.0 + gain_m) * std::exp(-std::min(
                                         20.0, 2.0 * height / std::max(1e-3, path.irregularity_m)));
  };  // [Algorithm eq. 3.2]
  path.effective_height_m = {raised(path.height_m.transmitter, sitings.transmitter),
                             raised(path.height_m.receiver, sitings.receiver)};
  const double curvature = path.earth_curvature_per_m;
  path.horizon_m = for_each_terminal(
      [&](double height) { return usual_horizon_m(height, path.irregularity_m, curvature); },
      path.effective_height_m);
  path.horizon_rad = for_each_terminal(
      [&](double height, double horizon) {
        return usual_angle_rad(height, horizon, path.irregularity_m, curvature);
      },
      path.effective_height_m, path.horizon_m);
  return path;
}

}  // namespace gigacity::propagation
