// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/assumed_build.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace gigacity::fibre {

namespace {

class Planner {
 public:
  Planner(const RouteTree& tree, std::span<const BuildDemand> demands, const BuildRules& rules)
      : m_tree(tree), m_demands(demands), m_rules(rules) {}

  AssumedBuild plan() {
    place_boxes();
    place_trees();
    return std::move(m_build);
  }

 private:
  /// Slot 0 is the OLT, slot s + 1 the stop s: what hangs on a slot moves to a lower one.
  static std::size_t slot(std::int32_t stop) { return static_cast<std::size_t>(stop) + 1; }
  std::size_t slots() const { return m_tree.stops.size() + 1; }
  std::int32_t stop_of(std::size_t slot) const { return static_cast<std::int32_t>(slot) - 1; }
  std::size_t parent(std::size_t s) const { return slot(m_tree.stops[s - 1].parent); }
  double distance_m(std::size_t s) const { return s == 0 ? 0.0 : m_tree.stops[s - 1].distance_m; }

  const BuildDemand& demand(std::int32_t d) const { return m_demands[static_cast<std::size_t>(d)]; }

  void place_boxes() {
    std::vector<std::vector<std::int32_t>> waiting(slots());
    for (std::size_t d = 0; d < m_demands.size(); ++d)
      waiting[slot(m_demands[d].stop)].push_back(static_cast<std::int32_t>(d));
    for (auto s = slots(); s-- > 0;) {
      auto here = std::move(waiting[s]);
      if (here.empty()) continue;
      // The farthest first: they are why a box has to stand here.
      std::ranges::sort(here, [this](auto a, auto b) {
        return demand(a).distance_m != demand(b).distance_m
                   ? demand(a).distance_m > demand(b).distance_m
                   : a < b;
      });
      while (!here.empty() && must_build(s, here)) add_box(s, here);
      if (here.empty()) continue;
      auto& inwards = waiting[parent(s)];
      inwards.insert(inwards.end(), here.begin(), here.end());
    }
  }

  bool must_build(std::size_t s, const std::vector<std::int32_t>& farthest_first) const {
    if (s == 0) return true;
    const auto& farthest = demand(farthest_first.front());
    if (farthest.distance_m - distance_m(parent(s)) > m_rules.maximum_drop_m) return true;
    std::int64_t dwellings = 0;
    for (const auto d : farthest_first) dwellings += demand(d).dwellings;
    return dwellings >= m_rules.box_dwellings;
  }

  /// Takes whoever fits out of `here`.
  void add_box(std::size_t s, std::vector<std::int32_t>& here) {
    AssumedBuild::Box box{stop_of(s), 0, {}, {}};
    std::vector<std::int32_t> left;
    for (const auto d : here) {
      const int dwellings = demand(d).dwellings;
      if (box.demands.empty() || box.dwellings + dwellings <= m_rules.box_dwellings) {
        box.demands.push_back(d);
        box.dwellings += dwellings;
      } else {
        left.push_back(d);
      }
    }
    here = std::move(left);
    m_build.boxes.push_back(std::move(box));
  }

  void place_trees() {
    std::vector<std::vector<std::int32_t>> lines(slots());  ///< the box of each
    for (std::size_t b = 0; b < m_build.boxes.size(); ++b) {
      const auto& box = m_build.boxes[b];
      const int count = (box.dwellings + m_rules.second_stage - 1) / m_rules.second_stage;
      auto& here = lines[slot(box.stop)];
      here.insert(here.end(), static_cast<std::size_t>(count), static_cast<std::int32_t>(b));
    }
    const auto full = static_cast<std::size_t>(m_rules.first_stage);
    for (auto s = slots(); s-- > 0;) {
      auto& here = lines[s];
      std::size_t taken = 0;
      while (here.size() - taken >= full || (s == 0 && taken < here.size())) {
        const auto count = std::min(full, here.size() - taken);
        add_tree(std::span(here).subspan(taken, count));
        taken += count;
      }
      if (s == 0) continue;
      auto& inwards = lines[parent(s)];
      inwards.insert(inwards.end(), here.begin() + static_cast<std::ptrdiff_t>(taken), here.end());
      here = {};
    }
  }

  void add_tree(std::span<const std::int32_t> boxes) {
    const auto tree = static_cast<std::int32_t>(m_build.trees.size());
    std::vector<std::int32_t> stops;
    for (const auto b : boxes) {
      auto& box = m_build.boxes[static_cast<std::size_t>(b)];
      box.trees.push_back(tree);
      stops.push_back(box.stop);
    }
    m_build.trees.push_back({common_stop(std::move(stops)), static_cast<int>(boxes.size())});
  }

  /// The stop nearest to all of them that every route from the OLT to them passes. A stop's parent
  /// has a lower number, so the highest is moved inwards until all are one.
  std::int32_t common_stop(std::vector<std::int32_t> stops) const {
    while (true) {
      std::ranges::sort(stops);
      stops.erase(std::unique(stops.begin(), stops.end()), stops.end());
      if (stops.size() == 1) return stops.front();
      stops.back() = m_tree.stops[static_cast<std::size_t>(stops.back())].parent;
    }
  }

  const RouteTree& m_tree;
  std::span<const BuildDemand> m_demands;
  const BuildRules& m_rules;
  AssumedBuild m_build;
};

}  // namespace

AssumedBuild assumed_build(const RouteTree& tree, std::span<const BuildDemand> demands,
                           const BuildRules& rules) {
  return Planner(tree, demands, rules).plan();
}

}  // namespace gigacity::fibre
