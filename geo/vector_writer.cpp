// SPDX-License-Identifier: Apache-2.0
#include "geo/vector_writer.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/diagnostic.hpp"
#include "geo/detail/handles.hpp"
#include "geo/detail/layer_style.hpp"
#include "geo/detail/ogr_geometry.hpp"
#include "geo/output_error.hpp"
#include "geo/polygons.hpp"

namespace gigacity::geo {

namespace {

namespace fs = std::filesystem;
using detail::DatasetPtr;
using detail::FeaturePtr;
using detail::GdalMessages;
using detail::GeometryPtr;
using detail::Options;

[[noreturn]] void fail(const fs::path& file, const std::string& reason) {
  throw OutputError(fmt::format("{}: cannot be written: {}", file.string(), reason));
}

/// A file written under another name beside its own, which it gets once it is whole.
class AsideFile {
 public:
  explicit AsideFile(fs::path file) : m_file(std::move(file)), m_part(m_file) {
    const fs::path folder = m_file.has_parent_path() ? m_file.parent_path() : fs::path(".");
    std::error_code error;
    if (!fs::is_directory(folder, error))
      fail(m_file, fmt::format("the folder {} does not exist", folder.string()));
    // The extension stays: drivers look at it.
    m_part.replace_filename(m_file.stem().string() + ".part" + m_file.extension().string());
    fs::remove(m_part, error);
  }
  ~AsideFile() {
    std::error_code ignored;
    if (!m_done) fs::remove(m_part, ignored);
  }
  AsideFile(const AsideFile&) = delete;
  AsideFile& operator=(const AsideFile&) = delete;

  std::string part() const { return m_part.string(); }
  void finish() {
    std::error_code error;
    fs::rename(m_part, m_file, error);
    if (error) fail(m_file, error.message());
    m_done = true;
  }

 private:
  fs::path m_file;
  fs::path m_part;
  bool m_done = false;
};

/// What a layer looks like to the driver that writes it.
struct LayerForm {
  OGRwkbGeometryType type = wkbUnknown;
  OGRSpatialReferenceH reference = nullptr;
  Options options;
  std::function<GeometryPtr(const Geometry&)> geometry;
};

OGRFieldType ogr_type(FieldType type) {
  switch (type) {
    case FieldType::number:
      return OFTReal;
    case FieldType::integer:
      return OFTInteger64;
    case FieldType::text:
      break;
  }
  return OFTString;
}

void set_value(OGRFeatureH feature, int index, const OutputField& field, const FieldValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  const auto* real = std::get_if<double>(&value);
  const auto* whole = std::get_if<std::int64_t>(&value);
  if (std::holds_alternative<std::monostate>(value) || (real && !std::isfinite(*real))) {
    OGR_F_SetFieldNull(feature, index);
  } else if (text && field.type == FieldType::text) {
    OGR_F_SetFieldString(feature, index, text->c_str());
  } else if (real && field.type != FieldType::text) {
    OGR_F_SetFieldDouble(feature, index, *real);
  } else if (whole && field.type != FieldType::text) {
    OGR_F_SetFieldInteger64(feature, index, *whole);
  } else {
    throw std::invalid_argument(fmt::format("field {} holds a value of another type", field.name));
  }
}

void check_width(const OutputLayer& layer, const OutputFeature& feature) {
  if (feature.values.size() > layer.fields.size())
    throw std::invalid_argument(fmt::format("layer {}: more values than fields", layer.name));
}

/// Adds the layer with its features; throws OutputError that names `file`.
void add_layer(GDALDatasetH dataset, const OutputLayer& layer, const LayerForm& form,
               const fs::path& file, const GdalMessages& messages) {
  OGRLayerH out = GDALDatasetCreateLayer(dataset, layer.name.c_str(), form.reference, form.type,
                                         form.options.get());
  if (out == nullptr) fail(file, messages.reason());
  for (const OutputField& field : layer.fields) {
    const detail::Owner<OGRFieldDefnH, OGR_Fld_Destroy> definition(
        OGR_Fld_Create(field.name.c_str(), ogr_type(field.type)));
    if (OGR_L_CreateField(out, definition.get(), FALSE) != OGRERR_NONE)
      fail(file, messages.reason());
  }
  for (const OutputFeature& feature : layer.features) {
    check_width(layer, feature);
    const FeaturePtr row(OGR_F_Create(OGR_L_GetLayerDefn(out)));
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
      const bool given = i < feature.values.size();
      set_value(row.get(), static_cast<int>(i), layer.fields[i],
                given ? feature.values[i] : FieldValue{});
    }
    if (GeometryPtr geometry = form.geometry(feature.geometry))
      OGR_F_SetGeometryDirectly(row.get(), geometry.release());
    if (OGR_L_CreateFeature(out, row.get()) != OGRERR_NONE) fail(file, messages.reason());
  }
}

DatasetPtr create_dataset(const char* driver, const std::string& name, const fs::path& file,
                          const GdalMessages& messages) {
  GDALDriverH handle = GDALGetDriverByName(driver);
  if (handle == nullptr) fail(file, fmt::format("GDAL lacks the {} driver", driver));
  DatasetPtr dataset(GDALCreate(handle, name.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!dataset) fail(file, messages.reason());
  return dataset;
}

OGRwkbGeometryType geopackage_type(GeometryKind kind) {
  switch (kind) {
    case GeometryKind::point:
      return wkbPoint;
    case GeometryKind::line:
      return wkbMultiLineString;
    case GeometryKind::polygon:
      return wkbMultiPolygon;
    case GeometryKind::point_or_polygon:
      break;
  }
  return wkbUnknown;
}

/// A column of one type holds multi-part geometry throughout.
GeometryPtr geopackage_geometry(const Geometry& geometry) {
  if (const auto* polygons = std::get_if<MultiPolygon>(&geometry); polygons && !polygons->empty())
    return detail::ogr_multi_polygon(*polygons);
  if (const auto* lines = std::get_if<MultiLineString>(&geometry); lines && !lines->empty())
    return detail::ogr_multi_line(*lines);
  return detail::ogr_geometry(geometry);
}

/// The table in which QGIS looks for styles. Its columns are QGIS' own.
OutputLayer style_table(const std::vector<OutputLayer>& layers) {
  OutputLayer table;
  table.name = "layer_styles";
  table.fields = {{"f_table_catalog"},
                  {"f_table_schema"},
                  {"f_table_name"},
                  {"f_geometry_column"},
                  {"styleName"},
                  {"styleQML"},
                  {"styleSLD"},
                  {"useAsDefault", FieldType::integer},
                  {"description"},
                  {"owner"},
                  {"ui"},
                  {"update_time"}};
  for (const OutputLayer& layer : layers) {
    OutputFeature row;
    row.values = {"",           "",
                  layer.name,   "geom",
                  "default",    detail::layer_qml(layer),
                  "",           std::int64_t{1},
                  layer.title,  "",
                  FieldValue{}, "2000-01-01T00:00:00.000Z"};
    table.features.push_back(std::move(row));
  }
  return table;
}

GeoPoint geographic(const Projection& projection, MapPoint p, const fs::path& file) {
  try {
    return projection.to_geo(p);
  } catch (const InputError& error) {
    fail(file, error.what());
  }
}

LineString geographic(const Projection& projection, const LineString& line, const fs::path& file) {
  LineString out;
  out.reserve(line.size());
  for (const MapPoint& p : line) {
    const GeoPoint g = geographic(projection, p, file);
    out.push_back({g.lon_deg, g.lat_deg});
  }
  return out;
}

/// The same with longitude as x and latitude as y.
Geometry geographic(const Projection& projection, const Geometry& geometry, const fs::path& file) {
  if (const auto* point = std::get_if<MapPoint>(&geometry)) {
    const GeoPoint g = geographic(projection, *point, file);
    return MapPoint{g.lon_deg, g.lat_deg};
  }
  if (const auto* lines = std::get_if<MultiLineString>(&geometry)) {
    MultiLineString out;
    for (const LineString& line : *lines) out.push_back(geographic(projection, line, file));
    return out;
  }
  if (const auto* polygons = std::get_if<MultiPolygon>(&geometry)) {
    MultiPolygon out;
    for (const Polygon& polygon : *polygons) {
      Polygon turned{geographic(projection, polygon.shell, file), {}};
      for (const Ring& hole : polygon.holes)
        turned.holes.push_back(geographic(projection, hole, file));
      out.push_back(std::move(turned));
    }
    return out;
  }
  return std::monostate{};
}

/// `file` is for messages. GDAL writes to memory: its GeoJSON driver does not notice a full disk.
std::string geojson(const OutputLayer& layer, const Crs& crs, int decimals, const fs::path& file) {
  const Projection projection(crs);
  const auto wgs84 = detail::spatial_reference("EPSG:4326");
  LayerForm form;
  form.reference = wgs84.get();
  form.options.set("RFC7946", "YES").set("COORDINATE_PRECISION", fmt::format("{}", decimals));
  form.geometry = [&](const Geometry& geometry) {
    return detail::ogr_geometry(geographic(projection, geometry, file));
  };
  // The address tells the scratch files of several threads apart.
  const std::string name =
      fmt::format("/vsimem/gigacity/{}.geojson", static_cast<const void*>(&form));
  const auto discard = [](const std::string* path) { VSIUnlink(path->c_str()); };
  const std::unique_ptr<const std::string, decltype(discard)> scratch(&name, discard);

  const GdalMessages messages;
  DatasetPtr dataset = create_dataset("GeoJSON", name, file, messages);
  add_layer(dataset.get(), layer, form, file, messages);
  if (!detail::close(dataset, messages)) fail(file, messages.reason());
  vsi_l_offset size = 0;
  const GByte* bytes = VSIGetMemFileBuffer(name.c_str(), &size, FALSE);
  if (bytes == nullptr) fail(file, "it is not there after writing");
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

void write_text(const fs::path& file, const std::string& text) {
  AsideFile aside(file);
  std::ofstream out(aside.part(), std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (!out) fail(file, std::error_code(errno, std::generic_category()).message());
  aside.finish();
}

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

std::string csv_text(const OutputLayer& layer, const Crs& crs, const fs::path& file) {
  const Projection projection(crs);
  std::string text;
  for (const OutputField& field : layer.fields) text += quoted(field.name) + ',';
  text += "lon,lat\n";
  for (const OutputFeature& feature : layer.features) {
    check_width(layer, feature);
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
      if (i < feature.values.size()) text += csv_value(feature.values[i]);
      text += ',';
    }
    if (const auto point = representative_point(feature.geometry)) {
      const GeoPoint g = geographic(projection, *point, file);
      text += fmt::format("{:.7f},{:.7f}\n", g.lon_deg, g.lat_deg);
    } else {
      text += ",\n";
    }
  }
  return text;
}

}  // namespace

void write_geopackage(const fs::path& file, const std::vector<OutputLayer>& layers,
                      const Crs& crs) {
  AsideFile aside(file);
  const auto reference = detail::spatial_reference(crs.wkt());
  if (!reference) fail(file, fmt::format("GDAL does not know the CRS '{}'", crs.name()));

  const GdalMessages messages;
  DatasetPtr dataset = create_dataset("GPKG", aside.part(), file, messages);
  // One transaction: the file is only of use when whole, and every commit would wait for the disk.
  if (GDALDatasetStartTransaction(dataset.get(), FALSE) != OGRERR_NONE)
    fail(file, messages.reason());
  for (const OutputLayer& layer : layers) {
    LayerForm form;
    form.type = geopackage_type(layer.geometry);
    form.reference = reference.get();
    form.options.set("SPATIAL_INDEX", "YES").set("GEOMETRY_NAME", "geom");
    form.options.set("DESCRIPTION", layer.title);
    form.geometry = geopackage_geometry;
    add_layer(dataset.get(), layer, form, file, messages);
  }
  LayerForm table;
  table.type = wkbNone;
  table.options.set("FID", "id");
  table.geometry = [](const Geometry&) { return GeometryPtr(); };
  add_layer(dataset.get(), style_table(layers), table, file, messages);
  if (GDALDatasetCommitTransaction(dataset.get()) != OGRERR_NONE) fail(file, messages.reason());
  if (!detail::close(dataset, messages)) fail(file, messages.reason());
  aside.finish();
}

void write_geojson(const fs::path& file, const OutputLayer& layer, const Crs& crs) {
  write_text(file, geojson(layer, crs, 7, file));
}

void write_csv(const fs::path& file, const OutputLayer& layer, const Crs& crs) {
  write_text(file, csv_text(layer, crs, file));
}

std::string geojson_text(const OutputLayer& layer, const Crs& crs, int decimals) {
  return geojson(layer, crs, decimals, layer.name);
}

}  // namespace gigacity::geo
