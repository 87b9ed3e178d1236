// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/source_geometry.hpp"

#include <cmath>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "core/text.hpp"

namespace gigacity::geo::detail {

namespace {

/// Longitudes are counted beyond 180 degrees where a layer crosses the antimeridian.
bool are_degrees(MapPoint p) {
  constexpr double rounding_deg = 1e-6;
  return std::abs(p.x_m) <= 360.0 + rounding_deg && std::abs(p.y_m) <= 90.0 + rounding_deg;
}

bool is_multi_point(OGRGeometryH geometry) {
  return wkbFlatten(OGR_G_GetGeometryType(geometry)) == wkbMultiPoint &&
         OGR_G_GetGeometryCount(geometry) > 1;
}

/// That of the .prj file beside a table, in any dialect of WKT; WGS 84 where there is none. Null
/// where it is not understood.
SpatialReferencePtr reference_beside(const std::string& file) {
  const std::string prj = std::filesystem::path(file).replace_extension(".prj").string();
  const GdalMessages quiet;
  const StringListPtr lines(CSLLoad2(prj.c_str(), 1000, 10000, nullptr));
  std::string wkt;
  for (int i = 0; i < CSLCount(lines.get()); ++i) wkt += CSLGetField(lines.get(), i);
  if (wkt.empty()) return spatial_reference("EPSG:4326");
  SpatialReferencePtr reference(OSRNewSpatialReference(nullptr));
  if (OSRImportFromESRI(reference.get(), lines.get()) != OGRERR_NONE) return spatial_reference(wkt);
  OSRSetAxisMappingStrategy(reference.get(), OAMS_TRADITIONAL_GIS_ORDER);
  return reference;
}

const char* const not_finite = "coordinates that are not finite numbers";

}  // namespace

SpatialReferencePtr reference_of(const OpenedLayer& layer, Findings& findings) {
  if (layer.kind == SourceKind::csv || layer.has_coordinate_columns()) {
    SpatialReferencePtr reference = reference_beside(layer.file);
    if (!reference)
      findings.error({layer.where, "the .prj file beside it is no coordinate reference system",
                      "write it as WKT, or take it away for longitude and latitude in WGS 84"});
    return reference;
  }
  OGRSpatialReferenceH reference = OGR_L_GetSpatialRef(layer.layer);
  const char* given_name = reference == nullptr ? nullptr : OSRGetName(reference);
  const std::string name = given_name == nullptr ? "unnamed" : given_name;
  // GeoPackage has names for what has none.
  if (reference == nullptr || OSRIsLocal(reference) != 0 || name.starts_with("Undefined ")) {
    findings.error(
        {layer.where, "has no coordinate reference system",
         layer.kind == SourceKind::postgres
             ? "its geometries have no SRID: give the column one with UpdateGeometrySRID(...)"
             : "add one (a .prj file beside a shapefile; ogr2ogr -a_srs EPSG:... for others)"});
    return nullptr;
  }
  if (OSRIsGeographic(reference) == 0 && OSRIsProjected(reference) == 0) {
    findings.error({layer.where,
                    fmt::format("has '{}' as its coordinate reference system, which is neither "
                                "geographic nor projected",
                                name),
                    "assign it the right one, for example with ogr2ogr -a_srs EPSG:4326"});
    return nullptr;
  }
  return SpatialReferencePtr(OSRClone(reference));  // with the axis order of the layer's data
}

SourceGeometry::SourceGeometry(const OpenedLayer& layer, bool geographic, Findings& findings)
    : m_layer(layer), m_geographic(geographic), m_findings(findings), m_problems(layer, findings) {}

std::optional<double> SourceGeometry::coordinate(OGRFeatureH feature, int column,
                                                 const std::string& id) {
  if (OGR_F_IsFieldSetAndNotNull(feature, column) == 0) return std::nullopt;
  const OGRFieldType type = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, column));
  if (type == OFTReal) return OGR_F_GetFieldAsDouble(feature, column);  // its text may be rounded
  const std::string text = OGR_F_GetFieldAsString(feature, column);
  if (text.find_first_not_of(" \t") == std::string::npos) return std::nullopt;
  const auto value = parsed_number(text);
  if (!value) {
    m_problems.add(id, OGR_Fld_GetNameRef(OGR_F_GetFieldDefnRef(feature, column)),
                   fmt::format("is '{}'; expected a coordinate", text),
                   "write decimal numbers with '.' as the decimal point");
    return std::nan("");
  }
  return value;
}

SourceGeometry::Reading SourceGeometry::from_columns(OGRFeatureH feature, const std::string& id) {
  const auto x = coordinate(feature, m_layer.x_column, id);
  const auto y = coordinate(feature, m_layer.y_column, id);
  if (!x || !y) return {{}, "no coordinates"};
  return {MapPoint{*x, *y}, {}};
}

std::string SourceGeometry::fault_of(const Geometry& geometry, const std::string& id) {
  bool finite = true;
  std::optional<MapPoint> not_degrees;
  for_each_point(geometry, [&](const MapPoint& p) {
    if (!std::isfinite(p.x_m) || !std::isfinite(p.y_m)) {
      finite = false;
    } else if (m_geographic && !not_degrees && !are_degrees(p)) {
      not_degrees = p;
    }
  });
  if (!finite) return not_finite;
  if (!not_degrees) return {};
  if (m_not_degrees++ == 0) {
    m_first_not_degrees = id;
    m_first_not_degrees_at = *not_degrees;
  }
  return "coordinates that are not degrees";
}

SourceGeometry::Reading SourceGeometry::read(OGRFeatureH feature, const std::string& id) {
  Reading reading;
  if (m_layer.x_column >= 0) {
    reading = from_columns(feature, id);
  } else {
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    if (geometry == nullptr || OGR_G_IsEmpty(geometry) != 0) return {{}, "no geometry"};
    if (is_multi_point(geometry)) return {{}, "several points in one feature"};
    // Arcs become chords of 4 degrees, OGR's default.
    const GeometryPtr linear(OGR_G_HasCurveGeometry(geometry, TRUE) != 0
                                 ? OGR_G_GetLinearGeometry(geometry, 0.0, nullptr)
                                 : nullptr);
    reading.geometry = core_geometry(linear ? linear.get() : geometry, &reading.tidied);
    if (std::holds_alternative<std::monostate>(reading.geometry))
      return {{}, "a geometry without extent", true};
  }
  if (reading.skipped.empty()) {
    reading.skipped = fault_of(reading.geometry, id);
    reading.invalid = reading.skipped == not_finite;
  }
  return reading;
}

void SourceGeometry::finish() {
  m_problems.finish();
  if (m_not_degrees == 0) return;
  const MapPoint p = m_first_not_degrees_at;
  const bool swapped = std::abs(p.x_m) <= 90.0 && std::abs(p.y_m) <= 180.0;
  std::string hint = "correct the layer's coordinate reference system";
  if (m_layer.kind == SourceKind::csv)
    hint = "give degrees in WGS 84, or name the coordinate system in a .prj file beside the file";
  if (swapped) hint = "swap the columns of longitude and latitude";
  std::string others;
  if (m_not_degrees > 1) others = fmt::format(" (so do {} features in all)", m_not_degrees);
  m_findings.error(
      {m_layer.location(m_first_not_degrees),
       fmt::format("lies at ({}, {}), which is no longitude and latitude{}; {}", p.x_m, p.y_m,
                   others, swapped ? "they look swapped" : "coordinates look projected"),
       hint});
}

}  // namespace gigacity::geo::detail
