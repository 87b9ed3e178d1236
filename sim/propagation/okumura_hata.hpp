// SPDX-License-Identifier: Apache-2.0
// Okumura-Hata: M. Hata, "Empirical formula for propagation loss in land mobile radio services",
// IEEE Trans. Veh. Technol. VT-29 (1980), whose equations are cited; beyond 20 km with the exponent
// of ITU-R P.529-3. 150 to 1500 MHz, 1 to 20 (100) km.
#pragma once

#include <cstdint>

namespace gigacity::propagation {

enum class HataArea : std::uint8_t { large_city, medium_city, suburban, open };

/// Heights are above ground; the base station's is its effective height.
struct HataLink {
  double distance_m = 1000.0;
  double frequency_mhz = 900.0;
  double base_height_m = 30.0;
  double mobile_height_m = 1.5;
};

/// a(h_m), dB: eq. 13 for medium and small cities, which suburbs and open areas share; eq. 14 (up to
/// 200 MHz) and 15 (from 400 MHz) for large ones, which Hata leaves open between, and which are
/// interpolated there.
double hata_mobile_height_gain_db(HataArea area, double frequency_mhz, double mobile_height_m);

/// What suburbs (eq. 16) and open areas (eq. 17) lose less than a city, dB; 0 for cities.
double hata_area_gain_db(HataArea area, double frequency_mhz);

/// b of P.529-3: the exponent of log d, 1 up to 20 km.
double hata_distance_exponent(double distance_m, double frequency_mhz, double base_height_m);

/// Basic transmission loss, dB: eq. 12.
double okumura_hata_loss_db(HataArea area, const HataLink& link);

}  // namespace gigacity::propagation
