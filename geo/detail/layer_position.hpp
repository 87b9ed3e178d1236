// SPDX-License-Identifier: Apache-2.0
// Where a layer lies on the earth by what it says of its CRS, and whether that can be. Private to
// geo.
#pragma once

#include <optional>
#include <string>

#include "core/diagnostic.hpp"
#include "geo/detail/transformation.hpp"

namespace gigacity::geo::detail {

class LayerPosition {
 public:
  LayerPosition(OGRSpatialReferenceH reference, MapDatum datum);

  /// Adds the bounds of a feature, in the layer's own coordinates.
  void add(const MapBox& bounds) { m_bounds.add(bounds); }
  /// Longitude and latitude of what was added; nothing where there is none.
  std::optional<GeoBox> box() const;

  /// Compares with the area of use of the layer's CRS, and a datum of Chinese maps with China.
  /// Somewhat outside is common practice (a zone's grid is kept beyond its edge) and passes; so does
  /// a layer of which any part lies inside. False after an error.
  bool check(const InputLocation& where, Findings& findings) const;

  /// How the coordinates would come to lie in the place expected: "its axes look swapped". Empty
  /// where nothing explains it.
  std::string suspicion(const GeoBox& expected) const;

 private:
  bool check_area_of_use(const InputLocation& where, Findings& findings) const;

  std::string m_name;
  bool m_geographic = false;
  bool m_transverse_mercator = false;
  MapDatum m_datum = MapDatum::wgs84;
  std::optional<GeoBox> m_area_of_use;
  LayerTransformation m_to_degrees;
  MapBox m_bounds;
};

}  // namespace gigacity::geo::detail
