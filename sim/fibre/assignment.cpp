// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/assignment.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "core/parallel.hpp"
#include "sim/fibre/shortest_path.hpp"

namespace gigacity::fibre {

namespace {

constexpr std::size_t chunk = 2048;

// Searches are cut off by a computed reach; the judgement itself is made on each route.
constexpr double search_slack_m = 1e-3;

/// Points whose OLTs have the same class and split: what the budget allows depends on the route
/// alone, so among them only the nearest matters.
struct Group {
  std::vector<std::int32_t> points;  ///< ascending
  std::optional<NearestSources> nearest;
};

struct Offer {
  double distance_m = std::numeric_limits<double>::infinity();
  std::int32_t point = -1;
  std::int32_t demand = -1;
};

class Assigner {
 public:
  Assigner(const FibrePlant& plant, const Graph& roads, std::span<const ServicePoint> points,
           std::span<const Demand> demands, const FibreOptions& options, Progress& progress)
      : m_plant(plant),
        m_roads(roads),
        m_points(points),
        m_demands(demands),
        m_options(options),
        m_progress(progress),
        m_assigned(demands.size()),
        m_olt_dwellings(plant.olts.size(), 0),
        m_box_dwellings(plant.boxes.size(), 0) {}

  void serve(bool ten_gigabit);
  Assignment result() && { return {std::move(m_assigned), std::move(m_olt_dwellings)}; }

 private:
  const PonCard& olt_of(const ServicePoint& point) const {
    return m_plant.olts[static_cast<std::size_t>(point.olt)].cards.front();
  }
  const PonClass& class_of(const ServicePoint& point) const {
    return m_plant.classes[static_cast<std::size_t>(olt_of(point).pon_class)];
  }
  const ServicePoint& point(std::int32_t p) const { return m_points[static_cast<std::size_t>(p)]; }

  std::int64_t olt_room(const ServicePoint& point) const;
  std::int64_t box_room(const ServicePoint& point) const;
  std::vector<Group> groups(const std::vector<std::int32_t>& points) const;
  Offer best_offer(const std::vector<Group>& groups, std::int32_t demand) const;
  std::vector<Offer> offers(const std::vector<Group>& groups,
                            const std::vector<std::int32_t>& waiting) const;
  std::vector<std::int32_t> offer_in_rounds(std::vector<std::int32_t> waiting,
                                            const std::vector<std::int32_t>& points);

  const FibrePlant& m_plant;
  const Graph& m_roads;
  std::span<const ServicePoint> m_points;
  std::span<const Demand> m_demands;
  const FibreOptions& m_options;
  Progress& m_progress;
  std::vector<Assigned> m_assigned;
  std::vector<std::int64_t> m_olt_dwellings;
  std::vector<std::int64_t> m_box_dwellings;
};

std::int64_t Assigner::olt_room(const ServicePoint& point) const {
  const auto& olt = olt_of(point);
  return std::int64_t{olt.ports} * olt.split - m_olt_dwellings[static_cast<std::size_t>(point.olt)];
}

std::int64_t Assigner::box_room(const ServicePoint& point) const {
  if (point.box < 0) return std::numeric_limits<std::int64_t>::max();
  const auto box = static_cast<std::size_t>(point.box);
  return m_plant.boxes[box].capacity - m_box_dwellings[box];
}

std::vector<Group> Assigner::groups(const std::vector<std::int32_t>& points) const {
  std::map<std::pair<std::int32_t, int>, std::vector<std::int32_t>> members;
  for (const auto p : points) {
    const auto& olt = olt_of(point(p));
    members[{olt.pon_class, olt.split}].push_back(p);
  }
  std::vector<Group> groups;
  for (auto& [kind, of_kind] : members) {
    const auto& pon_class = m_plant.classes[static_cast<std::size_t>(kind.first)];
    const double reach_m = std::min(1000.0 * pon_class.maximum_reach_km,
                                    budget_reach_m(pon_class, m_plant.losses, kind.second)) +
                           search_slack_m;
    if (kind.second > pon_class.maximum_split) continue;
    std::erase_if(of_kind, [&](auto p) { return point(p).feeder_m > reach_m; });
    if (of_kind.empty()) continue;
    std::vector<PathSource> sources;
    for (const auto p : of_kind) sources.push_back({point(p).at, point(p).offset_m});
    const double limit_m =
        m_plant.boxes.empty() ? reach_m : std::min(reach_m, m_options.maximum_drop_m);
    groups.push_back({std::move(of_kind), std::nullopt});
    groups.back().nearest.emplace(m_roads, std::move(sources), limit_m, m_progress);
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
    if (point(offer.point).box >= 0 && offer.distance_m > m_options.maximum_drop_m) continue;
    const auto judged = connection(m_plant, point(offer.point), offer.distance_m);
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
  std::vector<char> olt_closed(m_plant.olts.size(), 0);
  std::vector<char> point_closed(m_points.size(), 0);
  std::vector<std::int32_t> without;  // refused before, and no one is left to ask
  for (bool first = true; !waiting.empty(); first = false) {
    const auto round = offers(open, waiting);
    if (!first) {
      std::vector<std::int32_t> asked;
      asked.reserve(round.size());
      for (const auto& offer : round) asked.push_back(offer.demand);
      std::ranges::sort(asked);
      std::ranges::set_difference(waiting, asked, std::back_inserter(without));
    }
    waiting.clear();
    for (const auto& offer : round) {
      const auto& at = point(offer.point);
      const auto dwellings = m_demands[static_cast<std::size_t>(offer.demand)].dwellings;
      auto& assigned = m_assigned[static_cast<std::size_t>(offer.demand)];
      const bool olt_refuses = olt_room(at) < dwellings;
      if (olt_refuses || box_room(at) < dwellings) {
        if (olt_refuses) olt_closed[static_cast<std::size_t>(at.olt)] = 1;
        point_closed[static_cast<std::size_t>(offer.point)] = 1;
        if (assigned.point < 0) assigned = {offer.point, offer.distance_m, false};
        waiting.push_back(offer.demand);
        continue;
      }
      assigned = {offer.point, offer.distance_m, true};
      m_olt_dwellings[static_cast<std::size_t>(at.olt)] += dwellings;
      if (at.box >= 0) m_box_dwellings[static_cast<std::size_t>(at.box)] += dwellings;
      m_progress.advance();
    }
    if (waiting.empty()) break;
    std::ranges::sort(waiting);
    for (auto& group : open) {
      std::vector<std::int32_t> closed;
      for (std::size_t i = 0; i < group.points.size(); ++i) {
        const auto p = group.points[i];
        if (point_closed[static_cast<std::size_t>(p)] ||
            olt_closed[static_cast<std::size_t>(point(p).olt)])
          closed.push_back(static_cast<std::int32_t>(i));
      }
      group.nearest->remove(closed, m_progress);
    }
  }
  std::ranges::sort(without);
  return without;
}

void Assigner::serve(bool ten_gigabit) {
  std::vector<std::int32_t> usable;
  for (std::size_t p = 0; p < m_points.size(); ++p) {
    const auto& at = m_points[p];
    if (at.olt < 0 || at.feeder_m == std::numeric_limits<double>::infinity()) continue;
    if (class_of(at).ten_gigabit_class == ten_gigabit)
      usable.push_back(static_cast<std::int32_t>(p));
  }
  if (usable.empty()) return;
  std::vector<std::int32_t> waiting;
  for (std::size_t d = 0; d < m_demands.size(); ++d)
    if (m_demands[d].snap && !m_assigned[d].served) waiting.push_back(static_cast<std::int32_t>(d));

  // Of one size, whoever refused one building has no room for any other: these rounds leave no
  // building outside that would still fit somewhere.
  std::map<int, std::vector<std::int32_t>> refused_of_size;
  for (const auto d : offer_in_rounds(std::move(waiting), usable))
    refused_of_size[m_demands[static_cast<std::size_t>(d)].dwellings].push_back(d);
  for (auto& [dwellings, refused] : refused_of_size) {
    std::vector<std::int32_t> with_room;
    for (const auto p : usable)
      if (std::min(olt_room(point(p)), box_room(point(p))) >= dwellings) with_room.push_back(p);
    if (!with_room.empty()) offer_in_rounds(std::move(refused), with_room);
  }
}

}  // namespace

Assignment assign(const FibrePlant& plant, const Graph& roads, std::span<const ServicePoint> points,
                  std::span<const Demand> demands, const FibreOptions& options,
                  Progress& progress) {
  Assigner assigner(plant, roads, points, demands, options, progress);
  assigner.serve(true);
  assigner.serve(false);
  return std::move(assigner).result();
}

}  // namespace gigacity::fibre
