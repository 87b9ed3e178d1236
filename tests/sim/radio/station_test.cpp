// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/station.hpp"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "tests/sim/radio/radio_world.hpp"

namespace gigacity::radio {
namespace {

std::vector<std::optional<double>> flat(const RadioNetwork& network) {
  return std::vector<std::optional<double>>(network.sites.size(), 0.0);
}

TEST(Stations, AreTheHeightsOfASite) {
  RadioNetwork network;
  add_site(network, {100.0, 200.0}, 30.0);
  add_cell(network, 0.5, 3500.0);
  add_cell(network, 0.5, 700.0);
  network.sectors.push_back(network.sectors[0]);  // the same height
  add_cell(network, 0.5, 3500.0);
  network.sectors.push_back(network.sectors[0]);
  network.sectors.back().height_m = 12.0;
  add_cell(network, 0.5, 3500.0);
  const Stations stations(network, flat(network), {});
  ASSERT_EQ(stations.all().size(), 2U);
  EXPECT_EQ(stations.carriers().size(), 2U);
  const Station& high = stations.all()[0];
  EXPECT_EQ(high.height_m, 30.0);
  ASSERT_EQ(high.bands.size(), 2U);
  EXPECT_EQ(high.bands[0].servers.size(), 2U);
  EXPECT_EQ(high.bands[1].servers.size(), 1U);
  EXPECT_EQ(stations.all()[1].bands[0].servers[0].cell.index, 3);
}

TEST(Stations, WithoutGroundTakeNoPartButKeepTheirCarrier) {
  RadioNetwork network;
  add_site(network, {100.0, 200.0});
  add_cell(network, 0.5, 700.0);
  add_site(network, {300.0, 200.0});
  add_cell(network, 0.5, 3500.0);
  auto ground = flat(network);
  ground[0].reset();
  const Stations stations(network, ground, {});
  EXPECT_EQ(stations.all().size(), 1U);
  EXPECT_EQ(stations.carriers().size(), 2U);
  ASSERT_EQ(stations.cells_without_ground().size(), 1U);
  EXPECT_EQ(stations.cells_without_ground()[0], 0);
}

TEST(Stations, AreFoundAroundABox) {
  RadioNetwork network;
  RandomStream random(5, 1);
  for (int i = 0; i < 400; ++i) {
    add_site(network, {random.uniform(0.0, 9000.0), random.uniform(0.0, 9000.0)});
    add_cell(network);
  }
  const Stations stations(network, flat(network), {});
  for (int i = 0; i < 50; ++i) {
    MapBox box;
    box.add(MapPoint{random.uniform(0.0, 9000.0), random.uniform(0.0, 9000.0)});
    box.add(MapPoint{random.uniform(0.0, 9000.0), random.uniform(0.0, 9000.0)});
    const double radius = random.uniform(1.0, 3000.0);
    std::set<std::int32_t> expected;
    for (const Station& s : stations.all()) {
      const double dx = std::max({box.min_x_m - s.point.x_m, 0.0, s.point.x_m - box.max_x_m});
      const double dy = std::max({box.min_y_m - s.point.y_m, 0.0, s.point.y_m - box.max_y_m});
      if (std::hypot(dx, dy) <= radius) expected.insert(s.site);
    }
    std::set<std::int32_t> found;
    for (const Station* s : stations.reaching(box, radius)) found.insert(s->site);
    EXPECT_EQ(found, expected);
  }
}

TEST(Stations, AreTheSameUnlessAnythingOfThemChanged) {
  RadioNetwork network;
  add_site(network, {100.0, 200.0});
  add_cell(network);
  const auto station_of = [&](const RadioNetwork& n, double ground_m = 0.0) {
    const std::vector<std::optional<double>> ground{ground_m};
    return Stations(n, ground, {}).all()[0];
  };
  const Station before = station_of(network);
  EXPECT_TRUE(same(before, station_of(network)));
  EXPECT_FALSE(same(before, station_of(network, 0.5)));
  const auto changed = [&](auto change) {
    RadioNetwork other = network;
    change(other);
    return !same(before, station_of(other));
  };
  EXPECT_TRUE(changed([](RadioNetwork& n) { n.sites[0].point.x_m += 1.0; }));
  EXPECT_TRUE(changed([](RadioNetwork& n) { n.sectors[0].height_m += 1.0; }));
  EXPECT_TRUE(changed([](RadioNetwork& n) { n.sectors[0].azimuth_deg += 1.0; }));
  EXPECT_TRUE(changed([](RadioNetwork& n) { n.sectors[0].tilts.electrical_deg += 1.0; }));
  EXPECT_TRUE(changed([](RadioNetwork& n) { n.sectors[0].tilts.mechanical_deg += 1.0; }));
  EXPECT_TRUE(changed([](RadioNetwork& n) {
    n.sectors[0].antenna = propagation::SectorAntenna{.gain_dbi = 11.0};
  }));
  EXPECT_TRUE(changed([](RadioNetwork& n) { n.cells[0].power_dbm += 1.0; }));
  EXPECT_TRUE(changed([](RadioNetwork& n) { n.cells[0].load += 0.1; }));
  EXPECT_FALSE(changed([](RadioNetwork& n) { n.sites[0].name = "renamed"; }));
}

}  // namespace
}  // namespace gigacity::radio
