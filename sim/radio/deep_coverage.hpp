// SPDX-License-Identifier: Apache-2.0
// Deep coverage: car parks under ground and lifts, which only a system inside serves, or waves from outside where physics
// lets them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/city.hpp"
#include "core/progress.hpp"
#include "sim/radio/coverage.hpp"

namespace gigacity::radio {

/// A distributed antenna system, small cells, a leaky feeder ... in a place.
struct IndoorSystem {
  std::string id;
  std::string kind;
  std::string operator_name;
  std::int32_t place = -1;                 ///< index into City::places
  std::array<bool, 2> serves{true, true};  ///< NR, LTE
  bool underground = true;
  bool lifts = true;
};

/// Where a space counts as covered from outside: at so large a share of its place, at these levels or above.
struct DeepTest {
  double rsrp_dbm = -110.0;
  double sinr_db = -3.0;
  double share = 0.9;
};

enum class DeepSpace { underground, lift };
enum class CoveredBy { nothing, penetration, indoor_system };

/// "underground_car_park", "lift"; "none", "penetration", "indoor_system".
const char* to_string(DeepSpace space);
const char* to_string(CoveredBy by);

struct DeepLevel {
  CoveredBy by = CoveredBy::nothing;
  std::int32_t system = -1;           ///< index of the first indoor system that serves it
  double median_rsrp_dbm = no_value;  ///< from outside; NaN where most pixels have no level
  double share = 0.0;                 ///< of the place's pixels that pass
};

struct DeepCoverage {
  std::int32_t place = 0;
  DeepSpace space = DeepSpace::underground;
  std::array<std::optional<DeepLevel>, 2> of{};  ///< NR, LTE; absent: nothing has any
};

/// Every deep space of every place, in the order of the places, car park before lift. The walls and ceilings are those
/// of a traditional building; of a car park the lowest storey counts. Throws Cancelled, InputError.
std::vector<DeepCoverage> deep_coverage(const CoverageEngine& engine, const City& city,
                                        std::span<const IndoorSystem> systems, const DeepTest& test,
                                        Progress& progress);

}  // namespace gigacity::radio
