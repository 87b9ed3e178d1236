// SPDX-License-Identifier: Apache-2.0
#include "apps/run/working_crs.hpp"

#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace gigacity::apps {

namespace {

/// Degrees by which the area may go beyond the CRS's area of use without a word: authorities round
/// theirs; of a UTM zone that was chosen by default, half a zone more, where its scale is still
/// within 0.5 %.
constexpr double rounding_deg = 0.01;
constexpr double half_a_zone_deg = 3.0;

/// Errors of lengths at the area's centre: a word is said, the run is refused.
constexpr double noticeable = 0.01;
constexpr double intolerable = 0.05;

geo::GeoBox box_of(const std::array<double, 4>& bbox_deg) {
  const auto [west, south, east, north] = bbox_deg;
  return {west, south, east < west ? east + 360.0 : east, north};
}

/// Where the area lies, by its box or its layer. Nothing, and errors in `findings`, where the layer
/// does not tell.
std::optional<geo::GeoBox> area_extent(const Scenario& scenario, Findings& findings) {
  if (scenario.area.bbox_deg) return box_of(*scenario.area.bbox_deg);
  return geo::layer_extent(
      scenario.area.layer ? *scenario.area.layer : scenario.admin.front().layer, findings);
}

/// Grids are kept beyond their zone (Norway has one UTM zone for all of the country), and lengths
/// decide whether that does: a CRS is refused where they are wrong, not where a line on a map is
/// passed.
void check_place(const Scenario& scenario, const geo::Crs& crs, const geo::GeoBox& area,
                 double slack_deg, Findings& findings) {
  const double error = geo::length_error(crs, area.centre());
  const auto& use = crs.area_of_use();
  const bool outside = use && !overlap(*use, area);
  const bool beyond = use && !covers(widened(*use, slack_deg), area);
  if (!beyond && error < noticeable) return;

  const std::string place =
      !beyond
          ? fmt::format("the area is {}", to_string(area))
          : fmt::format(
                "'{}' is for {}; the area, {}, {}", crs.name(), to_string(*use), to_string(area),
                outside ? fmt::format("lies {:.0f} km outside", separation_m(*use, area) / 1000.0)
                        : "goes beyond");
  Diagnostic diagnostic{
      {.source = scenario.file.string(), .layer = "area", .field = "crs"},
      std::isfinite(error) ? fmt::format("{}; at its centre lengths on '{}' are off by {:.2g} %",
                                         place, crs.name(), 100.0 * error)
                           : fmt::format("{}; '{}' does not reach there", place, crs.name()),
      fmt::format("leave the key out for '{}', or name a CRS that is made for the whole area",
                  geo::utm_zone_of(area.centre()).name())};
  if (error > intolerable || (outside && error > noticeable))
    throw InputError(std::move(diagnostic));
  findings.warning(std::move(diagnostic));
}

}  // namespace

geo::Crs working_crs(const Scenario& scenario, Findings& findings) {
  if (!scenario.area.crs.empty()) {
    geo::Crs crs(scenario.area.crs);
    if (!crs.is_metric())
      throw InputError(
          Diagnostic{{.source = scenario.file.string(), .layer = "area", .field = "crs"},
                     fmt::format("\"{}\" ({}) is not a projected CRS in metres on the ground",
                                 scenario.area.crs, crs.name()),
                     "leave the key out for the UTM zone of the area, or name a projected CRS such "
                     "as \"EPSG:32650\""});
    if (const auto extent = area_extent(scenario, findings))
      check_place(scenario, crs, *extent, rounding_deg, findings);
    return crs;
  }
  const auto extent = area_extent(scenario, findings);
  findings.throw_if_errors();
  if (!extent) {
    const auto& layer = scenario.area.layer ? *scenario.area.layer : scenario.admin.front().layer;
    throw InputError(Diagnostic{{.source = layer.source, .layer = layer.section},
                                "has no feature that could give the area its extent",
                                "check source, layer and where, or give [area] bbox"});
  }
  auto crs = geo::utm_zone_of(extent->centre());
  check_place(scenario, crs, *extent, half_a_zone_deg, findings);
  return crs;
}

MultiPolygon polygon_of_box(const std::array<double, 4>& bbox_deg, const geo::Crs& crs) {
  constexpr int parts = 64;
  const geo::GeoBox box = box_of(bbox_deg);
  const geo::Projection projection(crs);
  const std::array<GeoPoint, 5> corners{{{box.west_deg, box.south_deg},
                                         {box.east_deg, box.south_deg},
                                         {box.east_deg, box.north_deg},
                                         {box.west_deg, box.north_deg},
                                         {box.west_deg, box.south_deg}}};
  Ring ring;
  for (std::size_t side = 0; side < 4; ++side) {
    for (int i = 0; i < parts; ++i) {
      const double t = static_cast<double>(i) / parts;
      ring.push_back(
          projection.to_map({std::lerp(corners[side].lon_deg, corners[side + 1].lon_deg, t),
                             std::lerp(corners[side].lat_deg, corners[side + 1].lat_deg, t)}));
    }
  }
  ring.push_back(ring.front());
  return {Polygon{std::move(ring), {}}};
}

}  // namespace gigacity::apps
