// SPDX-License-Identifier: Apache-2.0
// What each row of the measures holds, before it becomes named measures.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/criteria/measures.hpp"
#include "sim/criteria/zonal_sums.hpp"

namespace gigacity::criteria {

/// Dwellings of one kind of scope, and of them those that gigabit fibre serves.
struct Served {
  double all = 0.0;
  double served = 0.0;
};

struct PortCount {
  double ports = 0.0;
  double ports_10g = 0.0;
  double capacity_10g_dwellings = 0.0;
};

/// Index 0 is NR, 1 LTE.
struct UnitTally {
  std::int64_t pixels = 0;
  std::array<std::int64_t, 2> pixels_passed{};
  double residents = 0.0;
  std::array<double, 2> residents_passed{};
  bool residents_known =
      true;  ///< false: only a coarser level states them, and nothing locates them
  bool households_known = true;
  std::array<double, 2> base_stations{};
  std::array<double, 2> cells{};
  double places = 0.0;
  std::array<double, 2> places_reached{};
  double villages = 0.0;
  std::array<double, 2> villages_reached{};
  Served premises;
  Served dwellings;
  Served households;
  Served urban_households;
  PortCount ports;
  PortCount urban_ports;
};

/// True where the profile counts places of this kind; blanks, case and underscores do not matter.
bool counts_kind(const Profile& profile, const std::string& kind);

/// Service of each building: null where fibre is not known or the building is no premises of it.
std::vector<const fibre::PremisesService*> service_of_buildings(const Results& results);

/// Adds everything up. Fills in `measured`'s scales; its feature coverage must be there already.
std::vector<UnitTally> tallies(const Results& results, const Profile& profile, const UnitRows& rows,
                               Measured& measured, Progress& progress);

}  // namespace gigacity::criteria
