// SPDX-License-Identifier: Apache-2.0
#include "apps/run/traffic_stage.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "apps/run/operators.hpp"
#include "core/text.hpp"

namespace gigacity::apps {

namespace {

void warn(const RadioSection& section, const std::string& field, std::string message,
          std::string hint, Findings& findings) {
  InputLocation where{.source = section.sites.source, .layer = "radio"};
  where.field = field;
  findings.warning({std::move(where), std::move(message), std::move(hint)});
}

/// Operators' users: as the scenario says, else all operators alike.
radio::TrafficOptions with_operators(const RadioSection& section,
                                     const radio::RadioNetwork& network, Findings& findings) {
  radio::TrafficOptions options = *section.traffic;
  if (!section.options.per_operator) return options;
  const auto known = radio::operators_of(network);
  if (options.operator_share.empty()) {
    for (const auto& name : known)
      options.operator_share[name] = 1.0 / static_cast<double>(known.size());
    return options;
  }
  for (const auto& [name, share] : options.operator_share) {
    if (std::ranges::find(known, name) != known.end()) continue;
    const auto nearest = nearest_word(name, known);
    warn(section, "traffic.operators",
         fmt::format("no cell is of operator \"{}\": nobody serves its {:g} % of the users", name,
                     100.0 * share),
         nearest ? fmt::format("did you mean {}?", *nearest) : "", findings);
  }
  return options;
}

void warn_of_overload(const RadioSection& section, const radio::RadioNetwork& network,
                      const TrafficRecord& record, Findings& findings) {
  const auto& solved = record.solved;
  if (const auto overloaded = record.overloaded_cells(); overloaded > 0) {
    const auto worst = static_cast<std::size_t>(std::ranges::max_element(solved.wanted_load) -
                                                solved.wanted_load.begin());
    warn(section, "load",
         fmt::format("{} of {} cells are asked for more than they carry in the busy hour, most of "
                     "all {}, {:.3g} times as much",
                     overloaded, network.cells.size(), network.cells[worst].id,
                     solved.wanted_load[worst]),
         "layer cells has each cell's demand and the share of it that is served", findings);
  }
  if (!solved.converged)
    warn(section, "load",
         fmt::format("loads still change by {:.2g} after {} iterations", solved.largest_change,
                     solved.iterations),
         "the last ones count", findings);
  if (record.demand_mbps == 0.0)
    warn(section, "traffic", "nobody asks for anything: all loads are 0",
         "give [population], or units that state residents", findings);
}

}  // namespace

std::size_t TrafficRecord::overloaded_cells() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(solved.wanted_load, [](double load) { return load > 1.0; }));
}

double TrafficRecord::carried_mbps() const {
  double sum = 0.0;
  for (std::size_t i = 0; i < solved.load.size(); ++i)
    sum += solved.demand_mbps[i] * solved.served_share(i);
  return sum;
}

TrafficRecord solve_traffic(const RadioSection& section, const radio::CoverageOptions& coverage,
                            const City& city, radio::RadioNetwork& network, Findings& findings,
                            Progress& progress) {
  const auto options = with_operators(section, network, findings);
  const radio::CoverageEngine engine(network, *city.terrain, *city.surface, *city.inside, coverage);
  const radio::CellRates rates(network.cells, section.link.rates);
  const auto traffic =
      radio::traffic_points(engine, network, coverage, rates, *city.people, options, progress);
  TrafficRecord record;
  record.solved = radio::solve_loads(traffic, radio::carriers_of_cells(network), rates);
  record.points = traffic.points.size();
  record.unserved_mbps = record.demand_mbps = traffic.unserved_mbps;
  for (const double demand : record.solved.demand_mbps) record.demand_mbps += demand;
  for (std::size_t i = 0; i < network.cells.size(); ++i)
    network.cells[i].load = record.solved.load[i];
  warn_of_overload(section, network, record, findings);
  return record;
}

}  // namespace gigacity::apps
