// SPDX-License-Identifier: Apache-2.0
// Rows of receivers against the scalar functions, at every length.
#include "sim/propagation/batch_loss.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "sim/propagation/batch_diffraction.hpp"
#include "sim/propagation/cost231_hata.hpp"
#include "sim/propagation/free_space.hpp"
#include "sim/propagation/knife_edges.hpp"
#include "tests/sim/propagation/every_processor.hpp"
#include "tests/sim/propagation/wild_figures.hpp"

namespace gigacity::propagation {
namespace {

constexpr double row_tolerance_db = 1e-4;

/// Distances from 1 m to 100 km.
std::vector<float> distances(RandomStream& random, std::size_t count) {
  std::vector<float> out(count);
  for (float& d : out) d = static_cast<float>(std::pow(10.0, random.uniform(0.0, 5.0)));
  return out;
}

constexpr std::size_t longest = 67;

TEST(BatchLoss, FreeSpace) {
  on_every_processor([](const char* target) {
    RandomStream random(1, 1);
    for (std::size_t count = 0; count <= longest; ++count) {
      const double f_mhz = random.uniform(30.0, 30'000.0);
      const std::vector<float> d = distances(random, count);
      std::vector<float> loss(count);
      free_space_losses_db(d, f_mhz, loss);
      for (std::size_t i = 0; i < count; ++i)
        EXPECT_NEAR(loss[i], free_space_loss_db(d[i], f_mhz), row_tolerance_db) << target;
    }
  });
}

TEST(BatchLoss, Bullington) {
  on_every_processor([](const char* target) {
    RandomStream random(1, 2);
    for (std::size_t count = 0; count <= longest; ++count) {
      const std::vector<float> d = distances(random, count);
      std::vector<float> nu(count);
      for (float& v : nu) v = static_cast<float>(random.uniform(-2.0, 8.0));
      if (count > 0) nu[0] = -std::numeric_limits<float>::infinity();
      std::vector<float> loss(count);
      const double lambda = random.uniform(0.01, 2.0);
      bullington_losses_db(d, nu, lambda, loss);
      std::vector<float> edge(count);
      knife_edge_losses_db(nu, edge);
      for (std::size_t i = 0; i < count; ++i) {
        EXPECT_NEAR(loss[i], bullington_loss_db({d[i], nu[i], true}, lambda), row_tolerance_db)
            << target;
        EXPECT_NEAR(edge[i], knife_edge_loss_db(nu[i]), row_tolerance_db) << target;
      }
    }
  });
}

TEST(BatchLoss, KnifeEdges) {
  on_every_processor([](const char* target) {
    RandomStream random(1, 6);
    constexpr float nothing = -std::numeric_limits<float>::infinity();
    for (std::size_t count = 0; count <= longest; ++count) {
      const std::vector<float> d = distances(random, count);
      std::array<std::vector<float>, 3> nu;
      for (auto& row : nu) {
        row.resize(count);
        for (float& v : row)
          v = random.index(9) == 0 ? nothing : static_cast<float>(random.uniform(-2.0, 8.0));
      }
      std::vector<float> loss(count);
      const double lambda = random.uniform(0.01, 2.0);
      knife_edges_losses_db({d, nu[0], nu[1], nu[2]}, lambda, loss);
      for (std::size_t i = 0; i < count; ++i) {
        KnifeEdges edges;
        edges.distance_m = d[i];
        edges.principal.nu_root_m = nu[0][i];
        edges.transmitter_side.nu_root_m = nu[1][i];
        edges.receiver_side.nu_root_m = nu[2][i];
        EXPECT_NEAR(loss[i], knife_edges_loss_db(edges, lambda), row_tolerance_db) << target;
      }
    }
  });
}

TEST(BatchLoss, Tr38901) {
  on_every_processor([](const char* target) {
    RandomStream random(1, 3);
    for (const Environment environment :
         {Environment::urban_micro, Environment::urban_macro, Environment::rural_macro}) {
      for (std::size_t count = 0; count <= longest; ++count) {
        Link38901 link{.base_height_m = random.uniform(1.0, 160.0),
                       .terminal_height_m = random.uniform(0.5, 25.0),
                       .frequency_mhz = random.uniform(500.0, 30'000.0)};
        const RuralSurroundings around{random.uniform(5.0, 50.0), random.uniform(5.0, 50.0)};
        const std::vector<float> d = distances(random, count);
        std::vector<std::uint8_t> in_sight(count);
        for (auto& v : in_sight) v = static_cast<std::uint8_t>(random.index(2));
        std::vector<float> loss(count);
        losses_38901_db(Terms38901(environment, link, around), d, in_sight, loss);
        for (std::size_t i = 0; i < count; ++i) {
          link.distance_m = d[i];
          const double expected = in_sight[i] != 0
                                      ? line_of_sight_loss_db(environment, link, around)
                                      : obstructed_loss_db(environment, link, around);
          // RMa's third term grows with the distance itself: some 300 dB at 100 km.
          EXPECT_NEAR(loss[i], expected, row_tolerance_db)
              << target << ' ' << to_string(environment) << ' ' << d[i];
        }
      }
    }
  });
}

TEST(BatchLoss, Hata) {
  on_every_processor([](const char* target) {
    RandomStream random(1, 4);
    for (std::size_t count = 0; count <= longest; ++count) {
      HataLink link{.frequency_mhz = random.uniform(150.0, 2000.0),
                    .base_height_m = random.uniform(20.0, 300.0),
                    .mobile_height_m = random.uniform(1.0, 10.0)};
      const auto area = static_cast<HataArea>(random.index(4));
      const std::vector<float> d = distances(random, count);
      std::vector<float> okumura(count);
      std::vector<float> cost(count);
      hata_losses_db(okumura_hata_terms(area, link), d, okumura);
      hata_losses_db(cost231_hata_terms(area, link), d, cost);
      for (std::size_t i = 0; i < count; ++i) {
        link.distance_m = d[i];
        EXPECT_NEAR(okumura[i], okumura_hata_loss_db(area, link), row_tolerance_db) << target;
        EXPECT_NEAR(cost[i], cost231_hata_loss_db(area, link), row_tolerance_db) << target;
      }
    }
  });
}

TEST(BatchLoss, SectorAntenna) {
  on_every_processor([](const char* target) {
    RandomStream random(1, 5);
    for (std::size_t count = 0; count <= longest; ++count) {
      SectorAntenna antenna;
      antenna.horizontal_beamwidth_deg = random.uniform(20.0, 120.0);
      if (random.index(4) == 0) antenna.pattern = AntennaPattern::omnidirectional;
      const double tilt_deg = random.uniform(-5.0, 15.0);
      std::vector<float> azimuth(count);
      std::vector<float> elevation(count);
      for (float& v : azimuth) v = static_cast<float>(random.uniform(-800.0, 800.0));
      for (float& v : elevation) v = static_cast<float>(random.uniform(-90.0, 90.0));
      std::vector<float> gain(count);
      sector_gains_dbi(antenna, tilt_deg, azimuth, elevation, gain);
      for (std::size_t i = 0; i < count; ++i)
        EXPECT_NEAR(gain[i], gain_dbi(antenna, azimuth[i], elevation[i], tilt_deg),
                    row_tolerance_db)
            << target;
    }
  });
}

TEST(BatchLoss, EveryFiniteFigureComputes) {
  on_every_processor([](const char* target) {
    WildFigures wild(19);
    constexpr std::size_t receivers = 17;
    const auto row = [&](double low, double high) { return wild.row(receivers, low, high); };
    std::vector<float> result(receivers);
    for (int trial = 0; trial < 10'000; ++trial) {
      const auto expect_finite = [&](const char* what) {
        for (const float value : result)
          ASSERT_TRUE(std::isfinite(value)) << what << ' ' << target << ' ' << trial;
      };
      const std::vector<float> distance_m = row(1.0, 1e5);
      free_space_losses_db(distance_m, wild(30.0, 30e3), result);
      expect_finite("free space");
      const std::vector<float> nu = row(-2.0, 8.0);
      knife_edge_losses_db(nu, result);
      expect_finite("knife edge");
      bullington_losses_db(distance_m, nu, wild(0.01, 2.0), result);
      expect_finite("Bullington");
      knife_edges_losses_db({distance_m, nu, row(-2.0, 8.0), row(-2.0, 8.0)}, wild(0.01, 2.0),
                            result);
      expect_finite("knife edges");

      const Link38901 link{.base_height_m = wild(1.0, 160.0),
                           .terminal_height_m = wild(0.5, 25.0),
                           .frequency_mhz = wild(500.0, 30e3)};
      const std::vector<std::uint8_t> in_sight(receivers, static_cast<std::uint8_t>(trial % 2));
      losses_38901_db(
          Terms38901(wild.one_of<Environment>(0, 2), link, {wild(5.0, 50.0), wild(5.0, 50.0)}),
          distance_m, in_sight, result);
      expect_finite("TR 38.901");

      const HataLink hata{.frequency_mhz = wild(150.0, 2000.0),
                          .base_height_m = wild(20.0, 300.0),
                          .mobile_height_m = wild(1.0, 10.0)};
      const auto area = wild.one_of<HataArea>(0, 3);
      hata_losses_db(okumura_hata_terms(area, hata), distance_m, result);
      expect_finite("Okumura-Hata");
      hata_losses_db(cost231_hata_terms(area, hata), distance_m, result);
      expect_finite("COST 231");

      // What describes an antenna is checked where it is read; where it looks may be anything.
      const SectorAntenna antenna{.gain_dbi = wild.within(-10.0, 30.0),
                                  .horizontal_beamwidth_deg = wild.within(1.0, 360.0),
                                  .vertical_beamwidth_deg = wild.within(1.0, 180.0),
                                  .pattern = wild.one_of<AntennaPattern>(0, 1)};
      sector_gains_dbi(antenna, wild(-10.0, 20.0), row(-360.0, 360.0), row(-90.0, 90.0), result);
      expect_finite("sector antenna");
    }
  });
}

}  // namespace
}  // namespace gigacity::propagation
