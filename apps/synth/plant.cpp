// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <queue>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "apps/synth/steps.hpp"
#include "core/graph.hpp"
#include "core/random.hpp"

namespace gigacity::apps::synth {

namespace {

constexpr std::uint64_t drop_stream = 0xD209000000000000;

constexpr int stage = 8;               ///< outputs of a splitter; two in a row make 1:64
constexpr double equipped = 0.8;       ///< share of a box's capacity that has splitters
constexpr double connected = 0.72;     ///< share of the buildings that hang on their box
constexpr double spare_fibres = 0.25;  ///< of those in use, beside them in a cable

/// Shortest ways along the roads from an exchange to everywhere.
struct WayTree {
  std::vector<std::int32_t> before;       ///< node before each node; -1 at the root
  std::vector<std::int32_t> edge_before;  ///< the edge from there
  std::vector<double> way_m;
};

WayTree ways_from(const Graph& graph, std::int32_t root) {
  const auto count = static_cast<std::size_t>(graph.node_count());
  WayTree tree{std::vector<std::int32_t>(count, -1), std::vector<std::int32_t>(count, -1),
               std::vector<double>(count, std::numeric_limits<double>::infinity())};
  using Entry = std::pair<double, std::int32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  tree.way_m[static_cast<std::size_t>(root)] = 0.0;
  open.emplace(0.0, root);
  while (!open.empty()) {
    const auto [way_m, node] = open.top();
    open.pop();
    if (way_m > tree.way_m[static_cast<std::size_t>(node)]) continue;
    for (const Graph::Arc& arc : graph.arcs(node)) {
      const auto to = static_cast<std::size_t>(arc.to);
      if (way_m + arc.length_m >= tree.way_m[to]) continue;
      tree.way_m[to] = way_m + arc.length_m;
      tree.before[to] = node;
      tree.edge_before[to] = arc.edge;
      open.emplace(tree.way_m[to], arc.to);
    }
  }
  return tree;
}

std::int32_t nearest_node(const Graph& graph, MapPoint p) {
  const auto& nodes = graph.nodes();
  const auto best =
      std::ranges::min_element(nodes, {}, [&](MapPoint node) { return distance_m(node, p); });
  return static_cast<std::int32_t>(best - nodes.begin());
}

/// Fibres in use on each edge of the roads, of one kind of cable.
using Fibres = std::map<std::int32_t, int>;

/// One more fibre on the way between two nodes of the tree.
void lead(const WayTree& tree, std::int32_t a, std::int32_t b, Fibres& fibres) {
  while (a != b) {
    // The farther one goes back: where both meet, the ways part.
    std::int32_t& back =
        tree.way_m[static_cast<std::size_t>(a)] > tree.way_m[static_cast<std::size_t>(b)] ? a : b;
    ++fibres[tree.edge_before[static_cast<std::size_t>(back)]];
    back = tree.before[static_cast<std::size_t>(back)];
  }
}

int cable_size(int fibres) {
  constexpr std::array sizes{12, 24, 48, 96, 144, 288};
  const auto wanted = static_cast<int>(std::ceil((1.0 + spare_fibres) * fibres));
  const auto* const size = std::ranges::lower_bound(sizes, wanted);
  return size == sizes.end() ? sizes.back() : *size;
}

/// The plant of one county while it is laid out.
class Builder {
 public:
  explicit Builder(CountyPlan& plan) : m_plan(plan), m_graph(road_graph(plan)) {
    for (const BoxPlan& box : plan.boxes) m_node_of_box.push_back(nearest_node(m_graph, box.point));
    m_outputs.assign(plan.boxes.size(), 0);
  }

  PlantPlan build() {
    for (const OltPlan& olt : m_plan.olts) equip(olt);
    for (const std::int32_t node : m_branches)
      m_plant.closures.push_back(m_graph.nodes()[static_cast<std::size_t>(node)]);
    hang_premises();
    return std::move(m_plant);
  }

 private:
  /// Cables keep off motorways.
  static Graph road_graph(const CountyPlan& plan) {
    std::vector<LineString> lines;
    for (const RoadPlan& road : plan.roads)
      if (road.road_class != RoadClass::motorway) lines.push_back(road.line);
    constexpr double snap_m = 0.05;
    return graph_of_lines(lines, snap_m);
  }

  std::size_t node_of(int box) const {
    return static_cast<std::size_t>(m_node_of_box[static_cast<std::size_t>(box)]);
  }

  /// The boxes of an exchange in the order in which ways lead past them: by branch, from near to far.
  std::vector<int> boxes_along(const OltPlan& olt, const WayTree& tree) const {
    std::map<int, std::vector<std::int32_t>> ways;
    std::vector<int> order;
    for (int i = 0; i < static_cast<int>(m_plan.boxes.size()); ++i) {
      if (m_plan.boxes[static_cast<std::size_t>(i)].olt != olt.id) continue;
      if (std::isinf(tree.way_m[node_of(i)])) continue;
      for (auto node = static_cast<std::int32_t>(node_of(i)); node >= 0;
           node = tree.before[static_cast<std::size_t>(node)])
        ways[i].push_back(node);
      std::ranges::reverse(ways[i]);
      order.push_back(i);
    }
    std::ranges::sort(order, [&](int a, int b) {
      return std::pair(std::cref(ways[a]).get(), a) < std::pair(std::cref(ways[b]).get(), b);
    });
    return order;
  }

  /// A block of flats, for whose houses the splitters are not in the records.
  bool has_flats(const BoxPlan& box) const {
    return std::ranges::any_of(box.blocks, [&](int block) {
      return m_plan.blocks[static_cast<std::size_t>(block)].use != BlockUse::row_houses;
    });
  }

  /// Splitters in the boxes of houses, eight of them behind each first one, which stands at the nearest of
  /// their boxes, and cables to them; boxes for which no port is left wait. Boxes of flats have fibres of
  /// their own from the exchange.
  void equip(const OltPlan& olt) {
    const std::int32_t root = nearest_node(m_graph, olt.point);
    const WayTree tree = ways_from(m_graph, root);
    std::vector<int> wanted;  // boxes, one for each splitter
    Fibres feeder;
    Fibres distribution;
    for (const int box : boxes_along(olt, tree)) {
      const BoxPlan& at = m_plan.boxes[static_cast<std::size_t>(box)];
      if (has_flats(at)) {
        m_outputs[static_cast<std::size_t>(box)] = at.capacity;
        for (int line = 0; line < at.capacity; line += olt.split)
          lead(tree, root, static_cast<std::int32_t>(node_of(box)), feeder);
        continue;
      }
      const auto count = static_cast<std::size_t>(std::ceil(equipped * at.capacity / stage));
      wanted.insert(wanted.end(), count, box);
    }
    for (int port = 0; port < olt.ports && port * stage < static_cast<int>(wanted.size()); ++port) {
      const auto first = wanted.begin() + static_cast<std::ptrdiff_t>(port) * stage;
      const auto last = std::min(first + stage, wanted.end());
      const int at = *std::min_element(first, last, [&](int a, int b) {
        return tree.way_m[node_of(a)] < tree.way_m[node_of(b)];
      });
      const std::string id = add_splitter(at, port_name(olt, port), false);
      lead(tree, root, static_cast<std::int32_t>(node_of(at)), feeder);
      for (auto box = first; box != last; ++box) {
        add_splitter(*box, id, true);
        m_outputs[static_cast<std::size_t>(*box)] += stage;
        lead(tree, static_cast<std::int32_t>(node_of(at)), static_cast<std::int32_t>(node_of(*box)),
             distribution);
      }
    }
    draw("feeder", feeder);
    draw("distribution", distribution);
  }

  std::string add_splitter(int box, const std::string& fed_by, bool housed) {
    const BoxPlan& at = m_plan.boxes[static_cast<std::size_t>(box)];
    SplitterPlan splitter;
    splitter.id = fmt::format("{}P{:05}", m_plan.task.id_prefix, m_plant.splitters.size() + 1);
    splitter.point = at.point;
    splitter.ratio = stage;
    splitter.fed_by = fed_by;
    if (housed) splitter.box = at.id;
    m_plant.splitters.push_back(splitter);
    return splitter.id;
  }

  /// Cables from branch to branch, a new one where the number of fibres changes.
  void draw(const char* kind, const Fibres& fibres) {
    std::map<std::int32_t, std::vector<std::int32_t>> edges_at;
    for (const auto& [edge, count] : fibres) {
      const Graph::Edge& on = m_graph.edges()[static_cast<std::size_t>(edge)];
      edges_at[on.from].push_back(edge);
      edges_at[on.to].push_back(edge);
    }
    const auto size_of = [&](std::int32_t edge) { return cable_size(fibres.at(edge)); };
    const auto ends_at = [&](std::int32_t node) {
      const auto& edges = edges_at.at(node);
      return edges.size() != 2 || size_of(edges[0]) != size_of(edges[1]);
    };
    std::set<std::int32_t> drawn;
    for (const auto& [start, edges] : edges_at) {
      if (edges.size() > 2) m_branches.insert(start);
      if (!ends_at(start)) continue;
      for (std::int32_t edge : edges) {
        if (drawn.contains(edge)) continue;
        CablePlan cable{fmt::format("{}C{:04}", m_plan.task.id_prefix, m_plant.cables.size() + 1),
                        kind,
                        size_of(edge),
                        {}};
        std::int32_t node = start;
        cable.line.push_back(m_graph.nodes()[static_cast<std::size_t>(node)]);
        while (drawn.insert(edge).second) {
          const Graph::Edge& on = m_graph.edges()[static_cast<std::size_t>(edge)];
          node = on.from == node ? on.to : on.from;
          cable.line.push_back(m_graph.nodes()[static_cast<std::size_t>(node)]);
          if (ends_at(node)) break;
          const auto& beyond = edges_at.at(node);
          edge = beyond[0] == edge ? beyond[1] : beyond[0];
        }
        m_plant.cables.push_back(std::move(cable));
      }
    }
  }

  void hang_premises() {
    std::vector<int> box_of_block(m_plan.blocks.size(), -1);
    for (std::size_t i = 0; i < m_plan.boxes.size(); ++i)
      for (const int block : m_plan.boxes[i].blocks)
        box_of_block[static_cast<std::size_t>(block)] = static_cast<int>(i);
    for (std::size_t i = 0; i < m_plan.buildings.size(); ++i) {
      const BuildingPlan& building = m_plan.buildings[i];
      const int box = box_of_block[static_cast<std::size_t>(building.block)];
      RandomStream random(m_plan.task.seed, drop_stream + i);
      if (building.dwellings == 0 || box < 0 || random.uniform() >= connected) continue;
      int& outputs = m_outputs[static_cast<std::size_t>(box)];
      if (outputs < building.dwellings) continue;
      outputs -= building.dwellings;
      m_plant.drops.push_back({static_cast<int>(i), box});
    }
  }

  CountyPlan& m_plan;
  Graph m_graph;
  std::vector<std::int32_t> m_node_of_box;
  std::vector<int> m_outputs;  ///< of each box: those of its splitters that are free
  std::set<std::int32_t> m_branches;
  PlantPlan m_plant;
};

}  // namespace

std::vector<CardPlan> cards_of(const OltPlan& olt) {
  constexpr int most_ports = 16;
  constexpr int slots = 17;
  std::vector<CardPlan> cards;
  for (int first = 0; first < olt.ports; first += most_ports) {
    const auto number = static_cast<int>(cards.size());
    cards.push_back(
        {1 + number / slots, 1 + number % slots, std::min(most_ports, olt.ports - first)});
  }
  return cards;
}

std::string port_name(const OltPlan& olt, int port) {
  for (const CardPlan& card : cards_of(olt)) {
    if (port < card.ports)
      return fmt::format("{}/{}/{}/{}", olt.id, card.shelf, card.slot, port + 1);
    port -= card.ports;
  }
  return olt.id;
}

void build_plant(CountyPlan& plan) {
  if (plan.task.as_built) plan.plant = Builder(plan).build();
}

}  // namespace gigacity::apps::synth
