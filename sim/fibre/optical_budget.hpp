// SPDX-License-Identifier: Apache-2.0
// The optical power budget of one route, clause by clause.
#pragma once

#include "sim/fibre/plant.hpp"

namespace gigacity::fibre {

/// Mated connector pairs of an OLT-to-home route: at the OLT's distribution frame, into and out of
/// the splitter, and at the home's outlet.
inline constexpr int connector_pairs = 4;

/// Losses of one route, dB. Two splitters in a row (1:8 + 1:8) count as the one of the total ratio.
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

/// Throws std::invalid_argument where the splitter table has no such split.
OpticalLoss optical_loss(const PassiveLosses& losses, int split, double route_m);

/// What the class's maximum leaves over after the loss and the maintenance margin; negative:
/// exceeded.
double budget_margin_db(const PonClass& pon_class, const OpticalLoss& loss);

/// The longest route whose budget closes, metres; 0 where none does. The class's own reach may be
/// shorter. Infinity where the fibre itself loses nothing.
/// Throws std::invalid_argument where the splitter table has no such split.
double budget_reach_m(const PonClass& pon_class, const PassiveLosses& losses, int split);

}  // namespace gigacity::fibre
