// SPDX-License-Identifier: Apache-2.0
// The Irregular Terrain Model (itm.hpp) for rows of receivers of one antenna, in vectors: from the
// geometry of each path to the basic transmission loss with its variability.
//
// Rows as in batch_diffraction.hpp. Figures come in single precision, and are computed with in double.
// Results stand within 1e-4 dB of `itm_loss` given the same figures, beyond 1600 dB within the rounding
// of the result itself; where the model jumps, on the same side but for the last bits of a double.
#pragma once

#include <complex>
#include <span>

#include "sim/propagation/itm.hpp"
#include "sim/propagation/itm_terms.hpp"

namespace gigacity::propagation {

/// Receivers of one antenna at one height above their ground. Every span holds one figure for each
/// of them, that of `ItmPath`; γ_e follows from N_s.
struct ItmLinks {
  TerminalPair height_m;  ///< structural
  bool from_profile = true;

  std::span<const float> distance_m;
  std::span<const float> effective_transmitter_m;
  std::span<const float> effective_receiver_m;
  std::span<const float> horizon_transmitter_m;
  std::span<const float> horizon_receiver_m;
  std::span<const float> horizon_transmitter_rad;
  std::span<const float> horizon_receiver_rad;
  std::span<const float> irregularity_m;
  std::span<const float> refractivity;
};

/// One carrier, its ground and climate, and the percentages asked for. Figures are held as by
/// `itm_path` and `itm_loss`.
class ItmBatch {
 public:
  ItmBatch(double frequency_mhz, Polarisation polarisation, const ItmEnvironment& environment,
           const ItmVariability& variability);

  /// Basic transmission loss, dB; `loss_db` has the length of the spans and overlaps none. Finite for
  /// any finite figures; where they belong to no path and the model has no value, A_ref is 0.
  void loss_db(const ItmLinks& links, std::span<float> loss_db) const noexcept;

  /// What is the same for every receiver.
  struct Terms {
    double frequency_mhz = 0.0;
    double frequency_third = 0.0;    ///< ∛f
    double wave_number = 0.0;        ///< k, 1/m
    std::complex<double> impedance;  ///< Z_g
    double free_space_db = 0.0;      ///< at 1 km
    ItmVariation variation;
  };

 private:
  Terms m_terms;
};

}  // namespace gigacity::propagation
