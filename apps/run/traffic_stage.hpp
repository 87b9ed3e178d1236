// SPDX-License-Identifier: Apache-2.0
// Loads of cells from the people's traffic, instead of those that the sites layer states.
#pragma once

#include "apps/scenario/scenario.hpp"
#include "core/city.hpp"
#include "core/diagnostic.hpp"
#include "core/progress.hpp"
#include "sim/radio/traffic_points.hpp"

namespace gigacity::apps {

/// What came of it, for the record.
struct TrafficRecord {
  radio::SolvedLoads solved;  ///< by cell of the network
  double demand_mbps = 0.0;
  double unserved_mbps = 0.0;  ///< of it, where no cell serves
  std::size_t points = 0;

  std::size_t overloaded_cells() const;
  double carried_mbps() const;
};

/// `section.traffic` says what is asked for. Solves the loads and gives them to the network's cells. Warns of operators without cells, of cells that are asked for
/// more than they carry, and where the loads were not found. Throws InputError where the terrain cannot be read, Cancelled.
TrafficRecord solve_traffic(const RadioSection& section, const radio::CoverageOptions& coverage,
                            const City& city, radio::RadioNetwork& network, Findings& findings,
                            Progress& progress);

}  // namespace gigacity::apps
