// SPDX-License-Identifier: Apache-2.0
#include "geo/geo_box.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "geo/crs.hpp"

namespace gigacity::geo {

namespace {

/// To four decimals, some 10 m, without needless zeros.
std::string degrees(double value) {
  return fmt::format("{}", std::round(value * 1e4) / 1e4 + 0.0);
}

/// Turns of 360 degrees to add to b's longitudes for it to lie nearest to a.
double turned(const GeoBox& a, const GeoBox& b) {
  return 360.0 * std::round((a.centre().lon_deg - b.centre().lon_deg) / 360.0);
}

/// The values of two intervals that lie next to each other; where they overlap, `shared` of the
/// overlap's ends.
template <class Shared>
std::pair<double, double> nearest(double a_low, double a_high, double b_low, double b_high,
                                  Shared shared) {
  if (a_high < b_low) return {a_high, b_low};
  if (b_high < a_low) return {a_low, b_high};
  const double value = shared(std::max(a_low, b_low), std::min(a_high, b_high));
  return {value, value};
}

}  // namespace

std::string to_string(const GeoBox& box) {
  return fmt::format("longitude {} to {}, latitude {} to {}", degrees(box.west_deg),
                     degrees(box.east_deg), degrees(box.south_deg), degrees(box.north_deg));
}

GeoBox widened(const GeoBox& box, double slack_deg) {
  return {box.west_deg - slack_deg, box.south_deg - slack_deg, box.east_deg + slack_deg,
          box.north_deg + slack_deg};
}

bool overlap(const GeoBox& a, const GeoBox& b) {
  const double turn = turned(a, b);
  return a.south_deg <= b.north_deg && b.south_deg <= a.north_deg &&
         a.west_deg <= b.east_deg + turn && b.west_deg + turn <= a.east_deg;
}

bool covers(const GeoBox& outer, const GeoBox& inner) {
  const double turn = turned(outer, inner);
  const bool round_the_earth = outer.east_deg - outer.west_deg >= 360.0;
  return outer.south_deg <= inner.south_deg && inner.north_deg <= outer.north_deg &&
         (round_the_earth ||
          (outer.west_deg <= inner.west_deg + turn && inner.east_deg + turn <= outer.east_deg));
}

double separation_m(const GeoBox& a, const GeoBox& b) {
  if (overlap(a, b)) return 0.0;
  const double turn = turned(a, b);
  const auto [a_lon, b_lon] = nearest(a.west_deg, a.east_deg, b.west_deg + turn, b.east_deg + turn,
                                      [](double low, double) { return low; });
  // Meridians come closer towards the poles.
  const auto [a_lat, b_lat] =
      nearest(a.south_deg, a.north_deg, b.south_deg, b.north_deg,
              [](double low, double high) { return std::abs(low) > std::abs(high) ? low : high; });
  return geodesic_distance_m({a_lon, a_lat}, {b_lon, b_lat});
}

void GeoBounds::add(GeoPoint p) {
  const auto counted_from = [&](double start_deg) {
    return p.lon_deg - 360.0 * std::floor((p.lon_deg - start_deg) / 360.0);
  };
  // A longitude of 180 stays, as the east edge of what lies west of it.
  m_from_180.add(
      MapPoint{std::abs(p.lon_deg) <= 180.0 ? p.lon_deg : counted_from(-180.0), p.lat_deg});
  m_from_0.add(MapPoint{counted_from(0.0), p.lat_deg});
}

std::optional<GeoBox> GeoBounds::box() const {
  if (m_from_180.empty()) return std::nullopt;
  const MapBox& box = m_from_0.width_m() < m_from_180.width_m() ? m_from_0 : m_from_180;
  return GeoBox{box.min_x_m, box.min_y_m, box.max_x_m, box.max_y_m};
}

}  // namespace gigacity::geo
