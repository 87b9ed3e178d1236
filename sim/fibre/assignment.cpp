// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/assignment.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "core/parallel.hpp"
#include "sim/fibre/assignment_flow.hpp"
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
};

/// What the pools have left. A point has as much as the least of its pools.
class Room {
 public:
  explicit Room(std::span<const std::int64_t> capacity)
      : m_left(capacity.begin(), capacity.end()) {}

  std::int64_t at(const ServicePoint& point) const {
    auto least = std::numeric_limits<std::int64_t>::max();
    for (const auto pool : point.pools)
      if (pool != no_pool) least = std::min(least, of_pool(pool));
    return least;
  }
  std::int64_t of_pool(std::int32_t pool) const { return m_left[static_cast<std::size_t>(pool)]; }
  void take(const ServicePoint& point, std::int64_t dwellings) {
    for (const auto pool : point.pools)
      if (pool != no_pool) m_left[static_cast<std::size_t>(pool)] -= dwellings;
  }
  std::span<const std::int64_t> left() const { return m_left; }

 private:
  std::vector<std::int64_t> m_left;  ///< of each pool
};

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
        m_room(capacity) {
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

  void take(const Offer& offer);
  void refuse(const Offer& offer, std::vector<char>& closed);
  std::vector<Group> groups(const std::vector<std::int32_t>& points) const;
  Offer best_offer(const std::vector<Group>& groups, std::int32_t demand) const;
  std::vector<Offer> offers(const std::vector<Group>& groups,
                            const std::vector<std::int32_t>& waiting) const;
  std::vector<std::int32_t> offer_in_rounds(std::vector<std::int32_t> waiting,
                                            const std::vector<std::int32_t>& points);
  void note_nearest(const std::vector<Offer>& round);
  void judge_quality();
  void improve_by_flow(const std::vector<std::int32_t>& points);
  void measure_connected();
  void serve_connected(bool ten_gigabit);
  bool usable(const ServicePoint& point, bool ten_gigabit) const;

  /// A box and the premises that hang on it.
  struct Connected {
    std::vector<std::int32_t> points;
    std::vector<std::int32_t> demands;
    std::vector<double> distance_m;
  };

  const FibrePlant& m_plant;
  const Graph& m_roads;
  const ServicePoints& m_points;
  std::span<const Demand> m_demands;
  const FibreOptions& m_options;
  Progress& m_progress;
  std::vector<Assigned> m_assigned;
  Room m_room;
  std::vector<Connected> m_connected;
  std::vector<double>
      m_nearest_m;  ///< of each demand, to the nearest 10G point that could serve it
  AssignmentQuality m_quality;
};

Assignment Assigner::result() && {
  Assignment result{std::move(m_assigned), m_points.capacity, m_quality};
  for (std::size_t pool = 0; pool < result.used.size(); ++pool) result.used[pool] = 0;
  for (std::size_t d = 0; d < result.demands.size(); ++d) {
    const auto& assigned = result.demands[d];
    if (!assigned.served) continue;
    for (const auto pool : point(assigned.point).pools)
      if (pool != no_pool) result.used[static_cast<std::size_t>(pool)] += m_demands[d].dwellings;
  }
  return result;
}

void Assigner::take(const Offer& offer) {
  m_assigned[static_cast<std::size_t>(offer.demand)] = {offer.point, offer.distance_m, true};
  m_room.take(point(offer.point), demand(offer.demand).dwellings);
  m_progress.advance();
}

/// Every pool that has no room for them closes.
void Assigner::refuse(const Offer& offer, std::vector<char>& closed) {
  for (const auto pool : point(offer.point).pools)
    if (pool != no_pool && m_room.of_pool(pool) < demand(offer.demand).dwellings)
      closed[static_cast<std::size_t>(pool)] = 1;
  auto& assigned = m_assigned[static_cast<std::size_t>(offer.demand)];
  if (assigned.point < 0) assigned = {offer.point, offer.distance_m, false};
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
    std::erase_if(of_kind, [&](auto p) { return point(p).feeder_m > reach_m; });
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
  const auto& snap = *m_demands[static_cast<std::size_t>(demand)].snap;
  Offer best;
  for (const auto& group : groups) {
    const auto way = group.nearest->at(snap.at);
    if (way.source < 0) continue;
    const Offer offer{way.distance_m + snap.offset_m,
                      group.points[static_cast<std::size_t>(way.source)], demand};
    if (best.point >= 0 &&
        std::tie(best.distance_m, best.point) < std::tie(offer.distance_m, offer.point))
      continue;
    if (!point(offer.point).is_olt() && offer.distance_m > m_options.maximum_drop_m) continue;
    const auto judged =
        connection(m_plant, m_points, static_cast<std::size_t>(offer.point), offer.distance_m);
    if (judged.within_budget && judged.within_reach) best = offer;
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
                                                    const std::vector<std::int32_t>& points) {
  auto open = groups(points);
  std::vector<char> closed(m_room.left().size(), 0);
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
      if (m_room.at(point(offer.point)) >= demand(offer.demand).dwellings) {
        take(offer);
        continue;
      }
      refuse(offer, closed);
      waiting.push_back(offer.demand);
    }
    if (waiting.empty()) break;
    std::ranges::sort(waiting);
    for (auto& group : open) {
      std::vector<std::int32_t> gone;
      for (std::size_t i = 0; i < group.points.size(); ++i) {
        const auto& pools = point(group.points[i]).pools;
        if (std::ranges::any_of(pools, [&](auto pool) {
              return pool != no_pool && closed[static_cast<std::size_t>(pool)];
            }))
          gone.push_back(static_cast<std::int32_t>(i));
      }
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
    if (m_demands[d].box >= 0 && m_demands[d].snap)
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
    auto& [points, demands, distance_m] = m_connected[i];
    const auto& here = point(points.front());
    std::vector<EdgePosition> targets;
    for (const auto d : demands) targets.push_back(demand(d).snap->at);
    distance_m = route_lengths_m(m_roads, {here.at, here.offset_m}, targets, m_progress);
    for (std::size_t d = 0; d < demands.size(); ++d)
      distance_m[d] += demand(demands[d]).snap->offset_m;
  });
}

/// Premises that hang on a box already get what that box has, in the plant's order.
void Assigner::serve_connected(bool ten_gigabit) {
  for (const auto& [points, demands, distance_m] : m_connected) {
    for (std::size_t i = 0; i < demands.size(); ++i) {
      auto& assigned = m_assigned[static_cast<std::size_t>(demands[i])];
      if (assigned.served || distance_m[i] == std::numeric_limits<double>::infinity()) continue;
      for (const auto p : points) {
        if (!usable(point(p), ten_gigabit)) continue;
        const auto judged =
            connection(m_plant, m_points, static_cast<std::size_t>(p), distance_m[i]);
        if (assigned.point < 0) assigned = {p, distance_m[i], false};
        if (!judged.within_budget || !judged.within_reach ||
            m_room.at(point(p)) < demand(demands[i]).dwellings)
          continue;
        take({distance_m[i], p, demands[i]});
        break;
      }
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
    if (m_demands[d].snap && m_demands[d].box < 0 && !m_assigned[d].served)
      waiting.push_back(static_cast<std::int32_t>(d));

  // Of one size, whoever refused one building has no room for any other: these rounds leave no
  // building outside that would still fit somewhere.
  std::map<int, std::vector<std::int32_t>> refused_of_size;
  for (const auto d : offer_in_rounds(std::move(waiting), open))
    refused_of_size[demand(d).dwellings].push_back(d);
  for (auto& [dwellings, refused] : refused_of_size) {
    std::vector<std::int32_t> with_room;
    for (const auto p : open)
      if (m_room.at(point(p)) >= dwellings) with_room.push_back(p);
    if (!with_room.empty()) offer_in_rounds(std::move(refused), with_room);
  }
  if (!ten_gigabit) return;
  judge_quality();
  improve_by_flow(open);
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

/// Takes the flow's assignment where it is the better one; its bounds count either way.
void Assigner::improve_by_flow(const std::vector<std::int32_t>& points) {
  if (m_demands.size() > static_cast<std::size_t>(std::max(m_options.flow_premises, 0))) return;
  std::vector<std::int32_t> wanted;
  for (std::size_t d = 0; d < m_demands.size(); ++d)
    if (m_demands[d].box < 0 && m_demands[d].snap && m_demands[d].dwellings > 0)
      wanted.push_back(static_cast<std::int32_t>(d));
  const auto all =
      candidates(m_plant, m_roads, m_points, points, m_demands, wanted, m_options, m_progress);
  auto room_before = m_room;
  for (const auto d : wanted) {
    const auto& assigned = m_assigned[static_cast<std::size_t>(d)];
    if (assigned.served) room_before.take(point(assigned.point), -demand(d).dwellings);
  }
  const auto flow = assign_by_flow(m_points, all, m_demands, room_before.left());

  // Demands that the flow divides get what is left, nearest first.
  auto assigned = m_assigned;
  auto room = room_before;
  for (const auto d : wanted) assigned[static_cast<std::size_t>(d)].served = false;
  auto order = flow.whole;
  std::vector<Candidate> rest = all;
  std::ranges::sort(rest, {},
                    [](const Candidate& c) { return std::tuple(c.distance_m, c.demand, c.point); });
  order.insert(order.end(), rest.begin(), rest.end());
  AssignmentQuality reached;
  for (const auto& [d, p, distance_m] : order) {
    auto& now = assigned[static_cast<std::size_t>(d)];
    const auto dwellings = demand(d).dwellings;
    if (now.served || room.at(point(p)) < dwellings) continue;
    room.take(point(p), dwellings);
    now = {p, distance_m, true};
    reached.dwellings += dwellings;
    reached.route_m += dwellings * distance_m;
  }
  if (reached.dwellings > m_quality.dwellings ||
      (reached.dwellings == m_quality.dwellings && reached.route_m < m_quality.route_m)) {
    m_assigned = std::move(assigned);
    m_room = std::move(room);
    m_quality.dwellings = reached.dwellings;
    m_quality.route_m = reached.route_m;
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
