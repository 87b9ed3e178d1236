// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/parallel.hpp"
#include "sim/fibre/coverage.hpp"
#include "tests/sim/fibre/support.hpp"

namespace gigacity::fibre {
namespace {

/// Many chunks of premises, several OLTs with named boxes, ports that run out.
FibreCoverage covered(int threads, bool with_boxes) {
  const ThreadLimit limit(threads);
  const auto roads = testing::random_roads(5, 1500, 20'000.0);
  auto plant = testing::plant();
  RandomStream random(5, 6);
  const auto somewhere = [&] {
    return MapPoint{random.uniform(0.0, 20'000.0), random.uniform(0.0, 20'000.0)};
  };
  plant.olts.reserve(8);
  for (int o = 0; o < 8; ++o)
    plant.olts.push_back(
        testing::olt(std::to_string(o), somewhere(), 8, o % 2 ? 64 : 32, o % 3 ? 0 : 1));
  if (with_boxes)
    for (int b = 0; b < 400; ++b)
      plant.boxes.push_back(
          {std::to_string(b), somewhere(), b % 4 ? std::to_string(random.index(8)) : "", 16});
  std::vector<Premises> premises;
  premises.reserve(9000);
  for (int p = 0; p < 9000; ++p)
    premises.push_back({std::to_string(p), somewhere(), 1 + random.index(4)});
  SilentProgress progress;
  return simulate(plant, roads, premises, {}, progress);
}

void expect_same(const FibreCoverage& a, const FibreCoverage& b) {
  ASSERT_EQ(a.premises.size(), b.premises.size());
  for (std::size_t p = 0; p < a.premises.size(); ++p) {
    const auto& x = a.premises[p];
    const auto& y = b.premises[p];
    ASSERT_TRUE(x.gap == y.gap && x.olt == y.olt && x.box == y.box && x.route_m == y.route_m &&
                x.loss_db == y.loss_db && x.margin_db == y.margin_db &&
                x.needs_attenuator == y.needs_attenuator)
        << p;
  }
  for (std::size_t o = 0; o < a.olts.size(); ++o)
    EXPECT_EQ(a.olts[o].dwellings, b.olts[o].dwellings);
}

TEST(FibreParallel, GivesTheSameBytesForAnyNumberOfThreads) {
  for (const bool with_boxes : {false, true}) {
    const auto one = covered(1, with_boxes);
    EXPECT_TRUE(std::ranges::any_of(one.premises, &PremisesService::gigabit_ready));
    expect_same(one, covered(2, with_boxes));
    expect_same(one, covered(4, with_boxes));
  }
}

}  // namespace
}  // namespace gigacity::fibre
