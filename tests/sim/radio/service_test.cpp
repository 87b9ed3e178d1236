// SPDX-License-Identifier: Apache-2.0
// Several operators on one map: whose a cell is, what each of them has, and that all disturb each other.
#include "sim/radio/service.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/units.hpp"
#include "sim/propagation/free_space.hpp"
#include "tests/sim/radio/radio_world.hpp"

namespace gigacity::radio {
namespace {

using ::testing::ElementsAre;

TEST(Operators, AreToldApartInAField) {
  EXPECT_THAT(operators_named("China Mobile"), ElementsAre("China Mobile"));
  EXPECT_THAT(operators_named(" B ; A;; B|C\t"), ElementsAre("A", "B", "C"));
  EXPECT_THAT(operators_named("电信、联通"), ElementsAre("电信", "联通"));
  EXPECT_THAT(operators_named("电信/联通"), ElementsAre("电信", "联通"));
  EXPECT_THAT(operators_named("电信＋联通；移动"), ElementsAre("电信", "移动", "联通"));
  EXPECT_THAT(operators_named("Telia / Telenor + Tele2"), ElementsAre("Tele2", "Telenor", "Telia"));
  EXPECT_THAT(operators_named("TDC A/S; Canal+ Telecom"), ElementsAre("Canal+ Telecom", "TDC A/S"));
  EXPECT_THAT(operators_named("Smith, Jones & Co."), ElementsAre("Smith, Jones & Co."));
  EXPECT_THAT(operators_named(""), ElementsAre(""));
  EXPECT_THAT(operators_named(" ; "), ElementsAre(""));
}

TEST(Operators, AreTheCellsOwnOrTheSites) {
  RadioNetwork network;
  add_site(network, {0.0, 0.0});
  network.sites[0].operator_name = "A; B";
  add_cell(network);
  add_cell(network).operator_name = "C";
  EXPECT_THAT(operators_of(network, network.cells[0]), ElementsAre("A", "B"));
  EXPECT_THAT(operators_of(network, network.cells[1]), ElementsAre("C"));
  EXPECT_THAT(operators_of(network), ElementsAre("A", "B", "C"));
  EXPECT_TRUE(serves(network, network.cells[0], {Technology::nr, "B"}));
  EXPECT_FALSE(serves(network, network.cells[1], {Technology::nr, "B"}));
  EXPECT_FALSE(serves(network, network.cells[0], {Technology::lte, "B"}));
  EXPECT_TRUE(serves(network, network.cells[1], Technology::nr));
}

class Services : public ::testing::Test {
 protected:
  Services() : world(flat_world({0.0, 100.0, 20.0, 101, 5})) {
    options.model = Model::free_space;
    options.floor_dbm = -250.0;
    options.per_operator = true;
  }
  void site(int column, const std::string& operator_name, double load = 1.0,
            double frequency_mhz = 3500.0) {
    add_site(network, world.grid.centre_of({column, 2}));
    network.sites.back().operator_name = operator_name;
    add_cell(network, load, frequency_mhz);
  }
  ServiceTile of(const Service& service) const {
    return world.engine(network, options).compute(service, world.grid.full(), silent);
  }
  double level_dbm(int cell, double distance_m) const {
    const Cell& c = network.cells[static_cast<std::size_t>(cell)];
    return reference_signal_power_dbm(c) -
           propagation::free_space_loss_db(std::hypot(distance_m, 28.5), c.frequency_mhz);
  }

  World world;
  RadioNetwork network;
  CoverageOptions options;
};

// Half of 1/64 dB is the rounding; the rest is float.
constexpr double rounding_db = 0.5 / 64.0 + 1e-4;
constexpr Pixel middle{50, 2};

TEST_F(Services, OfAnOperatorHaveItsOwnCellsAndEveryonesInterference) {
  site(0, "A", 0.5);
  site(90, "B", 0.25);
  site(100, "A", 1.0, 2600.0);
  const double noise = linear_from_db(-174.0 + 10.0 * std::log10(30e3) + 9.0);
  const ServiceTile b = of({Technology::nr, "B"});
  EXPECT_EQ(b.best_server.at({1, 2}), 1.0F) << "beside the other's site";
  EXPECT_NEAR(b.rsrp_dbm.at(middle), level_dbm(1, 800.0), rounding_db);
  EXPECT_NEAR(
      b.sinr_db.at(middle),
      level_dbm(1, 800.0) - db_from_linear(noise + 0.5 * linear_from_db(level_dbm(0, 1000.0))),
      rounding_db);
  const ServiceTile a = of({Technology::nr, "A"});
  EXPECT_EQ(a.best_server.at({1, 2}), 0.0F);
  EXPECT_EQ(a.best_server.at(middle), 2.0F) << "the lower frequency is the stronger";
  EXPECT_NEAR(a.sinr_db.at(middle), level_dbm(2, 1000.0) - db_from_linear(noise), rounding_db);
  EXPECT_FALSE(world.engine(network, options).has({Technology::nr, "C"}));
  EXPECT_FALSE(world.engine(network, options).has({Technology::lte, "A"}));
}

TEST_F(Services, OfASharedSiteAreThoseOfAllWhoShareIt) {
  site(0, "A");
  site(50, "A; B");
  site(100, "B");
  for (const std::string name : {"A", "B"}) {
    const ServiceTile tile = of({Technology::nr, name});
    EXPECT_EQ(tile.best_server.at(middle), 1.0F);
    EXPECT_EQ(tile.best_server.at({0, 2}), name == "A" ? 0.0F : 1.0F);
    EXPECT_EQ(tile.best_server.at({100, 2}), name == "B" ? 2.0F : 1.0F);
  }
}

TEST_F(Services, OfAnyAreTheSameHoweverTheyAreKept) {
  site(0, "A");
  site(30, "", 0.3);
  site(55, "A; B", 0.6);
  site(100, "B", 1.0, 2600.0);
  const ServiceTile apart = of(Technology::nr);
  options.per_operator = false;
  const ServiceTile together = of(Technology::nr);
  const auto same = [](const Raster<float>& a, const Raster<float>& b) {
    return std::memcmp(a.values().data(), b.values().data(), a.values().size_bytes()) == 0;
  };
  EXPECT_TRUE(same(apart.rsrp_dbm, together.rsrp_dbm));
  EXPECT_TRUE(same(apart.sinr_db, together.sinr_db));
  EXPECT_TRUE(same(apart.best_server, together.best_server));
  EXPECT_TRUE(same(apart.status, together.status));
  EXPECT_THROW(of({Technology::nr, "A"}), std::invalid_argument);
}

TEST_F(Services, OfNobodyNamedAreAnOperatorsToo) {
  site(0, "A");
  site(100, "");
  EXPECT_EQ(of({Technology::nr, ""}).best_server.at({0, 2}), 1.0F);
}

}  // namespace
}  // namespace gigacity::radio
