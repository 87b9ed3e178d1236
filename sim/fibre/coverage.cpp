// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/coverage.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

#include "core/parallel.hpp"
#include "sim/fibre/assignment.hpp"
#include "sim/fibre/bill_of_materials.hpp"
#include "sim/fibre/built_network.hpp"
#include "sim/fibre/port_use.hpp"
#include "sim/fibre/route_tasks.hpp"
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
    case FibreGap::differential_reach:
      return "differential_reach";
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
  const auto boxes = box_indices(plant);
  for (const auto& p : premises)
    if (!p.box.empty() && !boxes.contains(p.box))
      throw std::invalid_argument("premises name a box that there is not: " + p.box);
}

std::vector<Demand> snapped(const FibrePlant& plant, std::span<const Premises> premises,
                            const Graph& roads, const EdgeIndex& index, double maximum_m,
                            Progress& progress) {
  constexpr std::size_t chunk = 1024;
  const auto box_of_id = box_indices(plant);
  std::vector<Demand> demands(premises.size());
  parallel_for((premises.size() + chunk - 1) / chunk, [&](std::size_t c) {
    progress.throw_if_cancelled();
    const auto end = std::min((c + 1) * chunk, premises.size());
    for (auto i = c * chunk; i < end; ++i)
      demands[i] = {near_roads(index, roads, premises[i].point, maximum_m), premises[i].dwellings,
                    premises[i].box.empty() ? -1 : box_of_id.at(premises[i].box)};
    progress.advance(static_cast<std::int64_t>(end - c * chunk));
  });
  return demands;
}

/// A connection, whether it came about, and else why not.
PremisesService described(const FibrePlant& plant, const ServicePoints& points,
                          const Assigned& assigned) {
  const auto& point = points.points[static_cast<std::size_t>(assigned.point)];
  const auto& kind = points.kinds[static_cast<std::size_t>(point.kind)];
  const auto to =
      connection(plant, points, static_cast<std::size_t>(assigned.point), assigned.distance_m);
  const bool ten_gigabit =
      plant.classes[static_cast<std::size_t>(kind.pon_class)].ten_gigabit_class;
  PremisesService service;
  service.gap = !to.within_budget         ? FibreGap::budget
                : !to.within_reach        ? FibreGap::reach
                : assigned.port_nearest_m ? FibreGap::differential_reach
                : !assigned.served        ? FibreGap::no_port
                : ten_gigabit             ? FibreGap::none
                                          : FibreGap::below_10g;
  service.port_nearest_m = assigned.port_nearest_m.value_or(0.0);
  service.olt = point.olt;
  service.card = point.port.card >= 0 ? point.port.card
                 : point.group >= 0
                     ? points.groups[static_cast<std::size_t>(point.group)].cards.front()
                     : 0;
  service.split = kind.split();
  service.box = point.box;
  service.route_m = to.route_m;
  service.loss_db = to.loss.loss_db();
  service.margin_db = to.margin_db;
  service.needs_attenuator = assigned.served && to.below_minimum;
  service.as_built = point.as_built;
  return service;
}

/// Why a building is without service though ports were not the reason.
class Explainer {
 public:
  Explainer(const FibrePlant& plant, const Graph& roads, const ServicePoints& points,
            const FibreOptions& options, const Progress& progress)
      : m_plant(plant),
        m_options(options),
        m_points(points),
        m_fed(nearest_of(roads, points.points, true, progress)),
        m_unfed(nearest_of(roads, points.points, false, progress)) {}

  PremisesService explain(const Demand& demand) const {
    PremisesService service;
    if (m_plant.olts.empty()) return service;
    service.gap = FibreGap::no_route;
    if (demand.roads.empty()) return service;
    const auto fed = nearest(m_fed, demand.roads);
    if (fed.point >= 0 && in_range(fed)) return judged(fed);
    const auto unfed = nearest(m_unfed, demand.roads);
    if (unfed.point >= 0 && in_range(unfed)) {
      const auto& at = m_points.points[static_cast<std::size_t>(unfed.point)];
      service.olt = at.olt;
      service.card = at.olt < 0 ? -1 : 0;
      service.box = at.box;
      return service;
    }
    const auto& far =
        unfed.point < 0 || (fed.point >= 0 && fed.distance_m <= unfed.distance_m) ? fed : unfed;
    if (far.point < 0) return service;
    service.gap = FibreGap::no_plant;
    service.box = m_points.points[static_cast<std::size_t>(far.point)].box;
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
    return {std::move(members), NearestSources(roads, sources, infinity, progress)};
  }

  static Found nearest(const Candidates& candidates, const NearRoads& roads) {
    const auto way = nearest_way(candidates.nearest, roads);
    if (way.source < 0) return {};
    return {candidates.points[static_cast<std::size_t>(way.source)], way.distance_m};
  }

  bool in_range(const Found& found) const {
    return m_points.points[static_cast<std::size_t>(found.point)].is_olt() ||
           found.distance_m <= m_options.maximum_drop_m;
  }

  PremisesService judged(const Found& found) const {
    return described(m_plant, m_points, {found.point, found.distance_m, false});
  }

  const FibrePlant& m_plant;
  const FibreOptions& m_options;
  const ServicePoints& m_points;
  Candidates m_fed;
  Candidates m_unfed;
};

/// Counts the parts of the roads, and those that leave premises without an OLT.
void report_parts(const Graph& roads, const Places& places, std::span<const Demand> demands,
                  FibreCoverage& coverage) {
  const auto part_of_node = components(roads);
  if (part_of_node.empty()) return;
  const auto parts = static_cast<std::size_t>(*std::ranges::max_element(part_of_node)) + 1;
  coverage.road_components = static_cast<std::int64_t>(parts);
  const auto part_of = [&](const Snap& snap) {
    const auto& edge = roads.edges()[static_cast<std::size_t>(snap.at.edge)];
    return static_cast<std::size_t>(part_of_node[static_cast<std::size_t>(edge.from)]);
  };
  std::vector<char> has_olt(parts, 0);
  for (const auto& olt : places.olts)
    if (olt.road) has_olt[part_of(*olt.road)] = 1;
  std::vector<std::int64_t> dwellings(parts, 0);
  std::vector<std::int32_t> first(parts, -1);
  auto& without = coverage.without_olt;
  for (std::size_t d = 0; d < demands.size(); ++d) {
    const auto near = demands[d].roads.all();
    if (near.empty() ||
        std::ranges::any_of(near, [&](const Snap& road) { return has_olt[part_of(road)] != 0; }))
      continue;
    const auto part = part_of(near.front());
    ++without.premises;
    without.dwellings += demands[d].dwellings;
    dwellings[part] += demands[d].dwellings;
    if (first[part] < 0) first[part] = static_cast<std::int32_t>(d);
  }
  std::int64_t most = -1;
  for (std::size_t part = 0; part < parts; ++part) {
    if (first[part] < 0) continue;
    ++without.parts;
    if (dwellings[part] <= most) continue;
    most = dwellings[part];
    without.largest_premises = first[part];
  }
}

/// What the network adds to premises that are served.
void connect(const BuiltNetwork& network, std::span<PremisesService> services) {
  for (std::size_t i = 0; i < services.size(); ++i) {
    const auto& connected = network.connected[i];
    if (connected.first.port == 0) continue;
    services[i].card = connected.first.card;
    services[i].port = connected.first.port;
    services[i].last_card = connected.last.card;
    services[i].last_port = connected.last.port;
    services[i].splitter = connected.splitter;
    services[i].splitters = connected.splitters;
    services[i].box = connected.box;
  }
}

std::vector<OltUse> olt_uses(const FibrePlant& plant, std::span<const PonPortUse> ports) {
  std::vector<OltUse> uses(plant.olts.size());
  for (const auto& port : ports) {
    auto& use = uses[static_cast<std::size_t>(port.olt)];
    ++use.ports_used;
    use.dwellings += port.dwellings;
  }
  return uses;
}

}  // namespace

FibreCoverage simulate(const FibrePlant& plant, const FibreNetworks& networks,
                       std::span<const Premises> premises, const FibreOptions& options,
                       Progress& progress) {
  throw_if_impossible(plant, premises);
  const auto count = static_cast<std::int64_t>(premises.size());
  progress.begin("fibre", 2 * count);  // each building is snapped, then decided
  progress.throw_if_cancelled();

  const auto& roads = *networks.roads;
  const EdgeIndex index(roads);
  std::optional<EdgeIndex> cables;
  if (networks.cables != nullptr) cables.emplace(*networks.cables);
  const auto demands = snapped(plant, premises, roads, index, options.maximum_snap_m, progress);
  const auto located = places(plant, networks, index, cables ? &*cables : nullptr,
                              options.maximum_snap_m, options.cable_snap_m);
  const auto points = service_points(plant, networks, located, options.first_stage, progress);
  auto assignment = assign(plant, roads, points, points.capacity, demands, options, progress);
  const bool assumed = plant.boxes.empty() && plant.splitters.empty();
  auto network = assumed
                     ? build_network(plant, roads, points, demands, options, assignment, progress)
                     : use_plant(plant, networks, located, points, demands, assignment, progress);
  tidy(network.segments);

  FibreCoverage coverage;
  report_parts(roads, located, demands, coverage);
  std::optional<Explainer> explainer;
  for (std::size_t i = 0; i < premises.size(); ++i) {
    const auto& assigned = assignment.demands[i];
    if (!assigned.served) progress.advance();
    if (assigned.point >= 0) {
      coverage.premises.push_back(described(plant, points, assigned));
      continue;
    }
    if (!explainer) explainer.emplace(plant, roads, points, options, progress);
    coverage.premises.push_back(explainer->explain(demands[i]));
  }
  connect(network, coverage.premises);
  coverage.routes_assumed = std::ranges::any_of(
      coverage.premises,
      [](const PremisesService& service) { return service.port > 0 && !service.as_built; });
  coverage.ports = port_uses(network.lines, coverage.premises, options);
  coverage.olts = olt_uses(plant, coverage.ports);
  add_rates(plant, coverage.ports, options, coverage.premises);
  coverage.bill =
      bill_of_materials(plant, roads, network, coverage.premises, demands, coverage.ports, options);
  coverage.quality = assignment.quality;
  coverage.boxes = std::move(network.boxes);
  coverage.box_dwellings = std::move(network.box_dwellings);
  coverage.splitters = std::move(network.splitters);
  coverage.segments = std::move(network.segments);
  return coverage;
}

}  // namespace gigacity::fibre
