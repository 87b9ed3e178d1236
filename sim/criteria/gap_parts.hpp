// SPDX-License-Identifier: Apache-2.0
// The gaps of one indicator, by kind of feature. Ids are made unique and the list is sorted by
// find_gaps().
#pragma once

#include <string>
#include <vector>

#include "core/progress.hpp"
#include "sim/criteria/gaps.hpp"
#include "sim/criteria/profile_check.hpp"

namespace gigacity::criteria {

/// What every part works on.
struct GapTask {
  const Results& results;
  const Profile& profile;
  const Measured& measured;
  const GapOptions& options;
  Polygonise polygonise;
  const Indicator& indicator;
  GapScope scope;
  Scene scene{};  ///< the scope's; its tests are the profile's where it names none
  const SceneCoverage* places = nullptr;  ///< by that scene's tests
};

inline const RadioTest& test_of(const GapTask& task) {
  return task.scope.technology == radio::Technology::nr ? task.scene.nr : task.scene.lte;
}
inline const std::optional<RadioLayers>& layers_of(const GapTask& task) {
  return task.scope.technology == radio::Technology::nr ? task.results.nr : task.results.lte;
}
/// "nr", "lte": the middle of ids.
inline const char* technology_id(const GapTask& task) {
  return task.scope.technology == radio::Technology::nr ? "nr" : "lte";
}

/// Codes of a feature's units, "" for none.
std::vector<std::string> admin_codes(const City& city, const std::vector<std::int32_t>& units);

/// Code, else name, else number of a unit: what its gaps are called by.
std::string unit_label(const City& city, std::size_t level, std::int32_t unit);

/// Households that so many residents form, by the ratio of their finest unit with both figures,
/// else the city's.
class HouseholdRatio {
 public:
  HouseholdRatio(const City& city, const Measured& measured);
  double households(double residents, const std::vector<std::int32_t>& units) const;

 private:
  double m_city = 0.0;
  std::vector<std::vector<double>> m_units;  ///< by level and unit; 0 where not known
};

std::vector<Gap> place_gaps(const GapTask& task, Progress& progress);
std::vector<Gap> deep_place_gaps(const GapTask& task, Progress& progress);
std::vector<Gap> village_gaps(const GapTask& task, Progress& progress);
/// Villages in which fibre serves nobody.
std::vector<Gap> village_fibre_gaps(const GapTask& task, Progress& progress);
std::vector<Gap> premises_gaps(const GapTask& task, Progress& progress);
std::vector<Gap> area_gaps(const GapTask& task, Progress& progress);

}  // namespace gigacity::criteria
