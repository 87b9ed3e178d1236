// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/assignment.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "core/parallel.hpp"
#include "sim/fibre/assignment_flow.hpp"
#include "sim/fibre/point_room.hpp"
#include "sim/fibre/shortest_path.hpp"

namespace gigacity::fibre {

namespace {

constexpr std::size_t chunk = 2048;

// Searches are cut off by a computed reach; the judgement itself is made on each route.
constexpr double search_slack_m = 1e-3;

/// Points of one kind: what the budget allows depends on the route alone, so among them only the
/// nearest matters.
struct Group {
  std::vector<std::int32_t> points;  ///< ascending
  std::optional<NearestSources> nearest;
};

struct Offer {
  double distance_m = std::numeric_limits<double>::infinity();
  std::int32_t point = -1;
  std::int32_t demand = -1;
  int road = 0;  ///< of the demand's
};

Assigned assigned_to(const Offer& offer, bool served) {
  return {.point = offer.point,
          .distance_m = offer.distance_m,
          .served = served,
          .port_nearest_m = {},
          .road = offer.road};
}

class Assigner {
 public:
  Assigner(const FibrePlant& plant, const Graph& roads, const ServicePoints& points,
           std::span<const std::int64_t> capacity, std::span<const Demand> demands,
           const FibreOptions& options, Progress& progress)
      : m_plant(plant),
        m_roads(roads),
        m_points(points),
        m_demands(demands),
        m_options(options),
        m_progress(progress),
        m_assigned(demands.size()),
        m_places(plant, points, capacity),
        m_room(points, capacity) {
    measure_connected();
  }

  void serve(bool ten_gigabit);
  Assignment result() &&;

 private:
  const ServicePoint& point(std::int32_t p) const {
    return m_points.points[static_cast<std::size_t>(p)];
  }
  const PonClass& class_of(const ServicePoint& point) const {
    const auto& kind = m_points.kinds[static_cast<std::size_t>(point.kind)];
    return m_plant.classes[static_cast<std::size_t>(kind.pon_class)];
  }
  const Demand& demand(std::int32_t d) const { return m_demands[static_cast<std::size_t>(d)]; }

  /// Whom several points of one place may serve together.
  enum class Division { too_large_for_one, anybody };
  /// Who takes no part in the next round.
  struct Closed {
    std::vector<char> pools;
    std::vector<char> points;
  };

  bool feasible(std::int32_t p, double distance_m) const;
  void place(const Offer& offer);
  bool place_beside(const Offer& offer, std::span<const std::int32_t> beside);
  bool accept(const Offer& offer, Division division);
  void refuse(const Offer& offer, Division division, Closed& closed);
  bool is_closed(std::int32_t p, const Closed& closed) const;
  std::vector<Group> groups(const std::vector<std::int32_t>& points) const;
  Offer best_offer(const std::vector<Group>& groups, std::int32_t demand) const;
  std::vector<Offer> offers(const std::vector<Group>& groups,
                            const std::vector<std::int32_t>& waiting) const;
  std::vector<std::int32_t> offer_in_rounds(std::vector<std::int32_t> waiting,
                                            const std::vector<std::int32_t>& points,
                                            Division division = Division::too_large_for_one);
  void offer_divided(std::vector<std::int32_t> refused, const std::vector<std::int32_t>& points);
  void note_nearest(const std::vector<Offer>& round);
  void judge_quality();
  void take_back(std::int32_t d);
  void improve_by_flow(const std::vector<std::int32_t>& points);
  void measure_connected();
  void serve_connected(bool ten_gigabit);
  bool usable(const ServicePoint& point, bool ten_gigabit) const;

  /// Of each demand that is divided.
  using Shares = std::map<std::int32_t, std::vector<Share>>;

  /// A box and the premises that hang on it.
  struct Connected {
    std::vector<std::int32_t> points;
    std::vector<std::int32_t> demands;
    std::vector<std::pair<int, double>> ways;  ///< road and distance of each
  };

  const FibrePlant& m_plant;
  const Graph& m_roads;
  const ServicePoints& m_points;
  std::span<const Demand> m_demands;
  const FibreOptions& m_options;
  Progress& m_progress;
  std::vector<Assigned> m_assigned;
  Shares m_divided;
  PointPlaces m_places;
  PointRoom m_room;
  std::vector<Connected> m_connected;
  std::vector<double>
      m_nearest_m;  ///< of each demand, to the nearest 10G point that could serve it
  AssignmentQuality m_quality;
};

Assignment Assigner::result() && {
  Assignment result{std::move(m_assigned), {}, m_quality};
  for (const auto& [d, shares] : m_divided)
    result.divided.insert(result.divided.end(), shares.begin(), shares.end());
  result.used = used_of_pools(result, m_points, m_demands);
  return result;
}

bool Assigner::feasible(std::int32_t p, double distance_m) const {
  if (point(p).feeder_m == std::numeric_limits<double>::infinity()) return false;
  const auto judged = connection(m_plant, m_points, static_cast<std::size_t>(p), distance_m);
  return judged.within_budget && judged.within_reach;
}

void Assigner::place(const Offer& offer) {
  m_assigned[static_cast<std::size_t>(offer.demand)] = assigned_to(offer, true);
  m_room.take(offer.point, demand(offer.demand).dwellings);
}

/// Whole where one of the points beside the offer's can, else by several of them.
bool Assigner::place_beside(const Offer& offer, std::span<const std::int32_t> beside) {
  const int dwellings = demand(offer.demand).dwellings;
  const auto allowed = [&](auto p) { return feasible(p, offer.distance_m); };
  for (const auto p : beside) {
    if (m_room.at(p) < dwellings || !allowed(p)) continue;
    place({offer.distance_m, p, offer.demand, offer.road});
    return true;
  }
  auto shares = take_divided(m_room, beside, offer.demand, dwellings, allowed);
  if (shares.empty()) return false;
  const auto worst = std::ranges::min_element(shares, {}, [&](const Share& share) {
    return connection(m_plant, m_points, static_cast<std::size_t>(share.point), offer.distance_m)
        .margin_db;
  });
  m_assigned[static_cast<std::size_t>(offer.demand)] =
      assigned_to({offer.distance_m, worst->point, offer.demand, offer.road}, true);
  m_divided[offer.demand] = std::move(shares);
  return true;
}

bool Assigner::accept(const Offer& offer, Division division) {
  const auto dwellings = demand(offer.demand).dwellings;
  if (m_room.at(offer.point) >= dwellings) {
    place(offer);
    return true;
  }
  return (division == Division::anybody || m_places.too_many_for_one(offer.point, dwellings)) &&
         place_beside(offer, m_places.beside(offer.point));
}

/// Every pool that has no room for them closes; where anybody may be divided, the whole place.
void Assigner::refuse(const Offer& offer, Division division, Closed& closed) {
  if (division == Division::anybody) {
    for (const auto p : m_places.beside(offer.point))
      closed.points[static_cast<std::size_t>(p)] = 1;
  } else {
    for (const auto pool : point(offer.point).pools)
      if (pool != no_pool && m_room.of_pool(pool) < demand(offer.demand).dwellings)
        closed.pools[static_cast<std::size_t>(pool)] = 1;
  }
  auto& assigned = m_assigned[static_cast<std::size_t>(offer.demand)];
  if (assigned.point < 0) assigned = assigned_to(offer, false);
}

bool Assigner::is_closed(std::int32_t p, const Closed& closed) const {
  return closed.points[static_cast<std::size_t>(p)] ||
         std::ranges::any_of(point(p).pools, [&](auto pool) {
           return pool != no_pool && closed.pools[static_cast<std::size_t>(pool)];
         });
}

std::vector<Group> Assigner::groups(const std::vector<std::int32_t>& points) const {
  std::map<std::int32_t, std::vector<std::int32_t>> members;
  for (const auto p : points) members[point(p).kind].push_back(p);
  std::vector<Group> groups;
  for (auto& [k, of_kind] : members) {
    const auto& kind = m_points.kinds[static_cast<std::size_t>(k)];
    const auto& pon_class = m_plant.classes[static_cast<std::size_t>(kind.pon_class)];
    if (kind.split() > pon_class.maximum_split) continue;
    const double reach_m = std::min(1000.0 * pon_class.maximum_reach_km,
                                    budget_reach_m(pon_class, m_plant.losses, kind.stages)) +
                           search_slack_m;
    std::erase_if(of_kind, [&](auto p) { return !feasible(p, 0.0); });
    if (of_kind.empty()) continue;
    const bool olts = point(of_kind.front()).is_olt();
    std::vector<PathSource> sources;
    for (const auto p : of_kind) sources.push_back({point(p).at, point(p).offset_m});
    const double limit_m = olts ? reach_m : std::min(reach_m, m_options.maximum_drop_m);
    groups.push_back({std::move(of_kind), std::nullopt});
    groups.back().nearest.emplace(m_roads, sources, limit_m, m_progress);
  }
  return groups;
}

Offer Assigner::best_offer(const std::vector<Group>& groups, std::int32_t demand) const {
  const auto& roads = m_demands[static_cast<std::size_t>(demand)].roads;
  Offer best;
  for (const auto& group : groups) {
    const auto way = nearest_way(*group.nearest, roads);
    if (way.source < 0) continue;
    const Offer offer{way.distance_m, group.points[static_cast<std::size_t>(way.source)], demand,
                      way.road};
    if (best.point >= 0 &&
        std::tie(best.distance_m, best.point) < std::tie(offer.distance_m, offer.point))
      continue;
    if (!point(offer.point).is_olt() && offer.distance_m > m_options.maximum_drop_m) continue;
    if (feasible(offer.point, offer.distance_m)) best = offer;
  }
  return best;
}

/// The best offer of everyone who has one, nearest first.
std::vector<Offer> Assigner::offers(const std::vector<Group>& groups,
                                    const std::vector<std::int32_t>& waiting) const {
  std::vector<Offer> all(waiting.size());
  parallel_for((waiting.size() + chunk - 1) / chunk, [&](std::size_t c) {
    m_progress.throw_if_cancelled();
    const auto end = std::min((c + 1) * chunk, waiting.size());
    for (auto i = c * chunk; i < end; ++i) all[i] = best_offer(groups, waiting[i]);
  });
  std::erase_if(all, [](const Offer& offer) { return offer.point < 0; });
  std::ranges::sort(all, {},
                    [](const Offer& offer) { return std::pair(offer.distance_m, offer.demand); });
  return all;
}

/// Returns who was refused and is still without service.
std::vector<std::int32_t> Assigner::offer_in_rounds(std::vector<std::int32_t> waiting,
                                                    const std::vector<std::int32_t>& points,
                                                    Division division) {
  auto open = groups(points);
  Closed closed{std::vector<char>(m_room.left().size(), 0),
                std::vector<char>(m_points.points.size(), 0)};
  std::vector<std::int32_t> without;  // refused before, and no one is left to ask
  for (bool first = true; !waiting.empty(); first = false) {
    const auto round = offers(open, waiting);
    if (m_nearest_m.empty()) note_nearest(round);
    if (!first) {
      std::vector<std::int32_t> asked;
      asked.reserve(round.size());
      for (const auto& offer : round) asked.push_back(offer.demand);
      std::ranges::sort(asked);
      std::ranges::set_difference(waiting, asked, std::back_inserter(without));
    }
    waiting.clear();
    for (const auto& offer : round) {
      if (accept(offer, division)) {
        m_progress.advance();
        continue;
      }
      refuse(offer, division, closed);
      waiting.push_back(offer.demand);
    }
    if (waiting.empty()) break;
    std::ranges::sort(waiting);
    for (auto& group : open) {
      std::vector<std::int32_t> gone;
      for (std::size_t i = 0; i < group.points.size(); ++i)
        if (is_closed(group.points[i], closed)) gone.push_back(static_cast<std::int32_t>(i));
      group.nearest->remove(gone, m_progress);
    }
  }
  std::ranges::sort(without);
  return without;
}

/// The way from its box to each of the premises that hang on one already.
void Assigner::measure_connected() {
  std::map<std::int32_t, std::vector<std::int32_t>> of_box;
  for (std::size_t d = 0; d < m_demands.size(); ++d)
    if (m_demands[d].box >= 0 && !m_demands[d].roads.empty())
      of_box[m_demands[d].box].push_back(static_cast<std::int32_t>(d));
  if (of_box.empty()) return;
  std::map<std::int32_t, Connected> at_box;
  for (std::size_t p = 0; p < m_points.points.size(); ++p) {
    const auto box = m_points.points[p].box;
    const auto found = of_box.find(box);
    if (box < 0 || found == of_box.end()) continue;
    auto& connected = at_box[box];
    connected.points.push_back(static_cast<std::int32_t>(p));
    connected.demands = found->second;
  }
  for (auto& [box, connected] : at_box) m_connected.push_back(std::move(connected));
  parallel_for(m_connected.size(), [&](std::size_t i) {
    auto& [points, demands, ways] = m_connected[i];
    const auto& here = point(points.front());
    const RoadTargets targets(m_demands, demands);
    const auto lengths_m =
        route_lengths_m(m_roads, {here.at, here.offset_m}, targets.at, m_progress);
    for (std::size_t d = 0; d < demands.size(); ++d) ways.push_back(targets.shortest(d, lengths_m));
  });
}

/// Premises that hang on a box already get what that box has, in the plant's order.
void Assigner::serve_connected(bool ten_gigabit) {
  for (const auto& [points, demands, ways] : m_connected) {
    for (std::size_t i = 0; i < demands.size(); ++i) {
      const auto [road, distance_m] = ways[i];
      auto& assigned = m_assigned[static_cast<std::size_t>(demands[i])];
      if (assigned.served || distance_m == std::numeric_limits<double>::infinity()) continue;
      for (const auto p : points) {
        if (assigned.served) break;
        if (!usable(point(p), ten_gigabit)) continue;
        if (assigned.point < 0) assigned = assigned_to({distance_m, p, demands[i], road}, false);
        if (m_room.at(p) >= demand(demands[i]).dwellings && feasible(p, distance_m))
          place({distance_m, p, demands[i], road});
      }
      for (const auto p : points) {
        if (assigned.served) break;
        if (!usable(point(p), ten_gigabit)) continue;
        std::vector<std::int32_t> of_box;  // others at its place are not theirs
        std::ranges::set_intersection(m_places.beside(p), points, std::back_inserter(of_box));
        place_beside({distance_m, p, demands[i], road}, of_box);
      }
      if (assigned.served) m_progress.advance();
    }
  }
}

bool Assigner::usable(const ServicePoint& point, bool ten_gigabit) const {
  return point.olt >= 0 && point.feeder_m < std::numeric_limits<double>::infinity() &&
         class_of(point).ten_gigabit_class == ten_gigabit;
}

void Assigner::serve(bool ten_gigabit) {
  serve_connected(ten_gigabit);
  std::vector<std::int32_t> open;
  for (std::size_t p = 0; p < m_points.points.size(); ++p)
    if (usable(m_points.points[p], ten_gigabit)) open.push_back(static_cast<std::int32_t>(p));
  if (open.empty()) return;
  std::vector<std::int32_t> waiting;
  for (std::size_t d = 0; d < m_demands.size(); ++d)
    if (!m_demands[d].roads.empty() && m_demands[d].box < 0 && !m_assigned[d].served)
      waiting.push_back(static_cast<std::int32_t>(d));

  // Of one size, whoever refused one building has no room for any other: these rounds leave no
  // building outside that would still fit somewhere.
  std::map<int, std::vector<std::int32_t>> refused_of_size;
  for (const auto d : offer_in_rounds(std::move(waiting), open))
    refused_of_size[demand(d).dwellings].push_back(d);
  for (auto& [dwellings, refused] : refused_of_size) {
    std::vector<std::int32_t> with_room;
    for (const auto p : open)
      if (m_room.at(p) >= dwellings) with_room.push_back(p);
    if (!with_room.empty()) offer_in_rounds(refused, with_room);
  }
  for (auto& [dwellings, refused] : refused_of_size) offer_divided(std::move(refused), open);
  if (!ten_gigabit) return;
  judge_quality();
  improve_by_flow(open);
}

/// Who is refused still, all of one size, is offered what the points of a place have together.
void Assigner::offer_divided(std::vector<std::int32_t> refused,
                             const std::vector<std::int32_t>& points) {
  std::erase_if(refused, [&](auto d) { return m_assigned[static_cast<std::size_t>(d)].served; });
  if (refused.empty()) return;
  const auto together = [&](std::int32_t p) {
    std::int64_t room = 0;
    for (const auto beside : m_places.beside(p)) room += m_room.at(beside);
    return room;
  };
  std::vector<std::int32_t> with_room;
  for (const auto p : points)
    if (m_places.beside(p).size() > 1 && together(p) >= demand(refused.front()).dwellings)
      with_room.push_back(p);
  if (!with_room.empty()) offer_in_rounds(std::move(refused), with_room, Division::anybody);
}

/// The first round's offers are the best that anyone can have.
void Assigner::note_nearest(const std::vector<Offer>& round) {
  m_nearest_m.assign(m_demands.size(), std::numeric_limits<double>::infinity());
  for (const auto& offer : round)
    m_nearest_m[static_cast<std::size_t>(offer.demand)] = offer.distance_m;
}

/// What the 10G classes serve, beside what they would if nobody stood in anybody's way.
void Assigner::judge_quality() {
  m_quality = {};
  for (std::size_t d = 0; d < m_demands.size(); ++d) {
    const auto dwellings = m_demands[d].dwellings;
    if (m_nearest_m.empty() || m_nearest_m[d] == std::numeric_limits<double>::infinity()) continue;
    m_quality.dwellings_bound += dwellings;
    if (!m_assigned[d].served) continue;
    m_quality.dwellings += dwellings;
    m_quality.route_m += dwellings * m_assigned[d].distance_m;
    m_quality.route_bound_m += dwellings * m_nearest_m[d];
  }
}

/// A demand that nobody serves any longer still has the point that served it as its nearest.
void Assigner::take_back(std::int32_t d) {
  auto& assigned = m_assigned[static_cast<std::size_t>(d)];
  if (!assigned.served) return;
  assigned.served = false;
  const auto divided = m_divided.find(d);
  if (divided == m_divided.end()) {
    m_room.take(assigned.point, -demand(d).dwellings);
    return;
  }
  for (const auto& share : divided->second) m_room.take(share.point, -share.dwellings);
  m_divided.erase(divided);
}

/// Takes the flow's assignment where it is the better one; its bounds count either way.
void Assigner::improve_by_flow(const std::vector<std::int32_t>& points) {
  if (m_demands.size() > static_cast<std::size_t>(std::max(m_options.flow_premises, 0))) return;
  std::vector<std::int32_t> wanted;
  for (std::size_t d = 0; d < m_demands.size(); ++d)
    if (m_demands[d].box < 0 && !m_demands[d].roads.empty() && m_demands[d].dwellings > 0)
      wanted.push_back(static_cast<std::int32_t>(d));
  const auto all =
      candidates(m_plant, m_roads, m_points, points, m_demands, wanted, m_options, m_progress);
  const auto by_rounds = std::tuple(m_assigned, m_divided, m_room);
  for (const auto d : wanted) take_back(d);
  const auto flow = assign_by_flow(m_points, all, m_demands, m_room.left());

  // Demands that the flow divides get what is left, nearest first.
  auto order = flow.whole;
  std::vector<Candidate> rest = all;
  std::ranges::sort(rest, {},
                    [](const Candidate& c) { return std::tuple(c.distance_m, c.demand, c.point); });
  order.insert(order.end(), rest.begin(), rest.end());
  AssignmentQuality reached;
  const auto offer = [&](const Candidate& candidate, Division division) {
    const auto& [d, p, distance_m, road] = candidate;
    if (m_assigned[static_cast<std::size_t>(d)].served ||
        !accept({distance_m, p, d, road}, division))
      return;
    reached.dwellings += demand(d).dwellings;
    reached.route_m += demand(d).dwellings * distance_m;
  };
  for (const auto& candidate : order) offer(candidate, Division::too_large_for_one);
  for (const auto& candidate : rest) offer(candidate, Division::anybody);
  if (reached.dwellings > m_quality.dwellings ||
      (reached.dwellings == m_quality.dwellings && reached.route_m < m_quality.route_m)) {
    m_quality.dwellings = reached.dwellings;
    m_quality.route_m = reached.route_m;
  } else {
    std::tie(m_assigned, m_divided, m_room) = by_rounds;
  }
  m_quality.dwellings_bound = flow.dwellings_bound;
  m_quality.route_bound_m = flow.route_bound_m;
}

}  // namespace

Assignment assign(const FibrePlant& plant, const Graph& roads, const ServicePoints& points,
                  std::span<const std::int64_t> capacity, std::span<const Demand> demands,
                  const FibreOptions& options, Progress& progress) {
  Assigner assigner(plant, roads, points, capacity, demands, options, progress);
  assigner.serve(true);
  assigner.serve(false);
  return std::move(assigner).result();
}

}  // namespace gigacity::fibre
