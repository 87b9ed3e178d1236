// SPDX-License-Identifier: Apache-2.0
// The named figures that formulas speak of, for the whole city and for each admin unit.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/city.hpp"
#include "core/progress.hpp"
#include "sim/criteria/profile.hpp"
#include "sim/criteria/radio_pixels.hpp"
#include "sim/fibre/coverage.hpp"
#include "sim/radio/deep_coverage.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::criteria {

enum class Provenance { simulated, declared, counted };

struct Measure {
  double value = 0.0;
  std::string unit;
  Provenance provenance = Provenance::simulated;
};

/// Measures by name. One that cannot be known is absent; `missing` says what data it would take.
struct MeasureSet {
  std::map<std::string, Measure> values;
  std::map<std::string, std::string> missing;

  double value_or(const std::string& name, double otherwise) const {
    const auto found = values.find(name);
    return found == values.end() ? otherwise : found->second.value;
  }
};

/// Share of a feature's pixels that pass the radio test, and the numbers behind a gap.
struct FeatureCoverage {
  std::int64_t pixels = 0;
  std::int64_t passed = 0;
  double median_rsrp_dbm = 0.0;  ///< NaN where no pixel has a level
  double share() const {
    return pixels == 0 ? 0.0 : static_cast<double>(passed) / static_cast<double>(pixels);
  }
};

/// Everything criteria are judged on. Absent parts leave their measures missing.
struct Results {
  const City* city = nullptr;
  const radio::RadioNetwork* network = nullptr;
  std::optional<RadioLayers> nr;
  std::optional<RadioLayers> lte;
  const fibre::FibrePlant* plant = nullptr;
  const fibre::FibreCoverage* fibre =
      nullptr;  ///< premises are the city's buildings with dwellings > 0
  std::vector<std::int32_t> premises_building;  ///< building index of each premises
  std::map<std::string, double> declared;  ///< subscriber shares and inventories from the scenario
  std::span<const radio::DeepCoverage> deep{};  ///< car parks and lifts of key places, by place
};

/// Measures of one admin unit, or of the whole city.
struct UnitMeasures {
  std::int32_t level = -1;  ///< index into City::admin; -1: the whole city
  std::int32_t unit = -1;   ///< -1 at a level: pixels and features in none of its units
  MeasureSet measures;
};

/// How figures found on the map are brought to what the units of a level state, so that every
/// level's rows, covered and not, add up to the same total.
struct StatedScale {
  std::int32_t level =
      -1;  ///< finest level whose units all state the figure, else the finest with any; -1: none
  std::vector<double>
      factor;  ///< for each of its units: stated ÷ found on the map; 1 where it states nothing
  std::vector<double>
      unlocated;  ///< for each of its units: stated, but nothing found on the map to carry it

  double factor_of(std::int32_t unit) const {
    return unit < 0 || unit >= static_cast<std::int32_t>(factor.size())
               ? 1.0
               : factor[static_cast<std::size_t>(unit)];
  }
};

/// Coverage of the key places by a scene's tests: one for each of City::places, without pixels where the
/// scene does not count its kind. Empty where there are no layers of the technology.
struct SceneCoverage {
  std::vector<FeatureCoverage> nr;
  std::vector<FeatureCoverage> lte;
};

/// A point's unit at each level; `inside` false where its pixel is not in the area.
struct PointUnits {
  bool inside = false;
  std::vector<std::int32_t> unit;
};

struct Measured {
  std::vector<UnitMeasures> units;  ///< the city first, then level by level, unit by unit
  /// One for each of all_scenes(); the first, of the whole profile, has the places of every kind.
  std::vector<SceneCoverage> scenes;
  std::vector<FeatureCoverage> villages_nr;  ///< one for each unit of the finest level
  std::vector<FeatureCoverage> villages_lte;
  std::vector<PointUnits> sites;  ///< one for each of the network's
  std::vector<PointUnits> olts;   ///< one for each of the plant's
  StatedScale residents;          ///< of the people raster
  StatedScale households;         ///< of the buildings' households
};

/// True where a place's share of passed pixels meets the test.
inline bool reached(const FeatureCoverage& coverage, const RadioTest& test) {
  return coverage.pixels > 0 && coverage.share() >= test.share;
}

/// Adds the profile's own measures to a row's, which must have the others already.
void derive(const Profile& profile, MeasureSet& measures);

/// Reads the rasters tile by tile, in parallel, and adds in tile order; zonal sums of a level, with
/// its "none" row, add up to the city's.
Measured measure(const Results& results, const Profile& profile, Progress& progress);

}  // namespace gigacity::criteria
