// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/service_points.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <optional>

#include "core/parallel.hpp"
#include "sim/fibre/shortest_path.hpp"

namespace gigacity::fibre {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// Budgets are sums of a few decimal figures: one that closes exactly must not fail by rounding.
constexpr double budget_tolerance_db = 1e-9;

using Snaps = std::vector<std::optional<Snap>>;

/// Boxes that name their OLT: one search for each OLT, until all its boxes are found.
void measure_named_feeders(const FibrePlant& plant, const Graph& roads, const Snaps& olts,
                           std::vector<ServicePoint>& points, const Progress& progress) {
  std::vector<std::vector<std::size_t>> points_of(plant.olts.size());
  for (std::size_t p = 0; p < points.size(); ++p)
    if (points[p].olt >= 0) points_of[static_cast<std::size_t>(points[p].olt)].push_back(p);
  parallel_for(plant.olts.size(), [&](std::size_t o) {
    if (points_of[o].empty() || !olts[o]) return;
    std::vector<EdgePosition> targets;
    for (const auto p : points_of[o]) targets.push_back(points[p].at);
    const auto lengths_m =
        route_lengths_m(roads, {olts[o]->at, olts[o]->offset_m}, targets, progress);
    for (std::size_t i = 0; i < lengths_m.size(); ++i) {
      auto& point = points[points_of[o][i]];
      point.feeder_m = lengths_m[i] + point.offset_m;
    }
  });
}

/// Boxes that name none: one search from all OLTs, 10G classes in front so that they win ties.
void choose_feeders(const FibrePlant& plant, const Graph& roads, const Snaps& olts,
                    std::vector<ServicePoint>& points, const Progress& progress) {
  if (std::ranges::none_of(points, [](const auto& point) { return point.olt < 0; })) return;
  std::vector<std::int32_t> order(plant.olts.size());
  std::iota(order.begin(), order.end(), 0);
  std::erase_if(order, [&](auto olt) { return !olts[static_cast<std::size_t>(olt)]; });
  std::stable_partition(order.begin(), order.end(), [&](auto olt) {
    const auto& terminal = plant.olts[static_cast<std::size_t>(olt)];
    return plant.classes[static_cast<std::size_t>(terminal.cards.front().pon_class)]
        .ten_gigabit_class;
  });
  std::vector<PathSource> sources;
  for (const auto olt : order) {
    const auto& snap = *olts[static_cast<std::size_t>(olt)];
    sources.push_back({snap.at, snap.offset_m});
  }
  const NearestSources nearest(roads, std::move(sources), infinity, progress);
  for (auto& point : points) {
    if (point.olt >= 0) continue;
    const auto way = nearest.at(point.at);
    if (way.source < 0) continue;
    point.olt = order[static_cast<std::size_t>(way.source)];
    point.feeder_m = way.distance_m + point.offset_m;
  }
}

}  // namespace

std::vector<ServicePoint> service_points(const FibrePlant& plant, const Graph& roads,
                                         const EdgeIndex& index, const FibreOptions& options,
                                         const Progress& progress) {
  Snaps olts;
  std::map<std::string, std::int32_t> olt_of_id;
  for (std::size_t o = 0; o < plant.olts.size(); ++o) {
    olts.push_back(index.nearest(plant.olts[o].point, options.maximum_snap_m));
    olt_of_id.try_emplace(plant.olts[o].id, static_cast<std::int32_t>(o));
  }
  std::vector<ServicePoint> points;
  if (plant.boxes.empty()) {
    for (std::size_t o = 0; o < olts.size(); ++o)
      if (olts[o])
        points.push_back({olts[o]->at, olts[o]->offset_m, 0.0, static_cast<std::int32_t>(o), -1});
    return points;
  }
  for (std::size_t b = 0; b < plant.boxes.size(); ++b) {
    const auto& box = plant.boxes[b];
    const auto snap = index.nearest(box.point, options.maximum_snap_m);
    if (!snap) continue;
    const auto olt = box.fed_by.empty() ? -1 : olt_of_id.at(box.fed_by);
    points.push_back({snap->at, snap->offset_m, infinity, olt, static_cast<std::int32_t>(b)});
  }
  measure_named_feeders(plant, roads, olts, points, progress);
  choose_feeders(plant, roads, olts, points, progress);
  return points;
}

Connection connection(const FibrePlant& plant, const ServicePoint& point, double distance_m) {
  const auto& olt = plant.olts[static_cast<std::size_t>(point.olt)].cards.front();
  const auto& pon_class = plant.classes[static_cast<std::size_t>(olt.pon_class)];
  Connection to;
  to.route_m = point.feeder_m + distance_m;
  to.loss = optical_loss(plant.losses, olt.split, to.route_m);
  to.margin_db = budget_margin_db(pon_class, to.loss);
  to.within_budget = to.margin_db >= -budget_tolerance_db;
  to.within_reach =
      to.route_m <= 1000.0 * pon_class.maximum_reach_km && olt.split <= pon_class.maximum_split;
  to.below_minimum = to.loss.loss_db() < pon_class.minimum_loss_db;
  return to;
}

}  // namespace gigacity::fibre
