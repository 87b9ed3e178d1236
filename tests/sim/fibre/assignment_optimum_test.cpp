// SPDX-License-Identifier: Apache-2.0
// The assignment beside every assignment there is, on plants small enough to try them all.
#include <algorithm>
#include <functional>
#include <numeric>

#include <gtest/gtest.h>

#include "sim/fibre/coverage.hpp"
#include "tests/sim/fibre/support.hpp"

namespace gigacity::fibre {
namespace {

struct World {
  Graph roads;
  FibrePlant plant;
  std::vector<Premises> premises;
  FibreOptions options;
};

/// So few ports that somebody stands in somebody's way; everybody reaches every point.
World small_world(std::uint64_t seed, bool with_boxes, int largest) {
  World world;
  world.roads = testing::random_roads(seed, 30, 1500.0);
  world.plant = testing::plant();
  world.options.first_stage = 128;
  world.options.maximum_drop_m = 1e6;
  RandomStream random(seed, 12);
  const auto somewhere = [&] {
    const auto& edges = world.roads.edges();
    const auto& edge =
        edges[static_cast<std::size_t>(random.index(static_cast<int>(edges.size())))];
    return world.roads.nodes()[static_cast<std::size_t>(edge.from)];
  };
  for (int o = 0; o < 2 + (with_boxes ? 0 : 1); ++o)
    world.plant.olts.push_back(
        testing::olt("o" + std::to_string(o), somewhere(), random.index(3), 2));
  for (int b = 0; with_boxes && b < 3; ++b)
    world.plant.boxes.push_back({"b" + std::to_string(b), somewhere(),
                                 "o" + std::to_string(random.index(2)), random.index(5)});
  for (int p = 0; p < 7; ++p)
    world.premises.push_back({std::to_string(p), somewhere(), 1 + random.index(largest)});
  return world;
}

AssignmentQuality reached(const World& world) {
  SilentProgress progress;
  return simulate(world.plant, world.roads, world.premises, world.options, progress).quality;
}

struct Reached {
  std::int64_t dwellings = 0;
  double route_m = 0.0;  ///< sum over dwellings
  bool better_than(const Reached& other) const {
    return dwellings != other.dwellings ? dwellings > other.dwellings
                                        : route_m < other.route_m - 1e-9;
  }
};

/// Tries all assignments of premises to OLTs or boxes.
Reached optimum(const World& world) {
  const auto& plant = world.plant;
  std::vector<EdgePosition> places;
  const EdgeIndex index(world.roads);
  const auto place = [&](MapPoint point) { places.push_back(index.nearest(point, 1.0)->at); };
  const bool boxes = !plant.boxes.empty();
  const auto points = boxes ? plant.boxes.size() : plant.olts.size();
  for (std::size_t p = 0; p < points; ++p)
    place(boxes ? plant.boxes[p].point : plant.olts[p].point);
  for (const auto& olt : plant.olts) place(olt.point);
  std::vector<NearRoads> roads_of;
  std::vector<std::size_t> first_of;
  for (const auto& p : world.premises) {
    roads_of.push_back(near_roads(index, world.roads, p.point, world.options.maximum_snap_m));
    first_of.push_back(places.size());
    for (const auto& road : roads_of.back().all()) places.push_back(road.at);
  }
  const auto d = testing::all_distances(world.roads, places);
  const auto nodes = static_cast<std::size_t>(world.roads.node_count());
  const auto olt_of = [&](std::size_t p) {
    return boxes ? static_cast<std::size_t>(plant.boxes[p].fed_by.back() - '0') : p;
  };
  std::vector<int> olt_room;
  std::vector<int> box_room;
  for (const auto& olt : plant.olts) olt_room.push_back(olt.cards[0].ports * olt.cards[0].split);
  for (const auto& box : plant.boxes) box_room.push_back(box.capacity);
  Reached best;
  const std::function<void(std::size_t, Reached)> choose = [&](std::size_t i, Reached so_far) {
    if (i == world.premises.size()) {
      if (so_far.better_than(best)) best = so_far;
      return;
    }
    choose(i + 1, so_far);
    const int dwellings = world.premises[i].dwellings;
    for (std::size_t p = 0; p < points; ++p) {
      const auto olt = olt_of(p);
      double way_m = std::numeric_limits<double>::infinity();
      for (std::size_t r = 0; r < roads_of[i].all().size(); ++r)
        way_m = std::min(way_m, d[nodes + p][nodes + first_of[i] + r] + roads_of[i][r].offset_m);
      const double feeder_m = d[nodes + p][nodes + points + olt];
      if (way_m + feeder_m == std::numeric_limits<double>::infinity()) continue;
      if (olt_room[olt] < dwellings || (boxes && box_room[p] < dwellings)) continue;
      olt_room[olt] -= dwellings;
      if (boxes) box_room[p] -= dwellings;
      choose(i + 1, {so_far.dwellings + dwellings, so_far.route_m + dwellings * way_m});
      olt_room[olt] += dwellings;
      if (boxes) box_room[p] += dwellings;
    }
  };
  choose(0, {});
  return best;
}

// 0.0005 m for each dwelling's way, which the flow counts in whole millimetres.
constexpr double rounding_m = 0.02;

TEST(AssignmentOptimum, IsReachedWhereAllPremisesAreAlike) {
  for (const bool with_boxes : {false, true}) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      const auto world = small_world(seed, with_boxes, 1);
      const auto quality = reached(world);
      const auto best = optimum(world);
      EXPECT_EQ(quality.dwellings, best.dwellings) << seed;
      EXPECT_EQ(quality.dwellings_bound, best.dwellings) << seed;
      EXPECT_NEAR(quality.route_m, best.route_m, rounding_m) << seed;
      EXPECT_NEAR(quality.route_bound_m, best.route_m, rounding_m) << seed;
    }
  }
}

// Buildings are not divided: then the optimum lies between what was reached and the bound.
TEST(AssignmentOptimum, LiesBetweenWhatIsReachedAndTheBound) {
  int exact = 0;
  for (const bool with_boxes : {false, true}) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      const auto world = small_world(seed, with_boxes, 3);
      const auto quality = reached(world);
      const auto best = optimum(world);
      EXPECT_LE(quality.dwellings, best.dwellings) << seed;
      EXPECT_GE(quality.dwellings_bound, best.dwellings) << seed;
      if (quality.dwellings == best.dwellings) {
        EXPECT_GE(quality.route_m, best.route_m - rounding_m) << seed;
        exact += quality.route_m < best.route_m + rounding_m ? 1 : 0;
      }
      if (quality.dwellings_bound == best.dwellings) {
        EXPECT_LE(quality.route_bound_m, best.route_m + rounding_m) << seed;
      }
    }
  }
  EXPECT_GT(exact, 60);  // of 120
}

/// Boxes that stand at one place on one OLT are one to buildings, which they serve together.
World merged(World world) {
  auto& boxes = world.plant.boxes;
  std::vector<DistributionBox> places;
  for (const auto& box : boxes) {
    const auto same = std::ranges::find_if(places, [&](const auto& other) {
      return other.fed_by == box.fed_by && other.point.x_m == box.point.x_m &&
             other.point.y_m == box.point.y_m;
    });
    if (same == places.end())
      places.push_back(box);
    else
      same->capacity += box.capacity;
  }
  boxes = places;
  return world;
}

// As many boxes as before, at two corners: no assignment that divides buildings within a corner is
// better than what all of them are tried for.
TEST(AssignmentOptimum, CountsBoxesOfOnePlaceTogether) {
  int exact = 0;
  int more_than_alone = 0;
  for (const int flow_premises : {0, 2000}) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      auto world = small_world(seed, true, 6);
      world.options.flow_premises = flow_premises;
      for (auto& olt : world.plant.olts) olt.cards[0].ports = 10;  // boxes alone are scarce
      world.plant.boxes[2].point = world.plant.boxes[0].point;
      world.plant.boxes[2].fed_by = world.plant.boxes[0].fed_by;
      const auto quality = reached(world);
      const auto best = optimum(merged(world));
      EXPECT_LE(quality.dwellings, best.dwellings) << seed;
      EXPECT_GE(quality.dwellings_bound, best.dwellings) << seed;
      if (quality.dwellings == best.dwellings) {
        EXPECT_GE(quality.route_m, best.route_m - rounding_m) << seed;
        exact += quality.route_m < best.route_m + rounding_m ? 1 : 0;
      }
      more_than_alone += quality.dwellings > optimum(world).dwellings ? 1 : 0;
    }
  }
  EXPECT_GT(exact, 60);  // of 120
  EXPECT_GT(more_than_alone, 5);
}

// Without the flow the bound is what everybody would have alone.
TEST(AssignmentOptimum, IsNotPassedByTheSimpleBound) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    auto world = small_world(seed, seed % 2 == 0, 3);
    world.options.flow_premises = 0;
    const auto quality = reached(world);
    const auto best = optimum(world);
    EXPECT_LE(quality.dwellings, best.dwellings) << seed;
    EXPECT_GE(quality.dwellings_bound, best.dwellings) << seed;
    EXPECT_LE(quality.route_bound_m, quality.route_m + 1e-9) << seed;
  }
}

}  // namespace
}  // namespace gigacity::fibre
