// SPDX-License-Identifier: Apache-2.0
// The generator's steps in their order; each reads what the earlier ones left in the plan.
#pragma once

#include <filesystem>
#include <string>

#include "apps/synth/plan.hpp"
#include "apps/synth/reference_city.hpp"
#include "apps/synth/relief.hpp"
#include "apps/synth/synth.hpp"
#include "apps/synth/territory.hpp"
#include "geo/crs.hpp"

namespace gigacity::apps::synth {

/// The land and what stands on it.
struct Synthesis {
  Relief relief;
  CityPlan plan;
};

// county.cpp: all steps of a county, whose lattice and task are set, but its files.
void build_county(const Relief& relief, const Territory& territory, CountyPlan& plan,
                  Progress& progress);

// city.cpp: a city's counties side by side, each by these steps; a part of it where the options say so.
Synthesis city_of(const SynthOptions& options, const CityFacts& facts, const geo::Crs& crs,
                  Progress& progress);

// names.cpp: the n-th name of its sort; unique however large n is.
Name town_name(int n);
Name village_name(std::uint64_t seed, int n);
Name community_name(int n);

// settlements.cpp: where people live, and the blocks they live in.
void place_settlements(const Relief& relief, const Territory& territory, CountyPlan& plan);

// communities.cpp: the blocks of a settlement shared among `count` units, in sectors about the centre,
// beyond six in rings of sectors; numbered without gaps.
void form_communities(int count, Settlement& settlement, const CountyPlan& plan);
MapPoint centre_of(const CountyPlan& plan, const Block& block);

// blocks.cpp: the buildings on a block; sets its dwellings.
void build_block(int block, CountyPlan& plan);
/// Dwellings a block of a kind holds on average, for aiming at a number of residents.
double typical_dwellings(BlockUse use, int squares);

// lanes.cpp: ways within blocks, where the task asks for minor roads.
void lay_lanes(CountyPlan& plan);

// places.cpp: key places, with the blocks they take.
void name_places(const Relief& relief, const Territory& territory, CountyPlan& plan);

/// The outline of a block without the street around it.
MultiPolygon block_outline(const CountyPlan& plan, const Block& block);

// deep_places.cpp: key places, and others, whose car parks and lifts are to be covered, and the systems that do it.
void plan_deep_coverage(CountyPlan& plan);

// roads.cpp: streets around blocks, roads between settlements, a motorway; the lanes join them.
void lay_roads(const Relief& relief, const Territory& territory, CountyPlan& plan,
               Progress& progress);

// partition.cpp: county, towns, villages with their people.
void divide_county(const Relief& relief, const Territory& territory, CountyPlan& plan);

// radio.cpp: radio sites, with the gaps a real county has.
void plan_radio(const Relief& relief, const Territory& territory, CountyPlan& plan);

// fibre.cpp: exchanges, their ports, and distribution boxes; with gaps too.
void plan_fibre(CountyPlan& plan);

// plant.cpp: cards, splitters, cables, closures and drops as built, where the task asks for them.
void build_plant(CountyPlan& plan);
std::vector<CardPlan> cards_of(const OltPlan& olt);
/// As a run calls it: OLT/shelf/slot/port.
std::string port_name(const OltPlan& olt, int port);

// city_files.cpp: every file of the folder.
void write_city(const std::filesystem::path& folder, const Relief& relief, const geo::Crs& crs,
                const CityPlan& plan, const std::string& scenario, Progress& progress);

// scenario_text.cpp
/// The scenario that uses all of it; `crs_code` as in "EPSG:32650".
std::string scenario_text(const SynthOptions& options, const CityPlan& plan,
                          const std::string& crs_code);

}  // namespace gigacity::apps::synth
