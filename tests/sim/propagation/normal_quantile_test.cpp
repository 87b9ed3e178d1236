// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/normal_quantile.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace gigacity::propagation {
namespace {

// The approximation states a relative error of 1.15e-9; erfc is the standard library's. In the upper
// half p itself is only given to 1e-16, so the lower one is walked.
TEST(NormalQuantile, IsTheInverseOfTheDistribution) {
  for (double p = 1e-12; p <= 0.5; p *= 1.07) {
    const double x = normal_quantile(p);
    const double density = std::exp(-0.5 * x * x) / std::sqrt(2.0 * std::numbers::pi);
    const double distribution = 0.5 * std::erfc(-x / std::numbers::sqrt2);
    EXPECT_NEAR((distribution - p) / density, 0.0, 1.2e-9 * std::max(1.0, std::abs(x))) << p;
  }
}

TEST(NormalQuantile, IsSymmetric) {
  EXPECT_EQ(normal_quantile(0.5), 0.0);
  for (const double p : {1e-6, 0.01, 0.02425, 0.25, 0.49})
    EXPECT_NEAR(normal_quantile(1.0 - p), -normal_quantile(p), 1e-9) << p;
  EXPECT_EQ(complementary_normal_quantile(0.1), -normal_quantile(0.1));
}

TEST(NormalQuantile, StaysFiniteBeyondItsEnds) {
  for (const double p : {-1e300, 0.0, 1.0, 1e300})
    EXPECT_NEAR(std::abs(normal_quantile(p)), 7.034, 1e-3);
}

}  // namespace
}  // namespace gigacity::propagation
