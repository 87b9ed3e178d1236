// SPDX-License-Identifier: Apache-2.0
// What holds of any network: powers add up, silence leaves noise alone, and more power helps oneself and nobody else.
#include <cmath>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "core/units.hpp"
#include "sim/radio/noise.hpp"
#include "tests/sim/radio/radio_world.hpp"

namespace gigacity::radio {
namespace {

// Half of 1/64 dB is a raster's rounding; the rest is float.
constexpr double sum_rounding_db = 0.5 / 64.0 + 1e-3;

class AnyNetwork : public ::testing::Test {
 protected:
  AnyNetwork()
      : world(world_of(
            {0.0, 2000.0, 20.0, 100, 100},
            [](Pixel p) {
              return static_cast<float>(25.0 * std::sin(0.1 * p.column) * std::cos(0.08 * p.row));
            },
            [](Pixel p) { return (p.column * 7 + p.row * 13) % 29 == 0 ? 18.0F : 0.0F; })) {
    RandomStream random(6, 6);
    for (int site = 0; site < 9; ++site) {
      add_site(network, {random.uniform(0.0, 2000.0), random.uniform(0.0, 2000.0)},
               random.uniform(12.0, 40.0));
      network.sectors.back().antenna = propagation::SectorAntenna{};
      network.sectors.back().azimuth_deg = random.uniform(0.0, 360.0);
      add_cell(network, random.uniform(0.1, 1.0));
    }
    options.model = Model::tr38901;
    options.floor_dbm = -300.0;
  }
  ServiceTile tile() const {
    return world.engine(network, options).compute(Technology::nr, world.grid.full(), silent);
  }
  double noise_dbm() const {
    return noise_per_element_dbm(network.cells[0], options.noise_figure_db);
  }

  World world;
  RadioNetwork network;
  CoverageOptions options;
};

TEST_F(AnyNetwork, HasTheInterferenceOfItsCellsOneByOne) {
  const ServiceTile all = tile();
  std::vector<double> others_mw(world.grid.size());
  const std::vector<Service> services{Technology::nr};
  world.engine(network, options)
      .for_each_cell(services, world.grid.full(), silent, [&](auto pixel, auto key) {
        for (std::size_t i = 0; i < pixel.size(); ++i) {
          const ServerKey k(key[i]);
          const auto at = static_cast<std::size_t>(pixel[i]);
          if (static_cast<float>(k.cell()) == all.best_server.values()[at]) continue;
          others_mw[at] += network.cells[static_cast<std::size_t>(k.cell())].load *
                           linear_from_db((k.level() + k.rest() / 65534.0) / 64.0);
        }
      });
  for (std::size_t i = 0; i < world.grid.size(); ++i) {
    const double against_dbm = db_from_linear(linear_from_db(noise_dbm()) + others_mw[i]);
    // Two rasters, two roundings.
    ASSERT_NEAR(all.rsrp_dbm.values()[i] - against_dbm, all.sinr_db.values()[i],
                2 * sum_rounding_db);
  }
}

TEST_F(AnyNetwork, HasNoiseAloneWhereNobodySends) {
  for (Cell& cell : network.cells) cell.load = 0.0;
  const ServiceTile all = tile();
  for (std::size_t i = 0; i < world.grid.size(); ++i)
    ASSERT_NEAR(all.sinr_db.values()[i], all.rsrp_dbm.values()[i] - noise_dbm(),
                2 * sum_rounding_db);
}

TEST_F(AnyNetwork, GainsWhereACellIsRaisedAndLosesElsewhere) {
  const ServiceTile before = tile();
  network.cells[4].power_dbm += 3.0;
  const ServiceTile after = tile();
  int gained = 0;
  int lost = 0;
  for (std::size_t i = 0; i < world.grid.size(); ++i) {
    ASSERT_GE(after.rsrp_dbm.values()[i], before.rsrp_dbm.values()[i]);
    const float change = after.sinr_db.values()[i] - before.sinr_db.values()[i];
    if (before.best_server.values()[i] == 4.0F) {
      ASSERT_NEAR(change, 3.0F, 2 * sum_rounding_db);
      ++gained;
    } else if (after.best_server.values()[i] != 4.0F) {
      ASSERT_LE(change, 0.0F);
      if (change < 0.0F) ++lost;
    }
  }
  EXPECT_GT(gained, 100);
  EXPECT_GT(lost, 100);
}

// Two isotropic masts over flat earth at full load, far above noise: at the midpoint 0 dB, and at a third of the way
// 20 log10 of the ratio of distances in space.
TEST(TwoSites, HaveTheRatioOfTheirDistances) {
  const World world = flat_world({0.0, 100.0, 20.0, 91, 5});
  RadioNetwork network;
  for (const int column : {0, 90}) {
    add_site(network, world.grid.centre_of({column, 2}));
    add_cell(network, 1.0).power_dbm = 80.0;
  }
  CoverageOptions options;
  options.model = Model::free_space;
  const ServiceTile tile =
      world.engine(network, options).compute(Technology::nr, world.grid.full(), silent);
  EXPECT_NEAR(tile.sinr_db.at({45, 2}), 0.0, sum_rounding_db);
  for (const int column : {10, 30, 44, 60}) {
    const double near = std::hypot(20.0 * std::min(column, 90 - column), 28.5);
    const double far = std::hypot(20.0 * std::max(column, 90 - column), 28.5);
    EXPECT_NEAR(tile.sinr_db.at({column, 2}), 20.0 * std::log10(far / near), sum_rounding_db)
        << column;
  }
}

}  // namespace
}  // namespace gigacity::radio
