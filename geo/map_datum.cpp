// SPDX-License-Identifier: Apache-2.0
#include "geo/map_datum.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gigacity::geo {

namespace {

using std::numbers::pi;

// Krassovsky's ellipsoid of 1940, on which the displacement is defined.
constexpr double semi_major_m = 6'378'245.0;
constexpr double eccentricity_squared = 0.00669342162296594323;

double wave_m(double amplitude_m, double degrees, double wavelength_deg) {
  return amplitude_m * 2.0 / 3.0 * std::sin(2.0 * pi * degrees / wavelength_deg);
}

/// WGS 84 to GCJ-02: a second-degree polynomial about 105 E, 35 N, and waves of a third of a degree
/// up to 60 degrees, in metres.
GeoPoint to_gcj02(GeoPoint p) {
  const double x = p.lon_deg - 105.0;
  const double y = p.lat_deg - 35.0;
  const double both_m = wave_m(20.0, x, 1.0 / 3.0) + wave_m(20.0, x, 1.0);
  const double east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y +
                        0.1 * std::sqrt(std::abs(x)) + both_m + wave_m(20.0, x, 2.0) +
                        wave_m(40.0, x, 6.0) + wave_m(150.0, x, 24.0) + wave_m(300.0, x, 60.0);
  const double north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y +
                         0.2 * std::sqrt(std::abs(x)) + both_m + wave_m(20.0, y, 2.0) +
                         wave_m(40.0, y, 6.0) + wave_m(160.0, y, 24.0) + wave_m(320.0, y, 60.0);
  const double lat = p.lat_deg * pi / 180.0;
  const double w2 = 1.0 - eccentricity_squared * std::sin(lat) * std::sin(lat);
  const double prime_vertical_m = semi_major_m / std::sqrt(w2);
  const double meridian_m = prime_vertical_m * (1.0 - eccentricity_squared) / w2;
  return {p.lon_deg + east_m / (prime_vertical_m * std::cos(lat)) * 180.0 / pi,
          p.lat_deg + north_m / meridian_m * 180.0 / pi};
}

/// GCJ-02 to BD-09: degrees taken as plane polar coordinates, both ripple with a wavelength of
/// 0.12 degrees, then a shift.
GeoPoint to_bd09(GeoPoint p) {
  constexpr double ripple = pi * 3000.0 / 180.0;
  const double radius = std::hypot(p.lon_deg, p.lat_deg) + 0.00002 * std::sin(p.lat_deg * ripple);
  const double angle = std::atan2(p.lat_deg, p.lon_deg) + 0.000003 * std::cos(p.lon_deg * ripple);
  return {radius * std::cos(angle) + 0.0065, radius * std::sin(angle) + 0.006};
}

bool is_displaced(GeoPoint p) {
  return p.lon_deg >= displaced_area.west_deg && p.lon_deg <= displaced_area.east_deg &&
         p.lat_deg >= displaced_area.south_deg && p.lat_deg <= displaced_area.north_deg;
}

/// The point that `displace` takes to `target`. Displacements change by below 2 % of the way
/// walked, so that each step leaves below 2 % of the error before it.
template <class Displace>
GeoPoint undone(GeoPoint target, Displace displace) {
  constexpr int most_steps = 30;
  constexpr double close_enough_deg = 2e-14;  // the rounding of a longitude
  GeoPoint p = target;
  for (int step = 0; step < most_steps; ++step) {
    const GeoPoint reached = displace(p);
    const double lon_deg = target.lon_deg - reached.lon_deg;
    const double lat_deg = target.lat_deg - reached.lat_deg;
    p = {p.lon_deg + lon_deg, p.lat_deg + lat_deg};
    if (std::max(std::abs(lon_deg), std::abs(lat_deg)) < close_enough_deg) break;
  }
  return p;
}

}  // namespace

const char* to_string(MapDatum datum) {
  switch (datum) {
    case MapDatum::gcj02:
      return "gcj02";
    case MapDatum::bd09:
      return "bd09";
    case MapDatum::wgs84:
      break;
  }
  return "wgs84";
}

std::optional<MapDatum> map_datum_named(std::string_view name) {
  for (const MapDatum datum : {MapDatum::wgs84, MapDatum::gcj02, MapDatum::bd09}) {
    if (name == to_string(datum)) return datum;
  }
  return std::nullopt;
}

GeoPoint converted(GeoPoint p, MapDatum from, MapDatum to) {
  if (from == to || !is_displaced(p)) return p;
  if (from == MapDatum::bd09) p = undone(p, to_bd09);
  if (to == MapDatum::wgs84) return undone(p, to_gcj02);
  if (from == MapDatum::wgs84) p = to_gcj02(p);
  return to == MapDatum::bd09 ? to_bd09(p) : p;
}

}  // namespace gigacity::geo
