// SPDX-License-Identifier: Apache-2.0
// Which datums may be joined, and OGR transformations that keep to it. Private to geo.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "core/point.hpp"
#include "geo/detail/handles.hpp"
#include "geo/geo_box.hpp"
#include "geo/map_datum.hpp"

namespace gigacity::geo::detail {

/// China's CGCS2000 is a realisation of the ITRF, as WGS 84 is: they agree within decimetres, but
/// EPSG lists no operation between them, so that PROJ knows only what it calls a ballpark one. By
/// the datum's name in either dialect of WKT.
bool is_cgcs2000(const std::string& datum);
bool is_cgcs2000(PJ_CONTEXT* context, const PJ* crs);

/// An authority's area of use, as PROJ or GDAL gives it, with the conventions of GeoBox; nothing
/// where it is not known.
std::optional<GeoBox> area_of_use(GeoBox given);
/// That of a layer's system, which is looked up where its file does not say which one it is.
std::optional<GeoBox> area_of_use(OGRSpatialReferenceH reference);

/// Between the horizontal parts of two systems; null where the only way known ignores the datum,
/// off by hundreds of metres.
TransformationPtr transformation(OGRSpatialReferenceH from, OGRSpatialReferenceH to);

/// From a layer's coordinates, as published, to another system: the displacement of a Chinese map
/// is undone in longitude and latitude, whatever projection the layer comes in.
class LayerTransformation {
 public:
  LayerTransformation(OGRSpatialReferenceH from, MapDatum datum, OGRSpatialReferenceH to);
  /// There is a way that does not ignore the datum.
  bool usable() const;

  /// Transforms in place. Longitudes may be counted beyond 180 degrees. False where a point cannot
  /// be expressed; it is then not finite.
  bool transform(std::span<MapPoint> points) const;

 private:
  bool m_degrees = false;  ///< what comes in is longitude and latitude in degrees
  MapDatum m_datum = MapDatum::wgs84;
  TransformationPtr m_to_degrees;  ///< WGS 84; only where something is to be undone there
  TransformationPtr m_to_target;
};

/// Longitude and latitude of a box of map coordinates, its edges and its inside sampled, as edges
/// bend on the way. Points without longitude and latitude are left out; nothing where that is all.
std::optional<GeoBox> geographic_bounds(const MapBox& box, const LayerTransformation& to_degrees);

}  // namespace gigacity::geo::detail
