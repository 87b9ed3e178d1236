// SPDX-License-Identifier: Apache-2.0
// Distances along real road networks, compared with Boost.Graph's.
#include <filesystem>
#include <limits>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "tests/sim/fibre/boost_distances.hpp"
#include "tests/sim/fibre/road_files.hpp"
#include "tests/sim/fibre/support.hpp"

namespace gigacity::fibre {
namespace {

const std::string data = GIGACITY_SOURCE_DIR "/../shared/realdata/";

class RealRoads : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(data))
      GTEST_SKIP() << data << " is absent: no part of the project";
    m_graph = testing::roads_of_file(data + GetParam());
  }

  std::vector<PathSource> random_sources(int count, std::uint64_t seed) const {
    RandomStream random(seed, 9);
    std::vector<PathSource> sources;
    for (int s = 0; s < count; ++s) {
      const auto at = testing::random_position(random, m_graph);
      sources.push_back({at, random.uniform(0.0, 300.0)});
    }
    return sources;
  }

  Graph m_graph;
};

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Sums along a chain are made in another order than Boost's: 1e-9 is a micrometre in a kilometre.
void expect_same(double found_m, double expected_m) {
  if (expected_m == std::numeric_limits<double>::max()) {
    ASSERT_EQ(found_m, infinity);
  } else {
    ASSERT_NEAR(found_m, expected_m, 1e-9 * std::max(expected_m, 1.0));
  }
}

TEST_P(RealRoads, NearestSourcesAreAsFarAsBoostSays) {
  ASSERT_GT(m_graph.node_count(), 3000);
  for (const int count : {1, 7, 200}) {
    auto sources = random_sources(count, 3);
    NearestSources nearest(m_graph, sources, infinity, SilentProgress());
    const auto compare = [&] {
      const auto expected_m = testing::BoostRoads(m_graph, sources).distances_m();
      for (std::size_t node = 0; node < expected_m.size(); ++node)
        expect_same(nearest.at_node(static_cast<std::int32_t>(node)).distance_m, expected_m[node]);
    };
    compare();
    std::vector<std::int32_t> gone;
    for (std::int32_t s = 1; s < count; s += 2) gone.push_back(s);
    nearest.remove(gone, SilentProgress());
    for (auto s = gone.rbegin(); s != gone.rend(); ++s) sources.erase(sources.begin() + *s);
    compare();
  }
}

TEST_P(RealRoads, RoutesAreAsLongAsBoostSays) {
  RandomStream random(5, 5);
  for (const auto& source : random_sources(5, 4)) {
    std::vector<EdgePosition> targets;
    for (int t = 0; t < 50; ++t) targets.push_back(testing::random_position(random, m_graph));
    const auto lengths_m = route_lengths_m(m_graph, source, targets, SilentProgress());
    const auto node_m = testing::BoostRoads(m_graph, {{source}}).distances_m();
    for (std::size_t t = 0; t < targets.size(); ++t) {
      const auto& [edge, along_m] = targets[t];
      if (edge == source.at.edge) continue;
      const auto& e = m_graph.edges()[static_cast<std::size_t>(edge)];
      expect_same(lengths_m[t],
                  std::min(node_m[static_cast<std::size_t>(e.from)] + along_m,
                           node_m[static_cast<std::size_t>(e.to)] + (e.length_m - along_m)));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(ShortestPath, RealRoads,
                         ::testing::Values("andorra/andorra.osm.pbf", "monaco/monaco.osm.pbf",
                                           "bayreuth/north-bayreuth.osm.gz",
                                           "porto-alegre/poa_osm.pbf"),
                         [](const auto& file) {
                           std::string name = file.param;
                           name.resize(name.find('/'));
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace gigacity::fibre
