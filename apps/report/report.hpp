// SPDX-License-Identifier: Apache-2.0
// The report as one HTML file: works from disk, without a network, and is complete in itself.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace gigacity::report {

/// The page for `data`. Pure function: the same data give the same bytes. Text is taken as text,
/// whatever it holds; bytes that are not UTF-8 become U+FFFD; a number that is not finite is
/// written as null. Throws std::invalid_argument naming the key ("indicators[2].outcome") that is
/// missing or of a wrong type.
///
/// The data. Keys marked * are required, the others may be missing or null; further keys are
/// ignored. Geographic positions are WGS 84 longitude, latitude in degrees.
///
///   title*         text, name of the area as the verdict's sentence begins ("Demo County")
///   description    text
///   program*       text, "gigacity 0.1.0"
///   scenario_file  text
///   area*          bounds* [west, south, east, north], area_km2, residents, households,
///                  resolution_m, crs
///   profile*       title_en*, id, title_zh; nr_test, lte_test: rsrp_dbm, sinr_db, share (0 to 1),
///                  source, certainty
///   baseline       name of the earlier run that trends are counted from; "" for none
///   outcome*       "pass", "fail" or "not_assessable", of the whole area
///   indicators*    array, in the profile's order, of
///     id*, title_en*, title_zh, definition, unit
///     formula      over + - * / ( ), numbers and the names of the inputs, which may have a scene: name[scene]
///     comparison*  "at_least", "at_most" or "report_only"
///     threshold, value   number or null
///     margin       number or null; positive is on the good side of the threshold
///     outcome*     "pass", "fail", "not_assessable" or "reported"
///     reason       why not assessable, or what else to know
///     source, certainty  of the threshold; certainty is "verified", "computed", "secondary",
///                  "high", "medium" or "low"
///     inputs       array of name, value, unit, provenance ("simulated", "declared", "counted")
///     before, trend  value of an earlier run; "better", "worse", "same", "rose", "fell" or ""
///     date         of the threshold's source
///     levels       array of level, binding (bool), passed, failed, not_assessable, failing: codes of units
///     gap_count    how many features of `gaps` stand behind the figure
///   levels*        array of texts, coarse to fine: ["county", "town", "village"]
///   units*         array of level*, code* ("" for what lies outside every unit), name,
///                  parent_code (at the next coarser level), residents, households, area_km2,
///                  indicators: object of indicator id → {value, outcome}
///   statistics     covered shares: tests (array of technology*, operator*, metric*, threshold, unit),
///                  quantities (array of quantity*, kind: null for all kinds), rows (array of level*,
///                  "" for the whole area, code*, name, quantity* (index), total*, covered*: one figure for each test)
///   fibre          units: array of level*, "" for the whole area, code*, name, dwellings*, homes_passed*,
///                  gigabit_ready*, gaps*: object of reason → dwellings, ports*, ports_10g*, ports_used*,
///                  lines_used*; assignment: dwellings, dwellings_bound, route_m, route_bound_m;
///                  bill: array of item*, unit*, quantity*
///   gaps*          GeoJSON FeatureCollection, features* most residents first; properties: id,
///                  kind, name, admin_<level> (code), criterion (indicator id), requirement,
///                  measured, measured_unit, shortfall, reason, reason_text, residents,
///                  households, area_m2, nearest_asset, nearest_distance_m, remedy;
///                  geometry: any, or null
///   gaps_total     where larger than the number of features, the page says that the list was cut
///                  and in which of the files the whole one is
///   pictures       array of id, title, unit, legend: array of {label, colour "#rrggbb"}, default,
///                  png_base64: a picture in Web Mercator (EPSG:3857, north up), bounds: [west,
///                  south, east, north] of its outer edges, base: true for a background such as
///                  the relief (default: where id is "hillshade"). Opaque pixels in exactly the
///                  legend's colours can be read by a click on the map.
///   layers         array of id, title, colour "#rrggbb", geojson, popup (names of the properties
///                  shown; all where missing), default (shown from the start), fill (polygons;
///                  default: outline only)
///   model_details  array of label, value
///   inputs         array of section, source, sha256, features
///   skipped        array of source, layer, reason, count, features (ids; some of them suffice)
///   warnings       array of texts
///   files          array of name (relative to the report), title
std::string report_html(const nlohmann::json& data);

}  // namespace gigacity::report
