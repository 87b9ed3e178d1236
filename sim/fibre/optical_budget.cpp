// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/optical_budget.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gigacity::fibre {

namespace {

constexpr int pigtail_splices = 2;

// A margin that pays for a whole number of drums exactly must not lose one by rounding.
constexpr double rounding = 1e-9;

}  // namespace

int splice_count(const PassiveLosses& losses, double route_m) {
  const double drums = std::ceil(0.001 * route_m / losses.splice_every_km);
  return static_cast<int>(std::max(drums - 1.0, 0.0)) + pigtail_splices;
}

OpticalLoss optical_loss(const PassiveLosses& losses, const PonClass& pon_class,
                         std::span<const int> stages, double route_m, int closure_splices) {
  const int splices = splice_count(losses, route_m) + closure_splices;
  OpticalLoss loss;
  loss.fibre_db = 0.001 * route_m * worst_attenuation_db_per_km(losses, pon_class);
  for (const int ratio : stages) loss.splitter_db += splitter_loss_db(losses, ratio);
  loss.splices_db = splices * losses.splice_db;
  loss.connectors_db = connector_pairs(stages.size()) * losses.connector_db;
  loss.penalty_db = losses.path_penalty_db;
  loss.maintenance_db = losses.margin_db;
  return loss;
}

double budget_margin_db(const PonClass& pon_class, const OpticalLoss& loss) {
  return pon_class.maximum_loss_db - loss.maintenance_db - loss.loss_db();
}

double budget_reach_m(const PonClass& pon_class, const PassiveLosses& losses,
                      std::span<const int> stages) {
  const double at_once_db =
      budget_margin_db(pon_class, optical_loss(losses, pon_class, stages, 0.0));
  const double fibre_db_per_km = worst_attenuation_db_per_km(losses, pon_class);
  if (at_once_db <= 0.0) return 0.0;
  if (fibre_db_per_km <= 0.0 && losses.splice_db <= 0.0)
    return std::numeric_limits<double>::infinity();
  // Every drum costs its fibre and one splice to the next. Whole drums first, then what the rest of
  // the margin pays for; a rest too small for the splice ends the route with the drum.
  const double drum_db = losses.splice_every_km * fibre_db_per_km;
  const double drums = std::max(
      std::floor((at_once_db + losses.splice_db) / (drum_db + losses.splice_db) + rounding), 0.0);
  const double whole_km = drums * losses.splice_every_km;
  const double whole_db = drums * drum_db + std::max(drums - 1.0, 0.0) * losses.splice_db;
  const double rest_db = at_once_db - whole_db - (drums > 0.0 ? losses.splice_db : 0.0);
  const double rest_km = rest_db > 0.0 && fibre_db_per_km > 0.0 ? rest_db / fibre_db_per_km : 0.0;
  return 1000.0 * (whole_km + std::min(rest_km, losses.splice_every_km));
}

}  // namespace gigacity::fibre
