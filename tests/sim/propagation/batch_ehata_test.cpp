// SPDX-License-Identifier: Apache-2.0
// The vectors of the extended Hata model's median loss against the scalar function.
#include "sim/propagation/batch_ehata.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "tests/sim/propagation/any_row.hpp"
#include "tests/sim/propagation/every_processor.hpp"
#include "tests/sim/propagation/wild_figures.hpp"

namespace gigacity::propagation {
namespace {

struct Rows {
  std::vector<float> distance_m, base_m, mobile_m;

  EhataLinks links(std::size_t first, std::size_t count) const {
    return {std::span(distance_m).subspan(first, count), std::span(base_m).subspan(first, count),
            std::span(mobile_m).subspan(first, count)};
  }
};

Rows random_rows(RandomStream& random, std::size_t count) {
  Rows out;
  for (std::size_t i = 0; i < count; ++i) {
    out.distance_m.push_back(static_cast<float>(std::pow(10.0, random.uniform(0.0, 6.0))));
    out.base_m.push_back(static_cast<float>(random.uniform(0.5, 300.0)));
    out.mobile_m.push_back(static_cast<float>(random.uniform(0.5, 20.0)));
  }
  return out;
}

TEST(BatchEhata, AgreesWithTheScalarFunctionAtEveryLengthOnEveryProcessor) {
  on_every_processor([](const char* target) {
    RandomStream random(1, 6);
    for (int round = 0; round < 20; ++round) {
      for (std::size_t count = 0; count <= 67; ++count) {
        const double f_mhz = 150.0 * std::pow(100.0, random.uniform());
        const auto area = static_cast<EhataArea>(random.index(3));
        const Rows rows = random_rows(random, count);
        std::vector<float> loss(count + 1, -1.0F);
        ehata_median_losses_db({f_mhz, area}, rows.links(0, count), std::span(loss).first(count));
        for (std::size_t i = 0; i < count; ++i)
          EXPECT_NEAR(loss[i],
                      ehata_median_loss_db(rows.distance_m[i], f_mhz,
                                           {rows.base_m[i], rows.mobile_m[i]}, area),
                      1e-4)
              << target << ' ' << rows.distance_m[i] << ' ' << rows.base_m[i];
        EXPECT_EQ(loss.back(), -1.0F);
      }
    }
  });
}

TEST(BatchEhata, AReceiverHasTheSameBitsInAnyRow) {
  RandomStream random(1, 7);
  const Rows rows = random_rows(random, 70);
  const EhataMedianTerms terms(2000.0, EhataArea::suburban);
  std::vector<float> whole(70);
  ehata_median_losses_db(terms, rows.links(0, 70), whole);
  expect_same_bits_in_any_row(whole,
                              [&](std::size_t first, std::size_t count, std::span<float> results) {
                                ehata_median_losses_db(terms, rows.links(first, count), results);
                              });
}

TEST(BatchEhata, EveryFiniteFigureComputes) {
  on_every_processor([](const char* target) {
    WildFigures wild(20);
    constexpr std::size_t receivers = 16;
    const auto row = [&](double low, double high) { return wild.row(receivers, low, high); };
    for (int trial = 0; trial < 10'000; ++trial) {
      const Rows rows{row(1.0, 1e5), row(30.0, 200.0), row(1.0, 10.0)};
      std::vector<float> loss(receivers);
      ehata_median_losses_db({wild(1500.0, 3000.0), wild.one_of<EhataArea>(0, 2)},
                             rows.links(0, receivers), loss);
      for (const float value : loss) ASSERT_TRUE(std::isfinite(value)) << target << ' ' << trial;
    }
  });
}

}  // namespace
}  // namespace gigacity::propagation
