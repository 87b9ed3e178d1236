// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/layer_geometry.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "core/text.hpp"
#include "geo/detail/polygon_repair.hpp"

namespace gigacity::geo::detail {

namespace {

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
    case GeometryKind::any:
      return "points, lines or polygons";
    case GeometryKind::point_or_polygon:
      break;
  }
  return "points or polygons";
}

const char* const without_area = "an outline without area";

/// Whether outlines enclose nothing: less than a hand's breadth squared, or than a strip of the ten
/// millionth of their own length, as corners in a line do once they lie on another map.
bool encloses_nothing(const MultiPolygon& polygons) {
  constexpr double least_m2 = 0.01;
  constexpr double least_share = 1e-7;
  double longest_m = 0.0;
  for (const Polygon& polygon : polygons) longest_m = std::max(longest_m, length_m(polygon.shell));
  return area_m2(polygons) < std::max(least_m2, least_share * longest_m * longest_m);
}

/// Some points on the antimeridian, counted from the east, some counted from the west: a polygon that
/// was cut there, as RFC 7946 asks.
bool is_cut_at_antimeridian(const Geometry& geometry) {
  const MapBox box = bounds(geometry);
  return std::holds_alternative<MultiPolygon>(geometry) && box.min_x_m == -180.0 &&
         box.max_x_m == 180.0;
}

std::string shown_box(const std::optional<GeoBox>& box) {
  return box ? to_string(*box) : "no longitude and latitude";
}

}  // namespace

void ListedFeatures::add(const std::string& id, const std::string& what) {
  constexpr std::int64_t listed = 20;
  if (m_count++ < listed) m_first.push_back(fmt::format("{} ({})", id, what));
}

std::string ListedFeatures::text() const {
  std::string text = joined(m_first, ", ");
  const auto more = m_count - static_cast<std::int64_t>(m_first.size());
  if (more > 0) text += fmt::format(" and {} more", more);
  return text;
}

GeometryReader::GeometryReader(const OpenedLayer& layer, const LayerSchema& schema, MapDatum datum,
                               const Crs& working, const std::optional<MapBox>& clip,
                               Findings& findings)
    : m_layer(layer),
      m_schema(schema),
      m_working(working),
      m_clip(clip),
      m_findings(findings),
      m_reference(reference_of(layer, findings)) {
  if (!m_reference) return;
  m_geographic = OSRIsGeographic(m_reference.get()) != 0;
  const SpatialReferencePtr target = spatial_reference(working.wkt());
  m_transformation.emplace(m_reference.get(), datum, target.get());
  if (!usable()) {
    const char* name = OSRGetName(m_reference.get());
    findings.error({layer.where,
                    fmt::format("no exact transformation is known from '{}' to '{}'",
                                name == nullptr ? "unnamed" : name, working.name()),
                    "bring the layer into a coordinate system with a known datum first"});
  }
  m_source.emplace(layer, m_geographic, findings);
  m_position.emplace(m_reference.get(), datum);
}

bool GeometryReader::transform(Geometry& geometry) const {
  std::vector<MapPoint> points;
  for_each_point(geometry, [&](const MapPoint& p) { points.push_back(p); });
  const bool good = m_transformation->transform(points);
  auto next = points.begin();
  for_each_point(geometry, [&](MapPoint& p) { p = *next++; });
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
    case GeometryKind::any:
      return true;
    case GeometryKind::line:
      break;
  }
  return std::holds_alternative<MultiLineString>(geometry);
}

std::string GeometryReader::make_valid(Geometry& geometry, bool cut, const std::string& id) {
  auto* polygons = std::get_if<MultiPolygon>(&geometry);
  if (polygons == nullptr || (cut && join_cut_parts(*polygons))) return {};
  PolygonRepair repair = repaired(std::move(*polygons));
  *polygons = std::move(repair.polygons);
  switch (repair.result) {
    case PolygonRepair::Result::valid:
      return {};
    case PolygonRepair::Result::repaired:
      m_repaired.add(id, repair.fault);
      return {};
    case PolygonRepair::Result::uncertain:
      m_refused.add(id, fmt::format("{}; may mean {:.6g} m² or {:.6g} m²", repair.fault,
                                    std::max(repair.least_m2, 0.0), repair.most_m2));
      return "an outline of uncertain meaning";
    case PolygonRepair::Result::collapsed:
      break;
  }
  note_lost(id, repair.fault);
  return "an invalid polygon beyond repair";
}

void GeometryReader::note_lost(const std::string& id, const std::string& what) {
  if (m_schema.every_feature_counts) m_refused.add(id, what);
}

void GeometryReader::note_tidied(const Tidied& tidied, const std::string& id) {
  if (tidied.closed_rings) m_repaired.add(id, "a ring that was not closed");
  if (tidied.dropped_parts) m_repaired.add(id, "parts without extent, left out");
  if (tidied.dropped_kinds) m_mixed.add(id, "mixed");
}

std::optional<Geometry> GeometryReader::read(OGRFeatureH feature, const std::string& id) {
  ++m_read;
  const auto skip = [&](const std::string& reason) {
    m_findings.skip(m_layer.location(id), reason);
    return std::nullopt;
  };
  auto [geometry, skipped, invalid, tidied] = m_source->read(feature, id);
  if (invalid) note_lost(id, skipped);
  if (!skipped.empty()) return skip(skipped);
  if (!of_right_kind(geometry)) {
    ++m_wrong_kinds[kind_of(geometry)];
    return skip(
        fmt::format("{} where {} are expected", kind_of(geometry), name_of(m_schema.geometry)));
  }
  m_position->add(bounds(geometry));
  const bool cut = m_geographic && is_cut_at_antimeridian(geometry);
  if (!transform(geometry))
    return skip(fmt::format("coordinates that '{}' cannot express", m_working.name()));
  if (m_clip && !bounds(geometry).intersects(*m_clip)) {
    ++m_outside;
    return skip("outside the area");
  }
  note_tidied(tidied, id);
  const std::string fault = make_valid(geometry, cut, id);
  if (!fault.empty()) return skip(fault);
  const auto* polygons = std::get_if<MultiPolygon>(&geometry);
  if (polygons != nullptr && encloses_nothing(*polygons)) {
    note_lost(id, without_area);
    return skip(without_area);
  }
  ++m_kept;
  return std::move(geometry);
}

void GeometryReader::report_no_overlap() const {
  const LayerTransformation to_degrees(spatial_reference(m_working.wkt()).get(), MapDatum::wgs84,
                                       spatial_reference("EPSG:4326").get());
  const auto here = m_position->box();
  const auto area = geographic_bounds(*m_clip, to_degrees);
  std::string message =
      fmt::format("does not overlap the area: its features lie at {}; the area is {}",
                  shown_box(here), shown_box(area));
  if (here && area) {
    message += fmt::format(", {:.0f} km away", separation_m(*here, *area) / 1000.0);
    const std::string reason = m_position->suspicion(*area);
    if (!reason.empty()) message += "; " + reason;
  }
  Diagnostic diagnostic{m_layer.where, message,
                        "check the layer's coordinate reference system and the area"};
  if (m_schema.may_be_empty) {
    m_findings.warning(std::move(diagnostic));
  } else {
    m_findings.error(std::move(diagnostic));
  }
}

void GeometryReader::report_repairs() const {
  const std::string kind =
      m_schema.geometry == GeometryKind::point_or_polygon || m_schema.geometry == GeometryKind::any
          ? "polygons"
          : name_of(m_schema.geometry);
  if (m_repaired.count() > 0)
    m_findings.warning({m_layer.where,
                        fmt::format("repaired {} invalid {}: features {}", m_repaired.count(), kind,
                                    m_repaired.text()),
                        "what they mean is certain; correct them in a GIS all the same"});
  if (m_mixed.count() > 0)
    m_findings.warning({m_layer.where,
                        fmt::format("{} features mix kinds of geometry, of which only the {} were "
                                    "taken: features {}",
                                    m_mixed.count(), name_of(m_schema.geometry), m_mixed.text()),
                        "check that nothing else was meant"});
  if (m_refused.count() == 0) return;
  Diagnostic refused{
      m_layer.where,
      fmt::format("refused {} {} that are invalid and whose meaning is not certain: features {}",
                  m_refused.count(), kind, m_refused.text()),
      "correct them in a GIS"};
  if (m_schema.every_feature_counts) {
    m_findings.error(std::move(refused));
  } else {
    m_findings.warning(std::move(refused));
  }
}

void GeometryReader::finish() {
  const auto errors = m_findings.errors().size();
  m_source->finish();
  const bool in_place = m_position->check(m_layer.where, m_findings);
  report_repairs();
  if (m_kept > 0) return;
  std::int64_t wrong = 0;
  std::vector<std::string> kinds;
  for (const auto& [kind, count] : m_wrong_kinds) {
    wrong += count;
    kinds.push_back(kind);
  }
  if (m_outside > 0) {
    if (in_place) report_no_overlap();
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
