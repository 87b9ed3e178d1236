// SPDX-License-Identifier: Apache-2.0
// Speed of the radial sweep on one thread: 20 km around an antenna on rough ground, pixels of 30 m.
#include <cmath>

#include <benchmark/benchmark.h>

#include "core/random.hpp"
#include "core/units.hpp"
#include "sim/radio/sweep.hpp"

namespace gigacity::radio {
namespace {

// Hills of some kilometres and of some hundred metres, and metres of noise.
Raster<float> rough_ground(const GridSpec& grid) {
  Raster<float> out(grid);
  RandomStream random(5, 1);
  for (int row = 0; row < grid.height; ++row) {
    for (int column = 0; column < grid.width; ++column) {
      out.at({column, row}) = static_cast<float>(
          120.0 * std::sin(column * 0.021) * std::cos(row * 0.017) +
          25.0 * std::sin(column * 0.17 + row * 0.05) + random.uniform(0.0, 4.0));
    }
  }
  return out;
}

void sweep_disc(benchmark::State& state, SweepGeometry geometry) {
  constexpr double pixel_m = 30.0;
  const double radius_m = static_cast<double>(state.range(0));
  const int side = 2 * static_cast<int>(radius_m / pixel_m) + 4;
  const GridSpec grid{0.0, side * pixel_m, pixel_m, side, side};
  const MemoryRasterSource terrain(rough_ground(grid));
  const SweepTerrain land(terrain, terrain, grid.full());
  SweepQuestion question;
  question.transmitter = grid.box().centre();
  question.transmitter_ground_m = 0.0;
  question.transmitter_height_m = 60.0;
  question.radius_m = radius_m;
  question.effective_earth_radius_m = 4.0 / 3.0 * earth_radius_m;
  question.least_nu_root_m = -0.78 * std::sqrt(0.4);  // 750 MHz
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

BENCHMARK_CAPTURE(sweep_disc, line_of_sight, SweepGeometry::line_of_sight)
    ->Arg(5000)
    ->Arg(20'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sweep_disc, surface_diffraction, SweepGeometry::surface_diffraction)
    ->Arg(5000)
    ->Arg(20'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sweep_disc, p1812, SweepGeometry::p1812)
    ->Arg(5000)
    ->Arg(20'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sweep_disc, ground_diffraction, SweepGeometry::ground_diffraction)
    ->Arg(5000)
    ->Arg(20'000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gigacity::radio

BENCHMARK_MAIN();
