// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/free_space.hpp"

#include <cmath>
#include <numbers>

#include "core/units.hpp"
#include "sim/propagation/held.hpp"

namespace gigacity::propagation {

double wavelength_m(double frequency_mhz) {
  return speed_of_light_m_per_s / (frequency_mhz * 1e6);
}

double free_space_loss_db(double distance_m, double frequency_mhz) {
  // Nearer than a metre the far-field formula means nothing, and at 0 it would be minus infinity.
  const double d = held_distance_m(distance_m);
  return 20.0 *
         std::log10(4.0 * std::numbers::pi * d / wavelength_m(held_frequency_mhz(frequency_mhz)));
}

}  // namespace gigacity::propagation
