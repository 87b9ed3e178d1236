// SPDX-License-Identifier: Apache-2.0
// Cities of streets nearly at right angles, 20 OLTs: about 200,000 edges and 50,000 buildings, and for routes
// alone 600,000 edges. GIGACITY_BENCH_ROADS=FILE adds the roads of a file: an OpenStreetMap extract, or
// the layer "roads" of anything else. Routes are found by Boost.Graph and by ours in turn; the counter
// `per_node` is seconds.
#include <cstdlib>
#include <string>

#include <benchmark/benchmark.h>

#include "core/graph.hpp"
#include "core/random.hpp"
#include "sim/fibre/coverage.hpp"
#include "sim/fibre/shortest_path.hpp"
#include "sim/fibre/snapping.hpp"
#include "tests/sim/fibre/boost_distances.hpp"
#include "tests/sim/fibre/road_files.hpp"

namespace {

using namespace gigacity;

constexpr double block_m = 60.0;
constexpr int blocks_of_city = 316;
constexpr double side_m = (blocks_of_city - 1) * block_m;

Graph grid_roads(int blocks = blocks_of_city) {
  RandomStream random(1, 3);
  std::vector<MapPoint> nodes;
  std::vector<Graph::Edge> edges;
  for (int y = 0; y < blocks; ++y) {
    for (int x = 0; x < blocks; ++x) {
      const auto node = static_cast<std::int32_t>(nodes.size());
      nodes.push_back(
          {x * block_m + random.uniform(-15.0, 15.0), y * block_m + random.uniform(-15.0, 15.0)});
      const auto join = [&](std::int32_t other) {
        edges.push_back(
            {other, node, distance_m(nodes[static_cast<std::size_t>(other)], nodes.back())});
      };
      if (x > 0) join(node - 1);
      if (y > 0) join(node - blocks);
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

std::vector<fibre::PathSource> sources_on(const Graph& roads) {
  RandomStream random(1, 2);
  std::vector<fibre::PathSource> sources;
  for (int s = 0; s < 20; ++s) {
    const auto edge = random.index(static_cast<int>(roads.edges().size()));
    const double length_m = roads.edges()[static_cast<std::size_t>(edge)].length_m;
    sources.push_back({{edge, random.uniform(0.0, length_m)}, 0.0});
  }
  return sources;
}

void count_nodes(benchmark::State& state, const Graph& roads) {
  state.counters["nodes"] = roads.node_count();
  state.counters["edges"] = static_cast<double>(roads.edges().size());
  state.counters["junctions"] = roads.junctions().junction_count();
  state.counters["per_node"] =
      benchmark::Counter(roads.node_count(), benchmark::Counter::kIsIterationInvariantRate |
                                                 benchmark::Counter::kInvert);
}

void routes_by_boost(benchmark::State& state, const Graph& roads) {
  const fibre::testing::BoostRoads boost(roads, sources_on(roads));
  for (auto _ : state) benchmark::DoNotOptimize(boost.distances_m());
  count_nodes(state, roads);
}

/// With every node's distance written down, as Boost does.
void routes_by_ours(benchmark::State& state, const Graph& roads) {
  const auto sources = sources_on(roads);
  const SilentProgress progress;
  for (auto _ : state) {
    const fibre::NearestSources nearest(roads, sources, std::numeric_limits<double>::infinity(),
                                        progress);
    std::vector<double> distance_m(static_cast<std::size_t>(roads.node_count()));
    for (std::int32_t node = 0; node < roads.node_count(); ++node)
      distance_m[static_cast<std::size_t>(node)] = nearest.at_node(node).distance_m;
    benchmark::DoNotOptimize(distance_m.data());
  }
  count_nodes(state, roads);
}

/// What finding the junctions costs, once for each graph.
void find_junctions(benchmark::State& state, const Graph& roads) {
  for (auto _ : state) benchmark::DoNotOptimize(JunctionGraph(roads));
  count_nodes(state, roads);
}

void register_routes(const std::string& name, const Graph& roads) {
  const auto add = [&](const char* what, void (*bench)(benchmark::State&, const Graph&)) {
    benchmark::RegisterBenchmark((what + ("/" + name)).c_str(), bench, roads)
        ->Unit(benchmark::kMillisecond);
  };
  add("routes_by_boost", &routes_by_boost);
  add("routes_by_ours", &routes_by_ours);
  add("find_junctions", &find_junctions);
}

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

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  register_routes("streets", grid_roads(548));
  if (const char* file = std::getenv("GIGACITY_BENCH_ROADS"))
    register_routes(file, fibre::testing::roads_of_file(file));
  benchmark::RunSpecifiedBenchmarks();
}
