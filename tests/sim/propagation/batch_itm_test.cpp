// SPDX-License-Identifier: Apache-2.0
// The vectors of the Irregular Terrain Model against the scalar model, given the same figures.
#include "sim/propagation/batch_itm.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "tests/sim/propagation/any_row.hpp"
#include "tests/sim/propagation/every_processor.hpp"
#include "tests/sim/propagation/itm_rows.hpp"
#include "tests/sim/propagation/wild_figures.hpp"

namespace gigacity::propagation {
namespace {

/// 1e-4 dB; beyond 1600 dB, far out of range, a float's own rounding is more than that.
double itm_tolerance_db(double loss_db) {
  constexpr double half_digit = 0.5 * std::numeric_limits<float>::epsilon();
  return std::max(1e-4, 1.001 * half_digit * std::abs(loss_db));
}

struct Asked {
  double frequency_mhz = 0.0;
  Polarisation polarisation = Polarisation::vertical;
  ItmEnvironment environment;
  ItmVariability variability;

  ItmBatch batch() const { return {frequency_mhz, polarisation, environment, variability}; }
  ItmLoss loss(const ItmPath& path) const {
    return itm_loss(path, frequency_mhz, polarisation, environment, variability);
  }
};

Asked random_question(RandomStream& random) {
  Asked out;
  const bool far_out = random.index(5) == 0;
  out.frequency_mhz = far_out ? std::pow(10.0, random.uniform(-2.0, 7.0))
                              : 20.0 * std::pow(1000.0, random.uniform());
  out.polarisation = random.index(2) == 0 ? Polarisation::horizontal : Polarisation::vertical;
  out.environment.climate = static_cast<ItmClimate>(1 + random.index(7));
  out.environment.n0 = random.uniform(250.0, 400.0);
  out.environment.ground = {random.uniform(1.0, 81.0), std::pow(10.0, random.uniform(-4.0, 0.7))};
  out.variability = {.time_percent = random.uniform(0.01, 99.99),
                     .location_percent = random.uniform(0.01, 99.99),
                     .situation_percent = random.uniform(0.01, 99.99),
                     .mode = static_cast<ItmVariabilityMode>(random.index(4)),
                     .eliminate_location = random.index(3) == 0,
                     .eliminate_situation = random.index(3) == 0};
  return out;
}

struct Antenna {
  ItmRows rows;
  std::vector<ItmPath> paths;
  Asked asked;
};

// A walk of heights, from sea-flat to alps, and receivers along it.
void add_profiles(RandomStream& random, int receivers, Antenna& out) {
  const double step_m = std::pow(10.0, random.uniform(0.7, 4.0));
  const double relief_m = random.index(4) == 0 ? 0.0 : std::pow(10.0, random.uniform(-1.0, 2.3));
  const int longest = 4 + random.index(200);
  std::vector<double> ground_m{random.uniform(0.0, 2500.0)};
  for (int i = 1; i <= longest; ++i)
    ground_m.push_back(std::max(ground_m.back() + relief_m * random.normal(), 0.0));
  for (int i = 0; i < receivers; ++i) {
    const std::size_t points = 3U + static_cast<std::size_t>(random.index(longest - 2));
    out.paths.push_back(itm_path(std::span(ground_m).first(points), step_m, out.rows.height_m,
                                 out.asked.environment.n0));
  }
}

void add_areas(RandomStream& random, int receivers, Antenna& out) {
  const ItmSitings sitings{static_cast<ItmSiting>(random.index(3)),
                           static_cast<ItmSiting>(random.index(3))};
  const double farthest = random.index(4) == 0 ? 9.0 : 6.0;
  for (int i = 0; i < receivers; ++i) {
    const double irregularity_m =
        random.index(5) == 0 ? 0.0 : std::pow(10.0, random.uniform(0.0, 3.0));
    out.paths.push_back(itm_area_path(std::pow(10.0, random.uniform(1.0, farthest)), irregularity_m,
                                      out.rows.height_m, sitings, out.asked.environment.n0));
  }
}

Antenna random_antenna(std::uint64_t seed, int receivers) {
  RandomStream random(72, seed);
  Antenna out;
  out.asked = random_question(random);
  out.rows.height_m = {std::pow(10.0, random.uniform(-0.3, random.index(4) == 0 ? 4.0 : 2.5)),
                       std::pow(10.0, random.uniform(-0.3, 2.0))};
  out.rows.from_profile = random.index(3) != 0;
  if (out.rows.from_profile)
    add_profiles(random, receivers, out);
  else
    add_areas(random, receivers, out);
  for (const ItmPath& path : out.paths) out.rows.add(path);
  return out;
}

std::vector<float> losses_of(const Antenna& antenna) {
  std::vector<float> out(antenna.rows.size());
  antenna.asked.batch().loss_db(antenna.rows.links(0, out.size()), out);
  return out;
}

TEST(BatchItm, AgreesWithTheScalarModelOn150000Links) {
  std::array<int, 3> links_of{};
  for (std::uint64_t seed = 0; seed < 5000; ++seed) {
    const Antenna antenna = random_antenna(seed, 30);
    const std::vector<float> losses = losses_of(antenna);
    for (std::size_t i = 0; i < losses.size(); ++i) {
      const ItmLoss expected = antenna.asked.loss(antenna.rows.path(i));
      ++links_of.at(static_cast<std::size_t>(expected.reference.propagation));
      EXPECT_NEAR(losses[i], expected.basic_db, itm_tolerance_db(expected.basic_db))
          << seed << ' ' << i;
    }
  }
  for (const int links : links_of) EXPECT_GT(links, 10'000);  // none of the mechanisms was left out
}

TEST(BatchItm, EveryLengthGivesTheSameBitsAsTheWholeRow) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
    const Antenna antenna = random_antenna(seed, 70);
    const ItmBatch batch = antenna.asked.batch();
    expect_same_bits_in_any_row(
        losses_of(antenna), [&](std::size_t first, std::size_t count, std::span<float> results) {
          batch.loss_db(antenna.rows.links(first, count), results);
        });
  }
}

TEST(BatchItm, EveryProcessorAgreesWithTheScalarModel) {
  on_every_processor([](const char* target) {
    for (std::uint64_t seed = 0; seed < 600; ++seed) {
      const Antenna antenna = random_antenna(seed, 17);
      const std::vector<float> losses = losses_of(antenna);
      for (std::size_t i = 0; i < losses.size(); ++i) {
        const double expected_db = antenna.asked.loss(antenna.rows.path(i)).basic_db;
        ASSERT_NEAR(losses[i], expected_db, itm_tolerance_db(expected_db))
            << target << ' ' << seed << ' ' << i;
      }
    }
  });
}

TEST(BatchItm, EveryFiniteFigureComputes) {
  on_every_processor([](const char* target) {
    WildFigures wild(18);
    const auto fill = [&](std::vector<float>& row, double low, double high) {
      row = wild.row(16, low, high);
    };
    for (int trial = 0; trial < 5000; ++trial) {
      ItmRows rows;
      rows.height_m = {wild(1.0, 300.0), wild(1.0, 300.0)};
      rows.from_profile = trial % 2 == 0;
      fill(rows.distance_m, 1.0, 1e6);
      for (auto* row : {&rows.effective_transmitter_m, &rows.effective_receiver_m})
        fill(*row, 1.0, 3000.0);
      for (auto* row : {&rows.horizon_transmitter_m, &rows.horizon_receiver_m})
        fill(*row, 1.0, 1e5);
      for (auto* row : {&rows.horizon_transmitter_rad, &rows.horizon_receiver_rad})
        fill(*row, -0.2, 0.2);
      fill(rows.irregularity_m, 0.0, 500.0);
      fill(rows.refractivity, 250.0, 400.0);
      const Asked asked{.frequency_mhz = wild(20.0, 20e3),
                        .polarisation = wild.one_of<Polarisation>(0, 1),
                        .environment = {.climate = wild.one_of<ItmClimate>(1, 7),
                                        .ground = {wild(1.0, 81.0), wild(0.0, 5.0)}},
                        .variability = {.time_percent = wild(0.1, 99.9),
                                        .location_percent = wild(0.1, 99.9),
                                        .situation_percent = wild(0.1, 99.9),
                                        .mode = wild.one_of<ItmVariabilityMode>(0, 3)}};
      std::vector<float> losses(rows.size());
      asked.batch().loss_db(rows.links(0, rows.size()), losses);
      for (const float loss : losses) ASSERT_TRUE(std::isfinite(loss)) << target << ' ' << trial;
    }
  });
}

}  // namespace
}  // namespace gigacity::propagation
