// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/spm.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "sim/propagation/held.hpp"

namespace gigacity::propagation {
namespace {

double held_db(double loss_db) {
  return std::clamp(loss_db, -1e9, 1e9);
}

/// Ground heights add up without running out of a double.
double held_ground_m(double ground_m) {
  return std::clamp(ground_m, -1e6, 1e6);
}

double mean_ground_m(std::span<const double> ground_m) {
  double sum = 0.0;
  for (const double height_m : ground_m) sum += held_ground_m(height_m);
  return sum / static_cast<double>(ground_m.size());
}

/// The points from one distance to another; empty where the profile ends before them.
std::span<const double> between(std::span<const double> ground_m, double step_m, double from_m,
                                double to_m) {
  const auto last = static_cast<double>(ground_m.size() - 1);
  const double first = std::ceil(std::max(from_m, 0.0) / step_m);
  const double end = std::min(std::floor(to_m / step_m), last);
  if (first > end) return {};
  const auto begin = static_cast<std::size_t>(first);
  return ground_m.subspan(begin, static_cast<std::size_t>(end) - begin + 1);
}

/// Rise of the ground per metre towards the receiver, over the last `length_m`.
double slope_at_end(std::span<const double> ground_m, double step_m, double length_m) {
  if (ground_m.size() < 2) return 0.0;
  const auto steps = static_cast<std::size_t>(
      std::clamp(std::floor(length_m / step_m), 1.0, static_cast<double>(ground_m.size() - 1)));
  const double rise_m =
      held_ground_m(ground_m.back()) - held_ground_m(ground_m[ground_m.size() - 1 - steps]);
  return rise_m / (static_cast<double>(steps) * step_m);
}

}  // namespace

SpmTerms spm_terms(const SpmLink& link) {
  const double h_tx = held_height_m(link.transmitter_effective_m);
  const double h_rx = held_height_m(link.receiver_effective_m);
  const double log_d = std::log10(held_distance_m(link.distance_m));
  const double log_h = std::log10(h_tx);
  return {log_d,
          log_h,
          held_db(link.diffraction_db),
          log_d * log_h,
          h_rx,
          std::log10(h_rx),
          held_db(link.clutter_db)};
}

double spm_loss_db(const SpmCoefficients& k, const SpmLink& link) {
  const SpmTerms terms = spm_terms(link);
  const SpmSlope& slope = link.distance_m <= k.near_m ? k.near_transmitter : k.far_from_transmitter;
  const double k1_db = link.line_of_sight ? slope.k1_los_db + k.k_hill_los_db : slope.k1_nlos_db;
  const double k2 = link.line_of_sight ? slope.k2_los : slope.k2_nlos;
  return k1_db + k2 * terms.log_distance + k.k3 * terms.log_transmitter +
         k.k4 * terms.diffraction_db + k.k5 * terms.log_distance_log_transmitter +
         k.k6_db_per_m * terms.receiver_m + k.k7 * terms.log_receiver +
         k.k_clutter * terms.clutter_db;
}

SpmCoefficients spm_hata_coefficients(double frequency_mhz) {
  const double f = held_frequency_mhz(frequency_mhz);
  const double log_f = std::log10(f);
  const double hata_db = f <= 1500.0 ? 69.55 + 26.16 * log_f : 46.3 + 33.9 * log_f;
  // Hata's distance is in kilometres: log d_km = log d − 3, which moves 3 · 44.9 into K1 and 3 ·
  // 6.55 into K3. His a(h_m) = (1.1 log f − 0.7) h_m − (1.56 log f − 0.8).
  const double k1_db = hata_db - 3.0 * 44.9 + (1.56 * log_f - 0.8);
  const SpmSlope slope{k1_db, 44.9, k1_db, 44.9};
  SpmCoefficients out;
  out.near_transmitter = out.far_from_transmitter = slope;
  out.k3 = 3.0 * 6.55 - 13.82;
  out.k6_db_per_m = -(1.1 * log_f - 0.7);
  return out;
}

double spm_effective_height_m(SpmHeightMethod method, std::span<const double> ground_m,
                              double step_m, double transmitter_height_m,
                              const SpmHeightWindow& window) {
  const double step = std::clamp(step_m, 1e-3, 1e6);
  const double h_tx = held_height_m(transmitter_height_m);
  const double ground_tx = held_ground_m(ground_m.front());
  const double ground_rx = held_ground_m(ground_m.back());
  const double fall_m = ground_tx - ground_rx;
  double effective_m = h_tx;
  switch (method) {
    case SpmHeightMethod::above_ground:
      break;
    case SpmHeightMethod::above_average_profile: {
      const auto points = between(ground_m, step, window.minimum_m, window.maximum_m);
      if (!points.empty()) effective_m = h_tx + ground_tx - mean_ground_m(points);
      break;
    }
    case SpmHeightMethod::slope_at_receiver: {
      const double distance_m = static_cast<double>(ground_m.size() - 1) * step;
      const double slope = slope_at_end(ground_m, step, window.minimum_m);
      effective_m = std::clamp(h_tx + fall_m + slope * distance_m, 20.0, 200.0);
      break;
    }
    case SpmHeightMethod::spot:
      effective_m = h_tx + std::max(fall_m, 0.0);
      break;
    case SpmHeightMethod::absolute_spot:
      effective_m = h_tx + std::abs(fall_m);
      break;
  }
  return std::max(effective_m, 1.0);
}

double spm_clutter_db(std::span<const double> class_loss_db, std::span<const double> weight) {
  const double sum = std::accumulate(weight.begin(), weight.end(), 0.0);
  if (sum == 0.0) return 0.0;
  return std::inner_product(weight.begin(), weight.end(), class_loss_db.begin(), 0.0) / sum;
}

}  // namespace gigacity::propagation
