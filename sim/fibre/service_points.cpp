// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/service_points.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "sim/fibre/shortest_path.hpp"

namespace gigacity::fibre {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// Budgets are sums of a few decimal figures: one that closes exactly must not fail by rounding.
constexpr double budget_tolerance_db = 1e-9;

template <class T>
const T& at(const std::vector<T>& values, std::int32_t index) {
  return values[static_cast<std::size_t>(index)];
}
template <class T>
T& at(std::vector<T>& values, std::int32_t index) {
  return values[static_cast<std::size_t>(index)];
}

bool ten_gigabit(const FibrePlant& plant, const PonCard& card) {
  return at(plant.classes, card.pon_class).ten_gigabit_class;
}

/// OLTs that are near enough to a road, those with a 10G class in front so that they win ties.
std::vector<std::int32_t> olts_by_class(const FibrePlant& plant, const Places& places) {
  std::vector<std::int32_t> order(plant.olts.size());
  std::iota(order.begin(), order.end(), 0);
  std::erase_if(order, [&](auto olt) { return !at(places.olts, olt).road; });
  std::stable_partition(order.begin(), order.end(), [&](auto olt) {
    return std::ranges::any_of(at(plant.olts, olt).cards,
                               [&](const auto& card) { return ten_gigabit(plant, card); });
  });
  return order;
}

class Builder {
 public:
  Builder(const FibrePlant& plant, const FibreNetworks& networks, const Places& places,
          int first_stage, const Progress& progress)
      : m_plant(plant),
        m_networks(networks),
        m_places(places),
        m_first_stage(first_stage),
        m_progress(progress),
        m_housed(plant.boxes.size()),
        m_ports_taken(plant.olts.size()) {
    m_result.feeds = feeds(plant);
    m_result.outputs = free_outputs(plant, m_result.feeds);
  }

  ServicePoints build() {
    find_housed();
    name_nearest_olts();
    take_named_ports();
    take_free_ports();
    make_groups();
    if (m_plant.boxes.empty() && m_plant.splitters.empty())
      add_olts();
    else
      add_boxes_and_splitters();
    add_lower_systems();
    return std::move(m_result);
  }

 private:
  void find_housed() {
    const auto box_of_id = box_indices(m_plant);
    for (std::size_t s = 0; s < m_plant.splitters.size(); ++s)
      if (const auto& box = m_plant.splitters[s].box; !box.empty())
        at(m_housed, box_of_id.at(box)).push_back(static_cast<std::int32_t>(s));
  }

  bool feeds_itself(std::size_t box) const { return m_housed[box].empty(); }

  /// The part of the plant at the top of a feed without an OLT's name: `self`, or its first splitter.
  static PlantId top(const Feed& feed, PlantId self) {
    return feed.splitters.empty() ? self : PlantId{PlantPart::splitter, feed.splitters.front()};
  }

  template <class Visit>
  void for_each_feed(Visit visit) {
    for (std::size_t s = 0; s < m_result.feeds.splitters.size(); ++s)
      visit(m_result.feeds.splitters[s],
            PlantId{PlantPart::splitter, static_cast<std::int32_t>(s)});
    for (std::size_t b = 0; b < m_result.feeds.boxes.size(); ++b)
      if (feeds_itself(b))
        visit(m_result.feeds.boxes[b], PlantId{PlantPart::box, static_cast<std::int32_t>(b)});
  }

  void name_nearest_olts() {
    bool unnamed = false;
    for_each_feed([&](const Feed& feed, PlantId) { unnamed |= feed.olt < 0; });
    if (!unnamed) return;
    const auto order = olts_by_class(m_plant, m_places);
    std::vector<PathSource> sources;
    for (const auto olt : order) {
      const auto& snap = *at(m_places.olts, olt).road;
      sources.push_back({snap.at, snap.offset_m});
    }
    const NearestSources nearest(*m_networks.roads, sources, infinity, m_progress);
    for_each_feed([&](Feed& feed, PlantId self) {
      if (feed.olt >= 0) return;
      const auto& place = place_of(m_places, top(feed, self));
      if (!place.road) return;
      const auto way = nearest.at(place.road->at);
      if (way.source >= 0) feed.olt = at(order, way.source);
    });
  }

  using PortKey = std::pair<std::int32_t, int>;  ///< card, port

  void take_named_ports() {
    m_result.splitter_port.resize(m_plant.splitters.size());
    for_each_feed([&](const Feed& feed, PlantId) {
      if (feed.port > 0) at(m_ports_taken, feed.olt).insert({feed.card, feed.port});
    });
  }

  /// Every first splitter is the tree of one port; what stands behind it has the same.
  void take_free_ports() {
    for (std::size_t s = 0; s < m_result.feeds.splitters.size(); ++s) {
      const auto& feed = m_result.feeds.splitters[s];
      if (!feed.splitters.empty() || feed.olt < 0) continue;
      m_result.splitter_port[s] =
          feed.port > 0 ? PortRef{feed.card, feed.port} : free_port(feed.olt, feed.card);
    }
    for (std::size_t s = 0; s < m_result.feeds.splitters.size(); ++s)
      if (const auto& feed = m_result.feeds.splitters[s]; !feed.splitters.empty())
        m_result.splitter_port[s] = at(m_result.splitter_port, feed.splitters.front());
  }

  PortRef free_port(std::int32_t olt, std::int32_t only_card) {
    const auto& cards = at(m_plant.olts, olt).cards;
    auto& taken = at(m_ports_taken, olt);
    for (const bool ten_gigabit_wanted : {true, false}) {
      for (std::size_t c = 0; c < cards.size(); ++c) {
        const auto card = static_cast<std::int32_t>(c);
        if (ten_gigabit(m_plant, cards[c]) != ten_gigabit_wanted) continue;
        if (only_card >= 0 && card != only_card) continue;
        for (int port = 1; port <= cards[c].ports; ++port)
          if (taken.insert({card, port}).second) return {card, port};
      }
    }
    return {};
  }

  std::int32_t pool(std::int64_t capacity) {
    m_result.capacity.push_back(capacity);
    return static_cast<std::int32_t>(m_result.capacity.size()) - 1;
  }

  void make_groups() {
    m_groups_of.resize(m_plant.olts.size());
    for (std::size_t o = 0; o < m_plant.olts.size(); ++o) {
      const auto& cards = m_plant.olts[o].cards;
      for (std::size_t c = 0; c < cards.size(); ++c) {
        const auto card = static_cast<std::int32_t>(c);
        auto& group = group_of(static_cast<std::int32_t>(o), cards[c]);
        group.cards.push_back(card);
        for (int port = 1; port <= cards[c].ports; ++port)
          if (!m_ports_taken[o].contains({card, port})) group.ports.push_back({card, port});
      }
      for (const auto g : m_groups_of[o]) {
        const auto& group = at(m_result.groups, g);
        at(m_result.capacity, group.pool) =
            static_cast<std::int64_t>(group.ports.size()) * group.split;
      }
    }
  }

  PortGroup& group_of(std::int32_t olt, const PonCard& card) {
    for (const auto g : at(m_groups_of, olt)) {
      auto& known = at(m_result.groups, g);
      if (known.pon_class == card.pon_class && known.split == card.split) return known;
    }
    at(m_groups_of, olt).push_back(static_cast<std::int32_t>(m_result.groups.size()));
    m_result.groups.push_back({olt, card.pon_class, card.split, {}, {}, pool(0)});
    return m_result.groups.back();
  }

  /// Of the splitters that nobody told of: in two stages where they are assumed as well.
  std::vector<int> ratios(int split, bool assumed) const {
    if (!assumed) return {split};
    const auto [first, second] = assumed_stages(split, m_first_stage);
    std::vector<int> stages{first, second};
    std::erase(stages, 1);
    return stages;
  }

  std::int32_t kind(std::int32_t pon_class, std::vector<int> stages) {
    const auto [entry, fresh] =
        m_kinds.try_emplace({pon_class, stages}, static_cast<std::int32_t>(m_result.kinds.size()));
    if (fresh) m_result.kinds.push_back({pon_class, std::move(stages)});
    return entry->second;
  }

  void add_olts() {
    for (std::size_t o = 0; o < m_plant.olts.size(); ++o) {
      if (!m_places.olts[o].road) continue;
      ServicePoint point;
      point.at = m_places.olts[o].road->at;
      point.offset_m = m_places.olts[o].road->offset_m;
      point.olt = static_cast<std::int32_t>(o);
      add_of_groups(point, -1);
    }
    m_result.stops.resize(m_result.points.size());
  }

  /// One point for each group of ports of its OLT, or for the one that has `card`.
  void add_of_groups(const ServicePoint& prototype, std::int32_t card) {
    for (const auto group : at(m_groups_of, prototype.olt)) {
      const auto& ports = at(m_result.groups, group);
      if (card >= 0 && std::ranges::find(ports.cards, card) == ports.cards.end()) continue;
      auto point = prototype;
      point.group = group;
      point.kind = kind(ports.pon_class, ratios(ports.split, point.is_olt()));
      point.pools[0] = ports.pool;
      m_result.points.push_back(std::move(point));
    }
  }

  void add_boxes_and_splitters() {
    for (const auto split_outputs : m_result.outputs)
      m_splitter_pool.push_back(pool(split_outputs));
    for (const auto& box : m_plant.boxes) m_box_pool.push_back(pool(box.capacity));
    std::vector<char> names_splitter(m_plant.splitters.size(), 0);
    for (std::size_t b = 0; b < m_plant.boxes.size(); ++b) {
      const auto box = static_cast<std::int32_t>(b);
      if (!feeds_itself(b)) {
        add_housed(box);
        continue;
      }
      const auto& feed = m_result.feeds.boxes[b];
      if (!feed.splitters.empty()) at(names_splitter, feed.splitters.back()) = 1;
      add_fed(PlantId{PlantPart::box, box}, feed);
    }
    for (std::size_t s = 0; s < m_plant.splitters.size(); ++s) {
      if (!m_plant.splitters[s].box.empty() || names_splitter[s] || m_result.outputs[s] <= 0)
        continue;
      auto feed = m_result.feeds.splitters[s];
      feed.splitters.push_back(static_cast<std::int32_t>(s));
      add_fed(PlantId{PlantPart::splitter, static_cast<std::int32_t>(s)}, feed);
    }
    measure_feeders();
  }

  /// Splitters of a box that hang on the same OLT and class in the same way are one point.
  void add_housed(std::int32_t box) {
    struct Way {
      std::int32_t olt = -1;
      std::int32_t pon_class = -1;
      std::vector<int> stages;
      std::vector<PlantId> stops;
      bool operator<(const Way& other) const {
        return std::tie(olt, pon_class, stages, stops) <
               std::tie(other.olt, other.pon_class, other.stages, other.stops);
      }
    };
    std::map<Way, std::vector<std::int32_t>> splitters_of;
    for (const auto splitter : at(m_housed, box)) {
      auto feed = at(m_result.feeds.splitters, splitter);
      feed.splitters.push_back(splitter);
      const auto class_of_tree = pon_class(feed);
      splitters_of[{feed.olt, class_of_tree, stages(feed), stops(feed, {PlantPart::box, box})}]
          .push_back(splitter);
    }
    for (const auto& [way, splitters] : splitters_of) {
      std::int64_t capacity = 0;
      for (const auto splitter : splitters) capacity += at(m_result.outputs, splitter);
      add_behind_splitters(PlantId{PlantPart::box, box}, way.olt, way.pon_class, way.stages,
                           way.stops, splitters, pool(capacity));
    }
  }

  /// A box or splitter whose feed ends at it.
  void add_fed(PlantId self, const Feed& feed) {
    if (!feed.splitters.empty()) {
      add_behind_splitters(self, feed.olt, pon_class(feed), stages(feed), stops(feed, self),
                           {feed.splitters.back()}, at(m_splitter_pool, feed.splitters.back()));
      return;
    }
    const auto& place = place_of(m_places, self);
    if (!place.road) return;
    ServicePoint point;
    point.at = place.road->at;
    point.offset_m = place.road->offset_m;
    point.feeder_m = infinity;
    point.olt = feed.olt;
    point.box = self.index;
    point.pools[1] = at(m_box_pool, self.index);
    const auto first = m_result.points.size();
    if (feed.olt < 0) {
      m_result.points.push_back(point);
    } else if (feed.port > 0) {
      const auto& card = at(at(m_plant.olts, feed.olt).cards, feed.card);
      point.port = {feed.card, feed.port};
      point.kind = kind(card.pon_class, {card.split});
      point.pools[0] = port_pool(feed, card);
      m_result.points.push_back(point);
    } else {
      add_of_groups(point, feed.card);
    }
    for (auto p = first; p < m_result.points.size(); ++p)
      m_result.stops.push_back(feed.olt < 0 ? std::vector<PlantId>{} : stops(feed, self));
  }

  /// Boxes that name one port share it.
  std::int32_t port_pool(const Feed& feed, const PonCard& card) {
    const auto [entry, fresh] = m_port_pool.try_emplace({feed.olt, feed.card, feed.port}, no_pool);
    if (fresh) entry->second = pool(card.split);
    return entry->second;
  }

  void add_behind_splitters(PlantId self, std::int32_t olt, std::int32_t pon_class,
                            std::vector<int> stages, std::vector<PlantId> stops,
                            std::vector<std::int32_t> splitters, std::int32_t outputs) {
    const auto& place = place_of(m_places, self);
    if (!place.road) return;
    ServicePoint point;
    point.at = place.road->at;
    point.offset_m = place.road->offset_m;
    point.feeder_m = infinity;
    point.olt = olt;
    point.box = self.part == PlantPart::box ? self.index : -1;
    point.splitters = std::move(splitters);
    point.pools[0] = outputs;
    if (point.box >= 0) point.pools[1] = at(m_box_pool, point.box);
    if (pon_class >= 0) {
      point.kind = kind(pon_class, std::move(stages));
      point.port = at(m_result.splitter_port, point.splitters.front());
    } else if (olt >= 0) {
      // No port is left for its tree: judged by the OLT's first card, and it has no room.
      point.kind = kind(at(m_plant.olts, olt).cards.front().pon_class, std::move(stages));
      point.pools[2] = pool(0);
    }
    m_result.points.push_back(std::move(point));
    m_result.stops.push_back(std::move(stops));
  }

  std::vector<int> stages(const Feed& feed) const {
    std::vector<int> ratios;
    for (const auto splitter : feed.splitters)
      ratios.push_back(at(m_plant.splitters, splitter).ratio);
    return ratios;
  }

  /// -1 where the tree has no port.
  std::int32_t pon_class(const Feed& feed) const {
    const auto card = at(m_result.splitter_port, feed.splitters.front()).card;
    return card < 0 ? -1 : at(at(m_plant.olts, feed.olt).cards, card).pon_class;
  }

  /// From the OLT to `self`, past the splitters that stand elsewhere.
  std::vector<PlantId> stops(const Feed& feed, PlantId self) const {
    if (feed.olt < 0) return {};
    std::vector<PlantId> stops{{PlantPart::olt, feed.olt}};
    for (const auto splitter : feed.splitters) {
      const auto& box = at(m_plant.splitters, splitter).box;
      const bool at_self = self.part == PlantPart::box && box == at(m_plant.boxes, self.index).id;
      if (!at_self && !(self == PlantId{PlantPart::splitter, splitter}))
        stops.push_back({PlantPart::splitter, splitter});
    }
    stops.push_back(self);
    return stops;
  }

  /// Combo ports once more, with the class that they offer beside the 10G one.
  void add_lower_systems() {
    const auto count = m_result.points.size();
    for (std::size_t p = 0; p < count; ++p) {
      if (m_result.points[p].kind < 0) continue;
      const auto of_port = at(m_result.kinds, m_result.points[p].kind);
      const auto lower = at(m_plant.classes, of_port.pon_class).lower_system;
      if (lower < 0) continue;
      auto point = m_result.points[p];
      point.kind = kind(lower, of_port.stages);
      m_result.points.push_back(std::move(point));
      auto stops = m_result.stops[p];
      m_result.stops.push_back(std::move(stops));
    }
  }

  void measure_feeders() {
    auto& legs = m_result.legs;
    for (const auto& stops : m_result.stops)
      for (std::size_t i = 1; i < stops.size(); ++i) legs.push_back({stops[i - 1], stops[i]});
    measure(legs, m_places, m_networks, m_progress);
    for (std::size_t p = 0; p < m_result.stops.size(); ++p) {
      const auto& stops = m_result.stops[p];
      if (stops.empty()) continue;
      auto& point = m_result.points[p];
      point.feeder_m = 0.0;
      point.as_built = true;
      for (std::size_t i = 1; i < stops.size(); ++i) {
        const auto leg =
            std::ranges::lower_bound(legs, FeederLeg{stops[i - 1], stops[i]},
                                     [](const auto& a, const auto& b) { return a < b; });
        point.feeder_m += leg->length_m;
        point.as_built &= leg->as_built;
        // Drums are joined in closures: a leg with fewer than joints has some that nobody recorded.
        const int joints = leg->as_built ? splice_count(m_plant.losses, leg->length_m) -
                                               splice_count(m_plant.losses, 0.0)
                                         : 0;
        point.closure_splices += std::max(leg->closures - joints, 0);
      }
    }
  }

  const FibrePlant& m_plant;
  const FibreNetworks& m_networks;
  const Places& m_places;
  int m_first_stage;
  const Progress& m_progress;
  std::vector<std::vector<std::int32_t>> m_housed;  ///< splitters of each box
  std::vector<std::set<PortKey>> m_ports_taken;     ///< of each OLT
  std::vector<std::vector<std::int32_t>> m_groups_of;
  std::vector<std::int32_t> m_splitter_pool;
  std::vector<std::int32_t> m_box_pool;
  std::map<std::tuple<std::int32_t, std::int32_t, int>, std::int32_t> m_port_pool;
  std::map<std::pair<std::int32_t, std::vector<int>>, std::int32_t> m_kinds;
  ServicePoints m_result;
};

}  // namespace

SplitStages assumed_stages(int split, int first_stage) {
  first_stage = std::min(first_stage, split);
  while (split % first_stage != 0) first_stage /= 2;
  return {first_stage, split / first_stage};
}

int ServiceKind::split() const {
  return std::accumulate(stages.begin(), stages.end(), 1, std::multiplies<>());
}

ServicePoints service_points(const FibrePlant& plant, const FibreNetworks& networks,
                             const Places& places, int first_stage, const Progress& progress) {
  return Builder(plant, networks, places, first_stage, progress).build();
}

Connection connection(const FibrePlant& plant, const ServicePoints& points, std::size_t p,
                      double distance_m) {
  const auto& point = points.points[p];
  const auto& kind = at(points.kinds, point.kind);
  const auto& pon_class = at(plant.classes, kind.pon_class);
  Connection to;
  to.route_m = point.feeder_m + distance_m;
  to.loss = optical_loss(plant.losses, pon_class, kind.stages, to.route_m, point.closure_splices);
  to.margin_db = budget_margin_db(pon_class, to.loss);
  to.within_budget = to.margin_db >= -budget_tolerance_db;
  to.within_reach =
      to.route_m <= 1000.0 * pon_class.maximum_reach_km && kind.split() <= pon_class.maximum_split;
  to.below_minimum = to.loss.loss_db() < pon_class.minimum_loss_db;
  return to;
}

}  // namespace gigacity::fibre
