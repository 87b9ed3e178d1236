// SPDX-License-Identifier: Apache-2.0
// Gaps: exactly the complement of what was counted, each with its reason and the nearest remedy.
#pragma once

#include <string>
#include <vector>

#include "core/city.hpp"
#include "sim/criteria/measures.hpp"
#include "sim/criteria/profile.hpp"
#include "sim/criteria/verdict.hpp"

namespace gigacity::criteria {

/// A row of the gap list; the fields of the delivered layers in this order.
struct Gap {
  std::string id;    ///< "key_place-nr-<feature id>"; stable between runs
  std::string kind;  ///< "key_place", "deep_place", "village", "premises", "area"
  std::string name;
  std::vector<std::string> admin_codes;  ///< one for each level, "" for none
  std::string criterion;                 ///< indicator id
  std::string
      requirement;  ///< in words: "SS-RSRP >= -105 dBm and SS-SINR >= -3 dB on 95 % of the place"
  double measured = 0.0;
  std::string
      measured_unit;  ///< "dBm", "dB", "m", "%", "Mbit/s", "dwellings"; see README.md which reason has which
  double shortfall = 0.0;   ///< how much is lacking, same unit (dB for dBm), never negative
  std::string reason;       ///< "terrain_shadow", "too_far", "interference", "no_port", ...
  std::string reason_text;  ///< a sentence for people
  double residents = 0.0;
  double households = 0.0;
  double area_m2 = 0.0;
  std::string nearest_asset;  ///< id of the nearest site or OLT
  double nearest_distance_m = 0.0;
  std::string remedy;  ///< a sentence: what would close it most directly
  Geometry geometry;   ///< point or polygon
};

/// Polygonises a mask; given by the caller because GDAL does it (sim knows no GIS library).
using Polygonise = std::vector<MultiPolygon> (*)(const Raster<float>& mask);

struct GapOptions {
  double radius_m = 5000.0;  ///< the engine's: farther than this is too_far
  double minimum_area_m2 =
      10'000.0;  ///< smaller uncovered patches with less than one resident are summed, not listed
  double receiver_height_m = 1.5;  ///< the engine's
  double effective_earth_radius_factor = 4.0 / 3.0;
  radio::DeepTest deep{};  ///< what car parks and lifts were held to
};

/// Ordered by residents affected (most first), then id. For every indicator with gaps, counted +
/// gaps = denominator; no feature stands twice for one criterion.
std::vector<Gap> find_gaps(const Results& results, const Profile& profile, const Measured& measured,
                           const GapOptions& options, Polygonise polygonise, Progress& progress);

}  // namespace gigacity::criteria
