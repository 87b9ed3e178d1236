// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/layer_position.hpp"

#include <cmath>

#include <fmt/format.h>

#include "geo/crs.hpp"

namespace gigacity::geo::detail {

namespace {

/// Grids are used beyond their area without a second thought: Norway keeps one UTM zone for the
/// whole country, 500 km past the zone's edge.
constexpr double common_practice_m = 1.0e6;
/// Closer than that, only coordinates that make sense when read in another way are suspect.
constexpr double suspect_m = 1.0e5;

std::string name_of(OGRSpatialReferenceH reference) {
  const char* name = OSRGetName(reference);
  return name == nullptr ? "unnamed" : name;
}

bool is_transverse_mercator(OGRSpatialReferenceH reference) {
  const char* method = OSRGetAttrValue(reference, "PROJECTION", 0);
  return method != nullptr && std::string(method) == SRS_PT_TRANSVERSE_MERCATOR;
}

MapBox swapped(const MapBox& box) {
  return {box.min_y_m, box.min_x_m, box.max_y_m, box.max_x_m};
}

MapBox moved_east(MapBox box, double by_m) {
  box.min_x_m += by_m;
  box.max_x_m += by_m;
  return box;
}

std::string shown(const MapBox& box) {
  return fmt::format("x {:.0f} to {:.0f}, y {:.0f} to {:.0f}", box.min_x_m, box.max_x_m,
                     box.min_y_m, box.max_y_m);
}

}  // namespace

LayerPosition::LayerPosition(OGRSpatialReferenceH reference, MapDatum datum)
    : m_name(name_of(reference)),
      m_geographic(OSRIsGeographic(reference) != 0),
      m_transverse_mercator(is_transverse_mercator(reference)),
      m_datum(datum),
      m_area_of_use(area_of_use(reference)),
      m_to_degrees(reference, datum, spatial_reference("EPSG:4326").get()) {}

std::optional<GeoBox> LayerPosition::box() const {
  if (m_bounds.empty() || !m_to_degrees.usable()) return std::nullopt;
  return geographic_bounds(m_bounds, m_to_degrees);
}

std::string LayerPosition::suspicion(const GeoBox& expected) const {
  if (m_bounds.empty() || !m_to_degrees.usable()) return {};
  const auto fits = [&](const MapBox& bounds) {
    const auto box = geographic_bounds(bounds, m_to_degrees);
    return box && overlap(*box, expected);
  };
  if (fits(swapped(m_bounds))) return "its axes look swapped";
  if (m_geographic) return {};

  const auto looks_like_degrees = [](const MapBox& b) {
    return std::abs(b.min_x_m) <= 360.0 && std::abs(b.max_x_m) <= 360.0 &&
           std::abs(b.min_y_m) <= 90.0 && std::abs(b.max_y_m) <= 90.0;
  };
  const auto as_degrees = [](const MapBox& b) {
    return GeoBox{b.min_x_m, b.min_y_m, b.max_x_m, b.max_y_m};
  };
  if (looks_like_degrees(m_bounds) && overlap(as_degrees(m_bounds), expected))
    return "its coordinates look like degrees";

  // Grids of zones often put the zone's number before the seven digits of an easting.
  constexpr double prefix_m = 1.0e6;
  constexpr int most_zones = 120;
  for (const bool turned : {false, true}) {
    const MapBox bounds = turned ? swapped(m_bounds) : m_bounds;
    const std::string besides = turned ? ", and its axes swapped" : "";
    const double zone = std::floor(bounds.centre().x_m / prefix_m);
    if (zone >= 1.0 && zone <= most_zones && fits(moved_east(bounds, -zone * prefix_m)))
      return fmt::format("its eastings seem to begin with a zone number, {:.0f}{}", zone, besides);
    if (zone != 0.0) continue;
    for (int i = 1; i <= most_zones; ++i)
      if (fits(moved_east(bounds, i * prefix_m)))
        return fmt::format("its eastings seem to lack the zone number {}{}", i, besides);
  }
  return {};
}

bool LayerPosition::check(const InputLocation& where, Findings& findings) const {
  if (m_bounds.empty() || !m_to_degrees.usable()) return true;
  if (!check_area_of_use(where, findings)) return false;
  const auto lies_at = box();
  if (m_datum != MapDatum::wgs84 && lies_at && !overlap(*lies_at, displaced_area))
    findings.warning({where,
                      fmt::format("datum = \"{}\" changes nothing: the layer lies at {}, outside "
                                  "of China",
                                  to_string(m_datum), to_string(*lies_at)),
                      "leave the key out, or correct the layer's coordinate reference system"});
  return true;
}

bool LayerPosition::check_area_of_use(const InputLocation& where, Findings& findings) const {
  const auto lies_at = box();
  if (lies_at && !m_area_of_use) return true;
  const double distance_m = lies_at ? separation_m(*lies_at, *m_area_of_use) : HUGE_VAL;
  if (distance_m < suspect_m) return true;
  const std::string reason = m_area_of_use ? suspicion(*m_area_of_use) : "";
  if (distance_m < common_practice_m && reason.empty()) return true;

  std::string message;
  if (lies_at) {
    message =
        fmt::format("lies at {}, {:.0f} km outside of the area of use of '{}' ({})",
                    to_string(*lies_at), distance_m / 1000.0, m_name, to_string(*m_area_of_use));
  } else {
    message = fmt::format("its coordinates, {}, have no longitude and latitude in '{}'",
                          shown(m_bounds), m_name);
  }
  if (!reason.empty()) message += "; " + reason;
  Diagnostic diagnostic{where, message, "correct the layer's coordinate reference system"};
  // Degrees of a datum far from its country are still degrees: off by what the datum is.
  if (distance_m < common_practice_m || (m_geographic && reason.empty())) {
    findings.warning(std::move(diagnostic));
    return true;
  }
  findings.error(std::move(diagnostic));
  return false;
}

}  // namespace gigacity::geo::detail
