// SPDX-License-Identifier: Apache-2.0
// The radial sweep against the functions of profiles. Along a row, a column or a diagonal through an antenna in the
// middle of its pixel the rays run through the middles of pixels: there the sweep must find what the profile has, to
// the rounding of floats. Elsewhere tests/bench/exactness measures it on real terrain.
#include "sim/radio/sweep.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/random.hpp"
#include "core/units.hpp"
#include "sim/propagation/p1812.hpp"
#include "sim/propagation/profile_walk.hpp"
#include "tests/sim/propagation/every_processor.hpp"
#include "tests/sim/radio/hills.hpp"

namespace gigacity::radio {
namespace {

constexpr int side = 241;
constexpr double pixel_m = 25.0;
constexpr double earth_m = 4.0 / 3.0 * earth_radius_m;
const GridSpec grid{300'000.0, 4'000'000.0, pixel_m, side, side};

struct Land {
  MemoryRasterSource ground;
  MemoryRasterSource surface;
  SweepTerrain terrain{ground, surface, grid.full()};
};

Land hilly_land() {
  return {MemoryRasterSource(hills(grid)), MemoryRasterSource(with_houses(hills(grid)))};
}

// Rays that meet the middles of pixels: eastwards and downwards.
constexpr std::array<std::pair<int, int>, 8> directions{
    {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, 1}, {1, -1}, {-1, -1}}};

struct Path {
  float distance_m = 0.0F;
  float receiver_m = 0.0F;
  float receiver_ground_m = 0.0F;
  int in_sight = 0;
  float nu_root_m = 0.0F;
  float smooth_transmitter_m = 0.0F;
  float smooth_receiver_m = 0.0F;
  float obstacle_m = 0.0F;
  float obstacle_transmitter_slope = 0.0F;
  float obstacle_receiver_slope = 0.0F;
  friend bool operator==(const Path&, const Path&) = default;
};

// By pixel of the grid. A pixel that comes twice is an error.
std::map<std::pair<int, int>, Path> swept(const SweepTerrain& terrain,
                                          const SweepQuestion& question) {
  std::map<std::pair<int, int>, Path> out;
  SweepScratch scratch;
  sweep(terrain, question, scratch, [&](const SweptPaths& paths) {
    for (std::size_t i = 0; i < paths.pixel.size(); ++i) {
      Path path{paths.distance_m[i], paths.receiver_m[i], paths.receiver_ground_m[i],
                paths.in_sight[i]};
      if (!paths.nu_root_m.empty()) path.nu_root_m = paths.nu_root_m[i];
      if (!paths.obstacle_m.empty()) {
        path.smooth_transmitter_m = paths.smooth_transmitter_m[i];
        path.smooth_receiver_m = paths.smooth_receiver_m[i];
        path.obstacle_m = paths.obstacle_m[i];
        path.obstacle_transmitter_slope = paths.obstacle_transmitter_slope[i];
        path.obstacle_receiver_slope = paths.obstacle_receiver_slope[i];
      }
      const int column = question.window.column + paths.pixel[i] % question.window.width;
      const int row = question.window.row + paths.pixel[i] / question.window.width;
      EXPECT_TRUE(out.emplace(std::pair{column, row}, path).second)
          << column << ' ' << row << " twice";
    }
  });
  return out;
}

SweepQuestion question_at(MapPoint transmitter, SweepGeometry geometry) {
  SweepQuestion question;
  question.transmitter = transmitter;
  question.transmitter_ground_m = 712.0;
  question.transmitter_height_m = 25.0;
  question.radius_m = 2600.0;
  question.effective_earth_radius_m = earth_m;
  question.geometry = geometry;
  question.window = grid.full();
  return question;
}

class SweepOfDisc : public testing::TestWithParam<std::tuple<double, double, double>> {};

TEST_P(SweepOfDisc, HasEveryPixelOnce) {
  const auto [x, y, radius_m] = GetParam();
  const Land land = hilly_land();
  SweepQuestion question = question_at({grid.west_m + x * pixel_m, grid.north_m - y * pixel_m},
                                       SweepGeometry::line_of_sight);
  question.radius_m = radius_m;
  const auto paths = swept(land.terrain, question);
  const Pixel own = grid.pixel_of(question.transmitter);
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      const double d = distance_m(question.transmitter, grid.centre_of({column, row}));
      const bool found = paths.contains({column, row});
      // A millimetre at the rim is left to rounding.
      if (d < radius_m - 1e-3 || Pixel{column, row} == own) {
        ASSERT_TRUE(found) << column << ' ' << row;
        EXPECT_NEAR((paths.at({column, row}).distance_m), d, 1e-3);
      }
      if (d > radius_m + 1e-3 && Pixel{column, row} != own) {
        ASSERT_FALSE(found) << column << ' ' << row;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Antennas, SweepOfDisc,
    testing::Values(std::tuple{120.5, 120.5, 2900.0}, std::tuple{120.0, 120.0, 2600.0},
                    std::tuple{100.999, 90.001, 2000.0}, std::tuple{3.3, 5.8, 1500.0},
                    std::tuple{120.25, 120.75, 700.0}, std::tuple{120.6, 120.1, 60.0},
                    std::tuple{120.6, 120.1, 10.0}));

TEST(Sweep, SaysTheSameOfAPixelInAnyWindow) {
  const Land land = hilly_land();
  SweepQuestion question =
      question_at({grid.west_m + 118.3 * pixel_m, grid.north_m - 122.9 * pixel_m},
                  SweepGeometry::surface_diffraction);
  const auto whole = swept(land.terrain, question);
  for (const Window& window :
       {Window{0, 0, 100, 100}, Window{130, 60, 40, 7}, Window{118, 122, 1, 1},
        Window{100, 180, 30, 45}, Window{119, 20, 1, 200}}) {
    question.window = window;
    const auto part = swept(land.terrain, question);
    std::size_t expected = 0;
    for (const auto& [pixel, path] : whole) {
      if (!window.contains(pixel.first, pixel.second)) continue;
      ++expected;
      const auto found = part.find(pixel);
      ASSERT_NE(found, part.end());
      EXPECT_EQ(found->second, path) << pixel.first << ' ' << pixel.second;
    }
    EXPECT_EQ(part.size(), expected);
  }
}

TEST(Sweep, FindsWhatTheProfileHasWhereRaysRunThroughThePixelsMiddles) {
  const Land land = hilly_land();
  const Pixel at{120, 120};
  SweepQuestion question = question_at(grid.centre_of(at), SweepGeometry::surface_diffraction);
  const Raster<float> ground = hills(grid);
  const Raster<float> surface = with_houses(hills(grid));
  question.transmitter_ground_m = ground.at(at);
  const auto paths = swept(land.terrain, question);
  question.geometry = SweepGeometry::ground_diffraction;
  const auto over_ground = swept(land.terrain, question);
  const double tx = question.transmitter_ground_m + question.transmitter_height_m;
  const propagation::StepTables tables(side);

  int in_sight = 0;
  int compared = 0;
  for (const auto& [dx, dy] : directions) {
    std::vector<float> ground_m{ground.at(at)};
    std::vector<float> surface_m{ground.at(at)};
    for (int n = 1;; ++n) {
      const Pixel p{at.column + n * dx, at.row + n * dy};
      const auto found = paths.find({p.column, p.row});
      if (found == paths.end()) break;
      ground_m.push_back(ground.at(p));
      surface_m.push_back(ground.at(p));  // the receiver stands beside the house
      if (n > 1)
        surface_m[static_cast<std::size_t>(n) - 1] = surface.at({p.column - dx, p.row - dy});
      if (n < 2) continue;
      ++compared;
      const double step_m = pixel_m * std::hypot(dx, dy);
      const double rx = ground.at(p) + question.receiver_height_m;
      const Path& path = found->second;
      const auto edge = propagation::bullington_edge(step_m, surface_m, tx, rx, earth_m, tables);
      EXPECT_EQ(path.in_sight != 0, edge.line_of_sight);
      in_sight += path.in_sight;
      // Heights rounded to float are off by a few hundredths of a millimetre, which counts most near an end.
      EXPECT_NEAR(path.nu_root_m, edge.nu_root_m, 2e-3 + 2e-4 * std::abs(edge.nu_root_m))
          << dx << dy << ' ' << n;
      const auto bare = propagation::bullington_edge(step_m, ground_m, tx, rx, earth_m, tables);
      const float bare_nu = over_ground.at({p.column, p.row}).nu_root_m;
      if (bare.line_of_sight) {
        EXPECT_EQ(bare_nu, -std::numeric_limits<float>::infinity());
      } else {
        EXPECT_NEAR(bare_nu, bare.nu_root_m, 2e-3 + 2e-4 * std::abs(bare.nu_root_m))
            << dx << dy << ' ' << n;
      }
      // Effective heights, eq. 88 and 89, from the parts.
      const propagation::SmoothEarth earth =
          propagation::smooth_earth(step_m, ground_m, tx, rx, tables);
      const propagation::SmoothEarth swept_earth = propagation::with_diffraction_heights(
          path.smooth_transmitter_m, path.smooth_receiver_m,
          {path.obstacle_m, path.obstacle_transmitter_slope, path.obstacle_receiver_slope}, 0.0,
          path.receiver_ground_m);
      EXPECT_NEAR(swept_earth.transmitter_m + question.transmitter_ground_m, earth.transmitter_m,
                  0.01);
      EXPECT_NEAR(swept_earth.receiver_m + question.transmitter_ground_m, earth.receiver_m, 0.01);

      EXPECT_NEAR(swept_earth.transmitter_diffraction_m + question.transmitter_ground_m,
                  earth.transmitter_diffraction_m, 0.01)
          << dx << dy << ' ' << n;
      EXPECT_NEAR(swept_earth.receiver_diffraction_m + question.transmitter_ground_m,
                  earth.receiver_diffraction_m, 0.01)
          << dx << dy << ' ' << n;
    }
  }
  EXPECT_GT(compared, 600);
  EXPECT_GT(in_sight, 50);
  EXPECT_GT(compared - in_sight, 100);
}

// A ray's profile over the middles of the pixels that it meets, up to each of them in turn.
struct Ray {
  std::vector<double> distance_m;
  std::vector<double> ground_m;
  std::vector<double> surface_m;
};

TEST(Sweep, FindsAllThatP1812AsksForWhereRaysRunThroughThePixelsMiddles) {
  const Land land = hilly_land();
  const Pixel at{120, 120};
  const Raster<float> ground = hills(grid);
  const Raster<float> surface = with_houses(hills(grid));
  const propagation::RadioClimate climate{60.0, 325.0, 35.0};
  SweepQuestion question = question_at(grid.centre_of(at), SweepGeometry::p1812);
  question.transmitter_ground_m = ground.at(at);
  question.effective_earth_radius_m = 157.0 / (157.0 - climate.delta_n) * earth_radius_m;
  question.beta_earth_radius_m = 3.0 * earth_radius_m;
  std::map<std::pair<int, int>, std::array<float, 6>> found;
  std::map<std::pair<int, int>, float> roughness;
  SweepScratch scratch;
  sweep(land.terrain, question, scratch, [&](const SweptPaths& paths) {
    for (std::size_t i = 0; i < paths.pixel.size(); ++i) {
      found[{paths.pixel[i] % side, paths.pixel[i] / side}] = {paths.nu_root_m[i],
                                                               paths.beta_nu_root_m[i],
                                                               paths.horizon_transmitter_m[i],
                                                               paths.horizon_receiver_m[i],
                                                               paths.horizon_transmitter_slope[i],
                                                               paths.horizon_receiver_slope[i]};
      roughness[{paths.pixel[i] % side, paths.pixel[i] / side}] = paths.roughness_m[i];
    }
  });

  int beyond = 0;
  int compared = 0;
  for (const auto& [dx, dy] : directions) {
    Ray ray{{0.0}, {ground.at(at)}, {ground.at(at)}};
    const double step_m = pixel_m * std::hypot(dx, dy);
    for (int n = 1;; ++n) {
      const Pixel p{at.column + n * dx, at.row + n * dy};
      const auto path = found.find({p.column, p.row});
      if (path == found.end()) break;
      if (n > 1) ray.surface_m.back() = surface.at({p.column - dx, p.row - dy});
      ray.distance_m.push_back(n * step_m);
      ray.ground_m.push_back(ground.at(p));
      ray.surface_m.push_back(ground.at(p));
      if (n < 3) continue;
      const auto exact = propagation::p1812_path({ray.distance_m,
                                                  ray.ground_m,
                                                  ray.surface_m,
                                                  {},
                                                  question.transmitter_height_m,
                                                  question.receiver_height_m},
                                                 climate);
      ASSERT_NEAR(exact.effective_earth_radius_m, question.effective_earth_radius_m, 1.0);
      ++compared;
      beyond += exact.beyond_horizon ? 1 : 0;
      const auto& [nu, beta_nu, d_lt, d_lr, t_slope, r_slope] = path->second;
      EXPECT_NEAR(nu, exact.median.terrain.nu_root_m, 2e-3 + 2e-4 * std::abs(nu))
          << dx << dy << ' ' << n;
      EXPECT_NEAR(beta_nu, exact.beta.terrain.nu_root_m, 2e-3 + 2e-4 * std::abs(beta_nu))
          << dx << dy << ' ' << n;
      EXPECT_NEAR(d_lt, exact.horizon_m.transmitter, 0.01) << dx << dy << ' ' << n;
      EXPECT_NEAR(d_lr, exact.horizon_m.receiver, 0.01) << dx << dy << ' ' << n;
      EXPECT_NEAR(1e3 * std::atan(t_slope), exact.horizon_mrad.transmitter, 0.01)
          << dx << dy << ' ' << n;
      EXPECT_NEAR(1e3 * std::atan(r_slope), exact.horizon_mrad.receiver, 0.01)
          << dx << dy << ' ' << n;
      EXPECT_NEAR((roughness.at({p.column, p.row})), exact.roughness_m, 0.02)
          << dx << dy << ' ' << n;
    }
  }
  EXPECT_GT(compared, 600);
  EXPECT_GT(beyond, 100);
  EXPECT_GT(compared - beyond, 100);
}

TEST(Sweep, LeavesOutPixelsWithoutGround) {
  Raster<float> ground(grid, 50.0F);
  ground.at({130, 120}) = no_value;
  const MemoryRasterSource source(ground);
  const SweepTerrain terrain(source, source, grid.full());
  SweepQuestion question =
      question_at(grid.centre_of({120, 120}), SweepGeometry::surface_diffraction);
  question.transmitter_ground_m = 50.0;
  const auto paths = swept(terrain, question);
  EXPECT_FALSE(paths.contains({130, 120}));
  ASSERT_TRUE(paths.contains({131, 120}));
  for (const auto& [pixel, path] : paths) {
    ASSERT_EQ(path.in_sight, 1) << pixel.first << ' ' << pixel.second;
    ASSERT_FALSE(std::isnan(path.nu_root_m)) << pixel.first << ' ' << pixel.second;
  }
}

TEST(Sweep, GivesTheSameBitsOnEveryProcessor) {
  const Land land = hilly_land();
  const SweepQuestion question =
      question_at({grid.west_m + 118.3 * pixel_m, grid.north_m - 122.9 * pixel_m},
                  SweepGeometry::surface_diffraction);
  const auto widest = swept(land.terrain, question);
  propagation::on_every_processor(
      [&](const char* target) { EXPECT_EQ(swept(land.terrain, question), widest) << target; });
}

}  // namespace
}  // namespace gigacity::radio
