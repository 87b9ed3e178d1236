// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/p2108.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"
#include "sim/propagation/diffraction.hpp"
#include "sim/propagation/held.hpp"
#include "sim/propagation/normal_quantile.hpp"

namespace gigacity::propagation {
namespace {

double log_ghz(double frequency_mhz) {
  return std::log10(1e-3 * held_frequency_mhz(frequency_mhz));
}

/// L_ctt before its limit: eq. 3 to 5.
double clutter_loss_db(double frequency_mhz, double distance_m, double location_percent) {
  constexpr double sigma_l_db = 4.0;  // eq. 4b
  constexpr double sigma_s_db = 6.0;  // eq. 5b
  const double log_f = log_ghz(frequency_mhz);
  const double log_d = std::log10(1e-3 * held_distance_m(distance_m));
  const double l_l_db =
      -2.0 * std::log10(std::pow(10.0, -5.0 * log_f - 12.5) + std::pow(10.0, -16.5));  // eq. 4a
  const double l_s_db = 32.98 + 23.9 * log_d + 3.0 * log_f;                            // eq. 5a
  const double weight_l = std::pow(10.0, -0.2 * l_l_db);
  const double weight_s = std::pow(10.0, -0.2 * l_s_db);
  const double sum = weight_l + weight_s;
  const double sigma_cb_db = std::sqrt(
      (sigma_l_db * sigma_l_db * weight_l + sigma_s_db * sigma_s_db * weight_s) / sum);  // eq. 3b
  return -5.0 * std::log10(sum) -
         sigma_cb_db * complementary_normal_quantile(0.01 * location_percent);  // eq. 3a
}

}  // namespace

double default_clutter_height_m(ClutterType type) {
  switch (type) {
    case ClutterType::water:
    case ClutterType::open_rural:
    case ClutterType::suburban:
      return 10.0;
    case ClutterType::urban:
    case ClutterType::trees_forest:
      return 15.0;
    case ClutterType::dense_urban:
      break;
  }
  return 20.0;
}

double height_gain_correction_db(double frequency_mhz, const ClutteredTerminal& terminal) {
  const double h = held_height_m(terminal.height_m);
  const double r = held_height_m(terminal.clutter_height_m);
  if (h >= r) return 0.0;
  if (terminal.clutter == ClutterType::water || terminal.clutter == ClutterType::open_rural) {
    const double k_h2 = 21.8 + 6.2 * log_ghz(frequency_mhz);  // eq. 2f
    return -k_h2 * std::log10(h / r);                         // eq. 2b
  }
  const double h_dif = r - h;  // eq. 2d
  const double theta_clut_deg =
      degrees(std::atan(h_dif / held_height_m(terminal.street_width_m)));           // eq. 2e
  const double k_nu = 0.342 * std::sqrt(1e-3 * held_frequency_mhz(frequency_mhz));  // eq. 2g
  const double nu = k_nu * std::sqrt(h_dif * theta_clut_deg);                       // eq. 2c
  return knife_edge_loss_db(nu) - 6.03;                                             // eq. 2a
}

double terrestrial_clutter_loss_db(double frequency_mhz, double distance_m,
                                   double location_percent) {
  constexpr double farthest_m = 2000.0;  // the loss grows no further: eq. 6
  return std::min(clutter_loss_db(frequency_mhz, distance_m, location_percent),
                  clutter_loss_db(frequency_mhz, farthest_m, location_percent));
}

double slant_path_clutter_loss_db(double frequency_mhz, double elevation_deg,
                                  double location_percent) {
  constexpr double a_1 = 0.05;
  const double k_1 = 93.0 * std::pow(1e-3 * held_frequency_mhz(frequency_mhz), 0.175);
  const double p = std::clamp(0.01 * location_percent, 1e-12, 1.0 - 1e-12);
  const double theta_deg = std::clamp(elevation_deg, 0.0, 90.0);
  const double share = 1.0 - theta_deg / 90.0;
  // At the zenith the cotangent is 0, to within rounding, and the exponent too: 0⁰ = 1.
  const double cot = std::max(0.0, 1.0 / std::tan(a_1 * share + radians(theta_deg)));
  return std::pow(-k_1 * std::log1p(-p) * cot, 0.5 * share) - 1.0 -
         0.6 * complementary_normal_quantile(p);
}

}  // namespace gigacity::propagation
