// SPDX-License-Identifier: Apache-2.0
#include "apps/run/range_warnings.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "sim/propagation/model_info.hpp"
#include "sim/radio/path.hpp"

namespace gigacity::apps {

namespace {

using propagation::Quantity;

/// Cells outside a range, and what to say of the first of them.
struct Outside {
  std::size_t cells = 0;
  std::string example;
  std::string_view beyond;
};

const propagation::ModelInfo* model_of(const radio::CoverageOptions& options, double height_m) {
  const auto* variant = options.model == radio::Model::tr38901
                            ? propagation::to_string(radio::environment_of(options, height_m))
                            : "";
  return propagation::find_model(radio::to_string(options.model), variant);
}

}  // namespace

void warn_of_ranges(const radio::RadioNetwork& network, const RadioSection& section, double pixel_m,
                    Findings& findings) {
  const auto& options = section.options;
  std::map<Quantity, Outside> outside;
  std::size_t near_cells = 0;
  propagation::ValidRange nearest;
  for (const auto& cell : network.cells) {
    const auto& sector = network.sectors[static_cast<std::size_t>(cell.sector)];
    const auto* model = model_of(options, sector.height_m);
    if (model == nullptr) continue;
    const auto* distance = propagation::range_of(*model, Quantity::distance_m);
    if (distance != nullptr && distance->minimum > pixel_m) {
      ++near_cells;
      if (distance->minimum > nearest.minimum) nearest = *distance;
    }
    propagation::LinkFigures link{cell.frequency_mhz, options.radius_m, sector.height_m,
                                  options.receiver_height_m};
    if (options.model == radio::Model::p1812 || options.model == radio::Model::itm)
      link.time_percent = options.time_percent;
    const auto exceeded = propagation::exceeded(*model, link);
    for (std::size_t q = 0; q < propagation::quantity_count; ++q) {
      if (!exceeded.test(q)) continue;
      const auto quantity = static_cast<Quantity>(q);
      auto& found = outside[quantity];
      if (found.cells++ == 0)
        found = {1, propagation::range_message(*model, quantity, link),
                 propagation::range_of(*model, quantity)->beyond};
    }
  }
  const InputLocation where{.source = section.sites.source, .layer = section.sites.section};
  const auto fallback = [](std::string_view beyond) {
    return fmt::format("they are computed all the same: {}", beyond);
  };
  const double share = std::min(1.0, std::pow(nearest.minimum / options.radius_m, 2.0));
  if (near_cells > 0)
    findings.warning(
        {where,
         fmt::format(
             "{} cells have pixels nearer than the {:g} m from which on the model holds, up "
             "to {:.2g} % of those within the radius",
             near_cells, nearest.minimum, 100.0 * share),
         fallback(nearest.beyond)});
  for (const auto& [quantity, found] : outside)
    findings.warning(
        {where,
         fmt::format("{} cells outside the model's range, e.g. {}", found.cells, found.example),
         fallback(found.beyond)});
}

}  // namespace gigacity::apps
