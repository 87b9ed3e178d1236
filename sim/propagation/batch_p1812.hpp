// SPDX-License-Identifier: Apache-2.0
// ITU-R P.1812-6 (p1812.hpp) for rows of receivers of one antenna, in vectors: from the geometry
// that a look at each profile finds to the basic transmission loss.
//
// Whoever finds the geometry hands in what needs the profile. What follows from a few figures is
// computed here: effective heights, the edge and the sphere of the smooth earth, angles, β0 and all
// that depends on the carrier. Results stand within 1e-4 dB of `p1812_loss` given the same figures.
#pragma once

#include <span>

#include "sim/propagation/batch_diffraction.hpp"
#include "sim/propagation/p1812.hpp"

namespace gigacity::propagation {

/// Receivers of one antenna. Every span holds one figure for each of them, finite unless said
/// otherwise. A horizon's figures are those of `P1812Path`.
struct P1812Links {
  /// ν√λ at a_e; the datum of its heights serves them all.
  DiffractionLinks diffraction;
  double datum_m = 0.0;  ///< above mean sea level; matters at coasts only (eq. 49)

  std::span<const float> beta_nu_root_m;         ///< ν√λ at a_β; not read at 50 % of the time
  std::span<const float> horizon_transmitter_m;  ///< d_lt
  std::span<const float> horizon_receiver_m;     ///< d_lr
  /// Tangents of θ_t and θ_r, m/m: (h − h_ts) / d_1 − d_1 / (2 a_e), seen from either end.
  std::span<const float> horizon_transmitter_slope;
  std::span<const float> horizon_receiver_slope;
  std::span<const float> roughness_m;  ///< h_m of eq. 93

  // All five, or none: inland throughout.
  std::span<const float> sea_fraction;         ///< ω
  std::span<const float> land_m;               ///< d_tm
  std::span<const float> inland_m;             ///< d_lm
  std::span<const float> transmitter_coast_m;  ///< d_ct
  std::span<const float> receiver_coast_m;     ///< d_cr
};

/// One carrier's question in one climate. Its figures are held as by `p1812_loss`.
class P1812Batch {
 public:
  P1812Batch(const P1812Question& question, const RadioClimate& climate);

  /// a_e and a_β, at which the geometry is asked for.
  double median_radius_m() const { return m_terms.median.radius_m; }
  double beta_radius_m() const { return m_terms.beta.radius_m; }
  /// Whether `beta_nu_root_m` is read.
  bool needs_beta() const { return m_terms.time_percent < 50.0; }

  /// The same where diffraction alone decides, eq. 42 and 69: at 50 % of the time that is all that remains of eq. 59 to
  /// 63 where neither ducting nor scattering comes near (eq. 60 and 63), some 50 dB below free space and more.
  void diffraction_loss_db(const DiffractionLinks& links, std::span<float> loss_db) const noexcept;

  /// Basic transmission loss, dB; `loss_db` has the length of the spans and overlaps none.
  void loss_db(const P1812Links& links, std::span<float> loss_db) const noexcept;

  /// What question and climate decide; see batch_p1812.cpp.
  struct Terms {
    Terms(const P1812Question& question, const RadioClimate& climate);

    SphereTerms median;  ///< at a_e
    SphereTerms beta;    ///< at a_β
    double time_percent = 0.0;
    double log2_time = 0.0;            ///< of p
    double time_quantile = 0.0;        ///< I(p), eq. 40
    double free_space_db = 0.0;        ///< eq. 8 at 1 km
    double fading_time = 0.0;          ///< log10(p / 50)
    double troposcatter_db = 0.0;      ///< eq. 44 without distance and angle
    double coupling_db = 0.0;          ///< eq. 47 without distances
    double shielding_root = 0.0;       ///< 0.361 √f of eq. 48
    double shielding_db = 0.0;         ///< 0.264 ∛f
    double ducting_per_mrad_db = 0.0;  ///< eq. 51
    double log2_beta0 = 0.0;  ///< log2 β0 = log2_beta0 + beta0_exponent log2 µ1: eq. 4, 5
    double beta0_exponent = 0.0;
    double log2_geometry = 0.0;  ///< 500 / a_e of eq. 55
    double location_db = 0.0;    ///< eq. 66 to 69
  };

 private:
  Terms m_terms;
};

}  // namespace gigacity::propagation
