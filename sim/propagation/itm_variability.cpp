// SPDX-License-Identifier: Apache-2.0
// Variability in time, between locations and between situations: [Algorithm §5].
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/propagation/arithmetic.hpp"
#include "sim/propagation/held.hpp"
#include "sim/propagation/itm.hpp"
#include "sim/propagation/itm_terms.hpp"
#include "sim/propagation/p1812.hpp"

namespace gigacity::propagation {
namespace {

/// g(f) = b1 + b2 / ((b3 ln(0.133 k))² + 1).
struct FrequencyFactor {
  double b1 = 1.0;
  double b2 = 0.0;
  double b3 = 0.0;

  double at(double logarithm) const { return b1 + b2 / (b3 * b3 * logarithm * logarithm + 1.0); }
};

struct ClimateCurves {
  ItmCurve median;      ///< V_med
  ItmCurve below;       ///< σ_T−, for the worse half of the time
  ItmCurve above;       ///< σ_T+
  double tail = 0.0;    ///< C_D, [Algorithm table 5.1]
  double tail_z = 0.0;  ///< z_D
  FrequencyFactor minus;
  FrequencyFactor plus;
};

// By climate, as ItmClimate counts.
constexpr std::array<ClimateCurves, 7> climates{{
    {{-9.67, 12.7, 144.9e3, 190.3e3, 133.8e3},
     {2.13, 159.5, 762.2e3, 123.6e3, 94.5e3},
     {2.11, 102.3, 636.9e3, 134.8e3, 95.6e3},
     1.224,
     1.282,
     {},
     {}},
    {{-0.62, 9.19, 228.9e3, 205.2e3, 143.6e3},
     {2.66, 7.67, 100.4e3, 172.5e3, 136.4e3},
     {6.87, 15.53, 138.7e3, 143.7e3, 98.6e3},
     0.801,
     2.161,
     {},
     {0.93, 0.31, 2.00}},
    {{1.26, 15.5, 262.6e3, 185.2e3, 99.8e3},
     {6.11, 6.65, 138.2e3, 242.2e3, 178.6e3},
     {10.08, 9.60, 165.3e3, 225.7e3, 129.7e3},
     1.380,
     1.282,
     {},
     {}},
    {{-9.21, 9.05, 84.1e3, 101.1e3, 98.6e3},
     {1.98, 13.11, 139.1e3, 132.7e3, 193.5e3},
     {3.68, 159.3, 464.4e3, 93.1e3, 94.2e3},
     1.000,
     20.0,
     {},
     {0.93, 0.19, 1.79}},
    {{-0.62, 9.19, 228.9e3, 205.2e3, 143.6e3},
     {2.68, 7.16, 93.7e3, 186.8e3, 133.5e3},
     {4.75, 8.12, 93.2e3, 135.9e3, 113.4e3},
     1.224,
     1.282,
     {0.92, 0.25, 1.77},
     {0.93, 0.31, 2.00}},
    {{-0.39, 2.86, 141.7e3, 315.9e3, 167.4e3},
     {6.86, 10.38, 187.8e3, 169.6e3, 108.9e3},
     {8.58, 13.97, 216.0e3, 152.0e3, 122.7e3},
     1.518,
     1.282,
     {},
     {}},
    {{3.15, 857.9, 2222e3, 164.8e3, 116.3e3},
     {8.51, 169.8, 609.8e3, 119.9e3, 106.6e3},
     {8.43, 8.19, 136.2e3, 188.5e3, 122.9e3},
     1.518,
     1.282,
     {},
     {}},
}};

/// d_e: [Algorithm eq. 5.3].
double effective_distance_m(const ItmPath& path, double extent_of_carrier_m) {
  const TerminalPair horizon_m = for_each_terminal(
      [](double height) { return std::sqrt(2.0 * variability_radius_m * height); },
      path.effective_height_m);
  const double extent_m = horizon_m.sum() + extent_of_carrier_m;
  return path.distance_m < extent_m ? variability_scale_m * path.distance_m / extent_m
                                    : variability_scale_m + path.distance_m - extent_m;
}

/// What is taken off the reference attenuation at these percentages, dB.
double variation_db(const ItmPath& path, const ItmVariation& terms) {
  const double d_e = effective_distance_m(path, terms.extent_m);
  const double sigma_t = terms.time_factor * terms.time.at(d_e);
  double sigma_l = 0.0;
  if (!terms.eliminate_location) {
    const double rough =
        terms.wave_number * irregularity_at_m(path.distance_m, path.irregularity_m);
    sigma_l = 10.0 * rough / (rough + 13.0);  // eq. 5.9
  }
  const double sigma_s =
      terms.eliminate_situation ? 0.0 : 5.0 + 3.0 * std::exp(-d_e / 100e3);  // eq. 5.10
  const double z_s = terms.situation_deviate;
  const double y_t = sigma_t * terms.time_deviate;
  const double y_l = sigma_l * terms.location_deviate;
  const double rest = square(sigma_s) + square(y_t) / (7.8 + square(z_s)) +
                      square(y_l) / (24.0 + square(z_s));  // of eq. 5.11
  const double median_db = terms.median.at(d_e);
  switch (terms.mode) {
    case ItmVariabilityMode::single_message:
      return median_db + std::sqrt(square(sigma_t) + square(sigma_l) + rest) * z_s;
    case ItmVariabilityMode::accidental:
      return median_db + y_t + std::sqrt(square(sigma_l) + rest) * z_s;
    case ItmVariabilityMode::mobile:
      return median_db + std::hypot(sigma_t, sigma_l) * terms.time_deviate + std::sqrt(rest) * z_s;
    case ItmVariabilityMode::broadcast:
      break;
  }
  return median_db + y_t + y_l + std::sqrt(rest) * z_s;
}

}  // namespace

ItmVariation itm_variation(double frequency_mhz, ItmClimate climate,
                           const ItmVariability& variability) {
  const auto deviate = [](double percent) { return inverse_complementary_normal(0.01 * percent); };
  const ClimateCurves& curves = climates[static_cast<std::size_t>(climate) - 1];
  ItmVariation out;
  out.median = curves.median;
  out.wave_number = frequency_mhz / mhz_per_wave_number;
  out.extent_m = std::cbrt(575.7e12 / out.wave_number);
  out.mode = variability.mode;
  out.eliminate_location = variability.eliminate_location;
  out.eliminate_situation = variability.eliminate_situation;
  out.time_deviate = deviate(variability.time_percent);
  out.location_deviate = deviate(variability.location_percent);
  out.situation_deviate = deviate(variability.situation_percent);
  switch (variability.mode) {
    case ItmVariabilityMode::single_message:
      out.time_deviate = out.location_deviate = out.situation_deviate;
      break;
    case ItmVariabilityMode::accidental:
      out.location_deviate = out.situation_deviate;
      break;
    case ItmVariabilityMode::mobile:
      out.location_deviate = out.time_deviate;
      break;
    case ItmVariabilityMode::broadcast:
      break;
  }
  const double logarithm = std::log(0.133 * out.wave_number);
  const double z_t = out.time_deviate;
  if (z_t < 0.0) {
    out.time = curves.below;
    out.time_factor = curves.minus.at(logarithm);
    return out;
  }
  out.time = curves.above;
  out.time_factor = curves.plus.at(logarithm);
  if (z_t > curves.tail_z)
    out.time_factor *= curves.tail + (1.0 - curves.tail) * curves.tail_z / z_t;
  return out;
}

ItmLoss itm_loss(const ItmPath& path, double frequency_mhz, Polarisation polarisation,
                 const ItmEnvironment& environment, const ItmVariability& variability) {
  const double f = held_frequency_mhz(frequency_mhz);
  ItmLoss out;
  out.reference = itm_reference(path, f, polarisation, environment.ground);
  out.free_space_db = 32.45 + 20.0 * std::log10(f) + 20.0 * std::log10(1e-3 * path.distance_m);
  const ItmVariation terms = itm_variation(f, environment.climate, variability);
  constexpr double extreme = 3.1;
  if (std::max({std::abs(terms.time_deviate), std::abs(terms.location_deviate),
                std::abs(terms.situation_deviate)}) > extreme)
    out.reference.warnings.set(static_cast<std::size_t>(ItmWarning::extreme_variability));
  double excess_db = out.reference.attenuation_db - variation_db(path, terms);
  if (excess_db < 0.0) excess_db *= (29.0 - excess_db) / (29.0 - 10.0 * excess_db);  // eq. 52
  out.basic_db = out.free_space_db + excess_db;
  return out;
}

}  // namespace gigacity::propagation
