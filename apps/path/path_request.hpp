// SPDX-License-Identifier: Apache-2.0
// What is asked of one path.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/point.hpp"
#include "sim/radio/link_loss.hpp"

namespace gigacity::apps {

/// An end as the user names it: a position, or a site or cell of the scenario.
struct EndRequest {
  std::string text;
  std::optional<GeoPoint> point;  ///< nothing: `text` is an id
};

/// "116.35,35.41" as a position; anything that is not two numbers is an id. Throws UsageError where
/// two numbers are no longitude and latitude.
EndRequest end_request(const std::string& option, const std::string& text);

/// A transmitter that is no cell of a scenario.
struct RadiatedPower {
  double eirp_dbm = 0.0;
  double receiver_gain_dbi = 0.0;
};

struct PathRequest {
  /// Where the ground comes from: a scenario, or bare terrain.
  std::optional<std::filesystem::path> scenario;
  std::vector<std::string> overrides;  ///< of the scenario's keys
  std::vector<std::string> terrain;
  std::optional<double> step_m;  ///< on bare terrain; absent: the terrain's own resolution

  EndRequest from;
  EndRequest to;
  std::optional<double> frequency_mhz;
  std::optional<double> transmitter_height_m;
  std::optional<double> receiver_height_m;
  std::optional<double> earth_factor;  ///< k
  std::optional<RadiatedPower> power;

  /// Of propagation::models(); "all": every one that applies; empty: the scenario's, or all.
  std::string model;
  radio::LinkSettings settings;
  radio::AdditionalLosses additional;
  bool beyond_range = false;  ///< compute outside of a model's range, with a warning
};

/// The names that `PathRequest::model` may have.
std::vector<std::string> path_model_names();

}  // namespace gigacity::apps
