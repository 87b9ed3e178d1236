// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/traffic_points.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "core/parallel.hpp"
#include "core/units.hpp"
#include "sim/radio/noise.hpp"

namespace gigacity::radio {
namespace {

constexpr std::size_t tiles_in_flight = 8;

/// A block's people, at the pixel that has most of them.
struct Sample {
  double people = 0.0;
  std::vector<ServerKey> cells;  ///< all that reach it
};

struct Samples {
  std::vector<std::int32_t> of_pixel;  ///< -1: none
  std::vector<Sample> all;
};

Samples samples_of(const Raster<float>& people, int block) {
  Samples samples;
  const int width = people.width();
  samples.of_pixel.assign(people.values().size(), -1);
  for (int top = 0; top < people.height(); top += block) {
    for (int left = 0; left < width; left += block) {
      double sum = 0.0;
      float most = 0.0F;
      std::size_t where = 0;
      for (int row = top; row < std::min(top + block, people.height()); ++row) {
        for (int column = left; column < std::min(left + block, width); ++column) {
          const float here = people.at({column, row});
          if (!(here > 0.0F)) continue;
          sum += static_cast<double>(here);
          if (here <= most) continue;
          most = here;
          where = people.grid().index_of({column, row});
        }
      }
      if (sum == 0.0) continue;
      samples.of_pixel[where] = static_cast<std::int32_t>(samples.all.size());
      samples.all.push_back({sum, {}});
    }
  }
  return samples;
}

double power_mw(ServerKey key) {
  return linear_from_db((key.level() + key.rest() / 65534.0) / 64.0);
}

/// One operator's part of the demand, and its cells; or everybody's.
struct Users {
  double share = 1.0;
  std::vector<bool> cells;
};

class PointMaker {
 public:
  PointMaker(const RadioNetwork& network, const CoverageOptions& coverage, const CellRates& rates,
             const TrafficOptions& options)
      : m_network(network),
        m_rates(rates),
        m_options(options),
        m_mbps_per_resident(busy_hour_mbps(options.user)),
        m_floor_dbm(coverage.floor_dbm),
        m_carrier(carriers_of_cells(network)) {
    for (const Cell& cell : network.cells)
      m_noise_mw.push_back(linear_from_db(noise_per_element_dbm(cell, coverage.noise_figure_db) +
                                          coverage.body_loss_db));
    if (options.operator_share.empty())
      m_users.push_back({1.0, std::vector<bool>(network.cells.size(), true)});
    for (const auto& [name, share] : options.operator_share) {
      Users& users = m_users.emplace_back();
      users.share = share;
      for (const Cell& cell : network.cells)
        users.cells.push_back(serves(network, cell, {cell.technology, name}));
    }
  }

  void add(Sample& sample, Traffic& traffic) const {
    std::ranges::sort(sample.cells, [](ServerKey a, ServerKey b) { return b < a; });
    for (const Users& users : m_users) {
      const double demand = sample.people * m_mbps_per_resident * users.share;
      if (demand == 0.0) continue;
      const auto nr = servers_of(sample, users, Technology::nr);
      const auto lte = servers_of(sample, users, Technology::lte);
      if (nr.empty() && lte.empty()) traffic.unserved_mbps += demand;
      const double nr_share = lte.empty() ? 1.0 : nr.empty() ? 0.0 : m_options.nr_share;
      share_out(sample, nr, demand * nr_share, traffic);
      share_out(sample, lte, demand * (1.0 - nr_share), traffic);
    }
  }

 private:
  /// The best cell of a carrier, and what it would carry alone.
  struct CarrierServer {
    ServerKey key;
    double mbps = 0.0;
  };

  static std::size_t index_of(ServerKey key) { return static_cast<std::size_t>(key.cell()); }

  std::vector<CarrierServer> servers_of(const Sample& sample, const Users& users,
                                        Technology technology) const {
    std::vector<CarrierServer> servers;
    std::vector<std::int32_t> seen;
    for (const ServerKey key : sample.cells) {
      if (m_network.cells[index_of(key)].technology != technology || !users.cells[index_of(key)])
        continue;
      const auto carrier = m_carrier[index_of(key)];
      if (std::ranges::find(seen, carrier) != seen.end()) continue;
      seen.push_back(carrier);
      const auto level_dbm = static_cast<double>(key.level_dbm());
      const double snr_db = level_dbm - db_from_linear(m_noise_mw[index_of(key)]);
      if (level_dbm >= m_floor_dbm && m_rates.carries(key.cell(), snr_db))
        servers.push_back({key, m_rates(key.cell(), snr_db)});
    }
    return servers;
  }

  void share_out(const Sample& sample, std::span<const CarrierServer> servers, double demand_mbps,
                 Traffic& traffic) const {
    double sum_mbps = 0.0;
    for (const CarrierServer& server : servers) sum_mbps += server.mbps;
    for (const CarrierServer& server : servers)
      add_point(sample, server.key, demand_mbps * server.mbps / sum_mbps, traffic);
  }

  void add_point(const Sample& sample, ServerKey best, double demand_mbps, Traffic& traffic) const {
    if (demand_mbps == 0.0) return;
    TrafficPoint point;
    point.demand_mbps = demand_mbps;
    point.server = best.cell();
    point.signal_mw = static_cast<float>(power_mw(best));
    point.noise_mw = static_cast<float>(m_noise_mw[index_of(best)]);
    double rest_mw = 0.0;
    for (const ServerKey key : sample.cells) {
      if (key == best || m_carrier[index_of(key)] != m_carrier[index_of(best)]) continue;
      const double below_db = (best.level() - key.level()) / 64.0;
      if (below_db <= m_options.kept_within_db && point.interferers < m_options.kept_most) {
        traffic.interferers.push_back({key.cell(), static_cast<float>(power_mw(key))});
        ++point.interferers;
      } else {
        rest_mw += power_mw(key);
      }
    }
    point.rest_mw = static_cast<float>(rest_mw);
    traffic.points.push_back(point);
  }

  const RadioNetwork& m_network;
  const CellRates& m_rates;
  const TrafficOptions& m_options;
  double m_mbps_per_resident;
  double m_floor_dbm;
  std::vector<std::int32_t> m_carrier;
  std::vector<double> m_noise_mw;
  std::vector<Users> m_users;
};

void append(Traffic&& more, Traffic& all) {
  all.points.insert(all.points.end(), more.points.begin(), more.points.end());
  all.interferers.insert(all.interferers.end(), more.interferers.begin(), more.interferers.end());
  all.unserved_mbps += more.unserved_mbps;
}

}  // namespace

double busy_hour_mbps(const UserTraffic& traffic) {
  constexpr double mbit_per_gb = 8000.0;
  constexpr double days_per_month = 30.0;
  constexpr double seconds_per_hour = 3600.0;
  return traffic.users_per_resident * traffic.gb_per_month * mbit_per_gb / days_per_month *
         traffic.busy_hour_share / seconds_per_hour;
}

Traffic traffic_points(const CoverageEngine& engine, const RadioNetwork& network,
                       const CoverageOptions& coverage, const CellRates& rates,
                       const RasterSource& people, const TrafficOptions& options,
                       Progress& progress) {
  std::vector<Service> services;
  for (const Technology technology : technologies)
    if (engine.has(technology)) services.emplace_back(technology);
  const PointMaker maker(network, coverage, rates, options);
  // Tiles of whole blocks: the cut is the same for everybody.
  const auto tiles = tiles_of(people.grid(), 64 * options.block);
  progress.begin("traffic", static_cast<std::int64_t>(tiles.size()));
  Traffic traffic;
  parallel_ordered<Traffic>(
      tiles.size(), tiles_in_flight,
      [&](std::size_t i) {
        Traffic of_tile;
        Samples samples = samples_of(people.read(tiles[i]), options.block);
        if (samples.all.empty()) return of_tile;
        engine.for_each_cell(services, tiles[i], progress, [&](auto pixel, auto key) {
          for (std::size_t p = 0; p < pixel.size(); ++p) {
            const std::int32_t sample = samples.of_pixel[static_cast<std::size_t>(pixel[p])];
            if (sample >= 0)
              samples.all[static_cast<std::size_t>(sample)].cells.emplace_back(key[p]);
          }
        });
        for (Sample& sample : samples.all) maker.add(sample, of_tile);
        return of_tile;
      },
      [&](std::size_t, Traffic&& of_tile) {
        append(std::move(of_tile), traffic);
        progress.advance();
      });
  return traffic;
}

std::vector<std::int32_t> carriers_of_cells(const RadioNetwork& network) {
  std::map<std::pair<Technology, double>, std::int32_t> known;
  std::vector<std::int32_t> carriers;
  for (const Cell& cell : network.cells)
    carriers.push_back(known
                           .try_emplace({cell.technology, cell.frequency_mhz},
                                        static_cast<std::int32_t>(known.size()))
                           .first->second);
  return carriers;
}

}  // namespace gigacity::radio
