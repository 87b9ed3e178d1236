// SPDX-License-Identifier: Apache-2.0
// Smooth random fields over the plane, counter based: a value depends on the seed and the point
// alone.
#pragma once

#include <cstdint>

namespace gigacity::apps::synth {

/// Gradient noise (Perlin 2002), zero at whole coordinates, within about -1 to 1; one feature per
/// unit.
double gradient_noise(std::uint64_t seed, double x, double y);

/// Sum of octaves, each twice as fine and half as high; within about -1 to 1.
double fractal_noise(std::uint64_t seed, double x, double y, int octaves);

/// 0 below `low`, 1 above `high`, with zero slope at both.
double smooth_step(double low, double high, double x);

}  // namespace gigacity::apps::synth
