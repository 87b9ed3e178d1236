// SPDX-License-Identifier: Apache-2.0
// Loads of cells from the traffic that they carry: each cell's load raises its neighbours' interference, lowers their
// rates and with it raises their loads.
//
// Load of cell i: Σ over its points of demand / rate(SINR(loads of the others)), the load coupling of Siomina and Yuan,
// "Analysis of cell load coupling for LTE network planning and optimization", IEEE Trans. Wireless Commun. 11 (2012).
// The right side is positive, rises with every load and, times a > 1, rises less than a times (a standard interference
// function, Yates 1995): from zero the loads rise to the least fixed point; held at 1 there always is one.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/radio/throughput.hpp"

namespace gigacity::radio {

/// A cell that disturbs a point at full load.
struct Interferer {
  std::int32_t cell = -1;
  float power_mw = 0.0F;  ///< per resource element
};

/// A place where people ask for data; powers per resource element.
struct TrafficPoint {
  double demand_mbps = 0.0;
  std::int32_t server = -1;
  std::uint32_t interferers = 0;  ///< how many of Traffic::interferers are this point's
  float signal_mw = 0.0F;
  float noise_mw = 0.0F;
  /// Of all other cells of the carrier together; they count with the mean load of the server's carrier.
  float rest_mw = 0.0F;
};

struct Traffic {
  std::vector<TrafficPoint> points;
  std::vector<Interferer> interferers;  ///< of the first point, of the second ...
  double unserved_mbps = 0.0;           ///< asked for where no cell serves
};

struct LoadOptions {
  double tolerance = 1e-4;  ///< the largest change of a load at which the loads are found
  int most_iterations = 500;
};

/// By cell.
struct SolvedLoads {
  std::vector<double> load;         ///< share of resource elements in use, 0 to 1
  std::vector<double> wanted_load;  ///< that the demand would take; above 1 the cell is overloaded
  std::vector<double> demand_mbps;
  int iterations = 0;
  double largest_change = 0.0;  ///< of a load, in the last iteration
  bool converged = false;

  /// Of a cell's demand, what it carries.
  double served_share(std::size_t cell) const {
    return wanted_load[cell] > 1.0 ? 1.0 / wanted_load[cell] : 1.0;
  }
};

/// What a cell carries when all its resource elements go to a user at an SINR, Mbit/s: positive, and never falls with
/// the SINR.
using CellRate = std::function<double(std::int32_t cell, double sinr_db)>;

/// `carrier_of_cell`: which cells share a mean load; from 0 on.
SolvedLoads solve_loads(const Traffic& traffic, std::span<const std::int32_t> carrier_of_cell,
                        const CellRate& rate, const LoadOptions& options = {});

/// downlink_mbps() of each cell from a table of 1/4 dB, between whose entries it is interpolated. Below the least SINR
/// that carries anything it falls with the SINR, as if the same were sent again and again: a place that a cell serves
/// always asks for something.
class CellRates {
 public:
  CellRates(std::span<const Cell> cells, const RateOptions& options);
  double operator()(std::int32_t cell, double sinr_db) const;
  /// Whether any scheme works.
  bool carries(std::int32_t cell, double sinr_db) const;

 private:
  struct Kind {
    std::vector<double> mbps;
    double least_db = 0.0;  ///< from here on it carries something
  };
  const Kind& kind_of(std::int32_t cell) const {
    return m_kinds[static_cast<std::size_t>(m_kind[static_cast<std::size_t>(cell)])];
  }

  std::vector<std::int32_t> m_kind;  ///< of each cell
  std::vector<Kind> m_kinds;
};

}  // namespace gigacity::radio
