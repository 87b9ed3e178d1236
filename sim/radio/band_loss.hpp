// SPDX-License-Identifier: Apache-2.0
// Rows of basic transmission loss from what a sweep finds: one antenna, one frequency.
#pragma once

#include <span>
#include <variant>

#include "sim/propagation/batch_itm.hpp"
#include "sim/propagation/batch_loss.hpp"
#include "sim/propagation/batch_p1812.hpp"
#include "sim/radio/coverage_options.hpp"
#include "sim/radio/sweep.hpp"

namespace gigacity::radio {

/// What the model of a run asks a sweep for. P.1812 at 50 % of the time is left with its diffraction
/// (`P1812Batch::diffraction_loss_db`).
SweepGeometry geometry_of(const CoverageOptions& options);

/// Loss by the model of `options`.
class BandLoss {
 public:
  BandLoss(const CoverageOptions& options, double antenna_height_m, double frequency_mhz);

  /// For paths of geometry_of(options); `scratch` is overwritten. Spans are as long as those of the paths.
  void loss_db(const SweepQuestion& question, double pixel_m, const SweptPaths& paths,
               std::span<float> scratch, std::span<float> loss_db) const;

 private:
  struct FreeSpace {};
  struct KnifeEdges {};
  std::variant<FreeSpace, propagation::SphereTerms, KnifeEdges, propagation::P1812Batch,
               propagation::ItmBatch, propagation::Terms38901>
      m_terms;
  double m_frequency_mhz = 0.0;
};

}  // namespace gigacity::radio
