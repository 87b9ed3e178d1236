// SPDX-License-Identifier: Apache-2.0
// The vectors of P.1812 against the scalar model, given the same figures.
#include "sim/propagation/batch_p1812.hpp"

#include <cmath>
#include <cstring>
#include <vector>

#include <gtest/gtest.h>
#include <hwy/highway.h>

#include "core/random.hpp"
#include "tests/sim/propagation/p1812_rows.hpp"
#include "tests/sim/propagation/wild_figures.hpp"

namespace gigacity::propagation {
namespace {

constexpr double tolerance_db = 1e-4;

struct Antenna {
  P1812Rows rows;
  std::vector<P1812Path> paths;
  RadioClimate climate;
  P1812Question question;
};

P1812Question random_question(RandomStream& random) {
  P1812Question out;
  out.frequency_mhz = 30.0 * std::pow(200.0, random.uniform());
  out.polarisation = random.index(2) == 0 ? Polarisation::horizontal : Polarisation::vertical;
  out.time_percent = random.index(2) == 0 ? 50.0 : random.uniform(1.0, 50.0);
  out.location_percent = random.uniform(1.0, 99.0);
  out.location_deviation_db = random.uniform(0.0, 10.0);
  return out;
}

// A walk of heights: from sea-flat to mountains, a third of the surface with houses.
Antenna random_antenna(std::uint64_t seed, int receivers) {
  RandomStream random(71, seed);
  Antenna out;
  out.question = random_question(random);
  out.climate = {random.uniform(30.0, 60.0), random.uniform(280.0, 380.0), random.uniform(-85.0, 85.0)};
  out.rows.step_m = std::round(random.uniform(10.0, 900.0));
  const double relief_m = random.index(4) == 0 ? 0.0 : std::pow(10.0, random.uniform(-1.0, 1.7));
  const double datum = std::round(random.uniform(0.0, 2000.0));
  const int longest = 4 + random.index(160);
  const double h_tg = random.uniform(1.0, random.index(5) == 0 ? 1500.0 : 60.0);
  std::vector<double> distance_m{0.0};
  std::vector<double> ground_m{datum};
  std::vector<double> surface_m{datum};
  for (int i = 1; i <= longest; ++i) {
    distance_m.push_back(i * out.rows.step_m);
    ground_m.push_back(std::max(ground_m.back() + relief_m * random.normal(), 0.0));
    surface_m.push_back(ground_m.back() +
                        (random.index(3) == 0 ? random.uniform(3.0, 40.0) : 0.0));
  }
  out.rows.datum_m = datum;
  out.rows.transmitter_m = h_tg;
  for (int k = 0; k < receivers; ++k) {
    const auto points = static_cast<std::size_t>(3 + random.index(longest - 2));
    const P1812Profile profile{.distance_m = std::span(distance_m).first(points),
                               .ground_m = std::span(ground_m).first(points),
                               .surface_m = std::span(surface_m).first(points),
                               .transmitter_height_m = h_tg,
                               .receiver_height_m = random.uniform(1.0, 30.0)};
    out.paths.push_back(p1812_path(profile, out.climate));
    add_path(profile, out.paths.back(), out.rows);
  }
  return out;
}

std::vector<float> losses_of(const Antenna& antenna) {
  std::vector<float> out(antenna.rows.size());
  P1812Batch(antenna.question, antenna.climate).loss_db(antenna.rows.links(0, out.size()), out);
  return out;
}

TEST(BatchP1812, AgreesWithTheScalarModelOn120000Links) {
  double worst_db = 0.0;
  double worst_rounding_db = 0.0;
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    const Antenna antenna = random_antenna(seed, 30);
    const P1812Batch batch(antenna.question, antenna.climate);
    const std::vector<float> losses = losses_of(antenna);
    for (std::size_t i = 0; i < losses.size(); ++i) {
      const P1812Path path =
          path_of_row(antenna.rows, i, antenna.paths[i].beta0_percent, batch.median_radius_m(),
                      antenna.climate.n0);
      const double expected = p1812_loss(path, antenna.question).basic_db;
      const double exact = p1812_loss(antenna.paths[i], antenna.question).basic_db;
      worst_db = std::max(worst_db, std::abs(losses[i] - expected));
      worst_rounding_db = std::max(worst_rounding_db, std::abs(expected - exact));
      ASSERT_NEAR(losses[i], expected, tolerance_db) << seed << ' ' << i;
    }
  }
  RecordProperty("worst_db", std::to_string(worst_db));
  std::printf("worst %g dB; figures in single precision: %g dB\n", worst_db, worst_rounding_db);
}

}  // namespace
}  // namespace gigacity::propagation
