// SPDX-License-Identifier: Apache-2.0
// ITU-R P.838-3: specific attenuation by rain, 1 to 1000 GHz. The rain rate is the caller's (P.837
// maps the one exceeded for 0.01 % of an average year).
#pragma once

namespace gigacity::propagation {

/// γ_R = k R^α (eq. 1), R in mm/h.
struct RainCoefficients {
  double k = 0.0;
  double alpha = 0.0;
};

/// The path's and the wave's directions.
struct RainPath {
  double elevation_deg = 0.0;  ///< θ
  double tilt_deg = 0.0;       ///< τ from the horizontal: 0 horizontal, 90 vertical, 45 circular
};

/// Eq. 2 to 5. Frequencies below 1 GHz and above 1000 GHz, for which the fitted curves mean nothing,
/// are brought to the nearest of these.
RainCoefficients rain_coefficients(double frequency_mhz, const RainPath& path = {});

/// Specific attenuation γ_R, dB/km: eq. 1. No rain below 0 mm/h; at most 10⁴ mm/h.
double rain_attenuation_db_per_km(double frequency_mhz, double rain_mm_per_h,
                                  const RainPath& path = {});

}  // namespace gigacity::propagation
