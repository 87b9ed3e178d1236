// SPDX-License-Identifier: Apache-2.0
// Models that ask for little more than the distance, and sector antennas, for rows of receivers of
// one antenna, in vectors; the terms are what is the same for all of them, worked out once. Rows as in
// batch_diffraction.hpp: one figure for each receiver, results of the same length that overlap none,
// within 1e-4 dB of the scalar functions, finite for any finite figure.
#pragma once

#include <cstdint>
#include <span>

#include "sim/propagation/antenna_pattern.hpp"
#include "sim/propagation/okumura_hata.hpp"
#include "sim/propagation/tr38901.hpp"

namespace gigacity::propagation {

/// `free_space_loss_db`.
void free_space_losses_db(std::span<const float> distance_m, double frequency_mhz,
                          std::span<float> loss_db) noexcept;

/// TR 38.901 table 7.4.1-1 at given heights: with L = log10(d_3D), the near part is near_db +
/// near_per_decade L + near_per_m d_3D, the far one far_db + 40 L, without sight at least
/// obstructed_db + obstructed_per_decade L.
struct Terms38901 {
  /// `link.distance_m` is without meaning.
  Terms38901(Environment environment, const Link38901& link,
             const RuralSurroundings& surroundings = {});

  double height_difference_m = 0.0;
  double breakpoint_m = 0.0;
  double near_db = 0.0;
  double near_per_decade_db = 0.0;
  double near_per_m_db = 0.0;
  double far_db = 0.0;
  double obstructed_db = 0.0;
  double obstructed_per_decade_db = 0.0;
};

/// `line_of_sight_loss_db` where `in_sight` is not 0, else `obstructed_loss_db`. `distance_m` is d_2D.
void losses_38901_db(const Terms38901& terms, std::span<const float> distance_m,
                     std::span<const std::uint8_t> in_sight, std::span<float> loss_db) noexcept;

/// Hata's form: constant_db + per_decade_db (log10 d/km)^b; beyond 20 km b = 1 + exponent_growth
/// (log10 d/20 km)^0.8, at most 20.
struct HataTerms {
  double constant_db = 0.0;
  double per_decade_db = 0.0;
  double exponent_growth = 0.0;  ///< of P.529-3; 0: b = 1
};

/// Of `okumura_hata_loss_db` and `cost231_hata_loss_db`; `link.distance_m` is without meaning.
HataTerms okumura_hata_terms(HataArea area, const HataLink& link);
HataTerms cost231_hata_terms(HataArea area, const HataLink& link);

void hata_losses_db(const HataTerms& terms, std::span<const float> distance_m,
                    std::span<float> loss_db) noexcept;

/// `gain_dbi` of a sector antenna.
void sector_gains_dbi(const SectorAntenna& antenna, double tilt_deg,
                      std::span<const float> azimuth_off_deg, std::span<const float> elevation_deg,
                      std::span<float> gain_dbi) noexcept;

}  // namespace gigacity::propagation
