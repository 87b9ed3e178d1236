// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/bill_of_materials.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace gigacity::fibre {

namespace {

class Bill {
 public:
  void add(std::int32_t olt, std::string item, const char* unit, double quantity) {
    auto& [of_unit, sum] = m_items[{olt, std::move(item)}];
    of_unit = unit;
    sum += quantity;
  }

  /// As many cables as hold the fibres. Only drops have less than 12.
  void add_cable(std::int32_t olt, CableKind kind, int fibres, double length_m) {
    constexpr int largest = cable_sizes[std::size(cable_sizes) - 1];
    const int smallest = kind == CableKind::drop ? 1 : 12;
    for (; fibres > 0; fibres -= largest) {
      const int size = cable_size(std::clamp(fibres, smallest, largest));
      add(olt,
          fmt::format("{} cable, {} {}", to_string(kind), size, size == 1 ? "fibre" : "fibres"),
          "m", length_m);
    }
  }

  std::vector<BillItem> items() const {
    std::vector<BillItem> items;
    for (const auto& [key, value] : m_items)
      items.push_back({key.second, value.first, value.second, key.first});
    return items;
  }

 private:
  std::map<std::pair<std::int32_t, std::string>, std::pair<std::string, double>> m_items;
};

/// Segments of one edge lie together: the length that any of them covers goes to the first OLT.
void add_trenches(std::span<const RouteSegment> segments, Bill& bill) {
  for (std::size_t first = 0; first < segments.size();) {
    auto end = first;
    std::vector<std::pair<double, double>> parts;
    std::int32_t olt = segments[first].olt;
    for (; end < segments.size() && segments[end].edge == segments[first].edge &&
           segments[end].assumed == segments[first].assumed;
         ++end) {
      parts.emplace_back(segments[end].from_m, segments[end].to_m);
      olt = std::min(olt, segments[end].olt);
    }
    if (segments[first].assumed) {
      std::ranges::sort(parts);
      double covered_m = 0.0;
      double to_m = parts.front().first;
      for (const auto& [from, to] : parts) {
        covered_m += std::max(to - std::max(from, to_m), 0.0);
        to_m = std::max(to_m, to);
      }
      bill.add(olt, "trench or duct", "m", covered_m);
    }
    first = end;
  }
}

/// A closure wherever more than two assumed cable segments of an OLT meet.
void add_closures(std::span<const RouteSegment> segments, const Graph& roads, Bill& bill) {
  std::vector<std::pair<std::int32_t, std::int32_t>> ends;  ///< OLT, node
  for (const auto& segment : segments) {
    if (!segment.assumed || segment.kind == CableKind::drop) continue;
    const auto& edge = roads.edges()[static_cast<std::size_t>(segment.edge)];
    if (segment.from_m <= 0.0) ends.emplace_back(segment.olt, edge.from);
    if (segment.to_m >= edge.length_m) ends.emplace_back(segment.olt, edge.to);
  }
  std::ranges::sort(ends);
  for (std::size_t first = 0; first < ends.size();) {
    auto end = first;
    while (end < ends.size() && ends[end] == ends[first]) ++end;
    if (end - first > 2) bill.add(ends[first].first, "splice closure", "pieces", 1.0);
    first = end;
  }
}

}  // namespace

int cable_size(int fibres) {
  return *std::ranges::lower_bound(cable_sizes, fibres);
}

std::vector<BillItem> bill_of_materials(const FibrePlant& plant, const Graph& roads,
                                        const BuiltNetwork& network,
                                        std::span<const PremisesService> services,
                                        std::span<const Demand> demands,
                                        std::span<const PonPortUse> ports,
                                        const FibreOptions& options) {
  Bill bill;
  add_trenches(network.segments, bill);
  add_closures(network.segments, roads, bill);
  for (const auto& segment : network.segments)
    if (segment.assumed && segment.kind != CableKind::drop)
      bill.add_cable(segment.olt, segment.kind, segment.fibres, segment.to_m - segment.from_m);
  std::map<std::int32_t, std::int64_t> dwellings;
  for (std::size_t d = 0; d < services.size(); ++d) {
    if (services[d].port == 0) continue;
    bill.add_cable(services[d].olt, CableKind::drop, demands[d].dwellings,
                   network.connected[d].drop_m);
    dwellings[services[d].olt] += demands[d].dwellings;
  }
  for (const auto& [olt, count] : dwellings)
    bill.add(olt, "optical network terminal", "pieces",
             std::ceil(options.take_up * static_cast<double>(count)));
  for (const auto olt : network.box_olt) bill.add(olt, "distribution box", "pieces", 1.0);
  for (std::size_t s = 0; s < network.splitter_olt.size(); ++s)
    bill.add(network.splitter_olt[s],
             fmt::format("splitter 1:{}", network.splitters[plant.splitters.size() + s].ratio),
             "pieces", 1.0);
  if (!plant.boxes.empty() && plant.splitters.empty()) {
    for (const auto& port : ports) {
      const auto& olt = plant.olts[static_cast<std::size_t>(port.olt)];
      const int split = olt.cards[static_cast<std::size_t>(port.card)].split;
      bill.add(port.olt, fmt::format("splitter 1:{}", split), "pieces", 1.0);
    }
  }
  return bill.items();
}

}  // namespace gigacity::fibre
