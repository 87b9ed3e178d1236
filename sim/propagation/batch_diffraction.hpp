// SPDX-License-Identifier: Apache-2.0
// Diffraction of P.526-15 (diffraction.hpp) for rows of receivers of one antenna, in vectors.
//
// Of a row every span holds one figure for each receiver; results go to `loss_db`, of the same
// length, which may not overlap them. Any length; nothing is allocated. Heights are above one datum
// near the ground (the antenna's own ground, say), so that single precision carries them. Results
// stand within 1e-4 dB of the scalar functions given the same figures, and every finite figure
// computes. A receiver's result depends neither on its place in the row nor on the row's length.
#pragma once

#include <span>

#include "sim/propagation/diffraction.hpp"

namespace gigacity::propagation {

/// J(ν) of knife edges.
void knife_edge_losses_db(std::span<const float> nu, std::span<float> loss_db) noexcept;

/// Bullington's loss (`bullington_loss_db`) over edges given as ν√λ (`BullingtonEdge::nu_root_m`;
/// -inf: nothing in between).
void bullington_losses_db(std::span<const float> distance_m, std::span<const float> nu_root_m,
                          double wavelength_m, std::span<float> loss_db) noexcept;

/// The edges of P.526-11 §4.4.2 (`knife_edges`) of each profile, as ν√λ; -inf: there is none.
struct KnifeEdgesLinks {
  std::span<const float> distance_m;
  std::span<const float> principal_nu_root_m;
  std::span<const float> transmitter_side_nu_root_m;
  std::span<const float> receiver_side_nu_root_m;
};

/// Their loss (`knife_edges_loss_db`).
void knife_edges_losses_db(const KnifeEdgesLinks& links, double wavelength_m,
                           std::span<float> loss_db) noexcept;

/// What delta-Bullington needs of each profile. The heights over the smooth earth (eq. 37), its edge
/// and its sphere follow from it.
struct DiffractionLinks {
  double transmitter_m = 0.0;         ///< the antenna
  double transmitter_ground_m = 0.0;  ///< below it
  /// Between profile points, above 0: a path has the whole number of equal steps that is nearest. Only
  /// the edge over the smooth earth depends on it.
  double step_m = 0.0;

  std::span<const float> distance_m;
  std::span<const float> receiver_m;            ///< antenna
  std::span<const float> receiver_ground_m;     ///< below it
  std::span<const float> nu_root_m;             ///< over the surface, `BullingtonEdge`, or -inf
  std::span<const float> smooth_transmitter_m;  ///< h_st of P.1812-6 eq. 85
  std::span<const float> smooth_receiver_m;     ///< h_sr of eq. 86
  /// `Obstruction` of eq. 87; 0 or less, or -inf, where nothing stands above the line between the
  /// antennas.
  std::span<const float> obstacle_m;
  std::span<const float> obstacle_transmitter_slope;
  std::span<const float> obstacle_receiver_slope;
};

/// The first term over one kind of ground: what frequency, polarisation and a radius decide of
/// P.1812-6 eq. 29 to 34.
struct GroundTerms {
  double k2 = 0.0;             ///< K²
  double least_gain_db = 0.0;  ///< 2 + 20 log K
  double x_per_m = 0.0;        ///< X / (β d)
  double y_per_m = 0.0;        ///< Y / (β h)
};

/// The same of the whole of delta-Bullington.
struct SphereTerms {
  SphereTerms(double frequency_mhz, Polarisation polarisation, double radius_m);

  double radius_m;  ///< a_p
  GroundTerms land;
  GroundTerms sea;
  double inverse_root_wavelength;  ///< 1/√λ, 1/√m
  double clearance_per_root;       ///< 17.456 √λ of eq. 25 per √m
};

/// Delta-Bullington's loss (`delta_bullington_loss_db`) at the effective radius of `terms`, over
/// land.
void delta_bullington_losses_db(const SphereTerms& terms, const DiffractionLinks& links,
                                std::span<float> loss_db) noexcept;

}  // namespace gigacity::propagation
