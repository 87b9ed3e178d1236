// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/indoor.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "core/units.hpp"
#include "sim/radio/deep_coverage.hpp"
#include "tests/sim/radio/radio_world.hpp"

namespace gigacity::radio {
namespace {

CoverageOptions free_space() {
  CoverageOptions options;
  options.model = Model::free_space;
  options.floor_dbm = -250.0;
  return options;
}

Building house(MapPoint middle, double half_m, double height_m) {
  Building building;
  building.footprint = {{{{middle.x_m - half_m, middle.y_m - half_m},
                          {middle.x_m + half_m, middle.y_m - half_m},
                          {middle.x_m + half_m, middle.y_m + half_m},
                          {middle.x_m - half_m, middle.y_m + half_m},
                          {middle.x_m - half_m, middle.y_m - half_m}},
                         {}}};
  building.point = middle;
  building.height_m = height_m;
  return building;
}

// Levels are rounded to 1/64 dB outdoors, and so is the loss.
constexpr double rounding_db = 1.0 / 64.0 + 1e-4;

// By definition: signal and interference lose the same, noise nothing.
TEST(Indoors, SignalAndInterferenceLoseNoiseDoesNot) {
  const World world = flat_world({0.0, 400.0, 20.0, 101, 20});
  RadioNetwork network;
  add_site(network, world.grid.centre_of({0, 10}));
  add_cell(network, 0.5);
  add_site(network, world.grid.centre_of({100, 10}));
  add_cell(network, 0.5);
  const CoverageOptions options = free_space();
  const CoverageEngine engine = world.engine(network, options);
  const Penetration walls{.building = propagation::BuildingType::thermally_efficient};
  const std::vector<Service> services{Technology::nr, Service(Technology::nr).behind(walls)};
  const auto tiles = engine.compute(services, world.grid.full(), silent);
  const double loss = penetration_loss_db(walls, options.penetration, 3500.0);
  const double noise_dbm = -174.0 + 10.0 * std::log10(30e3) + options.noise_figure_db;
  for (const int column : {2, 20, 45, 70}) {
    const Pixel p{column, 5};
    const double level = static_cast<double>(tiles[0].rsrp_dbm.at(p));
    EXPECT_NEAR(tiles[1].rsrp_dbm.at(p), level - loss, rounding_db);
    // From the SINR outdoors to the interference, and with that indoors again.
    const double others = linear_from_db(level - static_cast<double>(tiles[0].sinr_db.at(p))) -
                          linear_from_db(noise_dbm);
    const double expected =
        level - loss - db_from_linear(linear_from_db(noise_dbm) + others * linear_from_db(-loss));
    EXPECT_NEAR(tiles[1].sinr_db.at(p), expected, 2.0 * rounding_db) << column;
    EXPECT_EQ(tiles[1].best_server.at(p), tiles[0].best_server.at(p));
  }
}

TEST(Indoors, AnotherCarrierMayServe) {
  const World world = flat_world({0.0, 400.0, 20.0, 20, 20});
  RadioNetwork network;
  add_site(network, world.grid.centre_of({0, 10}));
  add_cell(network, 0.5, 26'000.0).bandwidth_mhz = 100.0;
  network.cells.back().power_dbm = 85.0;  // so that the millimetre wave is ahead in the street
  Cell& low = add_cell(network, 0.5, 700.0);
  low.bandwidth_mhz = 20.0;
  const CoverageEngine engine = world.engine(network, free_space());
  const Penetration walls{.building = propagation::BuildingType::thermally_efficient};
  const std::vector<Service> services{Technology::nr, Service(Technology::nr).behind(walls)};
  const auto tiles = engine.compute(services, world.grid.full(), silent);
  EXPECT_EQ(tiles[0].best_server.at({10, 10}), 0.0F);
  EXPECT_EQ(tiles[1].best_server.at({10, 10}), 1.0F);
}

TEST(Indoors, BelowTheFloorIsNotCovered) {
  const World world = flat_world({0.0, 400.0, 20.0, 20, 20});
  RadioNetwork network;
  add_site(network, world.grid.centre_of({0, 10}));
  add_cell(network);
  CoverageOptions options = free_space();
  options.floor_dbm = -100.0;
  const CoverageEngine engine = world.engine(network, options);
  const Penetration lift{.building = propagation::BuildingType::thermally_efficient, .lift = true};
  const auto tile = engine.compute(Service(Technology::nr).behind(lift), world.grid.full(), silent);
  EXPECT_EQ(tile.status.at({19, 0}), static_cast<float>(PixelStatus::below_floor));
  EXPECT_TRUE(std::isnan(tile.rsrp_dbm.at({19, 0})));
}

TEST(Indoors, ABuildingGetsTheMedianBeforeItsWallsLessWhatTheyTake) {
  const World world = flat_world({0.0, 1000.0, 10.0, 100, 100});
  RadioNetwork network;
  add_site(network, {505.0, 505.0});
  add_cell(network);
  const std::vector<Building> buildings{house({255.0, 505.0}, 15.0, 9.0),
                                        house({755.0, 505.0}, 15.0, 30.0)};
  const Facades facades(buildings, *world.inside);
  const CoverageOptions options = free_space();
  const CoverageEngine engine = world.engine(network, options);
  SilentProgress progress;
  const auto levels = floor_levels(engine, buildings, facades, world.grid, 1, 3.0, progress);
  ASSERT_EQ(levels.size(), 2U);
  const auto tile = engine.compute(Technology::nr, world.grid.full(), silent);
  const auto outside = median_level(tile, facades.of_tile(world.grid.full())[0].pixels);
  const double loss = penetration_loss_db({.building = propagation::BuildingType::traditional},
                                          options.penetration, 3500.0);
  EXPECT_NEAR(levels[0].of[0].rsrp_dbm, static_cast<double>(outside.rsrp_dbm) - loss, rounding_db);
  EXPECT_TRUE(std::isnan(levels[0].of[1].rsrp_dbm)) << "there is no LTE";
  // Symmetrical to the antenna.
  EXPECT_EQ(levels[0].of[0].rsrp_dbm, levels[1].of[0].rsrp_dbm);
}

TEST(Indoors, OnlyTallBuildingsHaveHighFloors) {
  const World world = flat_world({0.0, 1000.0, 10.0, 100, 100});
  RadioNetwork network;
  add_site(network, {505.0, 505.0});
  add_cell(network);
  const std::vector<Building> buildings{house({255.0, 505.0}, 15.0, 9.0),
                                        house({755.0, 505.0}, 15.0, 30.0)};
  const Facades facades(buildings, *world.inside);
  CoverageOptions high = free_space();
  high.receiver_height_m = 28.5;
  SilentProgress progress;
  const auto levels =
      floor_levels(world.engine(network, high), buildings, facades, world.grid, 10, 3.0, progress);
  ASSERT_EQ(levels.size(), 1U);
  EXPECT_EQ(levels[0].building, 1);
  EXPECT_EQ(storeys(buildings[0], 3.0), 3);
  EXPECT_EQ(storeys(house({0.0, 0.0}, 1.0, 1.0), 3.0), 1);
}

KeyPlace estate(MapPoint middle, int basements, bool lift) {
  KeyPlace place;
  place.point = middle;
  place.footprint = house(middle, 45.0, 0.0).footprint;
  place.basements = basements;
  place.lift = lift;
  return place;
}

class DeepCoverageTest : public ::testing::Test {
 protected:
  DeepCoverageTest() : world(flat_world({0.0, 1000.0, 10.0, 100, 100})) {
    add_site(network, {505.0, 505.0});
    add_cell(network, 0.0);
    city.grid = world.grid;
    city.places = {estate({305.0, 505.0}, 0, false), estate({305.0, 505.0}, 1, true),
                   estate({705.0, 505.0}, 3, false)};
  }

  std::vector<DeepCoverage> find(const std::vector<IndoorSystem>& systems) {
    SilentProgress progress;
    return deep_coverage(world.engine(network, free_space()), city, systems, {}, progress);
  }

  World world;
  RadioNetwork network;
  City city;
};

TEST_F(DeepCoverageTest, LosesASlabForEachStorey) {
  const auto spaces = find({});
  ASSERT_EQ(spaces.size(), 3U);
  EXPECT_EQ(spaces[0].place, 1);
  EXPECT_EQ(spaces[0].space, DeepSpace::underground);
  EXPECT_EQ(spaces[1].space, DeepSpace::lift);
  EXPECT_EQ(spaces[2].place, 2);
  // The same distance, two slabs more: 2 (5 + 4 · 3.5) dB of TR 38.901 table 7.4.3-1.
  EXPECT_NEAR(spaces[0].of[0]->median_rsrp_dbm - spaces[2].of[0]->median_rsrp_dbm, 38.0,
              2.0 * rounding_db);
  EXPECT_FALSE(spaces[0].of[1]) << "there is no LTE";
}

TEST_F(DeepCoverageTest, WavesServeWherePhysicsAllows) {
  network.cells[0].power_dbm = 80.0;
  auto spaces = find({});
  EXPECT_EQ(spaces[0].of[0]->by, CoveredBy::penetration);
  EXPECT_EQ(spaces[0].of[0]->share, 1.0);
  network.cells[0].power_dbm = 0.0;
  spaces = find({});
  EXPECT_EQ(spaces[0].of[0]->by, CoveredBy::nothing);
  EXPECT_EQ(spaces[0].of[0]->share, 0.0);
}

TEST_F(DeepCoverageTest, AnIndoorSystemServesWhatItIsThereFor) {
  network.cells[0].power_dbm = 0.0;
  IndoorSystem cable{"C1", "leaky_feeder", "", 1};
  cable.underground = false;
  IndoorSystem lte_only{"D1", "distributed_antenna_system", "", 2};
  lte_only.serves = {false, true};
  const auto spaces = find({lte_only, cable});
  EXPECT_EQ(spaces[0].of[0]->by, CoveredBy::nothing);
  EXPECT_EQ(spaces[1].of[0]->by, CoveredBy::indoor_system);
  EXPECT_EQ(spaces[1].of[0]->system, 1);
  EXPECT_EQ(spaces[2].of[0]->by, CoveredBy::nothing);
  ASSERT_TRUE(spaces[2].of[1]) << "inside there is LTE, though not outside";
  EXPECT_EQ(spaces[2].of[1]->by, CoveredBy::indoor_system);
}

}  // namespace
}  // namespace gigacity::radio
