// SPDX-License-Identifier: Apache-2.0
// What each row of the measures holds, before it becomes named measures.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/criteria/measures.hpp"
#include "sim/criteria/zonal_sums.hpp"

namespace gigacity::criteria {

/// Dwellings of one kind of scope, and of them those that fibre serves, of any class and of 10G.
struct Served {
  double all = 0.0;
  double fibre = 0.0;
  double gigabit = 0.0;
};

/// Places of a scene; index 0 is NR, 1 LTE.
struct PlaceCount {
  double places = 0.0;
  std::array<double, 2> reached{};
  double deep = 0.0;  ///< with a car park under ground or a lift
  std::array<double, 2> deep_covered{};
};

struct PortCount {
  double ports = 0.0;
  double ports_10g = 0.0;
  double ports_50g = 0.0;
  double capacity_10g_dwellings = 0.0;
};

/// 50G-PON leaves some 41 Gbit/s of usable downstream after overhead; no slower class comes near.
inline bool is_50g_class(const fibre::PonClass& pon_class) {
  return pon_class.downstream_gbps >= 40.0;
}

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
  std::array<double, 2> base_stations_by_operator{};
  std::vector<PlaceCount> places;  ///< of each of all_scenes()
  double villages = 0.0;
  std::array<double, 2> villages_reached{};
  double villages_fibre = 0.0;
  double villages_gigabit = 0.0;
  Served premises;
  Served dwellings;
  Served households;
  Served urban_households;
  PortCount ports;
  PortCount urban_ports;
};

/// Service of each building: null where fibre is not known or the building is no premises of it.
std::vector<const fibre::PremisesService*> service_of_buildings(const Results& results);

/// Whether fibre of any class serves it; below 10G it does, too.
bool has_fibre(const fibre::PremisesService* service);

/// Villages (units of the finest level) in which fibre serves some premises.
struct VillageFibre {
  bool any = false;      ///< of any class
  bool gigabit = false;  ///< of a 10G class
};
std::vector<VillageFibre> village_fibre(const Results& results);

/// A place with deep spaces: covered where all of them are. Empty without their simulation.
struct DeepPlace {
  std::int32_t place = -1;  ///< index into City::places
  std::array<bool, 2> covered{true, true};
};
std::vector<DeepPlace> deep_places(const Results& results);

/// Adds everything up. Fills in `measured`'s scales; its feature coverage must be there already.
std::vector<UnitTally> tallies(const Results& results, const Profile& profile, const UnitRows& rows,
                               Measured& measured, Progress& progress);

}  // namespace gigacity::criteria
