// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/layer_geometry.hpp"

#include <cmath>
#include <filesystem>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/text.hpp"
#include "geo/detail/ogr_geometry.hpp"
#include "geo/detail/transformation.hpp"

namespace gigacity::geo::detail {

namespace {

constexpr std::size_t listed_repairs = 20;

/// Calls `visit` for each point, in order; points can be changed.
template <class Visit>
void for_each_point(Geometry& geometry, const Visit& visit) {
  const auto each = [&](LineString& points) {
    for (MapPoint& p : points) visit(p);
  };
  if (auto* point = std::get_if<MapPoint>(&geometry)) visit(*point);
  if (auto* lines = std::get_if<MultiLineString>(&geometry))
    for (LineString& line : *lines) each(line);
  if (auto* polygons = std::get_if<MultiPolygon>(&geometry)) {
    for (Polygon& polygon : *polygons) {
      each(polygon.shell);
      for (Ring& hole : polygon.holes) each(hole);
    }
  }
}

std::string kind_of(const Geometry& geometry) {
  if (std::holds_alternative<MapPoint>(geometry)) return "points";
  if (std::holds_alternative<MultiLineString>(geometry)) return "lines";
  return "polygons";
}

std::string name_of(GeometryKind kind) {
  switch (kind) {
    case GeometryKind::point:
      return "points";
    case GeometryKind::line:
      return "lines";
    case GeometryKind::polygon:
      return "polygons";
    case GeometryKind::point_or_polygon:
      break;
  }
  return "points or polygons";
}

bool are_degrees(MapPoint p) {
  constexpr double rounding_deg = 1e-6;
  return std::abs(p.x_m) <= 180.0 + rounding_deg && std::abs(p.y_m) <= 90.0 + rounding_deg;
}

bool is_multi_point(OGRGeometryH geometry) {
  return wkbFlatten(OGR_G_GetGeometryType(geometry)) == wkbMultiPoint &&
         OGR_G_GetGeometryCount(geometry) > 1;
}

/// The text of the .prj file beside a CSV file.
SpatialReferencePtr prj_beside(const std::string& file) {
  const std::string prj = std::filesystem::path(file).replace_extension(".prj").string();
  const GdalMessages quiet;
  const StringListPtr lines(CSLLoad2(prj.c_str(), 1000, 10000, nullptr));
  if (!lines || CSLCount(lines.get()) == 0) return nullptr;
  SpatialReferencePtr reference(OSRNewSpatialReference(nullptr));
  if (OSRImportFromESRI(reference.get(), lines.get()) != OGRERR_NONE) return nullptr;
  OSRSetAxisMappingStrategy(reference.get(), OAMS_TRADITIONAL_GIS_ORDER);
  return reference;
}

std::string shown_box(const MapBox& box, const Crs& working) {
  try {
    const Projection projection(working);
    const GeoPoint south_west = projection.to_geo({box.min_x_m, box.min_y_m});
    const GeoPoint north_east = projection.to_geo({box.max_x_m, box.max_y_m});
    return fmt::format("longitude {:.4f} to {:.4f}, latitude {:.4f} to {:.4f}", south_west.lon_deg,
                       north_east.lon_deg, south_west.lat_deg, north_east.lat_deg);
  } catch (const InputError&) {
    return fmt::format("x {:.0f} to {:.0f} m, y {:.0f} to {:.0f} m", box.min_x_m, box.max_x_m,
                       box.min_y_m, box.max_y_m);
  }
}

}  // namespace

SpatialReferencePtr reference_of(const OpenedLayer& layer, Findings& findings) {
  if (layer.kind == SourceKind::csv) {
    SpatialReferencePtr beside = prj_beside(layer.file);
    return beside ? std::move(beside) : spatial_reference("EPSG:4326");
  }
  OGRSpatialReferenceH reference = OGR_L_GetSpatialRef(layer.layer);
  if (reference == nullptr || OSRIsLocal(reference) != 0) {
    findings.error(
        {layer.where, "has no coordinate reference system",
         "add one (a .prj file beside a shapefile; ogr2ogr -a_srs EPSG:... for others)"});
    return nullptr;
  }
  return SpatialReferencePtr(OSRClone(reference));  // with the axis order of the layer's data
}

SourceGeometry::SourceGeometry(const OpenedLayer& layer, bool geographic, Findings& findings)
    : m_layer(layer), m_geographic(geographic), m_findings(findings), m_problems(layer, findings) {}

std::optional<double> SourceGeometry::coordinate(OGRFeatureH feature, int column,
                                                 const std::string& id) {
  if (OGR_F_IsFieldSetAndNotNull(feature, column) == 0) return std::nullopt;
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
  Geometry copy = geometry;
  for_each_point(copy, [&](const MapPoint& p) {
    if (!std::isfinite(p.x_m) || !std::isfinite(p.y_m)) {
      finite = false;
    } else if (m_geographic && !not_degrees && !are_degrees(p)) {
      not_degrees = p;
    }
  });
  if (!finite) return "coordinates that are not finite numbers";
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
    reading.geometry = core_geometry(linear ? linear.get() : geometry);
    if (std::holds_alternative<std::monostate>(reading.geometry))
      return {{}, "a geometry without extent"};
  }
  if (reading.skipped.empty()) reading.skipped = fault_of(reading.geometry, id);
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

GeometryReader::GeometryReader(const OpenedLayer& layer, const LayerSchema& schema,
                               const Crs& working, const std::optional<MapBox>& clip,
                               Findings& findings)
    : m_layer(layer),
      m_schema(schema),
      m_working(working),
      m_clip(clip),
      m_findings(findings),
      m_reference(reference_of(layer, findings)) {
  if (!m_reference) return;
  const SpatialReferencePtr target = spatial_reference(working.wkt());
  if (target) m_transformation = transformation(m_reference.get(), target.get());
  if (!m_transformation) {
    const char* name = OSRGetName(m_reference.get());
    findings.error({layer.where,
                    fmt::format("no exact transformation is known from '{}' to '{}'",
                                name == nullptr ? "unnamed" : name, working.name()),
                    "bring the layer into a coordinate system with a known datum first"});
  }
  m_source.emplace(layer, OSRIsGeographic(m_reference.get()) != 0, findings);
}

bool GeometryReader::transform(Geometry& geometry) const {
  std::vector<double> x;
  std::vector<double> y;
  for_each_point(geometry, [&](const MapPoint& p) {
    x.push_back(p.x_m);
    y.push_back(p.y_m);
  });
  const GdalMessages quiet;
  std::vector<int> success(x.size(), FALSE);
  OCTTransformEx(m_transformation.get(), static_cast<int>(x.size()), x.data(), y.data(), nullptr,
                 success.data());
  std::size_t next = 0;
  bool good = true;
  for_each_point(geometry, [&](MapPoint& p) {
    good = good && success[next] != FALSE && std::isfinite(x[next]) && std::isfinite(y[next]);
    p = {x[next], y[next]};
    ++next;
  });
  return good;
}

bool GeometryReader::of_right_kind(const Geometry& geometry) const {
  const bool point = std::holds_alternative<MapPoint>(geometry);
  const bool polygon = std::holds_alternative<MultiPolygon>(geometry);
  switch (m_schema.geometry) {
    case GeometryKind::point:
      return point;
    case GeometryKind::polygon:
      return polygon;
    case GeometryKind::point_or_polygon:
      return point || polygon;
    case GeometryKind::line:
      break;
  }
  return std::holds_alternative<MultiLineString>(geometry);
}

bool GeometryReader::make_valid(Geometry& geometry, const std::string& id) {
  const auto* polygons = std::get_if<MultiPolygon>(&geometry);
  if (polygons == nullptr) return true;
  const GdalMessages quiet;
  const GeometryPtr given = ogr_geometry(geometry);
  if (OGR_G_IsValid(given.get()) != 0) return true;
  // "Structure" keeps what shells and holes mean: overlapping parts are joined, not cut out.
  Options options;
  options.set("METHOD", "STRUCTURE").set("KEEP_COLLAPSED", "NO");
  const GeometryPtr repaired(OGR_G_MakeValidEx(given.get(), options.get()));
  geometry = repaired ? core_geometry(repaired.get()) : Geometry{};
  if (!std::holds_alternative<MultiPolygon>(geometry)) return false;
  m_repaired.push_back(id);
  return true;
}

std::optional<Geometry> GeometryReader::read(OGRFeatureH feature, const std::string& id) {
  ++m_read;
  const auto skip = [&](const std::string& reason) {
    m_findings.skip(m_layer.location(id), reason);
    return std::nullopt;
  };
  auto [geometry, skipped] = m_source->read(feature, id);
  if (!skipped.empty()) return skip(skipped);
  if (!of_right_kind(geometry)) {
    ++m_wrong_kinds[kind_of(geometry)];
    return skip(
        fmt::format("{} where {} are expected", kind_of(geometry), name_of(m_schema.geometry)));
  }
  if (!transform(geometry))
    return skip(fmt::format("coordinates that '{}' cannot express", m_working.name()));
  if (m_clip && !bounds(geometry).intersects(*m_clip)) {
    ++m_outside;
    m_outside_box.add(bounds(geometry));
    return skip("outside the area");
  }
  if (!make_valid(geometry, id)) return skip("an invalid polygon beyond repair");
  ++m_kept;
  return std::move(geometry);
}

void GeometryReader::report_no_overlap() const {
  Diagnostic diagnostic{
      m_layer.where,
      fmt::format("does not overlap the area: its features lie at {}; the area is {}",
                  shown_box(m_outside_box, m_working), shown_box(*m_clip, m_working)),
      "check the layer's coordinate reference system and the area"};
  if (m_schema.may_be_empty) {
    m_findings.warning(std::move(diagnostic));
  } else {
    m_findings.error(std::move(diagnostic));
  }
}

void GeometryReader::finish() {
  const auto errors = m_findings.errors().size();
  m_source->finish();
  if (!m_repaired.empty()) {
    std::vector<std::string> ids(
        m_repaired.begin(), m_repaired.begin() + static_cast<std::ptrdiff_t>(
                                                     std::min(m_repaired.size(), listed_repairs)));
    std::string text = joined(ids, ", ");
    if (m_repaired.size() > ids.size())
      text += fmt::format(" and {} more", m_repaired.size() - ids.size());
    m_findings.warning(
        {m_layer.where,
         fmt::format("repaired {} invalid polygons: features {}", m_repaired.size(), text),
         "their outlines cross or touch themselves; correct them in a GIS"});
  }
  if (m_kept > 0) return;
  std::int64_t wrong = 0;
  std::vector<std::string> kinds;
  for (const auto& [kind, count] : m_wrong_kinds) {
    wrong += count;
    kinds.push_back(kind);
  }
  if (m_outside > 0) {
    report_no_overlap();
  } else if (wrong > 0 && wrong == m_read) {
    m_findings.error({m_layer.where,
                      fmt::format("holds {}; {} must be {}", joined(kinds, " and "), m_schema.name,
                                  name_of(m_schema.geometry)),
                      "choose another layer"});
  } else if (m_read > 0 && m_findings.errors().size() == errors && !m_schema.may_be_empty) {
    m_findings.error({m_layer.where, fmt::format("none of its {} features can be used", m_read),
                      "see what was skipped, and why"});
  } else if (m_read == 0 && !m_schema.may_be_empty) {
    m_findings.error({m_layer.where, fmt::format("holds no feature; {} are needed", m_schema.name),
                      "check the layer, and its filter if it has one"});
  }
}

}  // namespace gigacity::geo::detail
