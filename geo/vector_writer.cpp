// SPDX-License-Identifier: Apache-2.0
#include "geo/vector_writer.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "geo/detail/aside_file.hpp"
#include "geo/detail/geographic.hpp"
#include "geo/detail/handles.hpp"
#include "geo/detail/layer_style.hpp"
#include "geo/detail/ogr_geometry.hpp"
#include "geo/detail/output_layer.hpp"

namespace gigacity::geo {

void detail::for_each_feature(const OutputLayer& layer, const FeatureSink& visit) {
  const FeatureSink checked = [&](const OutputFeature& feature) {
    if (feature.values.size() > layer.fields.size())
      throw std::invalid_argument(fmt::format("layer {}: more values than fields", layer.name));
    visit(feature);
  };
  std::ranges::for_each(layer.features, checked);
  if (layer.more_features) layer.more_features(checked);
}

namespace {

namespace fs = std::filesystem;
using detail::AsideFile;
using detail::DatasetPtr;
using detail::fail_writing;
using detail::FeaturePtr;
using detail::GdalMessages;
using detail::GeometryPtr;
using detail::Options;

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

/// Adds the layer with its features; throws OutputError that names `file`.
void add_layer(GDALDatasetH dataset, const OutputLayer& layer, const LayerForm& form,
               const fs::path& file, const GdalMessages& messages) {
  OGRLayerH out = GDALDatasetCreateLayer(dataset, layer.name.c_str(), form.reference, form.type,
                                         form.options.get());
  if (out == nullptr) fail_writing(file, messages.reason());
  for (const OutputField& field : layer.fields) {
    const detail::Owner<OGRFieldDefnH, OGR_Fld_Destroy> definition(
        OGR_Fld_Create(field.name.c_str(), ogr_type(field.type)));
    if (OGR_L_CreateField(out, definition.get(), FALSE) != OGRERR_NONE)
      fail_writing(file, messages.reason());
  }
  detail::for_each_feature(layer, [&](const OutputFeature& feature) {
    const FeaturePtr row(OGR_F_Create(OGR_L_GetLayerDefn(out)));
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
      const bool given = i < feature.values.size();
      set_value(row.get(), static_cast<int>(i), layer.fields[i],
                given ? feature.values[i] : FieldValue{});
    }
    if (GeometryPtr geometry = form.geometry(feature.geometry))
      OGR_F_SetGeometryDirectly(row.get(), geometry.release());
    if (OGR_L_CreateFeature(out, row.get()) != OGRERR_NONE) fail_writing(file, messages.reason());
  });
}

detail::SpatialReferencePtr reference_of(const Crs& crs, const fs::path& file) {
  auto reference = detail::spatial_reference(crs.wkt());
  if (!reference) fail_writing(file, fmt::format("GDAL does not know the CRS '{}'", crs.name()));
  return reference;
}

DatasetPtr create_dataset(const char* driver, const std::string& name, const fs::path& file,
                          const GdalMessages& messages) {
  GDALDriverH handle = GDALGetDriverByName(driver);
  if (handle == nullptr) fail_writing(file, fmt::format("GDAL lacks the {} driver", driver));
  DatasetPtr dataset(GDALCreate(handle, name.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!dataset) fail_writing(file, messages.reason());
  return dataset;
}

/// Of the geometry column of a GeoPackage or FlatGeobuf layer.
OGRwkbGeometryType column_type(GeometryKind kind) {
  switch (kind) {
    case GeometryKind::point:
      return wkbPoint;
    case GeometryKind::line:
      return wkbMultiLineString;
    case GeometryKind::polygon:
      return wkbMultiPolygon;
    case GeometryKind::point_or_polygon:
    case GeometryKind::any:
      break;
  }
  return wkbUnknown;
}

/// A column of one type holds multi-part geometry throughout.
GeometryPtr column_geometry(const Geometry& geometry) {
  if (const auto* polygons = std::get_if<MultiPolygon>(&geometry); polygons && !polygons->empty())
    return detail::ogr_multi_polygon(*polygons);
  if (const auto* lines = std::get_if<MultiLineString>(&geometry); lines && !lines->empty())
    return detail::ogr_multi_line(*lines);
  return detail::ogr_geometry(geometry);
}

LayerForm plain_table() {
  LayerForm form;
  form.type = wkbNone;
  form.geometry = [](const Geometry&) { return GeometryPtr(); };
  return form;
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
    if (!layer.spatial) continue;
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

/// `file` is for messages. GDAL writes to memory: its GeoJSON driver does not notice a full disk.
std::string geojson(const OutputLayer& layer, const Crs& crs, int decimals, const fs::path& file) {
  const Projection projection(crs);
  const auto wgs84 = detail::spatial_reference("EPSG:4326");
  LayerForm form;
  form.reference = wgs84.get();
  form.options.set("RFC7946", "YES").set("COORDINATE_PRECISION", fmt::format("{}", decimals));
  form.geometry = [&](const Geometry& geometry) {
    return detail::ogr_geometry(detail::geographic(projection, geometry, file));
  };
  // The address tells the scratch files of several threads apart.
  const std::string name =
      fmt::format("/vsimem/gigacity/{}.geojson", static_cast<const void*>(&form));
  const auto discard = [](const std::string* path) { VSIUnlink(path->c_str()); };
  const std::unique_ptr<const std::string, decltype(discard)> scratch(&name, discard);

  const GdalMessages messages;
  DatasetPtr dataset = create_dataset("GeoJSON", name, file, messages);
  add_layer(dataset.get(), layer, form, file, messages);
  if (!detail::close(dataset, messages)) fail_writing(file, messages.reason());
  vsi_l_offset size = 0;
  const GByte* bytes = VSIGetMemFileBuffer(name.c_str(), &size, FALSE);
  if (bytes == nullptr) fail_writing(file, "it is not there after writing");
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

}  // namespace

void write_geopackage(const fs::path& file, const std::vector<OutputLayer>& layers,
                      const Crs& crs) {
  AsideFile aside(file);
  const auto reference = reference_of(crs, file);
  const GdalMessages messages;
  DatasetPtr dataset = create_dataset("GPKG", aside.part(), file, messages);
  // One transaction: the file is only of use when whole, and every commit would wait for the disk.
  if (GDALDatasetStartTransaction(dataset.get(), FALSE) != OGRERR_NONE)
    fail_writing(file, messages.reason());
  for (const OutputLayer& layer : layers) {
    LayerForm form = layer.spatial ? LayerForm{} : plain_table();
    if (layer.spatial) {
      form.type = column_type(layer.geometry);
      form.reference = reference.get();
      form.options.set("SPATIAL_INDEX", "YES").set("GEOMETRY_NAME", "geom");
      form.geometry = column_geometry;
    }
    form.options.set("DESCRIPTION", layer.title);
    add_layer(dataset.get(), layer, form, file, messages);
  }
  LayerForm table = plain_table();
  table.options.set("FID", "id");
  add_layer(dataset.get(), style_table(layers), table, file, messages);
  if (GDALDatasetCommitTransaction(dataset.get()) != OGRERR_NONE)
    fail_writing(file, messages.reason());
  if (!detail::close(dataset, messages)) fail_writing(file, messages.reason());
  aside.finish();
}

void write_flatgeobuf(const fs::path& file, const OutputLayer& layer, const Crs& crs) {
  AsideFile aside(file);
  const auto reference = reference_of(crs, file);
  LayerForm form;
  form.type = column_type(layer.geometry);
  form.reference = reference.get();
  form.options.set("SPATIAL_INDEX", "YES");
  form.geometry = column_geometry;
  const GdalMessages messages;
  DatasetPtr dataset = create_dataset("FlatGeobuf", aside.part(), file, messages);
  add_layer(dataset.get(), layer, form, file, messages);
  if (!detail::close(dataset, messages)) fail_writing(file, messages.reason());
  aside.finish();
}

void write_geojson(const fs::path& file, const OutputLayer& layer, const Crs& crs) {
  detail::write_text_file(file, geojson(layer, crs, 7, file));
}

std::string geojson_text(const OutputLayer& layer, const Crs& crs, int decimals) {
  return geojson(layer, crs, decimals, layer.name);
}

}  // namespace gigacity::geo
