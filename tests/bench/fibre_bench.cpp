// SPDX-License-Identifier: Apache-2.0
// A city of streets at right angles: about 200,000 edges, 50,000 buildings, 20 OLTs.
#include <benchmark/benchmark.h>

#include "core/graph.hpp"
#include "core/random.hpp"
#include "sim/fibre/coverage.hpp"
#include "sim/fibre/shortest_path.hpp"
#include "sim/fibre/snapping.hpp"

namespace {

using namespace gigacity;

constexpr int blocks = 316;
constexpr double block_m = 60.0;
constexpr double side_m = (blocks - 1) * block_m;

Graph grid_roads() {
  std::vector<MapPoint> nodes;
  std::vector<Graph::Edge> edges;
  for (int y = 0; y < blocks; ++y) {
    for (int x = 0; x < blocks; ++x) {
      const auto node = static_cast<std::int32_t>(nodes.size());
      nodes.push_back({x * block_m, y * block_m});
      if (x > 0) edges.push_back({node - 1, node, block_m});
      if (y > 0) edges.push_back({node - blocks, node, block_m});
    }
  }
  return {std::move(nodes), std::move(edges)};
}

MapPoint somewhere(RandomStream& random) {
  return {random.uniform(0.0, side_m), random.uniform(0.0, side_m)};
}

std::vector<fibre::Premises> buildings(int count) {
  RandomStream random(1, 1);
  std::vector<fibre::Premises> premises;
  premises.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i)
    premises.push_back({std::to_string(i), somewhere(random), 1 + random.index(12)});
  return premises;
}

/// `ports` on each of 20 OLTs: with few, most buildings go through several rounds.
fibre::FibrePlant plant(int ports) {
  fibre::FibrePlant plant;
  fibre::PonClass n1;
  n1.maximum_loss_db = 29.0;
  n1.ten_gigabit_class = true;
  plant.classes = {n1};
  plant.losses.splitter_db = {{32, 17.5}};
  RandomStream random(1, 2);
  for (int o = 0; o < 20; ++o)
    plant.olts.push_back({std::to_string(o),
                          "",
                          somewhere(random),
                          {{.pon_class = 0, .ports = ports, .split = 32}}});
  return plant;
}

void index_edges(benchmark::State& state) {
  const auto roads = grid_roads();
  for (auto _ : state) benchmark::DoNotOptimize(fibre::EdgeIndex(roads));
}
BENCHMARK(index_edges)->Unit(benchmark::kMillisecond);

void snap_50000_buildings(benchmark::State& state) {
  const auto roads = grid_roads();
  const fibre::EdgeIndex index(roads);
  const auto premises = buildings(50'000);
  for (auto _ : state)
    for (const auto& p : premises) benchmark::DoNotOptimize(index.nearest(p.point, 500.0));
}
BENCHMARK(snap_50000_buildings)->Unit(benchmark::kMillisecond);

void nearest_of_20_olts(benchmark::State& state) {
  const auto roads = grid_roads();
  const fibre::EdgeIndex index(roads);
  std::vector<fibre::PathSource> sources;
  for (const auto& olt : plant(1).olts)
    sources.push_back({index.nearest(olt.point, 500.0)->at, 0.0});
  const SilentProgress progress;
  for (auto _ : state)
    benchmark::DoNotOptimize(fibre::NearestSources(roads, sources, 20'000.0, progress));
}
BENCHMARK(nearest_of_20_olts)->Unit(benchmark::kMillisecond);

void simulate_fibre(benchmark::State& state) {
  const auto roads = grid_roads();
  const auto premises = buildings(50'000);
  const auto network = plant(static_cast<int>(state.range(0)));
  SilentProgress progress;
  for (auto _ : state)
    benchmark::DoNotOptimize(fibre::simulate(network, roads, premises, {}, progress));
}
BENCHMARK(simulate_fibre)->Arg(10'000)->Arg(400)->ArgName("ports")->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
