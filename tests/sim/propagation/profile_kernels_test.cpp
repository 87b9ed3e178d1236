// SPDX-License-Identifier: Apache-2.0
// Every kind of processor that this machine can stand in for gives the same bits.
#include "sim/propagation/profile_kernels.hpp"

#include <cmath>
#include <cstring>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "sim/propagation/profile_walk.hpp"
#include "tests/sim/propagation/every_processor.hpp"

namespace gigacity::propagation {
namespace {

std::vector<double> all_results() {
  RandomStream random(9, 1);
  const StepTables tables(600);
  std::vector<double> out;
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<float> h(2U + static_cast<std::size_t>(random.index(trial % 10 == 0 ? 500 : 20)));
    for (float& v : h) v = static_cast<float>(random.uniform(0.0, 300.0));
    const double from = random.uniform(0.0, 400.0);
    const double bulge = random.uniform(0.0, 1e-3);
    const StepLine line{from, random.uniform(-1.0, 1.0)};
    const ProfileSums sums = profile_sums(h);
    out.insert(out.end(), {sums.height, sums.moment});
    h[h.size() / 2] = std::nanf("");
    out.insert(out.end(), {largest_slope(h, from, bulge, tables.inverse()),
                           largest_slope_back(h, from, bulge, tables.inverse()),
                           largest_clearance_ratio(h, line, bulge, tables.inverse_root()),
                           largest_height_above(h, line)});
  }
  return out;
}

TEST(ProfileKernels, GiveTheSameBitsOnEveryProcessor) {
  const std::vector<double> best = all_results();
  on_every_processor([&](const char* target) {
    const std::vector<double> results = all_results();
    EXPECT_EQ(std::memcmp(results.data(), best.data(), best.size() * sizeof(double)), 0) << target;
  });
}

// Worked by hand: heights 0, 3, 8, 6, 2 seen from 1 m: slopes 2, 3.5, 5/3; back from 2 m: 1/3, 3, 4.
TEST(ProfileKernels, FindTheSlopesOfASmallHill) {
  const StepTables tables(8);
  const std::vector<float> h{0.0F, 3.0F, 8.0F, 6.0F, 2.0F};
  EXPECT_DOUBLE_EQ(largest_slope(h, 1.0, 0.0, tables.inverse()), 3.5);
  EXPECT_DOUBLE_EQ(largest_slope(h, 1.0, 2.0, tables.inverse()), 0.0);  // 2 − 2, 3.5 − 4, 5/3 − 6
  EXPECT_DOUBLE_EQ(largest_slope_back(h, 2.0, 0.0, tables.inverse()), 4.0);
  EXPECT_DOUBLE_EQ(largest_height_above(h, {1.0, 0.25}), 6.5);
  // (3 − 1.25)/√3, (8 − 1.5)/2, (6 − 1.75)/√3
  EXPECT_DOUBLE_EQ(largest_clearance_ratio(h, {1.0, 0.25}, 0.0, tables.inverse_root()), 3.25);
  EXPECT_DOUBLE_EQ(profile_sums(h).height, 19.0);
  EXPECT_DOUBLE_EQ(profile_sums(h).moment, 45.0);
}

}  // namespace
}  // namespace gigacity::propagation
