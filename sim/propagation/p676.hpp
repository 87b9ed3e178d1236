// SPDX-License-Identifier: Apache-2.0
// ITU-R P.676-13 Annex 1: attenuation by oxygen and water vapour, summed line by line, 1 to 1000
// GHz. (P.676-12 has the same lines.)
#pragma once

namespace gigacity::propagation {

/// The air along a path. The default is the mean global one at sea level.
struct AirState {
  double dry_pressure_hpa = 1013.25;   ///< p; the total pressure is p + e
  double temperature_k = 288.15;       ///< T
  double water_vapour_g_per_m3 = 7.5;  ///< ρ
};

struct GasAttenuation {
  double dry_db_per_km = 0.0;           ///< γ_o: oxygen, and pressure-induced nitrogen
  double water_vapour_db_per_km = 0.0;  ///< γ_w

  double total_db_per_km() const { return dry_db_per_km + water_vapour_db_per_km; }  ///< γ
};

/// Specific attenuation: eq. 1 to 9. The air is held to 0 ... 10⁵ hPa, 50 ... 1000 K, 0 ... 10⁴ g/m³.
GasAttenuation gas_attenuation(double frequency_mhz, const AirState& air = {});

/// Loss of a terrestrial path, dB: §2.1, eq. 10.
double gas_loss_db(double frequency_mhz, double distance_m, const AirState& air = {});

}  // namespace gigacity::propagation
