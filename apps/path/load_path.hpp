// SPDX-License-Identifier: Apache-2.0
// From what is asked to the profile between two antennas: the one that a run would walk, where there
// is a scenario.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "apps/path/path_request.hpp"
#include "core/diagnostic.hpp"
#include "core/progress.hpp"
#include "sim/radio/coverage.hpp"
#include "sim/radio/link_budget.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::apps {

struct PathEnd {
  std::string name;  ///< as it was asked for
  GeoPoint position;
  MapPoint point;
  double ground_m = 0.0;  ///< above the vertical datum
  double height_m = 0.0;  ///< above ground
};

/// The cell that transmits.
struct PathCell {
  std::string site;
  radio::Cell cell;
  radio::Sector sector;
};

struct LoadedPath {
  std::string land;  ///< what the profile was sampled from, for people
  std::string map;   ///< name of the CRS
  double pixel_m = 0.0;
  PathEnd from;
  PathEnd to;
  std::optional<PathCell> cell;
  double frequency_mhz = 0.0;
  radio::CoverageOptions options;  ///< of the scenario's [radio], or the defaults
  std::string model = "all";       ///< of the scenario's [radio], or all
  radio::BudgetQuestion budget;    ///< of the scenario's [radio], or the defaults
  double step_m = 0.0;
  std::vector<float> ground_m;
  std::vector<float> surface_m;
  std::vector<GeoPoint> positions;  ///< of each point
  Findings findings;                ///< warnings
};

/// Throws InputError, UsageError where the request leaves open what the scenario does not say,
/// geo::OutputError (working rasters), Cancelled.
LoadedPath load_path(const PathRequest& request, const std::filesystem::path& data_folder,
                     Progress& progress);

}  // namespace gigacity::apps
