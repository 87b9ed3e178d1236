// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/coverage.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "core/units.hpp"
#include "sim/propagation/free_space.hpp"
#include "tests/sim/radio/radio_world.hpp"

namespace gigacity::radio {
namespace {

CoverageOptions options_of(Model model, double radius_m = 5000.0) {
  CoverageOptions options;
  options.model = model;
  options.radius_m = radius_m;
  options.floor_dbm = -250.0;
  return options;
}

PixelStatus status_at(const ServiceTile& tile, Pixel p) {
  return static_cast<PixelStatus>(static_cast<int>(tile.status.at(p)));
}

// Half of 1/64 dB is the rounding; the rest is float.
constexpr double rounding_db = 0.5 / 64.0 + 1e-4;

double free_space_level_dbm(const RadioNetwork& network, int cell, double distance_m) {
  const Cell& c = network.cells[static_cast<std::size_t>(cell)];
  const Sector& s = network.sectors[static_cast<std::size_t>(c.sector)];
  return reference_signal_power_dbm(c) -
         propagation::free_space_loss_db(std::hypot(distance_m, s.height_m - 1.5), c.frequency_mhz);
}

TEST(Coverage, IsTheFormulaOnAFlatEarth) {
  const World world = flat_world({0.0, 2000.0, 20.0, 100, 100});
  RadioNetwork network;
  add_site(network, {513.0, 1207.0});
  add_cell(network);
  const ServiceTile tile = whole(world, network, options_of(Model::free_space));
  for (int row = 0; row < 100; ++row) {
    for (int column = 0; column < 100; ++column) {
      const double d = distance_m(network.sites[0].point, world.grid.centre_of({column, row}));
      ASSERT_NEAR(tile.rsrp_dbm.at({column, row}), free_space_level_dbm(network, 0, d),
                  rounding_db);
      ASSERT_EQ(tile.best_server.at({column, row}), 0.0F);
    }
  }
  EXPECT_EQ(tile.rsrp_dbm.at({10, 10}) * 64.0F, std::round(tile.rsrp_dbm.at({10, 10}) * 64.0F));
}

TEST(Coverage, LooksWhereTheAntennaPoints) {
  const World world = flat_world({0.0, 2100.0, 100.0, 21, 21});
  RadioNetwork network;
  add_site(network, world.grid.centre_of({10, 10}));
  network.sectors[0].antenna = propagation::SectorAntenna{};
  network.sectors[0].azimuth_deg = 90.0;  // east
  add_cell(network);
  const ServiceTile tile = whole(world, network, options_of(Model::free_space));
  const float east = tile.rsrp_dbm.at({19, 10});
  const float north = tile.rsrp_dbm.at({10, 1});
  const float south = tile.rsrp_dbm.at({10, 19});
  const float west = tile.rsrp_dbm.at({1, 10});
  EXPECT_EQ(north, south);
  // 90° off a beam of 65°: 12 (90/65)² = 23.0059 dB; behind, A_max = 30 dB less what elevation took
  // off ahead.
  EXPECT_NEAR(east - north, 12.0 * 90.0 * 90.0 / (65.0 * 65.0), 2 * rounding_db);
  const double elevation =
      degrees(std::atan2(-28.5 - 900.0 * 900.0 / (2.0 * 4.0 / 3.0 * earth_radius_m), 900.0));
  EXPECT_NEAR(east - west, 30.0 - 12.0 * elevation * elevation / 64.0, 2 * rounding_db);
}

// Cuts that lose 0.1 dB a degree, in free space: levels by hand, ahead, aside and behind.
TEST(Coverage, TakesMeasuredCutsAndTurnsThemByTheMechanicalTilt) {
  propagation::MeasuredAntenna measured;
  measured.interpolation = propagation::CutInterpolation::sum;
  measured.cuts.gain_dbi = 15.0;
  for (std::size_t i = 0; i < 360; ++i) {
    const double angle = static_cast<double>(i);
    const double off = std::min(angle, 360.0 - angle);
    measured.cuts.horizontal_db[i] = static_cast<float>(0.1 * off);
    measured.cuts.vertical_db[i] = static_cast<float>(0.1 * off);
  }
  const World world = flat_world({0.0, 2100.0, 100.0, 21, 21});
  RadioNetwork network;
  add_site(network, world.grid.centre_of({10, 10}));
  add_cell(network);
  network.sectors[0].antenna =
      std::make_shared<const propagation::MeasuredAntenna>(std::move(measured));
  network.sectors[0].tilts.mechanical_deg = 10.0;
  const ServiceTile tile = whole(world, network, options_of(Model::free_space));
  const double down =
      degrees(std::atan2(28.5 + 900.0 * 900.0 / (2.0 * 4.0 / 3.0 * earth_radius_m), 900.0));
  // The beam points 10 degrees down ahead, and up behind.
  const double ahead_db = 15.0 - 0.1 * (10.0 - down);
  const double behind_db = 15.0 - 18.0 - 0.1 * (10.0 + down);
  const float ahead = tile.rsrp_dbm.at({10, 1});
  EXPECT_NEAR(ahead, free_space_level_dbm(network, 0, 900.0) + ahead_db, 0.02);
  EXPECT_NEAR(ahead - tile.rsrp_dbm.at({10, 19}), ahead_db - behind_db, 0.02);
}

TEST(Coverage, HasNoMarginOverAnEqualNeighbour) {
  const World world = flat_world({0.0, 100.0, 20.0, 101, 5});
  for (const double load : {0.0, 0.5, 1.0}) {
    RadioNetwork network;
    add_site(network, world.grid.centre_of({0, 2}));
    add_cell(network, load);
    add_site(network, world.grid.centre_of({100, 2}));
    add_cell(network, load);
    const ServiceTile tile = whole(world, network, options_of(Model::free_space));
    const double level = free_space_level_dbm(network, 0, 1000.0);
    const double noise_dbm = -174.0 + 10.0 * std::log10(30e3) + 9.0;
    const double expected =
        level - db_from_linear(linear_from_db(noise_dbm) + load * linear_from_db(level));
    EXPECT_NEAR(tile.sinr_db.at({50, 2}), expected, rounding_db) << load;
    EXPECT_EQ(tile.best_server.at({50, 2}), 0.0F) << "equal levels go to the lower index";
    EXPECT_EQ(tile.best_server.at({51, 2}), 1.0F);
  }
}

// What the body takes is missing from wanted signal and interference, what the margin takes from the former alone.
TEST(Coverage, TakesBodyLossAndMarginOff) {
  const World world = flat_world({0.0, 100.0, 20.0, 101, 5});
  RadioNetwork network;
  add_site(network, world.grid.centre_of({0, 2}));
  add_cell(network, 0.5);
  add_site(network, world.grid.centre_of({100, 2}));
  add_cell(network, 0.5);
  CoverageOptions options = options_of(Model::free_space);
  options.body_loss_db = 3.0;
  options.fading_margin_db = 5.4;
  const ServiceTile tile = whole(world, network, options);
  const double level = free_space_level_dbm(network, 0, 1000.0) - 3.0;
  const double noise_dbm = -174.0 + 10.0 * std::log10(30e3) + 9.0;
  EXPECT_NEAR(tile.rsrp_dbm.at({50, 2}), level - 5.4, rounding_db);
  EXPECT_NEAR(tile.sinr_db.at({50, 2}),
              level - 5.4 - db_from_linear(linear_from_db(noise_dbm) + 0.5 * linear_from_db(level)),
              rounding_db);
  options.floor_dbm = level - 5.0;  // the level with its margin lies below
  EXPECT_EQ(status_at(whole(world, network, options), {50, 2}), PixelStatus::below_floor);
}

TEST(Coverage, IsNotDisturbedByOtherCarriers) {
  const World world = flat_world({0.0, 100.0, 20.0, 101, 5});
  RadioNetwork network;
  add_site(network, world.grid.centre_of({0, 2}));
  add_cell(network, 1.0, 3500.0);
  add_cell(network, 1.0, 2600.0);
  add_cell(network, 1.0, 3500.0, Technology::lte);
  const ServiceTile tile = whole(world, network, options_of(Model::free_space));
  const double level = free_space_level_dbm(network, 1, 1000.0);
  EXPECT_EQ(tile.best_server.at({50, 2}), 1.0F) << "the lower frequency is the stronger";
  EXPECT_NEAR(tile.sinr_db.at({50, 2}), level - (-174.0 + 10.0 * std::log10(30e3) + 9.0),
              rounding_db);
  const ServiceTile lte = whole(world, network, options_of(Model::free_space), Technology::lte);
  EXPECT_EQ(lte.best_server.at({50, 2}), 2.0F);
}

// Three sectors of one site on one carrier: two of them interfere, whatever the order in which they
// come.
TEST(Coverage, SumsTheInterferenceOfAllOthers) {
  const World world = flat_world({0.0, 100.0, 20.0, 51, 5});
  const double gains[3][3] = {{0, 6, 12}, {12, 6, 0}, {6, 12, 0}};
  for (const auto& gain : gains) {
    RadioNetwork network;
    add_site(network, world.grid.centre_of({0, 2}));
    for (int i = 0; i < 3; ++i) {
      if (i > 0) network.sectors.push_back(network.sectors[0]);
      auto antenna = isotropic();
      antenna.gain_dbi = gain[i];
      network.sectors.back().antenna = antenna;
      add_cell(network, 0.5);
    }
    const ServiceTile tile = whole(world, network, options_of(Model::free_space));
    const double level = free_space_level_dbm(network, 0, 1000.0);
    const double noise = linear_from_db(-174.0 + 10.0 * std::log10(30e3) + 9.0);
    const double others = 0.5 * (linear_from_db(level) + linear_from_db(level + 6.0));
    EXPECT_NEAR(tile.rsrp_dbm.at({50, 2}), level + 12.0, rounding_db);
    EXPECT_NEAR(tile.sinr_db.at({50, 2}), level + 12.0 - db_from_linear(noise + others),
                rounding_db);
  }
}

TEST(Coverage, FallsBehindARidge) {
  const Drawing d{{".....#....",  //
                   "S.Q..#..R.",  //
                   ".....#....",  //
                   "..........",  //
                   "..........",  //
                   "..........",  //
                   "........T."}};
  for (const Model model : {Model::p526, Model::knife_edges, Model::tr38901}) {
    RadioNetwork network;
    add_site(network, d.point('S'));
    add_cell(network);
    const ServiceTile tile = whole(d.world(), network, options_of(model));
    const float hidden = tile.rsrp_dbm.at(d.find('R'));
    const float open = tile.rsrp_dbm.at(d.find('T'));
    EXPECT_LT(hidden, open - 20.0F) << to_string(model);
    EXPECT_GT(tile.rsrp_dbm.at(d.find('Q')), open) << to_string(model);
  }
}

TEST(Coverage, LosesSightBehindABuilding) {
  const Drawing d{{"S...B.R...",  //
                   "..........",  //
                   "..........",  //
                   "..........",  //
                   "......T..."}};
  RadioNetwork network;
  add_site(network, d.point('S'), 25.0);
  add_cell(network);
  const CoverageOptions options = options_of(Model::tr38901);
  const ServiceTile tile = whole(d.world(), network, options);
  const double reference = reference_signal_power_dbm(network.cells[0]);
  const propagation::Link38901 to_r{600.0, 25.0, 1.5, 3500.0};
  const propagation::Link38901 to_t{distance_m(d.point('S'), d.point('T')), 25.0, 1.5, 3500.0};
  const auto uma = propagation::Environment::urban_macro;
  EXPECT_NEAR(tile.rsrp_dbm.at(d.find('R')), reference - propagation::obstructed_loss_db(uma, to_r),
              rounding_db);
  EXPECT_NEAR(tile.rsrp_dbm.at(d.find('T')),
              reference - propagation::line_of_sight_loss_db(uma, to_t), rounding_db);
}

// Along the grid's axes the rays of a sweep go through the middles of pixels, as exact profiles do.
TEST(Coverage, OfTheSweepIsThatOfExactProfilesWhereTheyMeet) {
  RandomStream random(31, 1);
  const GridSpec grid{300'000.0, 4'000'000.0, 20.0, 201, 201};
  const World world = world_of(
      grid,
      [](Pixel p) {
        return static_cast<float>(300.0 +
                                  60.0 * std::sin(p.column * 0.09) * std::cos(p.row * 0.07));
      },
      [&](Pixel) { return static_cast<float>(std::max(0.0, random.uniform(-60.0, 25.0))); });
  RadioNetwork network;
  add_site(network, grid.centre_of({100, 100}));
  add_cell(network);
  for (const Model model : {Model::free_space, Model::p526, Model::knife_edges, Model::p1812,
                            Model::itm, Model::tr38901}) {
    CoverageOptions options = options_of(model);
    options.latitude_deg = 35.0;
    for (const double time_percent : {50.0, 10.0}) {
      options.time_percent = time_percent;
      options.exact = false;
      const ServiceTile swept = whole(world, network, options);
      options.exact = true;
      const ServiceTile exact = whole(world, network, options);
      int hidden = 0;
      std::vector<double> sampled_db;
      for (int i = 0; i < 201; ++i) {
        for (const Pixel p : {Pixel{i, 100}, Pixel{100, i}}) {
          hidden += exact.rsrp_dbm.at(p) < -110.0F ? 1 : 0;
          // Ducting, which a sweep leaves out of P.1812 at half of the time, begins to carry more.
          const double d = distance_m(network.sites[0].point, grid.centre_of(p));
          if (model == Model::p1812 && time_percent == 50.0 &&
              exact.rsrp_dbm.at(p) < free_space_level_dbm(network, 0, d) - 30.0)
            continue;
          // Two roundings, and single precision of geometry, 0.01 dB at a grazing edge.
          // ITM's irregularity is sampled, up to a quarter off, and the model jumps with it and with its horizons: with
          // 245 samples on every line 1.3 dB are left at the worst pixel here (sweep_itm_test.cpp compares the figures).
          if (model == Model::itm) {
            EXPECT_NEAR(swept.rsrp_dbm.at(p), exact.rsrp_dbm.at(p), 3.0);
            sampled_db.push_back(
                static_cast<double>(std::abs(swept.rsrp_dbm.at(p) - exact.rsrp_dbm.at(p))));
            continue;
          }
          ASSERT_NEAR(swept.rsrp_dbm.at(p), exact.rsrp_dbm.at(p), 1.0 / 64.0 + 0.01)
              << to_string(model) << ' ' << time_percent << ' ' << p.column << ' ' << p.row;
        }
      }
      if (model != Model::free_space) {
        EXPECT_GT(hidden, 20) << to_string(model);
      }
      if (model == Model::itm) {
        std::ranges::sort(sampled_db);
        EXPECT_LT(sampled_db[sampled_db.size() / 2], 0.2);
        EXPECT_LT(sampled_db[sampled_db.size() * 9 / 10], 1.0);
      }
    }
  }
}

TEST(Coverage, SaysWhyAPixelHasNoLevel) {
  const Drawing d{{"S..?~",  //
                   "....."}};
  RadioNetwork network;
  add_site(network, d.point('S'));
  add_cell(network).power_dbm = 49.0;
  CoverageOptions options = options_of(Model::tr38901, 310.0);
  const ServiceTile tile = whole(d.world(), network, options);
  EXPECT_EQ(status_at(tile, {0, 0}), PixelStatus::covered);
  EXPECT_EQ(status_at(tile, {3, 0}), PixelStatus::no_terrain);
  EXPECT_EQ(status_at(tile, {4, 0}), PixelStatus::outside);
  EXPECT_EQ(status_at(tile, {4, 1}), PixelStatus::no_cell) << "412 m away";
  EXPECT_EQ(status_at(tile, {3, 1}), PixelStatus::no_cell) << "316 m away";
  EXPECT_EQ(status_at(tile, {2, 1}), PixelStatus::covered);
  for (const Pixel p : {Pixel{3, 0}, Pixel{4, 0}, Pixel{4, 1}}) {
    EXPECT_TRUE(std::isnan(tile.rsrp_dbm.at(p)));
    EXPECT_TRUE(std::isnan(tile.sinr_db.at(p)));
    EXPECT_TRUE(std::isnan(tile.best_server.at(p)));
  }

  options.floor_dbm = tile.rsrp_dbm.at({2, 1});
  EXPECT_EQ(status_at(whole(d.world(), network, options), {2, 1}), PixelStatus::covered);
  options.floor_dbm += 1.0 / 64.0;
  const ServiceTile higher_floor = whole(d.world(), network, options);
  EXPECT_EQ(status_at(higher_floor, {2, 1}), PixelStatus::below_floor);
  EXPECT_TRUE(std::isnan(higher_floor.rsrp_dbm.at({2, 1})));
}

TEST(Coverage, StandsOnTheNearestGroundWhereTheSitesPixelHasNone) {
  const Drawing d{{"?????????",  //
                   "?????????",  //
                   "?????????",  //
                   "?.??S??..",  //
                   "?????????"}};
  RadioNetwork network;
  add_site(network, d.point('S'));
  add_cell(network);
  World world = d.world();
  Raster<float> terrain = world.terrain->read(world.grid.full());
  terrain.at(d.find('S')) = no_value;
  world.terrain = std::make_shared<MemoryRasterSource>(terrain);
  EXPECT_EQ(status_at(whole(world, network, options_of(Model::p526)), {8, 3}),
            PixelStatus::covered);
  EXPECT_TRUE(world.engine(network, options_of(Model::p526)).cells_without_ground().empty());

  terrain.at({1, 3}) = terrain.at({7, 3}) = no_value;  // now the nearest ground is four pixels away
  world.terrain = std::make_shared<MemoryRasterSource>(terrain);
  const CoverageEngine engine = world.engine(network, options_of(Model::p526));
  EXPECT_EQ(status_at(engine.compute(Technology::nr, world.grid.full(), silent), {8, 3}),
            PixelStatus::no_cell);
  ASSERT_EQ(engine.cells_without_ground().size(), 1U);
  EXPECT_FALSE(engine.has(Technology::nr));
}

TEST(Coverage, RisesWithThePower) {
  const Drawing d{{"S..#..B...", "..........", "....B....."}};
  RadioNetwork network;
  add_site(network, d.point('S'));
  add_cell(network).power_dbm = 40.0;
  const ServiceTile weak = whole(d.world(), network, options_of(Model::p526));
  network.cells[0].power_dbm = 46.0;
  const ServiceTile strong = whole(d.world(), network, options_of(Model::p526));
  for (std::size_t i = 0; i < weak.rsrp_dbm.values().size(); ++i) {
    EXPECT_EQ(strong.rsrp_dbm.values()[i] - weak.rsrp_dbm.values()[i], 6.0F);
    EXPECT_NEAR(strong.sinr_db.values()[i] - weak.sinr_db.values()[i], 6.0F, 1.0F / 32.0F);
  }
}

TEST(Coverage, KnowsWhichTechnologiesThereAre) {
  const World world = flat_world({0.0, 100.0, 10.0, 10, 10});
  RadioNetwork network;
  add_site(network, {50.0, 50.0});
  add_cell(network, 0.5, 1800.0, Technology::lte);
  const CoverageEngine engine = world.engine(network, options_of(Model::free_space));
  EXPECT_TRUE(engine.has(Technology::lte));
  EXPECT_FALSE(engine.has(Technology::nr));
  EXPECT_EQ(status_at(engine.compute(Technology::nr, world.grid.full(), silent), {5, 5}),
            PixelStatus::no_cell);
}

TEST(Coverage, RefusesRastersOnDifferentGrids) {
  const World one = flat_world({0.0, 100.0, 10.0, 10, 10});
  const World other = flat_world({0.0, 100.0, 10.0, 10, 9});
  const RadioNetwork network;
  EXPECT_THROW(CoverageEngine(network, *one.terrain, *other.surface, *one.inside, {}),
               std::invalid_argument);
}

/// A window of an area raster that is inside throughout.
MemoryRasterSource area_of(const World& world, const Window& window) {
  return MemoryRasterSource(Raster<float>(world.grid.part(window), 1.0F));
}

bool same(float a, float b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

TEST(Coverage, ServesTheAreaFromSitesAroundIt) {
  // Hills and a wall between a site outside the area and the pixels in it.
  const World world = world_of(
      {500'000.0, 4'000'000.0, 20.0, 120, 90},
      [](Pixel p) { return static_cast<float>(30.0 * std::sin(0.11 * p.column + 0.07 * p.row)); },
      [](Pixel p) { return p.column == 55 && p.row > 20 ? 25.0F : 0.0F; });
  RadioNetwork network;
  add_site(network, world.grid.centre_of({7, 40}));
  add_cell(network);
  add_site(network, world.grid.centre_of({118, 88}));
  add_cell(network);
  const Window part{70, 10, 37, 51};
  const auto area = area_of(world, part);
  for (const Model model : {Model::free_space, Model::p526, Model::knife_edges, Model::tr38901}) {
    const auto options = options_of(model, 1500.0);
    const ServiceTile all = whole(world, network, options);
    const CoverageEngine engine(network, *world.terrain, *world.surface, area, options);
    const Window tile{3, 5, 30, 40};
    const ServiceTile ours = engine.compute(Technology::nr, tile, silent);
    EXPECT_EQ(ours.rsrp_dbm.grid(), area.grid().part(tile));
    for (int row = 0; row < tile.height; ++row) {
      for (int column = 0; column < tile.width; ++column) {
        const Pixel here{column, row};
        const Pixel there{part.column + tile.column + column, part.row + tile.row + row};
        ASSERT_TRUE(same(ours.rsrp_dbm.at(here), all.rsrp_dbm.at(there)));
        ASSERT_TRUE(same(ours.sinr_db.at(here), all.sinr_db.at(there)));
        ASSERT_TRUE(same(ours.best_server.at(here), all.best_server.at(there)));
        ASSERT_EQ(ours.status.at(here), all.status.at(there));
      }
    }
    EXPECT_GT(std::ranges::count(ours.best_server.values(), 0.0F), 20);  // from outside
  }
}

TEST(Coverage, RefusesTilesThatSinglePrecisionDoesNotCount) {
  const World world = flat_world({0.0, 15'000.0, 10.0, 1500, 1500});
  RadioNetwork network;
  add_site(network, world.grid.centre_of({3, 3}));
  add_cell(network);
  const CoverageEngine engine = world.engine(network, options_of(Model::free_space, 100.0));
  EXPECT_THROW(engine.compute(Technology::nr, world.grid.full(), silent), std::invalid_argument);
  EXPECT_NO_THROW(engine.compute(Technology::nr, {0, 0, 1448, 1448}, silent));
}

TEST(Coverage, NeedsTheAreaToBeAPartOfTheTerrain) {
  const World world = flat_world({0.0, 2000.0, 20.0, 100, 100});
  const RadioNetwork network;
  const auto engine_for = [&](const GridSpec& grid) {
    const MemoryRasterSource area(Raster<float>(grid, 1.0F));
    CoverageEngine(network, *world.terrain, *world.surface, area, {});
  };
  EXPECT_NO_THROW(engine_for(world.grid.part({10, 20, 90, 80})));
  EXPECT_THROW(engine_for(world.grid.part({10, 20, 91, 80})), std::invalid_argument);
  EXPECT_THROW(engine_for({5.0, 2000.0, 20.0, 10, 10}), std::invalid_argument);
  EXPECT_THROW(engine_for({0.0, 2000.0, 10.0, 10, 10}), std::invalid_argument);
}

TEST(Coverage, StopsWhenTold) {
  const World world = flat_world({0.0, 100.0, 10.0, 10, 10});
  RadioNetwork network;
  add_site(network, {50.0, 50.0});
  add_cell(network);
  const CoverageEngine engine = world.engine(network, options_of(Model::p526));
  SilentProgress progress;
  progress.cancel();
  EXPECT_THROW(engine.compute(Technology::nr, world.grid.full(), progress), Cancelled);
}

// Asks to stop after some rows, as a user would in the middle of a tile.
class StopsLater final : public Progress {
 public:
  void begin(const std::string&, std::int64_t) override {}
  void advance(std::int64_t) override {}
  bool cancelled() const override { return ++m_asked > 5; }

 private:
  mutable std::atomic<int> m_asked = 0;
};

TEST(Coverage, StopsInTheMiddleOfATile) {
  const World world = flat_world({0.0, 1000.0, 10.0, 100, 100});
  RadioNetwork network;
  add_site(network, {50.0, 50.0});
  add_cell(network);
  const CoverageEngine engine = world.engine(network, options_of(Model::p526));
  EXPECT_THROW(engine.compute(Technology::nr, world.grid.full(), StopsLater()), Cancelled);
}

}  // namespace
}  // namespace gigacity::radio
