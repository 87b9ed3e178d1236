// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/known_measures.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace gigacity::criteria {

namespace {

constexpr auto simulated = Provenance::simulated;
constexpr auto declared = Provenance::declared;
constexpr auto counted = Provenance::counted;

constexpr const char* need_people = "give [population], or [buildings] with dwellings";
constexpr const char* need_nr = "give [radio] sites with NR cells";
constexpr const char* need_lte = "give [radio] sites with LTE cells";
constexpr const char* need_people_nr =
    "give [radio] sites with NR cells, and [population] or [buildings] with dwellings";
constexpr const char* need_people_lte =
    "give [radio] sites with LTE cells, and [population] or [buildings] with dwellings";
constexpr const char* need_sites = "give [radio] sites";
constexpr const char* need_places =
    "give a [[places]] layer with places of the kinds that the profile counts";
constexpr const char* need_places_nr = "give a [[places]] layer, and [radio] sites with NR cells";
constexpr const char* need_places_lte = "give a [[places]] layer, and [radio] sites with LTE cells";
constexpr const char* need_admin = "give an [[admin]] layer";
constexpr const char* need_admin_nr = "give an [[admin]] layer, and [radio] sites with NR cells";
constexpr const char* need_admin_lte = "give an [[admin]] layer, and [radio] sites with LTE cells";
constexpr const char* need_buildings = "give [buildings] with dwellings";
constexpr const char* need_households =
    "give [population] with households, or [buildings] with dwellings";
constexpr const char* need_gigabit = "give [fibre] olts, and [buildings] with dwellings";
constexpr const char* need_villages =
    "give an [[admin]] layer, [fibre] olts, and [buildings] with dwellings";
constexpr const char* need_deep =
    "give a [[places]] layer with deep_spaces, [radio] sites and [radio.indoor]";
constexpr const char* need_olts = "give [fibre] olts";

constexpr auto table = std::to_array<KnownMeasure>({
    {"residents", "people", counted,
     "people who live there: as the finest admin level states them, else as they lie on the map",
     need_people},
    {"households", "households", counted,
     "households: as the finest admin level states them, else those of the buildings",
     need_households},
    {"urban_households", "households", counted,
     "households in urban units of the finest level that says which are urban; all households "
     "where none does",
     need_households},
    {"area_km2", "km2", counted, "area of the pixels inside", "give [area]"},
    {"area_covered_nr_km2", "km2", simulated, "area of the pixels that pass the profile's NR test",
     need_nr},
    {"area_covered_lte_km2", "km2", simulated,
     "area of the pixels that pass the profile's LTE test", need_lte},
    {"residents_covered_nr", "people", simulated, "residents on pixels that pass the NR test",
     need_people_nr},
    {"residents_covered_lte", "people", simulated, "residents on pixels that pass the LTE test",
     need_people_lte},
    {"base_stations_nr", "stations", counted,
     "sites inside with at least one NR cell; a shared site counts once (official counting rule "
     "uncertain: low)",
     need_sites},
    {"base_stations_lte", "stations", counted,
     "sites inside with at least one LTE cell; a shared site counts once (official counting rule "
     "uncertain: low)",
     need_sites},
    {"base_stations_nr_by_operator", "stations", counted,
     "as base_stations_nr, but a shared site counts once for each operator with NR there",
     need_sites},
    {"base_stations_lte_by_operator", "stations", counted,
     "as base_stations_lte, but a shared site counts once for each operator with LTE there",
     need_sites},
    {"cells_nr", "cells", counted, "NR cells of the sites inside", need_sites},
    {"cells_lte", "cells", counted, "LTE cells of the sites inside", need_sites},
    {"key_places", "places", counted, "places of the kinds that the profile counts", need_places,
     true},
    {"key_places_reached_nr", "places", simulated,
     "of them, those with the NR test's share of their pixels passing", need_places_nr, true},
    {"key_places_reached_lte", "places", simulated,
     "of them, those with the LTE test's share of their pixels passing", need_places_lte, true},
    {"deep_places", "places", counted,
     "places of any kind with a car park under ground or a lift (deep spaces)", need_deep, true},
    {"deep_places_covered_nr", "places", simulated,
     "of them, those all of whose deep spaces NR covers, by an indoor system or from outside",
     need_deep, true},
    {"deep_places_covered_lte", "places", simulated,
     "of them, those all of whose deep spaces LTE covers, by an indoor system or from outside",
     need_deep, true},
    {"villages", "units", counted, "units of the finest admin level", need_admin},
    {"villages_reached_nr", "units", simulated,
     "of them, those with the NR test's share of their pixels passing", need_admin_nr},
    {"villages_reached_lte", "units", simulated,
     "of them, those with the LTE test's share of their pixels passing", need_admin_lte},
    {"villages_fibre", "units", simulated,
     "of them, those in which fibre of any PON class serves at least one building", need_villages},
    {"villages_gigabit", "units", simulated,
     "of them, those in which a 10G-class PON port serves at least one building", need_villages},
    {"premises", "buildings", counted, "buildings with at least one dwelling", need_buildings},
    {"dwellings", "dwellings", counted, "dwellings of the buildings", need_buildings},
    {"premises_fibre", "buildings", simulated,
     "premises that a PON port of any class serves (full fibre: 100/20 Mbit/s and more)",
     need_gigabit},
    {"dwellings_fibre", "dwellings", simulated, "dwellings of those premises", need_gigabit},
    {"households_fibre", "households", simulated, "households of those premises", need_gigabit},
    {"urban_households_fibre", "households", simulated, "urban households of those premises",
     need_gigabit},
    {"premises_gigabit", "buildings", simulated,
     "premises that a 10G-class PON port with room reaches within its optical budget",
     need_gigabit},
    {"dwellings_gigabit", "dwellings", simulated, "dwellings of those premises", need_gigabit},
    {"households_gigabit", "households", simulated, "households of those premises", need_gigabit},
    {"urban_households_gigabit", "households", simulated, "urban households of those premises",
     need_gigabit},
    {"pon_ports", "ports", counted, "PON ports of the OLTs inside", need_olts},
    {"pon_ports_10g", "ports", counted, "of them, those of a 10G class or above", need_olts},
    {"pon_ports_50g", "ports", counted,
     "of them, those with 40 Gbit/s or more of usable downstream (50G-PON)", need_olts},
    {"pon_port_capacity_10g_dwellings", "dwellings", counted,
     "10G-class ports times their split: dwellings they could serve wherever those stand (not "
     "capped by need)",
     need_olts},
    {"urban_pon_ports", "ports", counted, "PON ports of the OLTs in urban units", need_olts},
    {"urban_pon_ports_10g", "ports", counted, "of them, those of a 10G class or above", need_olts},
    {"urban_pon_port_capacity_10g_dwellings", "dwellings", counted,
     "10G-class ports of the OLTs in urban units times their split", need_olts},
    {"broadband_users", "users", declared, "fixed broadband users",
     "give [subscribers] broadband_users"},
    {"broadband_users_100m", "users", declared, "of them, at 100 Mbit/s or more",
     "give [subscribers] broadband_users_100m"},
    {"broadband_users_500m", "users", declared, "of them, at 500 Mbit/s or more",
     "give [subscribers] broadband_users_500m"},
    {"broadband_users_1000m", "users", declared, "of them, at 1000 Mbit/s or more",
     "give [subscribers] broadband_users_1000m"},
    {"mobile_users", "users", declared, "mobile users", "give [subscribers] mobile_users"},
    {"mobile_users_5g", "users", declared,
     "of them, 5G users (by tariff or by network: the official rule is uncertain)",
     "give [subscribers] mobile_users_5g"},
    {"mean_downlink_mbps", "Mbit/s", declared,
     "mean downlink rate of mobile users, as speed tests of the city state it",
     "give [subscribers] mean_downlink_mbps"},
    {"mean_uplink_mbps", "Mbit/s", declared,
     "mean uplink rate of mobile users, as speed tests of the city state it",
     "give [subscribers] mean_uplink_mbps"},
    {"application_cases", "cases", declared, "gigabit application cases with evidence",
     "give [subscribers] application_cases"},
    {"data_centres", "data centres", declared, "data centres", "give [subscribers] data_centres"},
    {"standard_racks", "racks", declared, "standard racks in them",
     "give [subscribers] standard_racks"},
    {"identifier_nodes", "nodes", declared,
     "secondary nodes of the industrial internet's identifier resolution",
     "give [subscribers] identifier_nodes"},
});

}  // namespace

std::span<const KnownMeasure> known_measures() {
  return table;
}

std::string scene_of(std::string_view name) {
  const auto open = name.find('[');
  if (open == std::string_view::npos || !name.ends_with(']')) return {};
  return std::string(name.substr(open + 1, name.size() - open - 2));
}

std::string without_scene(std::string_view name) {
  return std::string(name.substr(0, name.find('[')));
}

const KnownMeasure* known_measure(std::string_view name) {
  const auto plain = without_scene(name);
  const auto* found =
      std::ranges::find_if(table, [&](const KnownMeasure& m) { return plain == m.name; });
  if (found == table.end() || (plain != name && !found->of_scenes)) return nullptr;
  return found;
}

std::string data_needed(std::string_view name) {
  const auto* known = known_measure(name);
  if (known == nullptr) return "no such measure exists";
  if (known->provenance == Provenance::declared)
    return fmt::format("{} in the scenario", known->needs);
  return known->needs;
}

const char* to_string(Provenance provenance) {
  switch (provenance) {
    case Provenance::simulated:
      return "simulated";
    case Provenance::declared:
      return "declared";
    case Provenance::counted:
      return "counted";
  }
  return "";
}

}  // namespace gigacity::criteria
