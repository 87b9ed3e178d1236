// SPDX-License-Identifier: Apache-2.0
// The layers that a run computes only where they are asked for: second server and margin, servers, sites in sight.
#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "tests/sim/radio/radio_world.hpp"

namespace gigacity::radio {
namespace {

CoverageOptions layers_of(Model model) {
  CoverageOptions options;
  options.model = model;
  options.floor_dbm = -250.0;
  options.servers = true;
  options.sight = true;
  options.overlap_dbm = -250.0;
  return options;
}

// The same from single cells' runs: each cell alone gives its level, rounded as all levels are.
TEST(CoverageLayers, AreWhatEachCellAloneGives) {
  RandomStream random(5, 5);
  const World world = world_of(
      {0.0, 800.0, 20.0, 40, 40}, [](Pixel) { return 0.0F; },
      [&](Pixel) { return random.uniform() < 0.03 ? 40.0F : 0.0F; });
  RadioNetwork network;
  for (int site = 0; site < 6; ++site) {
    add_site(network, {random.uniform(0.0, 800.0), random.uniform(0.0, 800.0)},
             random.uniform(10.0, 40.0));
    network.sectors.back().antenna = propagation::SectorAntenna{};
    for (int sector = 0; sector < 3; ++sector) {
      if (sector > 0) network.sectors.push_back(network.sectors.back());
      network.sectors.back().azimuth_deg = 120.0 * sector;
      add_cell(network, 0.5, site < 4 ? 3500.0 : 2600.0);
    }
  }
  const CoverageOptions options = layers_of(Model::tr38901);
  const ServiceTile tile = whole(world, network, options);
  std::vector<Raster<float>> level;
  for (const Cell& cell : network.cells) {
    RadioNetwork alone = network;
    alone.cells = {cell};
    level.push_back(whole(world, alone, options).rsrp_dbm);
  }
  std::map<float, int> counts;
  for (std::size_t i = 0; i < world.grid.size(); ++i) {
    const auto best = static_cast<std::size_t>(tile.best_server.values()[i]);
    std::size_t second = network.cells.size();
    int within = 0;
    for (std::size_t c = 0; c < network.cells.size(); ++c) {
      if (network.cells[c].frequency_mhz != network.cells[best].frequency_mhz) continue;
      if (level[best].values()[i] - level[c].values()[i] <= 6.0F) ++within;
      if (c != best &&
          (second == network.cells.size() || level[c].values()[i] > level[second].values()[i]))
        second = c;
    }
    ASSERT_EQ(tile.second_server.values()[i], static_cast<float>(second));
    ASSERT_EQ(tile.server_margin_db.values()[i],
              level[best].values()[i] - level[second].values()[i]);
    ASSERT_EQ(tile.servers.values()[i], static_cast<float>(std::min(within, 8)));
    ++counts[tile.servers.values()[i]];
  }
  EXPECT_GT(counts.size(), 3U);
}

TEST(CoverageLayers, CountAtMostEightServers) {
  const World world = flat_world({0.0, 100.0, 20.0, 20, 5});
  RadioNetwork network;
  for (int i = 0; i < 10; ++i) {
    add_site(network, world.grid.centre_of({0, 2}));
    add_cell(network);
    CoverageOptions options = layers_of(Model::free_space);
    EXPECT_EQ(whole(world, network, options).servers.at({10, 2}),
              static_cast<float>(std::min(i + 1, 8)));
    options.overlap_dbm = 0.0;
    EXPECT_EQ(whole(world, network, options).servers.at({10, 2}), 0.0F) << "all too weak";
  }
}

TEST(CoverageLayers, HaveNoMarginWithoutASecondServer) {
  const World world = flat_world({0.0, 100.0, 20.0, 20, 5});
  RadioNetwork network;
  add_site(network, world.grid.centre_of({0, 2}));
  add_cell(network);
  add_cell(network, 0.5, 700.0);
  const ServiceTile tile = whole(world, network, layers_of(Model::free_space));
  EXPECT_TRUE(std::isnan(tile.second_server.at({10, 2}))) << "another frequency";
  EXPECT_TRUE(std::isnan(tile.server_margin_db.at({10, 2})));
  EXPECT_EQ(tile.servers.at({10, 2}), 1.0F);
}

// A wall between two sites; one has antennas at two heights, of which the upper one looks over it.
TEST(CoverageLayers, CountSitesInSightOnce) {
  const Drawing d{{"..........",  //
                   "S...B..R.T",  //
                   ".........."},
                  100.0};
  RadioNetwork network;
  add_site(network, d.point('S'), 30.0);
  add_cell(network, 0.5, 1800.0, Technology::lte);
  network.sectors.push_back(network.sectors.back());
  network.sectors.back().height_m = 200.0;
  add_cell(network);
  network.sectors.push_back(network.sectors.back());
  network.sectors.back().height_m = 190.0;
  add_cell(network);
  add_site(network, d.point('T'), 30.0);
  add_cell(network);
  for (const Model model : {Model::free_space, Model::p526, Model::knife_edges, Model::p1812,
                            Model::itm, Model::tr38901}) {
    for (const bool exact : {false, true}) {
      CoverageOptions options = layers_of(model);
      options.latitude_deg = 35.0;
      options.exact = exact;
      const ServiceTile nr = whole(d.world(), network, options);
      EXPECT_EQ(nr.sites_in_sight.at(d.find('R')), 2.0F) << to_string(model) << exact;
      const ServiceTile lte = whole(d.world(), network, options, Technology::lte);
      EXPECT_EQ(lte.sites_in_sight.at(d.find('R')), 0.0F) << to_string(model) << exact;
      EXPECT_EQ(lte.sites_in_sight.at({2, 1}), 1.0F) << to_string(model) << exact;
    }
  }
}

TEST(CoverageLayers, AreEmptyUnlessAskedFor) {
  const World world = flat_world({0.0, 100.0, 20.0, 20, 5});
  RadioNetwork network;
  add_site(network, world.grid.centre_of({0, 2}));
  add_cell(network);
  const ServiceTile tile = whole(world, network, {});
  EXPECT_EQ(tile.servers.values().size(), 0U);
  EXPECT_EQ(tile.sites_in_sight.values().size(), 0U);
}

TEST(CoverageLayers, OfSingleCellsAreTheSame) {
  const World world = flat_world({0.0, 100.0, 20.0, 20, 5});
  RadioNetwork network;
  add_site(network, world.grid.centre_of({3, 2}));
  add_cell(network);
  add_cell(network, 0.5, 700.0);
  const CoverageEngine engine = world.engine(network, layers_of(Model::free_space));
  const std::vector<Service> services{Technology::nr};
  std::vector<std::vector<float>> level(2, std::vector<float>(world.grid.size(), no_value));
  engine.for_each_cell(services, world.grid.full(), silent, [&](auto pixel, auto key) {
    for (std::size_t i = 0; i < pixel.size(); ++i) {
      const ServerKey k(key[i]);
      level.at(static_cast<std::size_t>(k.cell())).at(static_cast<std::size_t>(pixel[i])) =
          k.level_dbm();
    }
  });
  const ServiceTile tile = engine.compute(Technology::nr, world.grid.full(), silent);
  for (std::size_t i = 0; i < world.grid.size(); ++i)
    EXPECT_EQ(tile.rsrp_dbm.values()[i], std::max(level[0][i], level[1][i]));
}

}  // namespace
}  // namespace gigacity::radio
