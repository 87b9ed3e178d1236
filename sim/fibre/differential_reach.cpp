// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/differential_reach.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace gigacity::fibre {

namespace {

// Sums of lengths: a difference that is exact must not fail by rounding.
constexpr double tolerance_m = 1e-6;

double allowed_m(const FibrePlant& plant, std::int32_t pon_class) {
  return 1000.0 * plant.classes[static_cast<std::size_t>(pon_class)].differential_km + tolerance_m;
}

/// Mostly no two of all the premises differ by as much as any class allows.
template <class RouteOf>
bool are_alike(const FibrePlant& plant, const std::vector<PortLine>& lines, RouteOf route_m) {
  double nearest_m = std::numeric_limits<double>::infinity();
  double farthest_m = 0.0;
  for (const auto& line : lines) {
    nearest_m = std::min(nearest_m, route_m(line));
    farthest_m = std::max(farthest_m, route_m(line));
  }
  double least_m = std::numeric_limits<double>::infinity();
  for (const auto& olt : plant.olts)
    for (const auto& card : olt.cards)
      least_m = std::min(least_m, allowed_m(plant, card.pon_class));
  return farthest_m <= nearest_m + least_m;
}

}  // namespace

DistanceBands::DistanceBands(const FibrePlant& plant, const ServicePoints& points,
                             const Assignment& assignment,
                             const std::vector<std::vector<Share>>& of_point)
    : m_points(&points), m_starts_m(points.groups.size()) {
  std::vector<std::vector<double>> routes_m(points.groups.size());
  for (std::size_t p = 0; p < of_point.size(); ++p) {
    const auto& point = points.points[p];
    if (point.group < 0) continue;
    for (const auto& share : of_point[p])
      routes_m[static_cast<std::size_t>(point.group)].push_back(
          point.feeder_m + assignment.demands[static_cast<std::size_t>(share.demand)].distance_m);
  }
  for (std::size_t g = 0; g < routes_m.size(); ++g) {
    if (routes_m[g].empty()) continue;
    auto& starts_m = m_starts_m[g];
    const double width_m = allowed_m(plant, points.groups[g].pon_class);
    const auto [nearest, farthest] = std::ranges::minmax_element(routes_m[g]);
    starts_m.push_back(*nearest);
    if (*farthest <= *nearest + width_m) continue;
    std::ranges::sort(routes_m[g]);
    for (const double route_m : routes_m[g])
      if (route_m > starts_m.back() + width_m) starts_m.push_back(route_m);
  }
}

std::size_t DistanceBands::band(std::int32_t p, double distance_m) const {
  const auto& point = m_points->points[static_cast<std::size_t>(p)];
  if (point.group < 0) return 0;
  const auto& starts_m = m_starts_m[static_cast<std::size_t>(point.group)];
  const auto next = std::ranges::upper_bound(starts_m, point.feeder_m + distance_m);
  return static_cast<std::size_t>(std::max<std::ptrdiff_t>(next - starts_m.begin() - 1, 0));
}

std::vector<BeyondDifferential> beyond_differential(const FibrePlant& plant,
                                                    const ServicePoints& points,
                                                    const Assignment& assignment,
                                                    std::vector<PortLine>& lines) {
  const auto route_m = [&](const PortLine& line) {
    const auto& assigned = assignment.demands[static_cast<std::size_t>(line.demand)];
    return points.points[static_cast<std::size_t>(assigned.point)].feeder_m + assigned.distance_m;
  };
  if (are_alike(plant, lines, route_m)) return {};
  std::ranges::sort(lines, {}, [](const PortLine& line) {
    return std::tuple_cat(port_key(line), std::tuple(line.demand));
  });
  std::vector<BeyondDifferential> beyond;
  for (std::size_t first = 0; first < lines.size();) {
    auto end = first;
    double nearest_m = std::numeric_limits<double>::infinity();
    for (; end < lines.size() && port_key(lines[end]) == port_key(lines[first]); ++end)
      nearest_m = std::min(nearest_m, route_m(lines[end]));
    const auto& cards = plant.olts[static_cast<std::size_t>(lines[first].olt)].cards;
    const double limit_m =
        nearest_m +
        allowed_m(plant, cards[static_cast<std::size_t>(lines[first].port.card)].pon_class);
    for (; first < end; ++first)
      if (route_m(lines[first]) > limit_m) beyond.push_back({lines[first].demand, nearest_m});
  }
  return beyond;
}

}  // namespace gigacity::fibre
