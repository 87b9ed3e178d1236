// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/load_coupling.hpp"

#include <cmath>
#include <cstring>
#include <vector>

#include <gtest/gtest.h>

#include "core/parallel.hpp"
#include "core/random.hpp"
#include "core/units.hpp"
#include "sim/radio/traffic_points.hpp"
#include "tests/sim/radio/radio_world.hpp"

namespace gigacity::radio {
namespace {

/// A rate that grows with the SINR as such makes the fixed point a system of linear equations.
double linear_rate(std::int32_t, double sinr_db) {
  return 10.0 * linear_from_db(sinr_db);
}

double shannon_rate(std::int32_t, double sinr_db) {
  return 20.0 * std::log2(1.0 + linear_from_db(sinr_db));
}

/// Two cells, each with one point that hears the other.
Traffic two_cells(double first_mbps, double second_mbps) {
  Traffic traffic;
  traffic.points = {{first_mbps, 0, 1, 8.0F, 1.0F, 0.0F}, {second_mbps, 1, 1, 4.0F, 2.0F, 0.0F}};
  traffic.interferers = {{1, 2.0F}, {0, 3.0F}};
  return traffic;
}

const std::vector<std::int32_t> one_carrier{0, 0};

// x = d (1 + 2 y) / 80, y = e (2 + 3 x) / 40; with d = 16, e = 8: x = 0.2 + 0.4 y, y = 0.4 + 0.6 x, so that
// x = 0.36 / 0.76 and y = 0.52 / 0.76.
TEST(LoadCoupling, OfTwoCellsIsTheFixedPointByHand) {
  const auto solved = solve_loads(two_cells(16.0, 8.0), one_carrier, linear_rate, {1e-12, 500});
  ASSERT_TRUE(solved.converged);
  EXPECT_NEAR(solved.load[0], 0.36 / 0.76, 1e-11);
  EXPECT_NEAR(solved.load[1], 0.52 / 0.76, 1e-11);
  EXPECT_EQ(solved.demand_mbps[0], 16.0);
  EXPECT_EQ(solved.served_share(0), 1.0);
}

// Lumps count with the mean load of the carrier: x = d (1 + 2 (x + y) / 2) / 80 with d = 16, y = 0.
TEST(LoadCoupling, TakesWhatIsFarAtTheMeanLoad) {
  Traffic traffic;
  traffic.points = {{16.0, 0, 0, 8.0F, 1.0F, 2.0F}};
  const auto solved = solve_loads(traffic, one_carrier, linear_rate, {1e-12, 500});
  EXPECT_NEAR(solved.load[0], 0.2 / 0.8, 1e-11);
  EXPECT_EQ(solved.load[1], 0.0);
}

TEST(LoadCoupling, OfAloneIsDemandOverRate) {
  Traffic traffic;
  traffic.points = {{5.0, 1, 0, 3.0F, 1.0F, 0.0F}, {10.0, 1, 0, 1.0F, 1.0F, 0.0F}};
  const auto solved = solve_loads(traffic, one_carrier, shannon_rate);
  EXPECT_NEAR(solved.load[1], 5.0 / 40.0 + 10.0 / 20.0, 1e-12);
  EXPECT_EQ(solved.load[0], 0.0);
  EXPECT_LE(solved.iterations, 3);
}

TEST(LoadCoupling, OfNoTrafficIsNone) {
  const auto solved = solve_loads({}, one_carrier, shannon_rate);
  EXPECT_TRUE(solved.converged);
  EXPECT_EQ(solved.load, std::vector<double>(2, 0.0));
}

TEST(LoadCoupling, HoldsAnOverloadedCellAtItsLimit) {
  // x = 1 at y = 1, where 64 (1 + 2) / 80 = 2.4 is asked for.
  const auto solved = solve_loads(two_cells(64.0, 40.0), one_carrier, linear_rate, {1e-12, 500});
  ASSERT_TRUE(solved.converged);
  EXPECT_EQ(solved.load[0], 1.0);
  EXPECT_EQ(solved.load[1], 1.0);
  EXPECT_NEAR(solved.wanted_load[0], 2.4, 1e-11);
  EXPECT_NEAR(solved.served_share(0), 1.0 / 2.4, 1e-11);
}

TEST(LoadCoupling, RisesWithEveryDemand) {
  RandomStream random(3, 3);
  const std::vector<std::int32_t> carriers(12, 0);
  Traffic traffic;
  for (int i = 0; i < 300; ++i) {
    TrafficPoint point{random.uniform(0.0, 0.5), random.index(12), 4, 1.0F, 0.01F, 0.01F};
    for (int k = 0; k < 4; ++k)
      traffic.interferers.push_back(
          {random.index(12), static_cast<float>(random.uniform(0.0, 0.4))});
    traffic.points.push_back(point);
  }
  auto before = solve_loads(traffic, carriers, shannon_rate, {1e-10, 1000});
  ASSERT_TRUE(before.converged);
  for (int i = 0; i < 300; i += 60) {
    traffic.points[static_cast<std::size_t>(i)].demand_mbps += 1.0;
    const auto after = solve_loads(traffic, carriers, shannon_rate, {1e-10, 1000});
    ASSERT_TRUE(after.converged);
    for (std::size_t c = 0; c < 12; ++c) EXPECT_GE(after.load[c], before.load[c] - 1e-9);
    before = after;
  }
}

TEST(CellRates, AreThoseOfThroughputAndNeverNothing) {
  RadioNetwork network;
  add_site(network, {0.0, 0.0});
  add_cell(network);
  add_cell(network, 0.5, 1800.0, Technology::lte);
  add_cell(network);
  const CellRates rates(network.cells, {});
  for (const std::int32_t cell : {0, 1, 2}) {
    double last = 0.0;
    for (double sinr_db = -60.0; sinr_db < 60.0; sinr_db += 0.1) {
      const double now = rates(cell, sinr_db);
      EXPECT_GT(now, 0.0);
      EXPECT_GE(now, last);
      last = now;
    }
    for (const double sinr_db : {0.0, 10.0, 25.0})
      EXPECT_EQ(rates(cell, sinr_db),
                downlink_mbps(network.cells[static_cast<std::size_t>(cell)], sinr_db, {}));
  }
}

TEST(UserTraffic, IsSpreadOverAMonthsHours) {
  // 30 GB a month are 8000 Mbit a day; an eighth of them in an hour of 3600 s.
  EXPECT_NEAR(busy_hour_mbps({2.0, 30.0, 0.125}), 2.0 * 1000.0 / 3600.0, 1e-12);
}

struct Town {
  World world;
  RadioNetwork network;
  std::shared_ptr<MemoryRasterSource> people;
  CoverageOptions coverage;
};

Town town() {
  RandomStream random(2, 9);
  const GridSpec grid{0.0, 3000.0, 20.0, 150, 150};
  Raster<float> people(grid, no_value);
  for (float& v : people.values())
    if (random.uniform() < 0.1) v = static_cast<float>(random.uniform(0.0, 30.0));
  Town town{flat_world(grid), {}, std::make_shared<MemoryRasterSource>(people), {}};
  town.coverage.model = Model::tr38901;
  town.coverage.radius_m = 5000.0;
  for (int site = 0; site < 8; ++site) {
    add_site(town.network, {random.uniform(0.0, 3000.0), random.uniform(0.0, 3000.0)});
    town.network.sites.back().operator_name = site % 2 == 0 ? "A" : "B";
    add_cell(town.network);
    add_cell(town.network, 0.5, 1800.0, Technology::lte);
  }
  return town;
}

Traffic traffic_of(const Town& town, const TrafficOptions& options, int threads = 2) {
  const ThreadLimit limit(threads);
  SilentProgress progress;
  return traffic_points(town.world.engine(town.network, town.coverage), town.network, town.coverage,
                        CellRates(town.network.cells, {}), *town.people, options, progress);
}

double people_of(const Town& town) {
  double sum = 0.0;
  const auto people = town.people->read(town.world.grid.full());
  for (const float v : people.values())
    if (v > 0.0F) sum += static_cast<double>(v);
  return sum;
}

TEST(TrafficPoints, HoldAllThatIsAskedFor) {
  Town t = town();
  for (const bool per_operator : {false, true}) {
    TrafficOptions options;
    t.coverage.per_operator = per_operator;
    if (per_operator) options.operator_share = {{"A", 0.5}, {"B", 0.3}, {"nobody", 0.2}};
    const Traffic traffic = traffic_of(t, options);
    double sum = traffic.unserved_mbps;
    double nr = 0.0;
    for (const auto& point : traffic.points) {
      sum += point.demand_mbps;
      const Cell& cell = t.network.cells[static_cast<std::size_t>(point.server)];
      if (cell.technology == Technology::nr) nr += point.demand_mbps;
    }
    const double asked = people_of(t) * busy_hour_mbps(options.user);
    EXPECT_NEAR(sum, asked, 1e-9 * asked);
    EXPECT_NEAR(traffic.unserved_mbps, per_operator ? 0.2 * asked : 0.0, 1e-9 * asked);
    EXPECT_NEAR(nr, (per_operator ? 0.8 : 1.0) * options.nr_share * asked, 1e-6 * asked);
  }
}

// Bandwidths of 100 and 20 MHz at the same place: what each would carry alone decides.
TEST(TrafficPoints, ShareDemandOverTheCarriersThatServe) {
  Town t{flat_world({0.0, 80.0, 10.0, 8, 8}), {}, {}, {}};
  Raster<float> people(t.world.grid, no_value);
  people.at({4, 4}) = 100.0F;
  t.people = std::make_shared<MemoryRasterSource>(people);
  t.coverage.model = Model::free_space;
  add_site(t.network, {10.0, 10.0});
  add_cell(t.network);
  add_cell(t.network, 0.5, 700.0).bandwidth_mhz = 20.0;
  add_cell(t.network, 0.5, 2600.0).power_dbm = -120.0;  // too weak for anything
  t.coverage.floor_dbm = -250.0;
  const Traffic traffic = traffic_of(t, {});
  ASSERT_EQ(traffic.points.size(), 2U);
  const CellRates rates(t.network.cells, {});
  double mbps[2] = {rates(0, 200.0), rates(1, 200.0)};  // both as fast as they can
  for (const auto& point : traffic.points) {
    const auto cell = static_cast<std::size_t>(point.server);
    ASSERT_LT(cell, 2U);
    EXPECT_NEAR(point.demand_mbps, 100.0 * busy_hour_mbps({}) * mbps[cell] / (mbps[0] + mbps[1]),
                1e-9);
  }
}

// The engine's own SINR at full load, where all interferers are kept.
TEST(TrafficPoints, SeeTheEnginesSinr) {
  Town t = town();
  for (Cell& cell : t.network.cells) cell.load = 1.0;
  TrafficOptions options;
  options.block = 1;
  options.kept_within_db = 500.0;
  options.kept_most = 500;
  const Traffic traffic = traffic_of(t, options);
  const SilentProgress silent;
  const auto tile =
      t.world.engine(t.network, t.coverage).compute(Technology::nr, t.world.grid.full(), silent);
  const auto people = t.people->read(t.world.grid.full());
  // One thread's order: tiles of 64 pixels, row by row.
  const Interferer* interferer = traffic.interferers.data();
  auto point = traffic.points.begin();
  int compared = 0;
  for (const Window& window : tiles_of(t.world.grid, 64)) {
    for (int row = window.row; row < window.end_row(); ++row) {
      for (int column = window.column; column < window.end_column(); ++column) {
        if (!(people.at({column, row}) > 0.0F)) continue;
        for (int technology = 0; technology < 2; ++technology, ++point) {
          ASSERT_NE(point, traffic.points.end());
          double against =
              static_cast<double>(point->noise_mw) + static_cast<double>(point->rest_mw);
          for (std::uint32_t k = 0; k < point->interferers; ++k, ++interferer)
            against += static_cast<double>(interferer->power_mw);
          if (technology == 1) continue;
          ASSERT_EQ(static_cast<float>(point->server), tile.best_server.at({column, row}));
          // Half of 1/64 dB is the raster's rounding.
          ASSERT_NEAR(db_from_linear(static_cast<double>(point->signal_mw) / against),
                      tile.sinr_db.at({column, row}), 0.5 / 64.0 + 1e-3);
          ++compared;
        }
      }
    }
  }
  EXPECT_GT(compared, 1000);
}

TEST(TrafficPoints, AreTheSameOnAnyNumberOfThreads) {
  const Town t = town();
  const auto one = traffic_of(t, {}, 1);
  const auto solved =
      solve_loads(one, carriers_of_cells(t.network), CellRates(t.network.cells, {}));
  EXPECT_TRUE(solved.converged);
  EXPECT_GT(solved.load[0], 0.0);
  for (const int threads : {2, 4, 16}) {
    const auto more = traffic_of(t, {}, threads);
    ASSERT_EQ(more.points.size(), one.points.size());
    ASSERT_EQ(more.interferers.size(), one.interferers.size());
    for (std::size_t i = 0; i < one.interferers.size(); ++i) {
      ASSERT_EQ(more.interferers[i].cell, one.interferers[i].cell);
      ASSERT_EQ(more.interferers[i].power_mw, one.interferers[i].power_mw);
    }
    EXPECT_EQ(solve_loads(more, carriers_of_cells(t.network), CellRates(t.network.cells, {})).load,
              solved.load);
  }
}

}  // namespace
}  // namespace gigacity::radio
