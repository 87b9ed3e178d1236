// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/okumura_hata.hpp"

#include <algorithm>
#include <cmath>

#include "sim/propagation/arithmetic.hpp"
#include "sim/propagation/held.hpp"

namespace gigacity::propagation {
namespace {}  // namespace

double hata_mobile_height_gain_db(HataArea area, double frequency_mhz, double mobile_height_m) {
  const double f = held_frequency_mhz(frequency_mhz);
  const double h_m = held_height_m(mobile_height_m);
  if (area != HataArea::large_city) {
    const double log_f = std::log10(f);
    return (1.1 * log_f - 0.7) * h_m - (1.56 * log_f - 0.8);  // eq. 13
  }
  const double low_db = 8.29 * square(std::log10(1.54 * h_m)) - 1.1;    // eq. 14
  const double high_db = 3.2 * square(std::log10(11.75 * h_m)) - 4.97;  // eq. 15
  const double share = std::clamp((f - 200.0) / (400.0 - 200.0), 0.0, 1.0);
  return low_db + share * (high_db - low_db);
}

double hata_area_gain_db(HataArea area, double frequency_mhz) {
  const double f = held_frequency_mhz(frequency_mhz);
  const double log_f = std::log10(f);
  switch (area) {
    case HataArea::large_city:
    case HataArea::medium_city:
      return 0.0;
    case HataArea::suburban:
      return 2.0 * square(std::log10(f / 28.0)) + 5.4;  // eq. 16
    case HataArea::open:
      break;
  }
  return 4.78 * square(log_f) - 18.33 * log_f + 40.94;  // eq. 17
}

double hata_distance_exponent(double distance_m, double frequency_mhz, double base_height_m) {
  const double d_km = 1e-3 * held_distance_m(distance_m);
  if (d_km <= 20.0) return 1.0;
  const double h_b = held_height_m(base_height_m);
  const double h = h_b / std::sqrt(1.0 + 7e-6 * h_b * h_b);
  const double b = 1.0 + (0.14 + 1.87e-4 * held_frequency_mhz(frequency_mhz) + 1.07e-3 * h) *
                             std::pow(std::log10(0.05 * d_km), 0.8);
  return std::min(b, 20.0);  // reached far above the model's frequencies only
}

double okumura_hata_loss_db(HataArea area, const HataLink& link) {
  const double log_f = std::log10(held_frequency_mhz(link.frequency_mhz));
  const double log_d = std::log10(1e-3 * held_distance_m(link.distance_m));
  const double log_h = std::log10(held_height_m(link.base_height_m));
  const double exponent =
      hata_distance_exponent(link.distance_m, link.frequency_mhz, link.base_height_m);
  const double log_d_b = exponent == 1.0 ? log_d : std::pow(log_d, exponent);
  return 69.55 + 26.16 * log_f - 13.82 * log_h + (44.9 - 6.55 * log_h) * log_d_b -
         hata_mobile_height_gain_db(area, link.frequency_mhz, link.mobile_height_m) -
         hata_area_gain_db(area, link.frequency_mhz);
}

}  // namespace gigacity::propagation
