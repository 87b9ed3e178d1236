// SPDX-License-Identifier: Apache-2.0
// Directions as an antenna sees them, and what a pattern radiates in all of them together.
#pragma once

#include <functional>

namespace gigacity::propagation {

/// Azimuth off the antenna's boresight, clockwise, and elevation above its horizontal plane.
struct Direction {
  double azimuth_deg = 0.0;
  double elevation_deg = 0.0;
};

/// The direction in the frame of an antenna that is mechanically tilted down: a rotation, so that a
/// beam to the side sinks less than one ahead, and one behind rises. TR 38.901 §7.1.3, eq. 7.1-7
/// and 7.1-8 with α = γ = 0.
Direction in_tilted_frame(Direction direction, double mechanical_tilt_deg);

/// Power radiated over the sphere as a share of the power fed in: the mean of a gain in dBi over
/// all directions. Above 1 no antenna can be; below, the rest is loss. By the midpoint rule in
/// steps of 1 degree: within 1 % for patterns no finer than a few degrees.
double radiated_share(const std::function<double(Direction)>& gain_dbi);

}  // namespace gigacity::propagation
