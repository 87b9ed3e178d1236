// SPDX-License-Identifier: Apache-2.0
// Coordinate reference systems and transformations (PROJ). x is always east, y always north.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/point.hpp"
#include "geo/geo_box.hpp"

namespace gigacity::geo {

/// A coordinate reference system that PROJ knows. A value; copies share nothing mutable.
class Crs {
 public:
  /// From an authority code ("EPSG:32650"), a PROJ string or WKT. Throws InputError with PROJ's reason.
  explicit Crs(const std::string& definition);

  const std::string& wkt() const { return m_wkt; }    ///< WKT2:2019, or WKT1 where GDAL needs it
  const std::string& name() const { return m_name; }  ///< "WGS 84 / UTM zone 50N"
  const std::string& code() const { return m_code; }  ///< "EPSG:32650", empty where it has none
  bool is_geographic() const { return m_geographic; }
  /// Projected, axes in metres, and not Web Mercator, whose metres are not metres on the ground.
  bool is_metric() const { return m_metric; }
  /// Where the authority means it to be used; nothing where it does not say.
  const std::optional<GeoBox>& area_of_use() const { return m_area_of_use; }

 private:
  std::string m_wkt;
  std::string m_name;
  std::string m_code;
  bool m_geographic = false;
  bool m_metric = false;
  std::optional<GeoBox> m_area_of_use;
};

/// WGS 84 / UTM zone of a point.
Crs utm_zone_of(GeoPoint p);

/// An oblique Mercator map along the line between two points: on it the line is straight, runs nearly
/// along x, and its length is true to 2e-5.
Crs map_along(GeoPoint a, GeoPoint b);

/// Between WGS 84 longitude/latitude and a working CRS; belongs to one thread.
class Projection {
 public:
  explicit Projection(const Crs& working);
  ~Projection();
  Projection(Projection&&) noexcept;
  Projection& operator=(Projection&&) noexcept;

  /// Throws InputError where the point cannot be transformed (outside the CRS's domain).
  MapPoint to_map(GeoPoint p) const;
  GeoPoint to_geo(MapPoint p) const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

/// By how much, as a share, short lengths at a point are longer or shorter on the map than on the
/// ellipsoid, eastward or northward, whichever is more. Infinite where the CRS has no such point.
double length_error(const Crs& crs, GeoPoint at);

/// Geodesic length in metres on the WGS 84 ellipsoid.
double geodesic_distance_m(GeoPoint a, GeoPoint b);

/// The geodesic between two points on the WGS 84 ellipsoid; azimuths clockwise from true north, 0 to
/// 360 degrees.
struct GeodesicLine {
  double distance_m = 0.0;
  double azimuth_deg = 0.0;       ///< at the first point, towards the second
  double back_azimuth_deg = 0.0;  ///< at the second, towards the first
};
GeodesicLine geodesic_line(GeoPoint a, GeoPoint b);

}  // namespace gigacity::geo
