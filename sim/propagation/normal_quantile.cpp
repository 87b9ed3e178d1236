// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/normal_quantile.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace gigacity::propagation {
namespace {

/// c_0 + c_1 x + c_2 x² ...
template <std::size_t n>
double polynomial(const std::array<double, n>& c, double x) {
  double sum = 0.0;
  for (std::size_t i = n; i-- > 0;) sum = sum * x + c[i];
  return sum;
}

constexpr double tail = 0.02425;  // of the distribution: here the approximation changes its form

constexpr std::array centre_numerator{2.506628277459239,  -30.66479806614716, 138.3577518672690,
                                      -275.9285104469687, 220.9460984245205,  -39.69683028665376};
constexpr std::array centre_denominator{1.0,
                                        -13.28068155288572,
                                        66.80131188771972,
                                        -155.6989798598866,
                                        161.5858368580409,
                                        -54.47609879822406};
constexpr std::array tail_numerator{2.938163982698783,  4.374664141464968,   -2.549732539343734,
                                    -2.400758277161838, -0.3223964580411365, -0.007784894002430293};
constexpr std::array tail_denominator{1.0, 3.754408661907416, 2.445134137142996, 0.3224671290700398,
                                      0.007784695709041462};

/// For p of at most one half.
double lower_half(double p) {
  if (p <= tail) {
    const double t = std::sqrt(-2.0 * std::log(p));
    return polynomial(tail_numerator, t) / polynomial(tail_denominator, t);
  }
  const double from_median = p - 0.5;
  const double t = from_median * from_median;
  return from_median * polynomial(centre_numerator, t) / polynomial(centre_denominator, t);
}

}  // namespace

double normal_quantile(double p) {
  const double held = std::clamp(p, 1e-12, 1.0 - 1e-12);
  return held > 0.5 ? -lower_half(1.0 - held) : lower_half(held);
}

double complementary_normal_quantile(double p) {
  return -normal_quantile(p);
}

}  // namespace gigacity::propagation
