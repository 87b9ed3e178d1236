// SPDX-License-Identifier: Apache-2.0
// The sizes of a real city that the generator gives its synthetic one.
#pragma once

#include <cstdint>
#include <vector>

#include "apps/synth/plan.hpp"
#include "core/point.hpp"

namespace gigacity::apps::synth {

/// A county-level unit. Its land lies about the line from `from` to `to`: of most, from the seat to
/// the centroid.
struct CountyFacts {
  const char* code;
  Name name;
  Name kind;  ///< District, City, County, Zone
  std::int64_t residents = 0;
  std::int64_t households = 0;
  double urban_share = 0.0;
  double area_km2 = 0.0;
  GeoPoint seat;
  GeoPoint from;
  GeoPoint to;
  int townships = 0;
  int village_units = 0;  ///< villages and communities
};

struct CityFacts {
  const char* code;
  Name name;
  GeoPoint centre;
  int sites_5g = 0;
  int deep_coverage_places = 0;
  int urban_ports_10g = 0;
  double summit_m = 0.0;
  Name lake;
  GeoPoint lake_from;  ///< ends of its middle line
  GeoPoint lake_to;
  double lake_width_km = 0.0;
  GeoPoint hills_begin;                ///< the hills lie east of here
  std::vector<GeoPoint> valley_heads;  ///< how far plains reach into them
  int data_centres = 0;
  int standard_racks = 0;
  std::vector<CountyFacts> counties;
};

/// Jining, Shandong, from data/jining/facts.toml, whose sources it names; a test compares the two.
/// The High-tech Zone, whose people no other unit counts, stands on 255 km2 of the areas of Rencheng
/// and Yanzhou, within which it lies (position and area about those of its townships).
CityFacts jining();

}  // namespace gigacity::apps::synth
