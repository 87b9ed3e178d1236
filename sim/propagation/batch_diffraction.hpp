// SPDX-License-Identifier: Apache-2.0
// Diffraction of P.526-15 (diffraction.hpp) for rows of receivers of one antenna, in vectors.
//
// Of a row every span holds one figure for each receiver; results go to `loss_db`, of the same
// length, which may not overlap them. Any length; nothing is allocated. Heights are above one datum
// near the ground, so that single precision carries them to a millimetre. Results stand within 1e-4
// dB of the scalar functions given the same figures.
#pragma once

#include <span>

#include "sim/propagation/diffraction.hpp"

namespace gigacity::propagation {

/// Bullington's loss (`bullington_loss_db`) over edges given as ν√λ (`BullingtonEdge::nu_root_m`;
/// -inf: nothing in between).
void bullington_losses_db(std::span<const float> distance_m, std::span<const float> nu_root_m,
                          double wavelength_m, std::span<float> loss_db) noexcept;

/// Knife edges: J(ν).
void knife_edge_losses_db(std::span<const float> nu, std::span<float> loss_db) noexcept;

/// What frequency and polarisation decide of the first term over one kind of ground: K, X and Y of
/// P.1812-6 eq. 29 to 32 at a radius of 1 km and with β = 1.
struct GroundTerms {
  double log2_k = 0.0;
  double log2_x = 0.0;  ///< per km
  double log2_y = 0.0;  ///< per m
};

/// The same of the whole of delta-Bullington.
struct DiffractionTerms {
  DiffractionTerms(double frequency_mhz, Polarisation polarisation);

  GroundTerms land;
  GroundTerms sea;
  double inverse_root_wavelength = 0.0;  ///< 1/√λ, 1/√m
  double clearance_per_root = 0.0;       ///< 17.456 √λ of eq. 25 per √m
};

}  // namespace gigacity::propagation
