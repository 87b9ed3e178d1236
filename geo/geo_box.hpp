// SPDX-License-Identifier: Apache-2.0
// Boxes of longitude and latitude, also across the antimeridian.
#pragma once

#include <optional>
#include <string>

#include "core/point.hpp"

namespace gigacity::geo {

/// West is never east of east: a box across the antimeridian goes on beyond 180 degrees.
struct GeoBox {
  double west_deg = 0.0;
  double south_deg = 0.0;
  double east_deg = 0.0;
  double north_deg = 0.0;
  GeoPoint centre() const { return {0.5 * (west_deg + east_deg), 0.5 * (south_deg + north_deg)}; }
};

/// "longitude 116.5 to 117.25, latitude 35 to 35.5".
std::string to_string(const GeoBox& box);

/// The box with `slack_deg` added on every side.
GeoBox widened(const GeoBox& box, double slack_deg);

/// Longitudes count modulo 360 degrees.
bool overlap(const GeoBox& a, const GeoBox& b);
bool covers(const GeoBox& outer, const GeoBox& inner);

/// Geodesic distance between two boxes, taken between their corners or edges that are next to each
/// other in longitude and latitude; 0 where they overlap.
double separation_m(const GeoBox& a, const GeoBox& b);

/// The narrower of the boxes with longitudes counted from -180 to 180 and from 0 to 360 degrees.
class GeoBounds {
 public:
  void add(GeoPoint p);
  std::optional<GeoBox> box() const;

 private:
  MapBox m_from_180;  // x is longitude, y latitude
  MapBox m_from_0;
};

}  // namespace gigacity::geo
