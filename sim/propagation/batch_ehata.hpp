// SPDX-License-Identifier: Apache-2.0
// The median loss of the extended Hata model (ehata.hpp) for rows of receivers of one antenna, in
// vectors. Rows as in batch_diffraction.hpp, within 1e-4 dB of `ehata_median_loss_db`. The model falls
// by 0.17 dB where its two lines meet: rows are computed in double, to stand on the same side of it.
#pragma once

#include <span>

#include "sim/propagation/ehata_terms.hpp"

namespace gigacity::propagation {

/// Effective heights differ from receiver to receiver; limits are the caller's.
struct EhataLinks {
  std::span<const float> distance_m;
  std::span<const float> effective_base_m;
  std::span<const float> effective_mobile_m;
};

void ehata_median_losses_db(const EhataMedianTerms& terms, const EhataLinks& links,
                            std::span<float> loss_db) noexcept;

}  // namespace gigacity::propagation
