// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "geo/detail/aside_file.hpp"
#include "geo/detail/geographic.hpp"
#include "geo/detail/output_layer.hpp"
#include "geo/polygons.hpp"
#include "geo/vector_writer.hpp"

namespace gigacity::geo {

namespace {

namespace fs = std::filesystem;

/// Half-way along the longest line.
MapPoint middle_of(const MultiLineString& lines) {
  const auto& line = *std::ranges::max_element(lines, {}, length_m);
  double left_m = 0.5 * length_m(line);
  for (std::size_t i = 1; i < line.size(); ++i) {
    const double step_m = distance_m(line[i - 1], line[i]);
    if (step_m >= left_m && step_m > 0.0) {
      const double share = left_m / step_m;
      return {line[i - 1].x_m + share * (line[i].x_m - line[i - 1].x_m),
              line[i - 1].y_m + share * (line[i].y_m - line[i - 1].y_m)};
    }
    left_m -= step_m;
  }
  return line.back();
}

std::optional<MapPoint> representative_point(const Geometry& geometry) {
  if (const auto* point = std::get_if<MapPoint>(&geometry)) return *point;
  if (const auto* lines = std::get_if<MultiLineString>(&geometry); lines && !lines->empty())
    return middle_of(*lines);
  if (const auto* polygons = std::get_if<MultiPolygon>(&geometry); polygons && !polygons->empty())
    return interior_point(*polygons);
  return std::nullopt;
}

/// RFC 4180 §2.6 and 2.7.
std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos && !text.starts_with(' ') &&
      !text.ends_with(' '))
    return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string csv_value(const FieldValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return quoted(*text);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *whole);
  if (const auto* real = std::get_if<double>(&value); real && std::isfinite(*real))
    return fmt::format("{}", *real);
  return {};
}

std::string position_text(MapPoint degrees) {
  return fmt::format("{:.7f} {:.7f}", degrees.x_m, degrees.y_m);
}

/// "(part, part, ...)".
template <class Parts, class Text>
std::string in_brackets(const Parts& parts, const Text& text_of) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "(" : ", ") + text_of(part);
  return text + ')';
}

std::string line_text(const LineString& line) {
  return in_brackets(line, position_text);
}

std::string polygon_text(const Polygon& polygon) {
  std::vector<Ring> rings{polygon.shell};
  rings.insert(rings.end(), polygon.holes.begin(), polygon.holes.end());
  return in_brackets(rings, line_text);
}

/// Well-known text of OGC 06-103r4 §7.2; empty where there is no geometry.
std::string wkt_of(const Geometry& degrees) {
  if (const auto* point = std::get_if<MapPoint>(&degrees))
    return "POINT (" + position_text(*point) + ')';
  if (const auto* lines = std::get_if<MultiLineString>(&degrees); lines && !lines->empty()) {
    return lines->size() == 1 ? "LINESTRING " + line_text(lines->front())
                              : "MULTILINESTRING " + in_brackets(*lines, line_text);
  }
  if (const auto* polygons = std::get_if<MultiPolygon>(&degrees); polygons && !polygons->empty()) {
    return polygons->size() == 1 ? "POLYGON " + polygon_text(polygons->front())
                                 : "MULTIPOLYGON " + in_brackets(*polygons, polygon_text);
  }
  return {};
}

std::string lon_lat_of(const Projection& projection, const Geometry& geometry,
                       const fs::path& file) {
  const auto point = representative_point(geometry);
  if (!point) return ",";
  const GeoPoint g = detail::geographic(projection, *point, file);
  return fmt::format("{:.7f},{:.7f}", g.lon_deg, g.lat_deg);
}

}  // namespace

void write_csv(const fs::path& file, const OutputLayer& layer, const Crs& crs,
               CsvGeometry geometry) {
  const Projection projection(crs);
  const bool whole = geometry == CsvGeometry::wkt;
  const auto position = [&](const Geometry& of) {
    return whole ? quoted(wkt_of(detail::geographic(projection, of, file)))
                 : lon_lat_of(projection, of, file);
  };
  std::string text;
  const auto end_line = [&](const std::string& geometry_columns) {
    if (layer.spatial)
      text += geometry_columns;
    else if (!layer.fields.empty())
      text.pop_back();
    text += '\n';
  };
  for (const OutputField& field : layer.fields) text += quoted(field.name) + ',';
  end_line(whole ? "wkt" : "lon,lat");
  detail::for_each_feature(layer, [&](const OutputFeature& feature) {
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
      if (i < feature.values.size()) text += csv_value(feature.values[i]);
      text += ',';
    }
    end_line(layer.spatial ? position(feature.geometry) : std::string());
  });
  detail::write_text_file(file, text);
}

}  // namespace gigacity::geo
