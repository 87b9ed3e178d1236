// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/load_coupling.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"

namespace gigacity::radio {
namespace {

constexpr double first_db = -40.0;
constexpr double step_db = 0.25;
constexpr int entries = 361;  // up to 50 dB

std::vector<double> mean_of_carriers(std::span<const double> load,
                                     std::span<const std::int32_t> carrier_of_cell) {
  std::vector<double> mean;
  std::vector<double> cells;
  for (std::size_t i = 0; i < load.size(); ++i) {
    const auto carrier = static_cast<std::size_t>(carrier_of_cell[i]);
    if (carrier >= mean.size()) {
      mean.resize(carrier + 1);
      cells.resize(carrier + 1);
    }
    mean[carrier] += load[i];
    cells[carrier] += 1.0;
  }
  for (std::size_t c = 0; c < mean.size(); ++c)
    if (cells[c] > 0.0) mean[c] /= cells[c];
  return mean;
}

/// What the demand takes of each cell while the others have these loads.
std::vector<double> wanted_loads(const Traffic& traffic, std::span<const double> load,
                                 std::span<const std::int32_t> carrier_of_cell,
                                 const CellRate& rate) {
  const auto mean = mean_of_carriers(load, carrier_of_cell);
  std::vector<double> wanted(load.size());
  const Interferer* interferer = traffic.interferers.data();
  for (const TrafficPoint& point : traffic.points) {
    const auto server = static_cast<std::size_t>(point.server);
    double against = static_cast<double>(point.noise_mw);
    for (std::uint32_t k = 0; k < point.interferers; ++k, ++interferer)
      against += load[static_cast<std::size_t>(interferer->cell)] *
                 static_cast<double>(interferer->power_mw);
    against += mean[static_cast<std::size_t>(carrier_of_cell[server])] *
               static_cast<double>(point.rest_mw);
    const double sinr_db = db_from_linear(static_cast<double>(point.signal_mw) / against);
    wanted[server] += point.demand_mbps / rate(point.server, sinr_db);
  }
  return wanted;
}

}  // namespace

SolvedLoads solve_loads(const Traffic& traffic, std::span<const std::int32_t> carrier_of_cell,
                        const CellRate& rate, const LoadOptions& options) {
  SolvedLoads solved;
  solved.load.resize(carrier_of_cell.size());
  solved.wanted_load.resize(carrier_of_cell.size());
  solved.demand_mbps.resize(carrier_of_cell.size());
  for (const TrafficPoint& point : traffic.points)
    solved.demand_mbps[static_cast<std::size_t>(point.server)] += point.demand_mbps;
  while (!solved.converged && solved.iterations < options.most_iterations) {
    solved.wanted_load = wanted_loads(traffic, solved.load, carrier_of_cell, rate);
    ++solved.iterations;
    solved.largest_change = 0.0;
    for (std::size_t i = 0; i < solved.load.size(); ++i) {
      const double held = std::min(solved.wanted_load[i], 1.0);
      solved.largest_change = std::max(solved.largest_change, std::abs(held - solved.load[i]));
      solved.load[i] = held;
    }
    solved.converged = solved.largest_change <= options.tolerance;
  }
  return solved;
}

CellRates::CellRates(std::span<const Cell> cells, const RateOptions& options) {
  std::vector<const Cell*> kinds;
  for (const Cell& cell : cells) {
    const auto same = std::ranges::find_if(kinds, [&](const Cell* kind) {
      return kind->technology == cell.technology && kind->frequency_mhz == cell.frequency_mhz &&
             kind->bandwidth_mhz == cell.bandwidth_mhz && kind->layers == cell.layers &&
             kind->symbols == cell.symbols;
    });
    m_kind.push_back(static_cast<std::int32_t>(same - kinds.begin()));
    if (same != kinds.end()) continue;
    kinds.push_back(&cell);
    auto& [mbps, least_db] = m_kinds.emplace_back();
    for (int i = 0; i < entries; ++i)
      mbps.push_back(radio::downlink_mbps(cell, first_db + step_db * i, options));
    const auto least = std::ranges::find_if(mbps, [](double v) { return v > 0.0; });
    least_db = first_db + step_db * static_cast<double>(least - mbps.begin());
    const double slope = linear_from_db(-step_db);
    for (auto below = least; below != mbps.begin() && least != mbps.end(); --below)
      *(below - 1) = *below * slope;
  }
}

double CellRates::operator()(std::int32_t cell, double sinr_db) const {
  const auto& mbps = kind_of(cell).mbps;
  const double place = std::clamp((sinr_db - first_db) / step_db, 0.0, entries - 1.0);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, mbps.size() - 1);
  const double part = place - static_cast<double>(below);
  return mbps[below] + part * (mbps[above] - mbps[below]);
}

bool CellRates::carries(std::int32_t cell, double sinr_db) const {
  return sinr_db >= kind_of(cell).least_db;
}

}  // namespace gigacity::radio
