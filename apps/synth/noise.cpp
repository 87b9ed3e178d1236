// SPDX-License-Identifier: Apache-2.0
#include "apps/synth/noise.hpp"

#include <algorithm>
#include <cmath>

#include "core/random.hpp"

namespace gigacity::apps::synth {

namespace {

/// Product of a lattice point's random gradient with the way from there to the point.
double corner(std::uint64_t seed, std::int64_t column, std::int64_t row, double dx, double dy) {
  const std::uint64_t key = mixed_bits(mixed_bits(seed ^ static_cast<std::uint64_t>(column)) ^
                                       static_cast<std::uint64_t>(row));
  const double gx = static_cast<double>(key >> 40U) * 0x1.0p-23 - 1.0;
  const double gy = static_cast<double>((key >> 8U) & 0xFFFFFFU) * 0x1.0p-23 - 1.0;
  return gx * dx + gy * dy;
}

double fade(double t) {
  return t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
}

}  // namespace

double gradient_noise(std::uint64_t seed, double x, double y) {
  const double west = std::floor(x);
  const double south = std::floor(y);
  const auto column = static_cast<std::int64_t>(west);
  const auto row = static_cast<std::int64_t>(south);
  const double dx = x - west;
  const double dy = y - south;
  const double u = fade(dx);
  const double v = fade(dy);
  const double lower =
      std::lerp(corner(seed, column, row, dx, dy), corner(seed, column + 1, row, dx - 1.0, dy), u);
  const double upper = std::lerp(corner(seed, column, row + 1, dx, dy - 1.0),
                                 corner(seed, column + 1, row + 1, dx - 1.0, dy - 1.0), u);
  return 1.6 * std::lerp(lower, upper, v);
}

double fractal_noise(std::uint64_t seed, double x, double y, int octaves) {
  double sum = 0.0;
  double amplitude = 0.5;
  for (int octave = 0; octave < octaves; ++octave) {
    // The offset keeps the octaves' zeros from lying on top of each other.
    sum += amplitude * gradient_noise(seed + static_cast<std::uint64_t>(octave), x + 0.37 * octave,
                                      y + 0.71 * octave);
    x *= 2.0;
    y *= 2.0;
    amplitude *= 0.5;
  }
  return sum;
}

double smooth_step(double low, double high, double x) {
  const double t = std::clamp((x - low) / (high - low), 0.0, 1.0);
  return t * t * (3.0 - 2.0 * t);
}

}  // namespace gigacity::apps::synth
