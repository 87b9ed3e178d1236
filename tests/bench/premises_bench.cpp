// SPDX-License-Identifier: Apache-2.0
// Premises joined to their village, town and county: 1.5 million points among 5,041 villages with
// crooked borders. What reading them from a file takes besides: make_border_city.cpp.
#include <benchmark/benchmark.h>

#include "apps/run/unit_index.hpp"
#include "core/parallel.hpp"
#include "geo/polygons.hpp"
#include "tests/bench/border_city.hpp"

namespace gigacity {
namespace {

constexpr int side = 71;
constexpr std::size_t premises = 1'500'000;

std::vector<AdminLevel> levels_of(const bench::BorderCity& city) {
  std::vector<AdminLevel> levels(3);
  const auto fill = [](AdminLevel& level, const std::vector<MultiPolygon>& footprints) {
    for (const auto& footprint : footprints) level.units.emplace_back().footprint = footprint;
  };
  fill(levels[0], {city.county});
  fill(levels[1], city.towns);
  fill(levels[2], city.villages);
  return levels;
}

void index_villages(benchmark::State& state) {
  const auto city = bench::border_city(side);
  for (auto _ : state) benchmark::DoNotOptimize(geo::PolygonIndex(city.villages));
}
BENCHMARK(index_villages)->Unit(benchmark::kMillisecond);

/// The village of each, alone.
void villages_of_premises(benchmark::State& state) {
  const auto city = bench::border_city(side);
  const auto points = bench::premises_points(city, premises);
  const geo::PolygonIndex index(city.villages);
  std::int64_t found = 0;
  for (auto _ : state)
    for (const auto point : points) found += index.index_of(point) >= 0 ? 1 : 0;
  state.counters["found"] = static_cast<double>(found) / static_cast<double>(state.iterations());
}
BENCHMARK(villages_of_premises)->Unit(benchmark::kSecond);

/// The area, county, town and village of each, as a run does.
void places_of_premises(benchmark::State& state) {
  const ThreadLimit limit(static_cast<int>(state.range(0)));
  const auto city = bench::border_city(side);
  const auto points = bench::premises_points(city, premises);
  const auto levels = levels_of(city);
  for (auto _ : state) {
    const apps::UnitIndex index(city.county, levels);
    benchmark::DoNotOptimize(index.places_of(points));
  }
}
BENCHMARK(places_of_premises)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kSecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

/// A point inside each footprint.
void points_of_houses(benchmark::State& state) {
  const auto points = bench::premises_points(bench::border_city(side), premises / 10);
  std::vector<MultiPolygon> houses;
  for (std::size_t i = 0; i < points.size(); ++i) houses.push_back(bench::house(points[i], i));
  for (auto _ : state)
    for (const auto& house : houses) benchmark::DoNotOptimize(geo::interior_point(house));
}
BENCHMARK(points_of_houses)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gigacity

BENCHMARK_MAIN();
