// SPDX-License-Identifier: Apache-2.0
// The optical power budget of one route, clause by clause.
#pragma once

#include <cstddef>
#include <span>

#include "sim/fibre/passive_losses.hpp"
#include "sim/fibre/pon_class.hpp"

namespace gigacity::fibre {

/// Mated connector pairs of an OLT-to-home route: at the OLT's distribution frame and at the home's
/// outlet, into and out of each splitter.
constexpr int connector_pairs(std::size_t splitters) {
  return 2 + 2 * static_cast<int>(splitters);
}

/// Losses of one route, dB.
struct OpticalLoss {
  double fibre_db = 0.0;
  double splitter_db = 0.0;
  double splices_db = 0.0;
  double connectors_db = 0.0;
  double penalty_db = 0.0;      ///< dispersion and reflections
  double maintenance_db = 0.0;  ///< kept free for repairs; not part of loss_db()

  double loss_db() const {
    return fibre_db + splitter_db + splices_db + connectors_db + penalty_db;
  }
};

/// Fusion splices of a route: one wherever a drum of cable ends inside it, and a pigtail at either
/// end: (N + 2) as the residential design code counts them. Route in metres, not negative.
int splice_count(const PassiveLosses& losses, double route_m);

/// Of a route of `route_m` through splitters of the `stages`' ratios, the first stage first, at the
/// class's worst wavelength. `closure_splices`: of a route as built, those at closures beside those
/// between drums. Throws std::invalid_argument where the splitter table has no such ratio, or the
/// fibre table no such type.
OpticalLoss optical_loss(const PassiveLosses& losses, const PonClass& pon_class,
                         std::span<const int> stages, double route_m, int closure_splices = 0);

/// What the class's maximum leaves over after the loss and the maintenance margin; negative:
/// exceeded.
double budget_margin_db(const PonClass& pon_class, const OpticalLoss& loss);

/// The longest route whose budget closes, metres; 0 where none does. The class's own reach may be
/// shorter. Infinity where the fibre itself loses nothing.
/// Splices are those between drums, as if there were no other closures. Throws as optical_loss().
double budget_reach_m(const PonClass& pon_class, const PassiveLosses& losses,
                      std::span<const int> stages);

}  // namespace gigacity::fibre
