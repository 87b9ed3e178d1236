// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/transformation.hpp"

#include <cmath>
#include <limits>
#include <vector>

namespace gigacity::geo::detail {

namespace {

using TransformationOptionsPtr =
    Owner<OGRCoordinateTransformationOptionsH, OCTDestroyCoordinateTransformationOptions>;

std::string datum_of(OGRSpatialReferenceH reference) {
  const char* name = OSRGetAttrValue(reference, "DATUM", 0);
  return name == nullptr ? "" : name;
}

bool is_wgs84(const std::string& datum) {
  return datum == "WGS_1984" || datum.find("World Geodetic System 1984") != std::string::npos;
}

bool coincide(const std::string& a, const std::string& b) {
  return (is_cgcs2000(a) && is_wgs84(b)) || (is_wgs84(a) && is_cgcs2000(b));
}

SpatialReferencePtr horizontal(OGRSpatialReferenceH reference) {
  SpatialReferencePtr copy(OSRClone(reference));
  if (OSRIsCompound(copy.get()) != 0) OSRStripVertical(copy.get());
  OSRDemoteTo2D(copy.get(), nullptr);
  return copy;
}

/// Longitude -180 is 180: parts of a polygon on either side of the antimeridian then meet to the
/// last bit.
double wrapped(double lon_deg) {
  return std::abs(lon_deg) < 180.0 ? lon_deg : lon_deg - 360.0 * std::ceil(lon_deg / 360.0 - 0.5);
}

bool is_in_degrees(OGRSpatialReferenceH reference) {
  constexpr double degree = 0.017453292519943295;
  return OSRIsGeographic(reference) != 0 &&
         std::abs(OSRGetAngularUnits(reference, nullptr) - degree) < 1e-9;
}

bool apply(OGRCoordinateTransformationH transformation, std::span<MapPoint> points) {
  std::vector<double> x;
  std::vector<double> y;
  x.reserve(points.size());
  y.reserve(points.size());
  for (const MapPoint& p : points) {
    x.push_back(p.x_m);
    y.push_back(p.y_m);
  }
  const GdalMessages quiet;
  std::vector<int> success(points.size(), FALSE);
  OCTTransformEx(transformation, static_cast<int>(points.size()), x.data(), y.data(), nullptr,
                 success.data());
  bool good = true;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool expressed = success[i] != FALSE && std::isfinite(x[i]) && std::isfinite(y[i]);
    constexpr double nowhere = std::numeric_limits<double>::infinity();
    points[i] = expressed ? MapPoint{x[i], y[i]} : MapPoint{nowhere, nowhere};
    good = good && expressed;
  }
  return good;
}

}  // namespace

bool is_cgcs2000(const std::string& datum) {
  return datum == "China 2000" || datum == "China_2000" || datum == "D_China_2000";
}

bool is_cgcs2000(PJ_CONTEXT* context, const PJ* crs) {
  const PjPtr datum(proj_crs_get_datum_forced(context, crs));
  const char* name = datum ? proj_get_name(datum.get()) : nullptr;
  return name != nullptr && is_cgcs2000(std::string(name));
}

std::optional<GeoBox> area_of_use(GeoBox given) {
  constexpr double not_known = -1000.0;
  if (given.west_deg == not_known || given.south_deg == not_known) return std::nullopt;
  if (given.east_deg < given.west_deg) given.east_deg += 360.0;
  return given;
}

std::optional<GeoBox> area_of_use(OGRSpatialReferenceH reference) {
  const GdalMessages quiet;
  const auto of = [](OGRSpatialReferenceH system) -> std::optional<GeoBox> {
    GeoBox box;
    if (OSRGetAreaOfUse(system, &box.west_deg, &box.south_deg, &box.east_deg, &box.north_deg,
                        nullptr) == 0)
      return std::nullopt;
    return area_of_use(box);
  };
  if (auto box = of(reference)) return box;
  constexpr int certain_enough = 90;  // of 100: names may differ, parameters do not
  int* confidence = nullptr;
  int count = 0;
  OGRSpatialReferenceH* matches = OSRFindMatches(reference, nullptr, &count, &confidence);
  const bool known = count > 0 && confidence != nullptr && *confidence >= certain_enough;
  const auto box = known ? of(*matches) : std::nullopt;
  OSRFreeSRSArray(matches);
  CPLFree(confidence);
  return box;
}

TransformationPtr transformation(OGRSpatialReferenceH from, OGRSpatialReferenceH to) {
  const GdalMessages quiet;
  const TransformationOptionsPtr options(OCTNewCoordinateTransformationOptions());
  OCTCoordinateTransformationOptionsSetBallparkAllowed(options.get(),
                                                       coincide(datum_of(from), datum_of(to)));
  const SpatialReferencePtr flat_from = horizontal(from);
  const SpatialReferencePtr flat_to = horizontal(to);
  return TransformationPtr(
      OCTNewCoordinateTransformationEx(flat_from.get(), flat_to.get(), options.get()));
}

LayerTransformation::LayerTransformation(OGRSpatialReferenceH from, MapDatum datum,
                                         OGRSpatialReferenceH to)
    : m_degrees(is_in_degrees(from)), m_datum(datum) {
  if (datum == MapDatum::wgs84) {
    m_to_target = transformation(from, to);
    return;
  }
  const SpatialReferencePtr degrees = spatial_reference("EPSG:4326");
  m_to_degrees = transformation(from, degrees.get());
  if (m_to_degrees) m_to_target = transformation(degrees.get(), to);
}

bool LayerTransformation::usable() const {
  return m_to_target != nullptr;
}

bool LayerTransformation::transform(std::span<MapPoint> points) const {
  if (m_degrees)
    for (MapPoint& p : points) p.x_m = wrapped(p.x_m);
  if (!m_to_degrees) return apply(m_to_target.get(), points);
  bool good = apply(m_to_degrees.get(), points);
  for (MapPoint& p : points) {
    const GeoPoint undone = converted({p.x_m, p.y_m}, m_datum, MapDatum::wgs84);
    p = {undone.lon_deg, undone.lat_deg};
  }
  return apply(m_to_target.get(), points) && good;
}

std::optional<GeoBox> geographic_bounds(const MapBox& box, const LayerTransformation& to_degrees) {
  constexpr int steps = 20;
  std::vector<MapPoint> points;
  for (int row = 0; row <= steps; ++row) {
    for (int column = 0; column <= steps; ++column)
      points.push_back({std::lerp(box.min_x_m, box.max_x_m, static_cast<double>(column) / steps),
                        std::lerp(box.min_y_m, box.max_y_m, static_cast<double>(row) / steps)});
  }
  to_degrees.transform(points);
  GeoBounds bounds;
  for (const MapPoint& p : points)
    if (std::isfinite(p.x_m)) bounds.add({p.x_m, p.y_m});
  return bounds.box();
}

}  // namespace gigacity::geo::detail
