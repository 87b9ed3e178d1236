// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/coverage.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "core/parallel.hpp"
#include "sim/fibre/assignment.hpp"
#include "sim/fibre/service_points.hpp"
#include "sim/fibre/shortest_path.hpp"
#include "sim/fibre/snapping.hpp"

namespace gigacity::fibre {

const char* to_string(FibreGap gap) {
  switch (gap) {
    case FibreGap::none:
      return "none";
    case FibreGap::no_plant:
      return "no_plant";
    case FibreGap::no_route:
      return "no_route";
    case FibreGap::no_port:
      return "no_port";
    case FibreGap::budget:
      return "budget";
    case FibreGap::reach:
      return "reach";
    case FibreGap::below_10g:
      return "below_10g";
  }
  return "none";
}

namespace {

void throw_if_impossible(const FibrePlant& plant, std::span<const Premises> premises) {
  std::string text;
  for (const auto& problem : check(plant)) {
    if (!text.empty()) text += '\n';
    text += to_string(problem);
  }
  if (!text.empty()) throw std::invalid_argument(text);
  if (std::ranges::any_of(premises, [](const auto& p) { return p.dwellings < 0; }))
    throw std::invalid_argument("premises have a negative number of dwellings");
}

std::vector<Demand> snapped(std::span<const Premises> premises, const EdgeIndex& index,
                            double maximum_m, Progress& progress) {
  constexpr std::size_t chunk = 1024;
  std::vector<Demand> demands(premises.size());
  parallel_for((premises.size() + chunk - 1) / chunk, [&](std::size_t c) {
    progress.throw_if_cancelled();
    const auto end = std::min((c + 1) * chunk, premises.size());
    for (auto i = c * chunk; i < end; ++i)
      demands[i] = {index.nearest(premises[i].point, maximum_m), premises[i].dwellings};
    progress.advance(static_cast<std::int64_t>(end - c * chunk));
  });
  return demands;
}

/// Why a building is without service though ports were not the reason.
class Explainer {
 public:
  Explainer(const FibrePlant& plant, const Graph& roads, std::span<const ServicePoint> points,
            const FibreOptions& options, const Progress& progress)
      : m_plant(plant),
        m_options(options),
        m_points(points),
        m_fed(nearest_of(roads, points, true, progress)),
        m_unfed(nearest_of(roads, points, false, progress)) {}

  PremisesService explain(const Demand& demand) const {
    PremisesService service;
    if (m_plant.olts.empty()) return service;
    service.gap = FibreGap::no_route;
    if (!demand.snap) return service;
    const auto fed = nearest(m_fed, *demand.snap);
    if (fed.point >= 0 && in_range(fed)) return judged(fed);
    const auto unfed = nearest(m_unfed, *demand.snap);
    if (unfed.point >= 0 && in_range(unfed)) {
      const auto& at = m_points[static_cast<std::size_t>(unfed.point)];
      service.olt = at.olt;
      service.box = at.box;
      return service;
    }
    const auto& far =
        unfed.point < 0 || (fed.point >= 0 && fed.distance_m <= unfed.distance_m) ? fed : unfed;
    if (far.point < 0) return service;
    service.gap = FibreGap::no_plant;
    service.box = m_points[static_cast<std::size_t>(far.point)].box;
    service.route_m = far.distance_m;
    return service;
  }

 private:
  struct Candidates {
    std::vector<std::int32_t> points;
    NearestSources nearest;
  };
  struct Found {
    std::int32_t point = -1;
    double distance_m = 0.0;
  };

  static Candidates nearest_of(const Graph& roads, std::span<const ServicePoint> points, bool fed,
                               const Progress& progress) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::vector<std::int32_t> members;
    std::vector<PathSource> sources;
    for (std::size_t p = 0; p < points.size(); ++p) {
      if ((points[p].feeder_m < infinity) != fed) continue;
      members.push_back(static_cast<std::int32_t>(p));
      sources.push_back({points[p].at, points[p].offset_m});
    }
    return {std::move(members), NearestSources(roads, std::move(sources), infinity, progress)};
  }

  static Found nearest(const Candidates& candidates, const Snap& snap) {
    const auto way = candidates.nearest.at(snap.at);
    if (way.source < 0) return {};
    return {candidates.points[static_cast<std::size_t>(way.source)],
            way.distance_m + snap.offset_m};
  }

  bool in_range(const Found& found) const {
    return m_plant.boxes.empty() || found.distance_m <= m_options.maximum_drop_m;
  }

  PremisesService judged(const Found& found) const {
    const auto& point = m_points[static_cast<std::size_t>(found.point)];
    const auto to = connection(m_plant, point, found.distance_m);
    PremisesService service;
    service.gap = to.within_budget ? FibreGap::reach : FibreGap::budget;
    service.olt = point.olt;
    service.card = 0;
    service.split = m_plant.olts[static_cast<std::size_t>(point.olt)].cards.front().split;
    service.box = point.box;
    service.route_m = to.route_m;
    service.loss_db = to.loss.loss_db();
    service.margin_db = to.margin_db;
    return service;
  }

  const FibrePlant& m_plant;
  const FibreOptions& m_options;
  std::span<const ServicePoint> m_points;
  Candidates m_fed;
  Candidates m_unfed;
};

/// Of a building that was served, or refused for want of room.
PremisesService answered(const FibrePlant& plant, const ServicePoint& point,
                         const Assigned& assigned) {
  const auto to = connection(plant, point, assigned.distance_m);
  const auto& olt = plant.olts[static_cast<std::size_t>(point.olt)].cards.front();
  const bool ten_gigabit = plant.classes[static_cast<std::size_t>(olt.pon_class)].ten_gigabit_class;
  PremisesService service;
  service.gap = !assigned.served ? FibreGap::no_port
                : ten_gigabit    ? FibreGap::none
                                 : FibreGap::below_10g;
  service.olt = point.olt;
  service.card = 0;
  service.split = olt.split;
  service.box = point.box;
  service.route_m = to.route_m;
  service.loss_db = to.loss.loss_db();
  service.margin_db = to.margin_db;
  service.needs_attenuator = assigned.served && to.below_minimum;
  return service;
}

std::int64_t component_count(const Graph& roads) {
  const auto component = components(roads);
  return component.empty() ? 0 : std::int64_t{*std::ranges::max_element(component)} + 1;
}

}  // namespace

FibreCoverage simulate(const FibrePlant& plant, const Graph& roads,
                       std::span<const Premises> premises, const FibreOptions& options,
                       Progress& progress) {
  throw_if_impossible(plant, premises);
  const auto count = static_cast<std::int64_t>(premises.size());
  progress.begin("fibre", 2 * count);  // each building is snapped, then decided
  progress.throw_if_cancelled();

  const EdgeIndex index(roads);
  const auto demands = snapped(premises, index, options.maximum_snap_m, progress);
  const auto points = service_points(plant, roads, index, options, progress);
  const auto assignment = assign(plant, roads, points, demands, options, progress);

  FibreCoverage coverage;
  coverage.road_components = component_count(roads);
  coverage.routes_assumed = plant.boxes.empty();
  for (std::size_t o = 0; o < plant.olts.size(); ++o) {
    const auto dwellings = assignment.olt_dwellings[o];
    const auto split = plant.olts[o].cards.front().split;
    coverage.olts.push_back(
        {static_cast<int>((dwellings + split - 1) / split), static_cast<int>(dwellings)});
  }
  std::optional<Explainer> explainer;
  for (std::size_t i = 0; i < premises.size(); ++i) {
    const auto& assigned = assignment.demands[i];
    if (!assigned.served) progress.advance();
    if (assigned.point >= 0) {
      const auto& point = points[static_cast<std::size_t>(assigned.point)];
      coverage.premises.push_back(answered(plant, point, assigned));
      continue;
    }
    if (!explainer) explainer.emplace(plant, roads, points, options, progress);
    coverage.premises.push_back(explainer->explain(demands[i]));
  }
  return coverage;
}

}  // namespace gigacity::fibre
