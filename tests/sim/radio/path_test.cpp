// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/path.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "core/units.hpp"
#include "sim/propagation/free_space.hpp"
#include "tests/sim/radio/radio_world.hpp"

namespace gigacity::radio {
namespace {

using Heights = std::vector<float>;

constexpr double a_e = earth_radius_m * 4.0 / 3.0;

Heights copy_of(std::span<const float> values) {
  return {values.begin(), values.end()};
}

Landscape landscape_of(const World& world) {
  return {*world.terrain, *world.surface, world.grid.full().inflated(1)};
}

TEST(ProfileSampler, TakesThePixelsAlongTheLine) {
  const Drawing d{{"P.#.BQ"}, 10.0, 5.0F, 20.0F};
  const Landscape land = landscape_of(d.world());
  ProfileSampler sampler(1);
  const TerrainProfile profile = sampler.sample(land, d.point('P'), d.point('Q'));
  EXPECT_EQ(profile.step_m, 10.0);
  EXPECT_EQ(copy_of(profile.ground_m), (Heights{0, 0, 5, 0, 0, 0}));
  EXPECT_EQ(copy_of(profile.surface_m), (Heights{0, 0, 5, 0, 20, 0}));
  EXPECT_EQ(profile.distance_m(), 50.0);
}

TEST(ProfileSampler, StepsAtMostOnePixel) {
  const World world = flat_world({0.0, 1000.0, 10.0, 100, 100});
  const Landscape land = landscape_of(world);
  ProfileSampler sampler(1);
  RandomStream random(3, 1);
  for (int i = 0; i < 1000; ++i) {
    const MapPoint a{random.uniform(0.0, 1000.0), random.uniform(0.0, 1000.0)};
    const MapPoint b{random.uniform(0.0, 1000.0), random.uniform(0.0, 1000.0)};
    const TerrainProfile profile = sampler.sample(land, a, b);
    EXPECT_LE(profile.step_m, 10.0);
    EXPECT_NEAR(profile.distance_m(), distance_m(a, b), 1e-9);
  }
}

TEST(ProfileSampler, StandsOnTheGroundAtBothEnds) {
  // Both ends within buildings: their own pixels are ground, the next pixels are walls.
  const Drawing d{{"BBBBBB"}, 10.0, 5.0F, 20.0F};
  const Landscape land = landscape_of(d.world());
  ProfileSampler sampler(1);
  const auto profile = sampler.sample(land, d.grid().centre_of({0, 0}), d.grid().centre_of({5, 0}));
  EXPECT_EQ(copy_of(profile.surface_m), (Heights{0, 20, 20, 20, 20, 0}));
}

TEST(ProfileSampler, BridgesMissingTerrain) {
  const World world = world_of({0.0, 10.0, 10.0, 5, 1}, [](Pixel p) {
    return p.column == 1 || p.column == 2 || p.column == 4 ? no_value
                                                           : static_cast<float>(3 * p.column);
  });
  const Landscape land = landscape_of(world);
  ProfileSampler sampler(1);
  const auto profile =
      sampler.sample(land, world.grid.centre_of({0, 0}), world.grid.centre_of({4, 0}));
  EXPECT_EQ(copy_of(profile.ground_m), (Heights{0, 3, 6, 9, 9}));
  EXPECT_TRUE(std::isnan(profile.surface_m[1]));
}

// Rounding must not depend on where the window begins.
TEST(ProfileSampler, FindsTheSameInEveryWindow) {
  RandomStream random(3, 2);
  const GridSpec grid{345'678.9, 6'789'012.3, 7.3, 300, 300};
  const World world =
      world_of(grid, [&](Pixel) { return static_cast<float>(random.uniform(0.0, 9.0)); });
  ProfileSampler one(1);
  ProfileSampler other(1);
  for (int i = 0; i < 300; ++i) {
    const MapPoint a{grid.west_m + random.uniform(0.0, 2190.0),
                     grid.north_m - random.uniform(0.0, 2190.0)};
    const Pixel b{random.index(300), random.index(300)};
    MapBox box;
    box.add(a);
    box.add(grid.centre_of(b));
    const Landscape small(*world.terrain, *world.surface, window_around(grid, box));
    const Landscape large(*world.terrain, *world.surface,
                          grid.full().inflated(5 + random.index(50)));
    const auto p = copy_of(one.sample(small, a, grid.centre_of(b)).surface_m);
    EXPECT_EQ(p, copy_of(other.sample(large, a, grid.centre_of(b)).surface_m));
  }
}

PathGeometry geometry(Model model, const Drawing& d, char from, char to) {
  const World world = d.world();
  const Landscape land = landscape_of(world);
  ProfileSampler sampler(1);
  const propagation::StepTables tables(100);
  const PathEnds ends{land.at(d.find(from)).ground_m, 25.0, land.at(d.find(to)).ground_m, 1.5};
  return path_geometry(model, ends, sampler.sample(land, d.point(from), d.point(to)), a_e, tables);
}

constexpr auto uma = propagation::Environment::urban_macro;

TEST(PathLoss, IsFreeSpaceInTheOpen) {
  const Drawing d{{"P...Q"}};
  const double free_space = propagation::free_space_loss_db(std::hypot(400.0, 23.5), 3500.0);
  EXPECT_DOUBLE_EQ(
      path_loss_db(Model::free_space, uma, path_geometry({0, 25, 0, 1.5}, 400.0), 3500.0),
      free_space);
  EXPECT_NEAR(path_loss_db(Model::p526, uma, geometry(Model::p526, d, 'P', 'Q'), 3500.0),
              free_space, 1e-9);
}

TEST(PathLoss, KnowsBuildingsFromHills) {
  const Drawing open{{"P...Q"}};
  const Drawing building{{"P..BQ"}};
  const Drawing hill{{"P..#Q"}};
  const auto loss = [](Model model, const Drawing& d) {
    return path_loss_db(model, uma, geometry(model, d, 'P', 'Q'), 3500.0);
  };
  const propagation::Link38901 link{400.0, 25.0, 1.5, 3500.0};
  EXPECT_DOUBLE_EQ(loss(Model::tr38901, open), propagation::line_of_sight_loss_db(uma, link));
  EXPECT_DOUBLE_EQ(loss(Model::tr38901, building), propagation::obstructed_loss_db(uma, link));
  EXPECT_GT(loss(Model::tr38901, hill), propagation::obstructed_loss_db(uma, link) + 20.0);
  for (const Model model : {Model::p526, Model::knife_edges}) {
    EXPECT_GT(loss(model, building), loss(model, open) + 20.0);
    EXPECT_GT(loss(model, hill), loss(model, building));
  }
}

TEST(PathLoss, StaysFiniteAtTheFootOfTheMast) {
  const Drawing d{{"PQ"}};
  for (const Model model : {Model::free_space, Model::p526, Model::knife_edges, Model::tr38901}) {
    for (const char to : {'P', 'Q'}) {
      const double loss = path_loss_db(model, uma, geometry(model, d, 'P', to), 700.0);
      EXPECT_TRUE(std::isfinite(loss));
      EXPECT_GT(loss, 20.0);
    }
  }
}

TEST(Environment38901, FollowsTheAntennaUnlessTold) {
  CoverageOptions options;
  EXPECT_EQ(environment_of(options, 15.0), propagation::Environment::urban_micro);
  EXPECT_EQ(environment_of(options, 15.1), propagation::Environment::urban_macro);
  options.environment = propagation::Environment::rural_macro;
  EXPECT_EQ(environment_of(options, 8.0), propagation::Environment::rural_macro);
}

TEST(Model, IsFoundByItsName) {
  EXPECT_EQ(model_named("p526"), Model::p526);
  EXPECT_EQ(model_named("p526-knife-edges"), Model::knife_edges);
  EXPECT_EQ(model_named(to_string(Model::tr38901)), Model::tr38901);
  EXPECT_FALSE(model_named("hata"));
}

}  // namespace
}  // namespace gigacity::radio
