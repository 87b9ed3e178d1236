// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/tr38901.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/units.hpp"
#include "sim/propagation/held.hpp"

namespace gigacity::propagation {
namespace {

// The link within the table's range, with what the formulas share.
struct Terms {
  double h_bs = 0.0;
  double h_ut = 0.0;
  double d_2d = 0.0;
  double d_3d = 0.0;
  double log_d_3d = 0.0;
  double log_f_ghz = 0.0;
};

double base_height_m(Environment environment, const Link38901& link) {
  return environment == Environment::rural_macro ? std::clamp(link.base_height_m, 10.0, 150.0)
                                                 : std::clamp(link.base_height_m, 2.0, 1e6);
}

double terminal_height_m(Environment environment, const Link38901& link) {
  return environment == Environment::rural_macro ? std::clamp(link.terminal_height_m, 1.0, 10.0)
                                                 : std::clamp(link.terminal_height_m, 1.5, 22.5);
}

Terms terms_of(Environment environment, const Link38901& link) {
  const double h_bs = base_height_m(environment, link);
  const double h_ut = terminal_height_m(environment, link);
  const double d_2d = std::clamp(link.distance_m, 10.0, 1e9);
  const double d_3d_squared = d_2d * d_2d + (h_bs - h_ut) * (h_bs - h_ut);
  return {h_bs,
          h_ut,
          d_2d,
          std::sqrt(d_3d_squared),
          0.5 * std::log10(d_3d_squared),
          std::log10(1e-3 * held_frequency_mhz(link.frequency_mhz))};
}

// PL1 of RMa at a 3-D distance.
double rural_near_db(double d_3d, double log_d_3d, double log_f_ghz, double h) {
  const double h_power = std::pow(h, 1.72);
  return 20.0 * (std::log10(40.0 * std::numbers::pi / 3.0) + log_d_3d + log_f_ghz) +
         std::min(0.03 * h_power, 10.0) * log_d_3d - std::min(0.044 * h_power, 14.77) +
         0.002 * std::log10(h) * d_3d;
}

double los_db(Environment environment, const Link38901& link, const RuralSurroundings& surroundings,
              const Terms& t) {
  const double d_bp = breakpoint_distance_m(environment, link);
  const double dh = t.h_bs - t.h_ut;
  switch (environment) {
    case Environment::urban_micro:
      if (t.d_2d <= d_bp) return 32.4 + 21.0 * t.log_d_3d + 20.0 * t.log_f_ghz;
      return 32.4 + 40.0 * t.log_d_3d + 20.0 * t.log_f_ghz -
             9.5 * std::log10(d_bp * d_bp + dh * dh);
    case Environment::urban_macro:
      if (t.d_2d <= d_bp) return 28.0 + 22.0 * t.log_d_3d + 20.0 * t.log_f_ghz;
      return 28.0 + 40.0 * t.log_d_3d + 20.0 * t.log_f_ghz -
             9.0 * std::log10(d_bp * d_bp + dh * dh);
    case Environment::rural_macro:
      break;
  }
  const double h = held_height_m(surroundings.building_height_m);
  if (t.d_2d <= d_bp) return rural_near_db(t.d_3d, t.log_d_3d, t.log_f_ghz, h);
  const double log_bp = std::log10(d_bp);
  return rural_near_db(d_bp, log_bp, t.log_f_ghz, h) + 40.0 * (t.log_d_3d - log_bp);
}

}  // namespace

const char* to_string(Environment environment) {
  switch (environment) {
    case Environment::urban_micro:
      return "urban micro";
    case Environment::urban_macro:
      return "urban macro";
    case Environment::rural_macro:
      break;
  }
  return "rural macro";
}

double breakpoint_distance_m(Environment environment, const Link38901& link) {
  const double h_bs = base_height_m(environment, link);
  const double h_ut = terminal_height_m(environment, link);
  const double per_m = 1e6 * held_frequency_mhz(link.frequency_mhz) / speed_of_light_m_per_s;
  if (environment == Environment::rural_macro) return 2.0 * std::numbers::pi * h_bs * h_ut * per_m;
  constexpr double h_e = 1.0;
  return 4.0 * (h_bs - h_e) * (h_ut - h_e) * per_m;
}

double line_of_sight_loss_db(Environment environment, const Link38901& link,
                             const RuralSurroundings& surroundings) {
  return los_db(environment, link, surroundings, terms_of(environment, link));
}

double obstructed_loss_db(Environment environment, const Link38901& link,
                          const RuralSurroundings& surroundings) {
  const Terms t = terms_of(environment, link);
  double nlos = 0.0;
  switch (environment) {
    case Environment::urban_micro:
      nlos = 22.4 + 35.3 * t.log_d_3d + 21.3 * t.log_f_ghz - 0.3 * (t.h_ut - 1.5);
      break;
    case Environment::urban_macro:
      nlos = 13.54 + 39.08 * t.log_d_3d + 20.0 * t.log_f_ghz - 0.6 * (t.h_ut - 1.5);
      break;
    case Environment::rural_macro: {
      const double h = held_height_m(surroundings.building_height_m);
      const double ratio = h / t.h_bs;
      const double log_h_bs = std::log10(t.h_bs);
      const double log_h_ut = std::log10(11.75 * t.h_ut);
      nlos = 161.04 - 7.1 * std::log10(held_height_m(surroundings.street_width_m)) +
             7.5 * std::log10(h) - (24.37 - 3.7 * ratio * ratio) * log_h_bs +
             (43.42 - 3.1 * log_h_bs) * (t.log_d_3d - 3.0) + 20.0 * t.log_f_ghz -
             (3.2 * log_h_ut * log_h_ut - 4.97);
      break;
    }
  }
  return std::max(los_db(environment, link, surroundings, t), nlos);
}

double line_of_sight_probability(Environment environment, double distance_m,
                                 double terminal_height_m) {
  const double d = std::clamp(distance_m, 0.0, 1e9);
  if (environment == Environment::rural_macro) {
    return d <= 10.0 ? 1.0 : std::exp(-(d - 10.0) / 1000.0);
  }
  if (d <= 18.0) return 1.0;
  const double decay_m = environment == Environment::urban_micro ? 36.0 : 63.0;
  const double street = 18.0 / d + std::exp(-d / decay_m) * (1.0 - 18.0 / d);
  if (environment == Environment::urban_micro || terminal_height_m <= 13.0) return street;
  const double c = std::pow((std::min(terminal_height_m, 23.0) - 13.0) / 10.0, 1.5);
  const double hundreds = d / 100.0;
  // For high terminals a little beyond 18 m the table's product exceeds 1.
  return std::min(street * (1.0 + c * 1.25 * hundreds * hundreds * hundreds * std::exp(-d / 150.0)),
                  1.0);
}

double shadow_fading_db(Environment environment, bool line_of_sight, const Link38901& link) {
  switch (environment) {
    case Environment::urban_micro:
      return line_of_sight ? 4.0 : 7.82;
    case Environment::urban_macro:
      return line_of_sight ? 4.0 : 6.0;
    case Environment::rural_macro:
      break;
  }
  if (!line_of_sight) return 8.0;
  return link.distance_m <= breakpoint_distance_m(environment, link) ? 4.0 : 6.0;
}

}  // namespace gigacity::propagation
