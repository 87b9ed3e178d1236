// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/station.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace gigacity::radio {
namespace {

double distance_to_box_m(MapPoint p, const MapBox& box) {
  const double dx = std::max({box.min_x_m - p.x_m, 0.0, p.x_m - box.max_x_m});
  const double dy = std::max({box.min_y_m - p.y_m, 0.0, p.y_m - box.max_y_m});
  return std::hypot(dx, dy);
}

}  // namespace

bool serves(const Carrier& carrier, const Service& service) {
  return carrier.technology == service.technology &&
         (!service.operator_name ||
          std::ranges::binary_search(carrier.operators, *service.operator_name));
}

bool interfere(const Carrier& a, const Carrier& b) {
  return a.technology == b.technology && a.frequency_mhz == b.frequency_mhz;
}

bool same(const Station& a, const Station& b) {
  return a.point == b.point && a.ground_m == b.ground_m && a.height_m == b.height_m &&
         std::ranges::equal(a.bands, b.bands, [](const Band& one, const Band& other) {
           return one.carrier == other.carrier && one.servers == other.servers;
         });
}

Stations::Stations(const RadioNetwork& network, std::span<const std::optional<double>> ground_m,
                   const CoverageOptions& options) {
  std::map<std::pair<std::int32_t, double>, std::size_t> station_index;
  for (std::size_t i = 0; i < network.cells.size(); ++i) {
    const Cell& cell = network.cells[i];
    const Sector& sector = network.sectors[static_cast<std::size_t>(cell.sector)];
    const auto index = static_cast<std::int32_t>(i);
    const auto& ground = ground_m[static_cast<std::size_t>(sector.site)];
    Carrier of_cell{cell.technology, cell.frequency_mhz, {}};
    if (options.per_operator) of_cell.operators = operators_of(network, cell);
    const auto carrier = std::ranges::find(m_carriers, of_cell);
    const auto carrier_index = static_cast<std::size_t>(carrier - m_carriers.begin());
    if (carrier == m_carriers.end()) m_carriers.push_back(std::move(of_cell));
    if (!ground) {
      m_without_ground.push_back(index);
      continue;
    }
    const auto [known, is_new] =
        station_index.try_emplace({sector.site, sector.height_m}, m_stations.size());
    if (is_new)
      m_stations.push_back({sector.site,
                            network.sites[static_cast<std::size_t>(sector.site)].point,
                            *ground,
                            sector.height_m,
                            {}});
    Station& station = m_stations[known->second];
    auto band = std::ranges::find(station.bands, carrier_index, &Band::carrier);
    if (band == station.bands.end()) {
      station.bands.push_back(
          {cell.frequency_mhz, carrier_index, {options, sector.height_m, cell.frequency_mhz}, {}});
      band = station.bands.end() - 1;
    }
    band->servers.push_back({{index, reference_signal_power_dbm(cell), cell.load}, sector});
  }
  // Those of one site side by side.
  std::ranges::stable_sort(m_stations, {},
                           [](const Station& s) { return std::pair(s.point.y_m, s.site); });
}

std::vector<const Station*> Stations::reaching(const MapBox& box, double radius_m) const {
  const auto northing = [](const Station& s) { return s.point.y_m; };
  const auto first = std::ranges::lower_bound(m_stations, box.min_y_m - radius_m, {}, northing);
  std::vector<const Station*> found;
  for (auto s = first; s != m_stations.end() && s->point.y_m <= box.max_y_m + radius_m; ++s)
    if (distance_to_box_m(s->point, box) <= radius_m) found.push_back(&*s);
  return found;
}

}  // namespace gigacity::radio
