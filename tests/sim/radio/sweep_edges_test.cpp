// SPDX-License-Identifier: Apache-2.0
// The knife edges that the radial sweep finds, against knife_edges over profiles. As in sweep_itm_test.cpp the rays of an
// antenna in the middle of its pixel meet the middles of pixels along rows and columns.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/units.hpp"
#include "sim/propagation/free_space.hpp"
#include "sim/radio/path.hpp"
#include "sim/radio/sweep_links.hpp"
#include "tests/sim/radio/hills.hpp"
#include "tests/sim/radio/sweep_anywhere.hpp"

namespace gigacity::radio {
namespace {

constexpr int side = 401;
constexpr double pixel_m = 30.0;
constexpr double earth_m = 4.0 / 3.0 * earth_radius_m;
constexpr float nothing = -std::numeric_limits<float>::infinity();
const GridSpec grid{300'000.0, 4'000'000.0, pixel_m, side, side};

/// ν√λ of the principal edge, and of those towards transmitter and receiver.
using Edges = std::array<float, 3>;

/// By pixel of the window.
std::map<int, Edges> swept(const SweepTerrain& land, const SweepQuestion& question) {
  std::map<int, Edges> out;
  SweepScratch scratch;
  sweep(land, question, scratch, [&](const SweptPaths& paths) {
    for (std::size_t i = 0; i < paths.pixel.size(); ++i)
      out[paths.pixel[i]] = {paths.nu_root_m[i], paths.transmitter_side_nu_root_m[i],
                             paths.receiver_side_nu_root_m[i]};
  });
  return out;
}

SweepQuestion question_at(MapPoint transmitter, const Raster<float>& ground) {
  SweepQuestion question;
  question.transmitter = transmitter;
  question.transmitter_ground_m = ground.at(grid.pixel_of(transmitter));
  question.transmitter_height_m = 30.0;
  question.receiver_height_m = 2.0;
  question.radius_m = 5900.0;
  question.effective_earth_radius_m = earth_m;
  question.geometry = SweepGeometry::knife_edges;
  question.window = grid.full();
  return question;
}

/// Hills of kilometres, hundreds of metres, and what a pixel still resolves.
Raster<float> smooth_hills() {
  Raster<float> ground(grid);
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column)
      ground.at({column, row}) = static_cast<float>(
          60.0 * std::sin(column * 0.11) * std::cos(row * 0.07) +
          10.0 * std::sin(column * 0.31 + row * 0.17) + 1.5 * std::sin(column * 0.9 - row * 0.7));
  }
  return ground;
}

TEST(SweepForKnifeEdges, FindsWhatTheProfileHasWhereRaysRunThroughThePixelsMiddles) {
  const Raster<float> ground = hills(grid);
  const Raster<float> surface = with_houses(ground);
  const SweepTerrain land(MemoryRasterSource(ground), MemoryRasterSource(surface), grid.full());
  const Pixel at{200, 200};
  const SweepQuestion question = question_at(grid.centre_of(at), ground);
  const auto found = swept(land, question);
  const double tx = question.transmitter_ground_m + question.transmitter_height_m;

  int compared = 0;
  std::array<int, 3> obstructing{};
  for (const auto& [dx, dy] :
       {std::pair{1, 0}, std::pair{-1, 0}, std::pair{0, 1}, std::pair{0, -1}}) {
    std::vector<double> distance_m{0.0};
    std::vector<double> surface_m{ground.at(at)};
    for (int n = 1;; ++n) {
      const Pixel p{at.column + n * dx, at.row + n * dy};
      const auto path = found.find(p.row * side + p.column);
      if (path == found.end()) break;
      if (n > 1) surface_m.back() = surface.at({p.column - dx, p.row - dy});
      distance_m.push_back(n * pixel_m);
      surface_m.push_back(ground.at(p));  // the receiver stands beside the house
      if (n < 2) continue;
      ++compared;
      const auto exact = propagation::knife_edges(
          distance_m, surface_m, tx, ground.at(p) + question.receiver_height_m, earth_m);
      const auto expect = [&, dx = dx, dy = dy](const char* which, float swept,
                                                const propagation::KnifeEdge& edge) {
        if (edge.point == 0) {
          EXPECT_EQ(swept, nothing) << which << ' ' << dx << dy << ' ' << n;
        } else {
          EXPECT_NEAR(swept, edge.nu_root_m, 2e-3 + 2e-4 * std::abs(edge.nu_root_m))
              << which << ' ' << dx << dy << ' ' << n;
        }
      };
      const auto& [principal, transmitter_side, receiver_side] = path->second;
      expect("principal", principal, exact.principal);
      expect("towards the transmitter", transmitter_side, exact.transmitter_side);
      expect("towards the receiver", receiver_side, exact.receiver_side);
      for (std::size_t i = 0; i < obstructing.size(); ++i)
        obstructing[i] += path->second[i] > 0.0F ? 1 : 0;
    }
  }
  EXPECT_GT(compared, 700);
  EXPECT_GT(obstructing[0], 400);
  EXPECT_GT(obstructing[1], 100);
  EXPECT_GT(obstructing[2], 50);
}

TEST(SweepForKnifeEdges, IsNearTheProfileBesideTheRaysToo) {
  const Raster<float> ground = smooth_hills();
  const MemoryRasterSource source(ground);
  const SweepTerrain land(source, source, grid.full());
  const Landscape landscape(source, source, grid.full());
  SweepQuestion question =
      question_at({grid.west_m + 198.3 * pixel_m, grid.north_m - 202.9 * pixel_m}, ground);
  ProfileSampler sampler(profile_points(grid, question.radius_m));
  const double wavelength_m = propagation::wavelength_m(900.0);
  question.least_nu_root_m = propagation::least_lossy_nu * std::sqrt(wavelength_m);
  std::vector<double> off_db;
  std::vector<float> loss_db;
  SweepScratch scratch;
  sweep(land, question, scratch, [&](const SweptPaths& paths) {
    loss_db.resize(paths.pixel.size());
    propagation::knife_edges_losses_db(knife_edges_links(paths), wavelength_m, loss_db);
    for (std::size_t i = 0; i < loss_db.size(); ++i) {
      if (paths.pixel[i] % 7 != 0) continue;
      const Pixel p{paths.pixel[i] % side, paths.pixel[i] / side};
      const PathEnds ends{question.transmitter_ground_m, question.transmitter_height_m,
                          static_cast<double>(ground.at(p)), question.receiver_height_m};
      const auto exact =
          knife_edges_of(sampler.sample(landscape, question.transmitter, grid.centre_of(p)), ends,
                         question.effective_earth_radius_m);
      off_db.push_back(std::abs(static_cast<double>(loss_db[i]) -
                                propagation::knife_edges_loss_db(exact, wavelength_m)));
    }
  });
  ASSERT_GT(off_db.size(), 15'000U);
  std::ranges::sort(off_db);
  const auto quantile = [&](std::size_t percent) { return off_db[off_db.size() * percent / 100]; };
  // What is asked of it on real terrain.
  EXPECT_LT(quantile(50), 0.1);
  EXPECT_LT(quantile(95), 1.0);
  EXPECT_LT(quantile(99), 3.0);
}

TEST(SweepForKnifeEdges, SaysTheSameOfAPixelInAnyWindowAndOnEveryProcessor) {
  const Raster<float> ground = hills(grid);
  const SweepTerrain land(MemoryRasterSource(ground), MemoryRasterSource(with_houses(ground)),
                          grid.full());
  expect_the_same_anywhere(
      question_at({grid.west_m + 198.3 * pixel_m, grid.north_m - 202.9 * pixel_m}, ground),
      [&](const SweepQuestion& question) { return swept(land, question); });
}

TEST(SweepForKnifeEdges, PassesOverMissingGround) {
  // A wall east of the antenna, and no ground right behind it.
  Raster<float> ground(grid, 50.0F);
  for (int row = 0; row < side; ++row) {
    ground.at({230, row}) = 150.0F;
    ground.at({231, row}) = no_value;
  }
  const MemoryRasterSource source(ground);
  const SweepTerrain land(source, source, grid.full());
  const auto found = swept(land, question_at(grid.centre_of({200, 200}), ground));
  EXPECT_EQ(found.count(200 * side + 231), 0U);
  ASSERT_EQ(found.count(200 * side + 260), 1U);
  // The wall stands 86 m over the line from 30 m down to 2 m, half-way along 1800 m; the earth's bulge is 5 cm.
  EXPECT_NEAR((found.at(200 * side + 260)[0]), 84.05 * std::sqrt(2.0 * 1800.0) / 900.0, 0.01);
  for (const auto& [pixel, edges] : found)
    ASSERT_TRUE(std::ranges::none_of(edges, [](float x) { return std::isnan(x); })) << pixel;
}

}  // namespace
}  // namespace gigacity::radio
