// SPDX-License-Identifier: Apache-2.0
// Speed of the coverage engine on one thread: rough ground with houses, one site of three sectors
// and two carriers, every pixel of a disc. "point" counts the profile points between site and
// pixels.
#include <cmath>

#include <benchmark/benchmark.h>

#include "core/random.hpp"
#include "sim/radio/coverage.hpp"
#include "sim/radio/path.hpp"

namespace gigacity::radio {
namespace {

constexpr double pixel_m = 10.0;

Raster<float> rough_ground(const GridSpec& grid) {
  Raster<float> out(grid);
  RandomStream random(5, 1);
  for (int row = 0; row < grid.height; ++row) {
    for (int column = 0; column < grid.width; ++column) {
      out.at({column, row}) = static_cast<float>(
          30.0 * std::sin(column * 0.013) * std::cos(row * 0.017) + random.uniform(0.0, 2.0));
    }
  }
  return out;
}

// Blocks of 4 x 4 pixels; a third of them is built up.
Raster<float> with_houses(Raster<float> ground) {
  for (int row = 0; row < ground.height(); ++row) {
    for (int column = 0; column < ground.width(); ++column) {
      RandomStream block(5, 1000 + static_cast<std::uint64_t>((row / 4) * 100'000 + column / 4));
      if (block.uniform() < 0.33)
        ground.at({column, row}) += static_cast<float>(block.uniform(5.0, 30.0));
    }
  }
  return ground;
}

RadioNetwork three_sectors(const GridSpec& grid) {
  RadioNetwork network;
  network.sites.push_back({"site", "", "", grid.box().centre()});
  for (int sector = 0; sector < 3; ++sector) {
    network.sectors.push_back({0, 30.0, 120.0 * sector, {0.0, 6.0}, {}});
    for (const double frequency_mhz : {3500.0, 2600.0}) {
      Cell cell;
      cell.sector = sector;
      cell.frequency_mhz = frequency_mhz;
      network.cells.push_back(cell);
    }
  }
  return network;
}

void coverage(benchmark::State& state, Model model) {
  const auto radius_m = static_cast<double>(state.range(0));
  const int side = 2 * static_cast<int>(radius_m / pixel_m);
  const GridSpec grid{0.0, side * pixel_m, pixel_m, side, side};
  const MemoryRasterSource terrain(rough_ground(grid));
  const MemoryRasterSource surface(with_houses(rough_ground(grid)));
  const MemoryRasterSource inside(Raster<float>(grid, 1.0F));
  const RadioNetwork network = three_sectors(grid);
  CoverageOptions options;
  options.model = model;
  options.radius_m = radius_m;
  const CoverageEngine engine(network, terrain, surface, inside, options);
  const SilentProgress progress;

  double pixels = 0.0;
  double points = 0.0;
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      const double d = distance_m(network.sites[0].point, grid.centre_of({column, row}));
      if (d > radius_m) continue;
      pixels += 1.0;
      points += d / pixel_m;
    }
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(engine.compute(Technology::nr, grid.full(), progress));
  }
  using benchmark::Counter;
  const auto inverse_rate = Counter::kIsIterationInvariantRate | Counter::kInvert;
  state.counters["s_per_pixel"] = Counter(pixels, inverse_rate);
  if (needs_profile(model)) state.counters["s_per_point"] = Counter(points, inverse_rate);
}

BENCHMARK_CAPTURE(coverage, free_space, Model::free_space)
    ->Arg(3000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(coverage, p526, Model::p526)->Arg(1000)->Arg(3000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(coverage, p1812, Model::p1812)
    ->Arg(3000)
    ->Arg(5000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(coverage, tr38901, Model::tr38901)
    ->Arg(1000)
    ->Arg(3000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gigacity::radio

BENCHMARK_MAIN();
