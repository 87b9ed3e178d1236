// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/port_use.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace gigacity::fibre {

namespace {

std::int64_t subscribers(const FibreOptions& options, int dwellings) {
  return static_cast<std::int64_t>(std::ceil(options.take_up * dwellings));
}

auto key(const PonPortUse& use) {
  return std::tuple(use.olt, use.card, use.port);
}

/// Below 10G a Combo port serves by its lower system.
double usable_mbps(const FibrePlant& plant, const PonPortUse& port, bool below_10g) {
  const auto& olt = plant.olts[static_cast<std::size_t>(port.olt)];
  const auto& card = olt.cards[static_cast<std::size_t>(port.card)];
  const auto& pon_class = plant.classes[static_cast<std::size_t>(card.pon_class)];
  const bool lower = below_10g && pon_class.lower_system >= 0;
  const auto& system =
      lower ? plant.classes[static_cast<std::size_t>(pon_class.lower_system)] : pon_class;
  return 1000.0 * system.downstream_gbps;
}

}  // namespace

std::vector<PonPortUse> port_uses(std::vector<PortLine>& lines, std::span<PremisesService> services,
                                  const FibreOptions& options) {
  std::ranges::sort(lines, {}, [](const PortLine& line) {
    return std::tuple_cat(port_key(line), std::tuple(line.demand));
  });
  std::vector<PonPortUse> uses;
  const PortLine* before = nullptr;
  for (const auto& line : lines) {
    auto& service = services[static_cast<std::size_t>(line.demand)];
    const double route_m = service.route_m;
    const bool counted =
        before != nullptr && before->demand == line.demand && port_key(*before) == port_key(line);
    service.ports += counted ? 0 : 1;
    before = &line;
    if (uses.empty() || key(uses.back()) != port_key(line))
      uses.push_back({line.olt, line.port.card, line.port.port, 0, route_m, route_m, 0.0});
    auto& use = uses.back();
    use.dwellings += line.dwellings;
    use.nearest_m = std::min(use.nearest_m, route_m);
    use.farthest_m = std::max(use.farthest_m, route_m);
  }
  for (auto& use : uses)
    use.busy_hour_load_mbps =
        static_cast<double>(subscribers(options, use.dwellings)) * options.busy_hour_mbps;
  return uses;
}

void add_rates(const FibrePlant& plant, std::span<const PonPortUse> ports,
               const FibreOptions& options, std::span<PremisesService> services) {
  for (auto& service : services) {
    if (service.port == 0) continue;
    const PonPortUse wanted{.olt = service.olt, .card = service.card, .port = service.port};
    const auto port = std::ranges::lower_bound(ports, key(wanted), {}, key);
    service.peak_mbps = usable_mbps(plant, *port, service.gap == FibreGap::below_10g);
    const auto others = std::max<std::int64_t>(subscribers(options, port->dwellings) - 1, 0);
    service.busy_hour_mbps =
        std::max(service.peak_mbps - static_cast<double>(others) * options.busy_hour_mbps, 0.0);
  }
}

}  // namespace gigacity::fibre
