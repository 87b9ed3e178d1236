// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "sim/fibre/built_network.hpp"
#include "sim/fibre/differential_reach.hpp"
#include "sim/fibre/route_tasks.hpp"

namespace gigacity::fibre {

namespace {

class PlantInUse {
 public:
  PlantInUse(const FibrePlant& plant, const FibreNetworks& networks, const Places& places,
             const ServicePoints& points, std::span<const Demand> demands,
             const Assignment& assignment)
      : m_plant(plant),
        m_networks(networks),
        m_places(places),
        m_points(points),
        m_demands(demands),
        m_assignment(assignment),
        m_box_of_id(box_indices(plant)),
        m_filled(plant.splitters.size(), 0),
        m_behind(plant.splitters.size(), 0),
        m_group_filled(points.groups.size(), 0),
        m_point_ports(points.points.size(), 0),
        m_point_last_port(points.points.size(), 0),
        m_point_dwellings(points.points.size(), 0) {
    m_built.boxes = plant.boxes;
    m_built.splitters = plant.splitters;
    m_built.connected.resize(demands.size());
    m_built.box_dwellings.resize(plant.boxes.size());
  }

  void connect_all() {
    m_of_point = shares_of_points(m_assignment, m_demands, m_points.points.size());
    const DistanceBands bands(m_plant, m_points, m_assignment, m_of_point);
    std::vector<std::vector<Share>> of_band;
    for (const auto& shares : m_of_point) {
      for (const auto& share : shares) {
        const auto band =
            bands.band(share.point, at(m_assignment.demands, share.demand).distance_m);
        of_band.resize(std::max(of_band.size(), band + 1));
        of_band[band].push_back(share);
      }
    }
    for (const auto& shares : of_band) {
      // The last port of a nearer band takes nobody of this one.
      for (std::size_t g = 0; g < m_group_filled.size(); ++g) {
        const std::int64_t split = m_points.groups[g].split;
        m_group_filled[g] = (m_group_filled[g] + split - 1) / split * split;
      }
      for (const auto& share : shares) connect(share);
    }
  }

  /// Who cannot stay: no port is left for them, or theirs has others too near.
  std::vector<BeyondDifferential> beyond() {
    return beyond_differential(m_plant, m_points, m_assignment, m_built.lines);
  }
  const std::vector<std::int32_t>& without_port() const { return m_without_port; }

  BuiltNetwork network(const Progress& progress) {
    add_legs();
    for (std::size_t p = 0; p < m_of_point.size(); ++p)
      add_drops(m_points.points[p], m_of_point[p]);
    m_built.segments = segments_of(m_tasks, progress);
    return std::move(m_built);
  }

 private:
  void connect(const Share& share) {
    const auto& point = at(m_points.points, share.point);
    const auto& assigned = at(m_assignment.demands, share.demand);
    Connected here;
    here.box = point.box;
    here.drop_m = assigned.distance_m;
    at(m_point_dwellings, share.point) += share.dwellings;
    if (point.box >= 0) at(m_built.box_dwellings, point.box) += share.dwellings;
    if (!point.splitters.empty()) {
      fill_splitters(share, here);
    } else if (point.group >= 0) {
      fill_ports(share, here);
    } else {
      add_line(point.olt, point.port, {share.demand, share.point, share.dwellings}, here);
      at(m_point_ports, share.point) = 1;
    }
    add_share(at(m_built.connected, share.demand), here, assigned.point == share.point);
  }

  void fill_splitters(Share share, Connected& connected) {
    const auto& point = at(m_points.points, share.point);
    for (const auto s : point.splitters) {
      const int here = std::min(share.dwellings, at(m_points.outputs, s) - at(m_filled, s));
      if (here <= 0) continue;
      at(m_filled, s) += here;
      share.dwellings -= here;
      if (connected.splitter < 0) connected.splitter = s;
      ++connected.splitters;
      add_line(point.olt, at(m_points.splitter_port, s), {share.demand, share.point, here},
               connected);
      at(m_behind, s) += here;
      for (const auto above : at(m_points.feeds.splitters, s).splitters)
        at(m_behind, above) += here;
    }
  }

  void fill_ports(Share share, Connected& connected) {
    const auto g = at(m_points.points, share.point).group;
    const auto& group = at(m_points.groups, g);
    auto& filled = at(m_group_filled, g);
    while (share.dwellings > 0) {
      const auto port = static_cast<std::size_t>(filled / group.split);
      if (port >= group.ports.size()) {
        m_without_port.push_back(share.demand);
        return;
      }
      const int room = group.split - static_cast<int>(filled % group.split);
      const int here = std::min(share.dwellings, room);
      add_line(group.olt, group.ports[port], {share.demand, share.point, here}, connected);
      filled += here;
      share.dwellings -= here;
      auto& last = at(m_point_last_port, share.point);
      if (port + 1 == last) continue;
      last = port + 1;
      ++at(m_point_ports, share.point);
    }
  }

  void add_line(std::int32_t olt, PortRef port, const Share& share, Connected& connected) {
    if (connected.first.port == 0) connected.first = port;
    connected.last = port;
    m_built.lines.push_back({olt, port, share.demand, share.dwellings});
  }

  PlantId place_id(std::int32_t splitter) const {
    const auto& box = at(m_plant.splitters, splitter).box;
    if (box.empty()) return {PlantPart::splitter, splitter};
    return {PlantPart::box, m_box_of_id.at(box)};
  }

  /// Fibre from a splitter's feeder to it, and from what feeds a box to the box.
  void add_legs() {
    std::map<FeederLeg, RouteTask::Target> legs;
    std::map<FeederLeg, std::int32_t> olts;
    const auto add = [&](PlantId from, PlantId to, std::int32_t olt, int fibres,
                         std::int64_t dwellings) {
      if (from == to || olt < 0) return;
      auto& target = legs.try_emplace({from, to}, RouteTask::Target{{}, 0, 0}).first->second;
      target.fibres += fibres;
      target.dwellings += dwellings;
      olts[{from, to}] = olt;
    };
    std::vector<std::int32_t> olt_of_splitter(m_plant.splitters.size(), -1);
    for (const auto& point : m_points.points)
      for (const auto s : point.splitters) {
        at(olt_of_splitter, s) = point.olt;
        for (const auto above : at(m_points.feeds.splitters, s).splitters)
          at(olt_of_splitter, above) = point.olt;
      }
    for (std::size_t s = 0; s < m_plant.splitters.size(); ++s) {
      const auto splitter = static_cast<std::int32_t>(s);
      if (m_behind[s] == 0) continue;
      const auto olt = olt_of_splitter[s];
      const auto& above = m_points.feeds.splitters[s].splitters;
      const auto from = above.empty() ? PlantId{PlantPart::olt, olt} : place_id(above.back());
      add(from, place_id(splitter), olt, 1, m_behind[s]);
    }
    for (std::size_t p = 0; p < m_points.points.size(); ++p) {
      const auto& point = m_points.points[p];
      if (m_point_dwellings[p] == 0 || point.box < 0) continue;
      const auto& stops = m_points.stops[p];
      const bool by_ports = point.splitters.empty();
      const auto from = by_ports ? stops.front() : place_id(point.splitters.front());
      add(from, stops.back(), point.olt,
          by_ports ? m_point_ports[p] : static_cast<int>(m_point_dwellings[p]),
          m_point_dwellings[p]);
    }
    for (const auto& [leg, target] : legs) add_leg(leg, target, olts.at(leg));
  }

  void add_leg(const FeederLeg& leg, RouteTask::Target target, std::int32_t olt) {
    const auto measured = std::ranges::lower_bound(
        m_points.legs, leg, [](const auto& a, const auto& b) { return a < b; });
    if (measured == m_points.legs.end() || leg < *measured) return;
    const auto on = measured->as_built ? &Place::cable : &Place::road;
    const auto& start = place_of(m_places, leg.from).*on;
    const auto& end = place_of(m_places, leg.to).*on;
    if (!start || !end) return;
    target.at = end->at;
    const Graph* network = measured->as_built ? m_networks.cables : m_networks.roads;
    // Legs come in order of their start: those of one search are put together.
    const bool follows = !m_tasks.empty() && m_leg_start == leg.from &&
                         m_tasks.back().network == network && m_tasks.back().olt == olt;
    m_leg_start = leg.from;
    if (!follows) {
      const auto kind =
          leg.from.part == PlantPart::olt ? CableKind::feeder : CableKind::distribution;
      m_tasks.push_back({network, {start->at, 0.0}, {}, kind, !measured->as_built, olt});
    }
    m_tasks.back().targets.push_back(target);
  }

  void add_drops(const ServicePoint& point, const std::vector<Share>& shares) {
    if (shares.empty()) return;
    RouteTask task{m_networks.roads, {point.at, 0.0}, {}, CableKind::drop, true, point.olt};
    for (const auto& share : shares)
      task.targets.push_back(
          {road_of(at(m_demands, share.demand), at(m_assignment.demands, share.demand)).at,
           share.dwellings, share.dwellings});
    m_tasks.push_back(std::move(task));
  }

  static const Demand& at(std::span<const Demand> demands, std::int32_t d) {
    return demands[static_cast<std::size_t>(d)];
  }
  template <class T>
  static const T& at(const std::vector<T>& values, std::int32_t index) {
    return values[static_cast<std::size_t>(index)];
  }
  template <class T>
  static T& at(std::vector<T>& values, std::int32_t index) {
    return values[static_cast<std::size_t>(index)];
  }

  const FibrePlant& m_plant;
  const FibreNetworks& m_networks;
  const Places& m_places;
  const ServicePoints& m_points;
  std::span<const Demand> m_demands;
  const Assignment& m_assignment;
  std::unordered_map<std::string, std::int32_t> m_box_of_id;
  std::vector<int> m_filled;           ///< outputs of each splitter that serve dwellings
  std::vector<std::int64_t> m_behind;  ///< dwellings behind each splitter
  std::vector<std::int64_t> m_group_filled;
  std::vector<int> m_point_ports;              ///< that its dwellings fill
  std::vector<std::size_t> m_point_last_port;  ///< one more than its number in the group
  std::vector<std::int64_t> m_point_dwellings;
  std::vector<std::vector<Share>> m_of_point;
  std::vector<std::int32_t> m_without_port;
  std::vector<RouteTask> m_tasks;
  PlantId m_leg_start{PlantPart::box, -1};
  BuiltNetwork m_built;
};

}  // namespace

void add_share(Connected& to, const Connected& share, bool reported) {
  const int splitters = to.splitters + share.splitters;
  if (to.first.port == 0) {
    to = share;
  } else if (reported) {
    const auto last = to.last;
    to = share;
    to.last = last;
  } else {
    to.last = share.last;
  }
  to.splitters = splitters;
}

BuiltNetwork use_plant(const FibrePlant& plant, const FibreNetworks& networks, const Places& places,
                       const ServicePoints& points, std::span<const Demand> demands,
                       Assignment& assignment, const Progress& progress) {
  while (true) {
    PlantInUse plant_in_use(plant, networks, places, points, demands, assignment);
    plant_in_use.connect_all();
    auto refused = plant_in_use.without_port();
    for (const auto& [d, nearest_m] : plant_in_use.beyond()) {
      assignment.demands[static_cast<std::size_t>(d)].port_nearest_m = nearest_m;
      refused.push_back(d);
    }
    if (refused.empty()) return plant_in_use.network(progress);
    unserve(assignment, points, demands, refused);
  }
}

}  // namespace gigacity::fibre
