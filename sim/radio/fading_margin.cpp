// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/fading_margin.hpp"

#include <cmath>
#include <numbers>

#include "sim/propagation/normal_quantile.hpp"

namespace gigacity::radio {
namespace {

// exp(x²) erfc(x) where erfc alone is 0 or their product overflows, by its continued asymptotic series.
double scaled_erfc(double x) {
  constexpr double asymptotic_from = 10.0;
  if (x < asymptotic_from) return std::exp(x * x) * std::erfc(x);
  const double inverse = 0.5 / (x * x);
  const double series = 1.0 - inverse * (1.0 - 3.0 * inverse * (1.0 - 5.0 * inverse));
  return series / (x * std::sqrt(std::numbers::pi));
}

}  // namespace

double fading_margin_db(double edge_probability, double shadowing_db) {
  return propagation::normal_quantile(edge_probability) * shadowing_db;
}

double area_probability(double edge_probability, double shadowing_db, double path_loss_exponent) {
  if (shadowing_db <= 0.0) return edge_probability >= 0.5 ? 1.0 : 0.0;
  const double a = -propagation::normal_quantile(edge_probability) / std::numbers::sqrt2;
  const double b =
      10.0 * path_loss_exponent * std::numbers::log10e / (shadowing_db * std::numbers::sqrt2);
  // (1 − 2ab)/b² is ((1 − ab)/b)² − a²: the exponential is taken together with the error function.
  const double c = (1.0 - a * b) / b;
  const double inner =
      c > 0.0 ? std::exp(-a * a) * scaled_erfc(c) : std::exp(c * c - a * a) * std::erfc(c);
  return 0.5 * (std::erfc(a) + inner);
}

double edge_probability_for_area(double area, double shadowing_db, double path_loss_exponent) {
  double low = 0.0;
  double high = 1.0;
  constexpr double enough = 1e-9;
  while (high - low > enough) {
    const double middle = 0.5 * (low + high);
    (area_probability(middle, shadowing_db, path_loss_exponent) < area ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace gigacity::radio
