// SPDX-License-Identifier: Apache-2.0
// A synthetic county of any size, or a city of many: terrain, people, buildings, roads, radio sites
// and fibre plant as a planner would have them, and the scenario that uses them. The same options give
// the same bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/point.hpp"
#include "core/progress.hpp"

namespace gigacity::apps {

/// What is to be made. Sizes are independent: a county too small for its villages gets fewer of
/// them.
struct SynthOptions {
  std::string preset = "demo";  ///< names the sizes below; kept for the scenario's description
  std::uint64_t seed = 1;
  double resolution_m = 10.0;  ///< of the scenario, metres per pixel
  /// Of the preset "jining": so much of the city's area, people, settlements and networks, 0.01 to 1. The
  /// density stays. The other sizes are a lone county's.
  double share = 1.0;
  /// Of a lone county: line cards, splitters, cables, closures and drops beside OLTs and boxes.
  bool as_built = false;
  bool lte = false;  ///< of the preset "jining": 4G on every site, too; the demo has it anyway
  GeoPoint centre{116.95, 35.40};  ///< of the county's bounding box
  double width_km = 12.0;          ///< 6 to 60; hills in the east, a lake in the south
  double height_km = 10.0;         ///< 6 to 60
  double summit_m = 520.0;         ///< height of the highest hill above sea level, 100 to 2000
  int towns = 4;                   ///< beside the county seat, 1 to 60
  int villages = 24;               ///< rural, beside the communities of seat and towns; 1 to 600
  int residents = 120'000;         ///< aimed at; what is reached depends on the houses that result
};

/// Names of the presets, the default first.
const std::vector<std::string>& presets();

/// The sizes of a preset. Throws UsageError for an unknown name, naming those that exist.
SynthOptions preset_options(const std::string& preset);

/// Writes terrain.tif (with its style terrain.qml), city.gpkg, sites.csv, olts.csv, boxes.csv, with plant as
/// built also cards.csv, splitters.csv, cables.csv, closures.csv and drops.csv, and scenario.toml into `folder`, which is made where absent; files of those names are replaced.
/// Throws UsageError where an option is out of range, geo::OutputError where a file cannot be
/// written, Cancelled on request.
void synthesise(const SynthOptions& options, const std::filesystem::path& folder,
                Progress& progress);

}  // namespace gigacity::apps
