// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/p838.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "core/units.hpp"

namespace gigacity::propagation {
namespace {

struct Bell {
  double a, b, c;
};

/// Σ a_j exp(−((x − b_j) / c_j)²) + m x + c over x = log f: the form of eq. 2 and 3.
template <std::size_t n>
struct Curve {
  std::array<Bell, n> bells;
  double m, c;

  double at(double log_f) const {
    double sum = m * log_f + c;
    for (const Bell& bell : bells) {
      const double x = (log_f - bell.b) / bell.c;
      sum += bell.a * std::exp(-x * x);
    }
    return sum;
  }
};

constexpr Curve<4> k_h{{{{-5.33980, -0.10008, 1.13098},
                         {-0.35351, 1.26970, 0.45400},
                         {-0.23789, 0.86036, 0.15354},
                         {-0.94158, 0.64552, 0.16817}}},
                       -0.18961,
                       0.71147};  // table 1
constexpr Curve<4> k_v{{{{-3.80595, 0.56934, 0.81061},
                         {-3.44965, -0.22911, 0.51059},
                         {-0.39902, 0.73042, 0.11899},
                         {0.50167, 1.07319, 0.27195}}},
                       -0.16398,
                       0.63297};  // table 2
constexpr Curve<5> alpha_h{{{{-0.14318, 1.82442, -0.55187},
                             {0.29591, 0.77564, 0.19822},
                             {0.32177, 0.63773, 0.13164},
                             {-5.37610, -0.96230, 1.47828},
                             {16.1721, -3.29980, 3.43990}}},
                           0.67849,
                           -1.95537};  // table 3
constexpr Curve<5> alpha_v{{{{-0.07771, 2.33840, -0.76284},
                             {0.56727, 0.95545, 0.54039},
                             {-0.20238, 1.14520, 0.26809},
                             {-48.2991, 0.791669, 0.116226},
                             {48.5833, 0.791459, 0.116479}}},
                           -0.053739,
                           0.83433};  // table 4

}  // namespace

RainCoefficients rain_coefficients(double frequency_mhz, const RainPath& path) {
  const double log_f = std::log10(1e-3 * std::clamp(frequency_mhz, 1e3, 1e6));
  const double kh = std::pow(10.0, k_h.at(log_f));
  const double kv = std::pow(10.0, k_v.at(log_f));
  const double kh_alpha = kh * alpha_h.at(log_f);
  const double kv_alpha = kv * alpha_v.at(log_f);
  const double cos_theta = std::cos(radians(path.elevation_deg));
  const double mix = cos_theta * cos_theta * std::cos(2.0 * radians(path.tilt_deg));
  const double k = 0.5 * (kh + kv + (kh - kv) * mix);                                    // eq. 4
  const double alpha = (kh_alpha + kv_alpha + (kh_alpha - kv_alpha) * mix) / (2.0 * k);  // eq. 5
  return {k, alpha};
}

double rain_attenuation_db_per_km(double frequency_mhz, double rain_mm_per_h,
                                  const RainPath& path) {
  const RainCoefficients c = rain_coefficients(frequency_mhz, path);
  return c.k * std::pow(std::clamp(rain_mm_per_h, 0.0, 1e4), c.alpha);
}

}  // namespace gigacity::propagation
