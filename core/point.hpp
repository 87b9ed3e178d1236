// SPDX-License-Identifier: Apache-2.0
// Geographic and projected points: two types, because mixing them is a bug.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace gigacity {

/// WGS 84 longitude and latitude, degrees.
struct GeoPoint {
  double lon_deg = 0.0;
  double lat_deg = 0.0;
  friend bool operator==(const GeoPoint&, const GeoPoint&) = default;
};

/// A point of the scenario's projected working CRS: x east, y north, metres.
struct MapPoint {
  double x_m = 0.0;
  double y_m = 0.0;
  friend bool operator==(const MapPoint&, const MapPoint&) = default;
};

inline double distance_m(MapPoint a, MapPoint b) {
  return std::hypot(b.x_m - a.x_m, b.y_m - a.y_m);
}

/// An axis-parallel box in map coordinates; empty (min > max) until something is added.
struct MapBox {
  double min_x_m = std::numeric_limits<double>::infinity();
  double min_y_m = std::numeric_limits<double>::infinity();
  double max_x_m = -std::numeric_limits<double>::infinity();
  double max_y_m = -std::numeric_limits<double>::infinity();

  bool empty() const { return min_x_m > max_x_m || min_y_m > max_y_m; }
  double width_m() const { return max_x_m - min_x_m; }
  double height_m() const { return max_y_m - min_y_m; }
  MapPoint centre() const { return {0.5 * (min_x_m + max_x_m), 0.5 * (min_y_m + max_y_m)}; }

  void add(MapPoint p) {
    min_x_m = std::min(min_x_m, p.x_m);
    min_y_m = std::min(min_y_m, p.y_m);
    max_x_m = std::max(max_x_m, p.x_m);
    max_y_m = std::max(max_y_m, p.y_m);
  }
  void add(const MapBox& b) {
    if (b.empty()) return;
    add(MapPoint{b.min_x_m, b.min_y_m});
    add(MapPoint{b.max_x_m, b.max_y_m});
  }
  MapBox inflated(double by_m) const {
    return {min_x_m - by_m, min_y_m - by_m, max_x_m + by_m, max_y_m + by_m};
  }
  bool contains(MapPoint p) const {
    return p.x_m >= min_x_m && p.x_m <= max_x_m && p.y_m >= min_y_m && p.y_m <= max_y_m;
  }
  bool intersects(const MapBox& b) const {
    return !empty() && !b.empty() && min_x_m <= b.max_x_m && b.min_x_m <= max_x_m &&
           min_y_m <= b.max_y_m && b.min_y_m <= max_y_m;
  }
  friend bool operator==(const MapBox&, const MapBox&) = default;
};

}  // namespace gigacity
