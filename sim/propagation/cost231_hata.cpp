// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/cost231_hata.hpp"

#include <cmath>

#include "sim/propagation/held.hpp"

namespace gigacity::propagation {

double cost231_city_loss_db(HataArea area) {
  return area == HataArea::large_city ? 3.0 : 0.0;
}

double cost231_hata_loss_db(HataArea area, const HataLink& link) {
  const double log_f = std::log10(held_frequency_mhz(link.frequency_mhz));
  const double log_d = std::log10(1e-3 * held_distance_m(link.distance_m));
  const double log_h = std::log10(held_height_m(link.base_height_m));
  return 46.3 + 33.9 * log_f - 13.82 * log_h + (44.9 - 6.55 * log_h) * log_d -
         hata_mobile_height_gain_db(HataArea::medium_city, link.frequency_mhz,
                                    link.mobile_height_m) +
         cost231_city_loss_db(area) - hata_area_gain_db(area, link.frequency_mhz);
}

}  // namespace gigacity::propagation
