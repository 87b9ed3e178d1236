// SPDX-License-Identifier: Apache-2.0
#include "core/random.hpp"

#include <cmath>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace gigacity {
namespace {

TEST(MixedBits, AreSplitMix64) {
  // The published generator adds the golden-ratio increment to its state and finalises: its outputs
  // for seed 1234567 are the reference values of the SplitMix64 test vector in common use.
  constexpr std::uint64_t increment = 0x9E3779B97F4A7C15ULL;
  EXPECT_EQ(mixed_bits(1234567), 6457827717110365317ULL);
  EXPECT_EQ(mixed_bits(1234567 + increment), 3203168211198807973ULL);
  EXPECT_EQ(mixed_bits(1234567 + 2 * increment), 9817491932198370423ULL);
}

TEST(RandomStream, DependsOnSeedAndObjectAlone) {
  RandomStream a(1, 2);
  RandomStream b(1, 2);
  RandomStream other_seed(2, 2);
  RandomStream other_object(1, 3);
  RandomStream swapped(2, 1);
  for (int i = 0; i < 100; ++i) {
    const auto bits = a.bits();
    EXPECT_EQ(bits, b.bits());
    EXPECT_NE(bits, other_seed.bits());
    EXPECT_NE(bits, other_object.bits());
    EXPECT_NE(bits, swapped.bits());
  }
}

TEST(RandomStream, DoesNotRepeat) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t object = 0; object < 100; ++object) {
    RandomStream stream(7, object);
    for (int i = 0; i < 100; ++i) seen.insert(stream.bits());
  }
  EXPECT_EQ(seen.size(), 10'000U);
}

TEST(RandomStream, IsUniform) {
  RandomStream stream(11, 0);
  constexpr int draws = 100'000;
  constexpr int bins = 16;
  std::vector<int> count(bins, 0);
  double sum = 0.0;
  for (int i = 0; i < draws; ++i) {
    const double u = stream.uniform();
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    sum += u;
    ++count[static_cast<std::size_t>(u * bins)];
  }
  // Five standard errors of the mean: 5 * sqrt(1/12 / draws).
  EXPECT_NEAR(sum / draws, 0.5, 5.0 * std::sqrt(1.0 / 12.0 / draws));
  double chi2 = 0.0;
  constexpr double expected = static_cast<double>(draws) / bins;
  for (const int n : count) chi2 += (n - expected) * (n - expected) / expected;
  EXPECT_LT(chi2, 37.7);  // chi-squared with 15 degrees of freedom exceeds this once in 1000
}

TEST(RandomStream, IsNormal) {
  RandomStream stream(5, 9);
  constexpr int draws = 100'000;
  double sum = 0.0;
  double squares = 0.0;
  for (int i = 0; i < draws; ++i) {
    const double x = stream.normal();
    ASSERT_TRUE(std::isfinite(x));
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / draws, 0.0, 5.0 / std::sqrt(draws));
  EXPECT_NEAR(squares / draws, 1.0, 5.0 * std::sqrt(2.0 / draws));
}

TEST(RandomStream, IndexStaysBelowItsBound) {
  RandomStream stream(3, 3);
  std::set<int> seen;
  for (int i = 0; i < 1000; ++i) {
    const int index = stream.index(5);
    ASSERT_GE(index, 0);
    ASSERT_LT(index, 5);
    seen.insert(index);
  }
  EXPECT_EQ(seen.size(), 5U);
  for (int i = 0; i < 100; ++i) {
    const double u = stream.uniform(-2.0, 3.0);
    ASSERT_GE(u, -2.0);
    ASSERT_LT(u, 3.0);
  }
}

}  // namespace
}  // namespace gigacity
