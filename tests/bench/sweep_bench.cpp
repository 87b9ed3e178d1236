// SPDX-License-Identifier: Apache-2.0
// Speed of the radial sweep on one thread: 5 and 20 km around an antenna on rough ground in pixels of 30 m, and 5 km of a city
// in pixels of 10 m.
#include <cmath>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/random.hpp"
#include "core/units.hpp"
#include "sim/propagation/diffraction.hpp"
#include "sim/radio/sweep.hpp"

namespace gigacity::radio {
namespace {

struct Country {
  Raster<float> ground;
  Raster<float> surface;
};

// Hills of some kilometres and of some hundred metres, and metres of noise. Nothing stands on them.
Country rough_country(const GridSpec& grid) {
  Raster<float> ground(grid);
  RandomStream random(5, 1);
  for (int row = 0; row < grid.height; ++row) {
    for (int column = 0; column < grid.width; ++column) {
      ground.at({column, row}) = static_cast<float>(
          120.0 * std::sin(column * 0.021) * std::cos(row * 0.017) +
          25.0 * std::sin(column * 0.17 + row * 0.05) + random.uniform(0.0, 4.0));
    }
  }
  return {ground, ground};
}

// A plain that rises and falls by metres, streets 80 m apart, houses of 6 to 30 m on a third of the land between them.
Country city(const GridSpec& grid) {
  Raster<float> ground(grid);
  Raster<float> surface(grid);
  RandomStream random(5, 2);
  std::vector<float> house_m(static_cast<std::size_t>(grid.width / 2 + 1));
  for (int row = 0; row < grid.height; ++row) {
    if (row % 2 == 0) {
      for (float& h : house_m)
        h = random.uniform() < 0.33 ? static_cast<float>(random.uniform(6.0, 30.0)) : 0.0F;
    }
    for (int column = 0; column < grid.width; ++column) {
      const Pixel p{column, row};
      ground.at(p) =
          static_cast<float>(6.0 * std::sin(column * 0.011) * std::cos(row * 0.013) + 40.0);
      const bool street = column % 8 < 2 || row % 8 < 2;
      surface.at(p) =
          ground.at(p) + (street ? 0.0F : house_m[static_cast<std::size_t>(column / 2)]);
    }
  }
  return {ground, surface};
}

using MakeCountry = Country(const GridSpec&);

// Arguments: radius and pixel, metres.
void sweep_disc(benchmark::State& state, SweepGeometry geometry, MakeCountry* make_country) {
  const double radius_m = static_cast<double>(state.range(0));
  const double pixel_m = static_cast<double>(state.range(1));
  const int side = 2 * static_cast<int>(radius_m / pixel_m) + 4;
  const GridSpec grid{0.0, side * pixel_m, pixel_m, side, side};
  const Country country = make_country(grid);
  const MemoryRasterSource terrain(country.ground);
  const MemoryRasterSource surface(country.surface);
  const SweepTerrain land(terrain, surface, grid.full());
  SweepQuestion question;
  question.transmitter = grid.box().centre();
  question.transmitter_ground_m = country.ground.at({side / 2, side / 2});
  question.transmitter_height_m = 30.0;
  question.radius_m = radius_m;
  question.effective_earth_radius_m = 4.0 / 3.0 * earth_radius_m;
  question.least_nu_root_m = propagation::least_lossy_nu * std::sqrt(0.4);  // 750 MHz
  question.beta_earth_radius_m = 3.0 * earth_radius_m;
  question.geometry = geometry;
  question.window = grid.full();
  SweepScratch scratch;
  double pixels = 0.0;
  for (auto _ : state) {
    sweep(land, question, scratch,
          [&](const SweptPaths& paths) { pixels += static_cast<double>(paths.pixel.size()); });
  }
  state.counters["s_per_pixel"] =
      benchmark::Counter(pixels, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void hills(benchmark::internal::Benchmark* benchmark) {
  benchmark->Args({5'000, 30})->Args({20'000, 30})->Unit(benchmark::kMillisecond);
}
void streets(benchmark::internal::Benchmark* benchmark) {
  benchmark->Args({5'000, 10})->Unit(benchmark::kMillisecond);
}

#define GIGACITY_SWEEPS(geometry)                                                                \
  BENCHMARK_CAPTURE(sweep_disc, geometry, SweepGeometry::geometry, rough_country)->Apply(hills); \
  BENCHMARK_CAPTURE(sweep_disc, geometry##_city, SweepGeometry::geometry, city)->Apply(streets)
GIGACITY_SWEEPS(line_of_sight);
GIGACITY_SWEEPS(surface_diffraction);
GIGACITY_SWEEPS(knife_edges);
GIGACITY_SWEEPS(p1812);
GIGACITY_SWEEPS(itm);
GIGACITY_SWEEPS(ground_diffraction);

}  // namespace
}  // namespace gigacity::radio

BENCHMARK_MAIN();
