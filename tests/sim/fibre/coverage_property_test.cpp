// SPDX-License-Identifier: Apache-2.0
// Random plants against the rules of simulate() carried out literally: all distances by Floyd and
// Warshall, every building's list of OLTs searched in full.
#include <map>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "sim/fibre/coverage.hpp"
#include "sim/fibre/optical_budget.hpp"
#include "tests/sim/fibre/support.hpp"

namespace gigacity::fibre {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct World {
  FibrePlant plant;
  Graph roads;
  std::vector<Premises> premises;
  FibreOptions options;
};

/// Scarce ports and long roads, so that every reason for a gap occurs.
World random_world(std::uint64_t seed, bool with_boxes) {
  World world;
  const double side_m = 24'000.0;
  world.roads = testing::random_roads(seed, 40, side_m);
  world.plant = testing::plant();
  // One stage without boxes' splitters: every line of a port can be used, as the literal rules count.
  world.options.first_stage = 128;
  world.options.flow_premises = 0;  // the rules of the rounds alone
  RandomStream random(seed, 9);
  const auto somewhere = [&] {
    const auto at = testing::random_position(random, world.roads);
    const auto& edge = world.roads.edges()[static_cast<std::size_t>(at.edge)];
    const auto a = world.roads.nodes()[static_cast<std::size_t>(edge.from)];
    const auto b = world.roads.nodes()[static_cast<std::size_t>(edge.to)];
    const double share = at.along_m / edge.length_m;
    return MapPoint{a.x_m + share * (b.x_m - a.x_m) + random.uniform(-300.0, 300.0),
                    a.y_m + share * (b.y_m - a.y_m) + random.uniform(-300.0, 300.0)};
  };
  for (int o = 0; o < 6; ++o)
    world.plant.olts.push_back(testing::olt(std::to_string(o), somewhere(), random.index(3),
                                            random.uniform() < 0.6 ? 16 : 64,
                                            random.uniform() < 0.6 ? 0 : 1));
  if (with_boxes) {
    world.options.maximum_drop_m = 3000.0;
    for (int b = 0; b < 14; ++b)
      world.plant.boxes.push_back({std::to_string(b), somewhere(),
                                   random.uniform() < 0.5 ? "" : std::to_string(random.index(6)),
                                   random.index(20)});
  }
  for (int p = 0; p < 45; ++p)
    world.premises.push_back({std::to_string(p), somewhere(), 1 + random.index(9)});
  return world;
}

/// An OLT, or a box with its feeder, with the distance to every building.
struct Point {
  std::int32_t olt = -1;
  std::int32_t box = -1;
  double feeder_m = 0.0;
  std::vector<double> distance_m;
};

class Oracle {
 public:
  explicit Oracle(const World& world) : m_world(world) {
    measure();
    m_served.assign(world.premises.size(), nullptr);
    m_refused.assign(world.premises.size(), nullptr);
    for (const bool ten_gigabit : {true, false}) serve(ten_gigabit);
  }

  /// gap, OLT, box and route of each building.
  using Verdict = std::tuple<FibreGap, std::int32_t, std::int32_t, double>;
  Verdict verdict(std::size_t p) const;

  bool fits_somewhere(std::size_t p) const {
    for (const auto& point : m_points)
      if (candidate(point, p) && room(point) >= m_world.premises[p].dwellings) return true;
    return false;
  }

 private:
  void measure();
  void serve(bool ten_gigabit);
  std::vector<std::size_t> rounds(std::vector<std::size_t> waiting, std::vector<const Point*> open);
  const Point* nearest(std::size_t p, const std::vector<const Point*>& open) const;

  const PonCard& olt(const Point& point) const {
    return m_world.plant.olts[static_cast<std::size_t>(point.olt)].cards.front();
  }
  const PonClass& pon_class(const Point& point) const {
    return m_world.plant.classes[static_cast<std::size_t>(olt(point).pon_class)];
  }
  double margin_db(const Point& point, double route_m) const {
    return budget_margin_db(pon_class(point), optical_loss(m_world.plant.losses, pon_class(point),
                                                           std::array{olt(point).split}, route_m));
  }
  bool feasible(const Point& point, double distance_m) const {
    const double route_m = point.feeder_m + distance_m;
    return point.olt >= 0 && route_m < infinity && margin_db(point, route_m) >= 0.0 &&
           route_m <= 1000.0 * pon_class(point).maximum_reach_km;
  }
  bool in_drop(const Point& point, std::size_t p) const {
    return point.box < 0 || point.distance_m[p] <= m_world.options.maximum_drop_m;
  }
  bool candidate(const Point& point, std::size_t p) const {
    return in_drop(point, p) && feasible(point, point.distance_m[p]);
  }
  int room(const Point& point) const {
    const auto used = [](const auto& of, std::int32_t at) {
      const auto found = of.find(at);
      return found == of.end() ? 0 : found->second;
    };
    int left = olt(point).ports * olt(point).split - used(m_olt_use, point.olt);
    if (point.box >= 0)
      left = std::min(left, m_world.plant.boxes[static_cast<std::size_t>(point.box)].capacity -
                                used(m_box_use, point.box));
    return left;
  }

  const World& m_world;
  std::vector<Point> m_points;
  std::vector<const Point*> m_served;
  std::vector<const Point*> m_refused;
  std::map<std::int32_t, int> m_olt_use;
  std::map<std::int32_t, int> m_box_use;
};

void Oracle::measure() {
  const EdgeIndex index(m_world.roads);
  std::vector<EdgePosition> places;
  std::vector<double> offsets_m;
  const auto add = [&](MapPoint p) {
    const auto snap = index.nearest(p, m_world.options.maximum_snap_m);
    places.push_back(snap->at);
    offsets_m.push_back(snap->offset_m);
  };
  for (const auto& o : m_world.plant.olts) add(o.point);
  for (const auto& b : m_world.plant.boxes) add(b.point);
  std::vector<std::size_t> first_of{places.size()};  // of each of the premises, its roads
  for (const auto& p : m_world.premises) {
    const auto roads = near_roads(index, m_world.roads, p.point, m_world.options.maximum_snap_m);
    for (const auto& road : roads.all()) {
      places.push_back(road.at);
      offsets_m.push_back(road.offset_m);
    }
    first_of.push_back(places.size());
  }
  const auto d = testing::all_distances(m_world.roads, places);
  const auto nodes = static_cast<std::size_t>(m_world.roads.node_count());
  const auto between = [&](std::size_t a, std::size_t b) {
    return offsets_m[a] + d[nodes + a][nodes + b] + offsets_m[b];
  };
  const auto olts = m_world.plant.olts.size();
  const auto boxes = m_world.plant.boxes.size();
  const auto add_point = [&](Point point, std::size_t place) {
    for (std::size_t p = 0; p < m_world.premises.size(); ++p) {
      double least_m = infinity;
      for (auto road = first_of[p]; road < first_of[p + 1]; ++road)
        least_m = std::min(least_m, between(place, road));
      point.distance_m.push_back(least_m);
    }
    m_points.push_back(std::move(point));
  };
  if (boxes == 0)
    for (std::size_t o = 0; o < olts; ++o)
      add_point({static_cast<std::int32_t>(o), -1, 0.0, {}}, o);
  for (std::size_t b = 0; b < boxes; ++b) {
    Point point{-1, static_cast<std::int32_t>(b), infinity, {}};
    for (std::size_t o = 0; o < olts; ++o) {
      const auto& named = m_world.plant.boxes[b].fed_by;
      const double feeder_m = between(o, olts + b);
      if (named.empty() ? feeder_m >= point.feeder_m : named != m_world.plant.olts[o].id) continue;
      point.olt = static_cast<std::int32_t>(o);
      point.feeder_m = feeder_m;
    }
    add_point(point, olts + b);
  }
}

/// Of each class and split the nearest point counts; among OLTs that is the same as the nearest
/// that can serve, because what can be served depends on the distance alone.
const Point* Oracle::nearest(std::size_t p, const std::vector<const Point*>& open) const {
  std::map<std::pair<std::int32_t, int>, const Point*> of_kind;
  for (const auto* point : open) {
    if (!feasible(*point, 0.0)) continue;
    auto& best = of_kind[{olt(*point).pon_class, olt(*point).split}];
    if (!best || point->distance_m[p] < best->distance_m[p]) best = point;
  }
  const Point* best = nullptr;
  for (const auto& [kind, point] : of_kind)
    if (candidate(*point, p) && (!best || point->distance_m[p] < best->distance_m[p])) best = point;
  return best;
}

std::vector<std::size_t> Oracle::rounds(std::vector<std::size_t> waiting,
                                        std::vector<const Point*> open) {
  std::set<std::size_t> refused;
  while (!waiting.empty()) {
    std::vector<std::tuple<double, std::size_t, const Point*>> offers;
    for (const auto p : waiting)
      if (const auto* point = nearest(p, open)) offers.emplace_back(point->distance_m[p], p, point);
    std::ranges::sort(offers);
    waiting.clear();
    std::set<std::int32_t> closed_olts;
    std::set<const Point*> closed;
    for (const auto& [distance_m, p, point] : offers) {
      const auto dwellings = m_world.premises[p].dwellings;
      if (room(*point) >= dwellings) {
        m_served[p] = point;
        refused.erase(p);
        m_olt_use[point->olt] += dwellings;
        if (point->box >= 0) m_box_use[point->box] += dwellings;
        continue;
      }
      if (olt(*point).ports * olt(*point).split - m_olt_use[point->olt] < dwellings)
        closed_olts.insert(point->olt);
      closed.insert(point);
      if (!m_refused[p]) m_refused[p] = point;
      refused.insert(p);
      waiting.push_back(p);
    }
    std::erase_if(open, [&](const Point* point) {
      return closed.contains(point) || closed_olts.contains(point->olt);
    });
  }
  return {refused.begin(), refused.end()};
}

void Oracle::serve(bool ten_gigabit) {
  std::vector<const Point*> open;
  for (const auto& point : m_points)
    if (point.olt >= 0 && point.feeder_m < infinity &&
        pon_class(point).ten_gigabit_class == ten_gigabit)
      open.push_back(&point);
  std::vector<std::size_t> waiting;
  for (std::size_t p = 0; p < m_served.size(); ++p)
    if (!m_served[p]) waiting.push_back(p);
  std::map<int, std::vector<std::size_t>> of_size;
  for (const auto p : rounds(waiting, open)) of_size[m_world.premises[p].dwellings].push_back(p);
  for (const auto& [size, refused] : of_size) {
    std::vector<const Point*> with_room;
    for (const auto* point : open)
      if (room(*point) >= size) with_room.push_back(point);
    rounds(refused, with_room);
  }
}

Oracle::Verdict Oracle::verdict(std::size_t p) const {
  const auto of = [&](FibreGap gap, const Point& point) {
    return Verdict{gap, point.olt, point.box, point.feeder_m + point.distance_m[p]};
  };
  if (const auto* point = m_served[p])
    return of(pon_class(*point).ten_gigabit_class ? FibreGap::none : FibreGap::below_10g, *point);
  if (const auto* point = m_refused[p]) return of(FibreGap::no_port, *point);
  const Point* fed = nullptr;
  const Point* any = nullptr;
  for (const auto& point : m_points) {
    if (point.distance_m[p] == infinity) continue;
    if (!any || point.distance_m[p] < any->distance_m[p]) any = &point;
    if (point.feeder_m < infinity && (!fed || point.distance_m[p] < fed->distance_m[p]))
      fed = &point;
  }
  if (!any) return {FibreGap::no_route, -1, -1, 0.0};
  if (!in_drop(*any, p)) return {FibreGap::no_plant, -1, any->box, any->distance_m[p]};
  if (!fed || !in_drop(*fed, p)) return {FibreGap::no_route, any->olt, any->box, 0.0};
  const bool closes = margin_db(*fed, fed->feeder_m + fed->distance_m[p]) >= 0.0;
  return of(closes ? FibreGap::reach : FibreGap::budget, *fed);
}

void expect_as_literal_rules(bool with_boxes, std::set<FibreGap>& seen) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const auto world = random_world(seed, with_boxes);
    SilentProgress progress;
    const auto coverage =
        simulate(world.plant, world.roads, world.premises, world.options, progress);
    const Oracle oracle(world);
    ASSERT_EQ(coverage.premises.size(), world.premises.size());
    std::vector<int> dwellings(world.plant.olts.size(), 0);
    for (std::size_t p = 0; p < world.premises.size(); ++p) {
      const auto& service = coverage.premises[p];
      const auto [gap, olt, box, route_m] = oracle.verdict(p);
      ASSERT_EQ(service.gap, gap) << "seed " << seed << " premises " << p;
      ASSERT_EQ(service.olt, olt) << "seed " << seed << " premises " << p;
      const bool of_plant = service.box < static_cast<std::int32_t>(world.plant.boxes.size());
      ASSERT_EQ(of_plant ? service.box : -1, box) << "seed " << seed << " premises " << p;
      ASSERT_NEAR(service.route_m, route_m, 1e-6) << "seed " << seed << " premises " << p;
      seen.insert(gap);
      if (gap == FibreGap::none || gap == FibreGap::below_10g) {
        dwellings[static_cast<std::size_t>(olt)] += world.premises[p].dwellings;
      } else if (gap == FibreGap::no_port && !with_boxes) {
        EXPECT_FALSE(oracle.fits_somewhere(p)) << "seed " << seed << " premises " << p;
      }
    }
    for (std::size_t o = 0; o < dwellings.size(); ++o) {
      const auto& terminal = world.plant.olts[o].cards.front();
      EXPECT_EQ(coverage.olts[o].dwellings, dwellings[o]);
      EXPECT_LE(coverage.olts[o].ports_used, terminal.ports);
      EXPECT_GE(coverage.olts[o].ports_used * terminal.split, dwellings[o]);
    }
  }
}

TEST(FibreProperties, WithoutBoxesFollowTheLiteralRules) {
  std::set<FibreGap> seen;
  expect_as_literal_rules(false, seen);
  EXPECT_EQ(seen, (std::set{FibreGap::none, FibreGap::no_route, FibreGap::no_port, FibreGap::budget,
                            FibreGap::reach, FibreGap::below_10g}));
}

TEST(FibreProperties, WithBoxesFollowTheLiteralRules) {
  std::set<FibreGap> seen;
  expect_as_literal_rules(true, seen);
  EXPECT_TRUE(seen.contains(FibreGap::no_plant));
  EXPECT_GE(seen.size(), 6U);
}

}  // namespace
}  // namespace gigacity::fibre
