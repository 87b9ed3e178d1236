// SPDX-License-Identifier: Apache-2.0
// The same bytes for any cut into tiles, any order of them and any number of threads; and for a tile brought up to
// date as for a new one.
#include <array>
#include <cmath>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/parallel.hpp"
#include "core/random.hpp"
#include "sim/radio/coverage.hpp"
#include "tests/sim/radio/radio_world.hpp"

namespace gigacity::radio {
namespace {

struct RandomCity {
  World world;
  RadioNetwork network;
};

// Hills, houses, a lake without terrain, a ragged area; sites of three sectors and two carriers.
RandomCity random_city() {
  RandomStream random(11, 1);
  const GridSpec grid{500'000.0, 4'000'000.0, 20.0, 120, 90};
  RandomCity city{
      world_of(
          grid,
          [&](Pixel p) {
            if (std::hypot(p.column - 90, p.row - 20) < 6.0) return no_value;
            return static_cast<float>(40.0 * std::sin(p.column * 0.11) * std::cos(p.row * 0.07) +
                                      random.uniform());
          },
          [&](Pixel) { return static_cast<float>(std::max(0.0, random.uniform(-60.0, 25.0))); },
          [&](Pixel p) { return p.column + p.row < 8 ? no_value : 1.0F; }),
      {}};
  for (int site = 0; site < 7; ++site) {
    const MapPoint point{grid.west_m + random.uniform(0.0, 2400.0),
                         grid.north_m - random.uniform(0.0, 1800.0)};
    city.network.sites.push_back({std::to_string(site), "", "", point});
    for (int s = 0; s < 3; ++s) {
      city.network.sectors.push_back(
          {site, s == 2 ? 12.0 : 28.0, 120.0 * s + 10.0 * site, {0.0, 4.0}, {}});
      add_cell(city.network, 0.5, 3500.0);
      add_cell(city.network, 0.7, 700.0).bandwidth_mhz = 20.0;
    }
  }
  return city;
}

CoverageOptions options_of(Model model) {
  CoverageOptions options;
  options.model = model;
  options.radius_m = 1100.0;
  options.servers = true;
  options.sight = true;
  return options;
}

void expect_same_bytes(const Raster<float>& a, const Raster<float>& b) {
  ASSERT_EQ(a.values().size(), b.values().size());
  if (a.values().empty()) return;
  EXPECT_EQ(std::memcmp(a.values().data(), b.values().data(), a.values().size_bytes()), 0);
}

void paste(const Raster<float>& tile, const Window& window, Raster<float>& out) {
  for (int row = 0; row < window.height; ++row) {
    const auto from = tile.row(row);
    std::copy(from.begin(), from.end(), out.row(row + window.row).begin() + window.column);
  }
}

constexpr std::array all_layers{&ServiceTile::rsrp_dbm,      &ServiceTile::sinr_db,
                                &ServiceTile::best_server,   &ServiceTile::status,
                                &ServiceTile::second_server, &ServiceTile::server_margin_db,
                                &ServiceTile::servers,       &ServiceTile::sites_in_sight};

constexpr std::array all_models{Model::free_space, Model::p526, Model::knife_edges,
                                Model::p1812,      Model::itm,  Model::tr38901};

ServiceTile tiled(const RandomCity& city, Model model, int side, int threads,
                  std::optional<std::uint64_t> shuffled = {}) {
  const CoverageEngine engine = city.world.engine(city.network, options_of(model));
  const GridSpec& grid = city.world.grid;
  auto tiles = tiles_of(grid, side);
  if (shuffled) {
    RandomStream random(17, *shuffled);
    for (std::size_t i = tiles.size(); i > 1; --i)
      std::swap(tiles[i - 1], tiles[static_cast<std::size_t>(random.index(static_cast<int>(i)))]);
  }
  std::vector<ServiceTile> parts(tiles.size());
  const SilentProgress progress;
  const ThreadLimit limit(threads);
  parallel_for(tiles.size(), [&](std::size_t i) {
    parts[i] = engine.compute(Technology::nr, tiles[i], progress);
  });
  ServiceTile out;
  for (const auto layer : all_layers) out.*layer = Raster<float>(grid);
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    for (const auto layer : all_layers) paste(parts[i].*layer, tiles[i], out.*layer);
  }
  return out;
}

void expect_same(const ServiceTile& a, const ServiceTile& b) {
  for (const auto layer : all_layers) expect_same_bytes(a.*layer, b.*layer);
}

TEST(CoverageTiles, AreTheSameHoweverTheAreaIsCut) {
  const RandomCity city = random_city();
  for (const Model model : all_models) {
    SCOPED_TRACE(to_string(model));
    const ServiceTile whole = tiled(city, model, 1000, 1);
    for (const int side : {17, 32, 64}) expect_same(tiled(city, model, side, 1), whole);
  }
}

TEST(CoverageTiles, AreTheSameInAnyOrder) {
  const RandomCity city = random_city();
  const ServiceTile whole = tiled(city, Model::p1812, 1000, 1);
  for (std::uint64_t order = 0; order < 5; ++order)
    expect_same(tiled(city, Model::p1812, 16, 2, order), whole);
}

TEST(CoverageTiles, AreTheSameOnAnyNumberOfThreads) {
  const RandomCity city = random_city();
  for (const Model model : all_models) {
    SCOPED_TRACE(to_string(model));
    const ServiceTile one = tiled(city, model, 16, 1);
    for (const int threads : {2, 4, 16}) expect_same(tiled(city, model, 16, threads), one);
  }
}

// Moves, turns and retunes one site at a time, from the result of the time before.
TEST(CoverageTiles, BroughtUpToDateAreAsNew) {
  RandomCity city = random_city();
  const std::array services{Service(Technology::nr)};
  const SilentProgress progress;
  const auto tiles = tiles_of(city.world.grid, 40);
  for (const auto& [model, more_layers] :
       {std::pair{Model::p1812, false}, std::pair{Model::tr38901, false},
        std::pair{Model::tr38901, true}}) {
    SCOPED_TRACE(to_string(model));
    CoverageOptions options = options_of(model);
    options.radius_m = 500.0;  // a part of the tiles
    options.servers = options.sight = more_layers;
    const auto engine_of = [&](const RadioNetwork& network) {
      return std::make_unique<CoverageEngine>(network, *city.world.terrain, *city.world.surface,
                                              *city.world.inside, options);
    };
    RandomStream random(29, static_cast<std::uint64_t>(model));
    RadioNetwork networks[2] = {city.network, city.network};
    auto before = engine_of(networks[0]);
    std::vector<CoverageTile> kept;
    for (const Window& tile : tiles) kept.push_back(before->reduce(services, tile, progress));
    int untouched = 0;
    for (int step = 0; step < 12; ++step) {
      RadioNetwork& network = networks[(step + 1) % 2];
      network = networks[step % 2];
      const int site = random.index(7);
      switch (step % 4) {
        case 0:
        case 1: {
          MapPoint& point = network.sites[static_cast<std::size_t>(site)].point;
          point.x_m = 500'000.0 + random.uniform(0.0, 2400.0);
          point.y_m = 4'000'000.0 - random.uniform(0.0, 1800.0);
          break;
        }
        case 2:
          network.sectors[static_cast<std::size_t>(site) * 3].azimuth_deg += 77.0;
          break;
        default:
          network.cells[static_cast<std::size_t>(site) * 6].power_dbm -= 9.0;
      }
      auto after = engine_of(network);
      for (std::size_t t = 0; t < tiles.size(); ++t) {
        const auto fresh = after->compute(services, tiles[t], progress);
        if (after->differs(*before, tiles[t])) {
          after->update(kept[t], *before, progress);
        } else {
          ++untouched;
        }
        expect_same(after->layers(kept[t]).front(), fresh.front());
      }
      before = std::move(after);
    }
    EXPECT_GT(untouched, 12);
  }
}

// Every status occurs, so that the comparisons above compare something.
TEST(CoverageTiles, AreNotTrivial) {
  const ServiceTile tile = tiled(random_city(), Model::tr38901, 1000, 1);
  std::array<int, 5> count{};
  std::array<int, 42> served{};
  for (std::size_t i = 0; i < tile.status.values().size(); ++i) {
    ++count[static_cast<std::size_t>(tile.status.values()[i])];
    if (!std::isnan(tile.best_server.values()[i])) {
      ++served[static_cast<std::size_t>(tile.best_server.values()[i])];
    }
  }
  EXPECT_GT(count[static_cast<std::size_t>(PixelStatus::outside)], 0);
  EXPECT_GT(count[static_cast<std::size_t>(PixelStatus::covered)], 5000);
  EXPECT_GT(count[static_cast<std::size_t>(PixelStatus::no_terrain)], 50);
  EXPECT_GT(std::ranges::count_if(served, [](int n) { return n > 0; }), 10);
}

}  // namespace
}  // namespace gigacity::radio
