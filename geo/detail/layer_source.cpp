// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/layer_source.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/passwords.hpp"
#include "core/text.hpp"
#include "geo/detail/csv_source.hpp"
#include "geo/detail/file_fault.hpp"
#include "geo/detail/layer_encoding.hpp"
#include "geo/detail/layer_fault.hpp"
#include "geo/detail/osm_layers.hpp"
#include "geo/detail/related_codes.hpp"
#include "geo/detail/source_container.hpp"

namespace gigacity::geo::detail {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view csv_prefix = "csv:";

bool is_csv_name(const std::string& source) {
  const std::string name = folded(source);
  return name.ends_with(".csv") || name.ends_with(".tsv") || name.ends_with(".csv.gz") ||
         name.ends_with(".tsv.gz") || name.starts_with(csv_prefix);
}

/// The file of "CSV:...", which makes OGR read any file as CSV, or of a plain name.
std::string file_of_csv(const std::string& name) {
  return folded(name).starts_with(csv_prefix) ? name.substr(csv_prefix.size()) : name;
}

constexpr std::string_view no_connection = "cannot be opened: ";

/// Whether connecting to a database has failed for an earlier layer: each attempt may take as long as
/// the server is waited for. The error is repeated for this layer.
bool failed_before(const InputLocation& where, Findings& findings) {
  const auto shown = without_passwords(where.source);
  const auto failed = std::ranges::find_if(findings.errors(), [&](const Diagnostic& error) {
    return error.where.source == shown && error.message.starts_with(no_connection);
  });
  if (failed == findings.errors().end()) return false;
  findings.error({where, failed->message, failed->hint});
  return true;
}

/// `options` are the driver's.
DatasetPtr open_dataset(const LayerSource& source, const std::string& name, const Options& options,
                        const InputLocation& where, Findings& findings) {
  const bool postgres = is_postgres(name);
  if (postgres && failed_before(where, findings)) return nullptr;
  GdalMessages messages;
  constexpr std::array<const char*, 2> only_postgres{"PostgreSQL", nullptr};
  DatasetPtr dataset(GDALOpenEx(postgres ? with_connect_timeout(name).c_str() : name.c_str(),
                                GDAL_OF_VECTOR | GDAL_OF_READONLY,
                                postgres ? only_postgres.data() : nullptr, options.get(), nullptr));
  if (dataset) {
    const auto fault = fault_of_opened(dataset.get(), messages);
    if (!fault) return dataset;
    findings.error({where, fault->message, fault->hint});
    return nullptr;
  }
  const std::string reason =
      messages.failed() ? without_passwords(messages.reason(), source.source) : "";
  if (postgres) {
    findings.error({where, fmt::format("{}{}", no_connection, reason),
                    "check server, database, user and password; PGPASSWORD or a service file may "
                    "hold the password"});
  } else {
    const auto fault = fault_of_unopened(name, reason);
    findings.error({where, fault.message, fault.hint});
  }
  return nullptr;
}

bool has_geometry(OGRLayerH layer) {
  return OGR_L_GetGeomType(layer) != wkbNone;
}

/// Layers a user may mean, by name.
std::vector<std::string> layer_names(GDALDatasetH dataset, bool with_geometry) {
  std::vector<std::string> names;
  for (int i = 0; i < GDALDatasetGetLayerCount(dataset); ++i) {
    OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
    const std::string name = OGR_L_GetName(layer);
    const bool style_table = name == "layer_styles" && !has_geometry(layer);
    if (!style_table && (!with_geometry || has_geometry(layer))) names.push_back(name);
  }
  return names;
}

bool has_layer(GDALDatasetH dataset, const std::string& name) {
  const GdalMessages quiet;
  return GDALDatasetGetLayerByName(dataset, name.c_str()) != nullptr;
}

/// `layer` is what the user calls it; empty for the only one.
OGRLayerH find_layer(GDALDatasetH dataset, const std::string& layer, bool geometry,
                     const InputLocation& where, Findings& findings) {
  const GdalMessages quiet;
  const auto all_names = layer_names(dataset, false);
  // One table alone may have its positions in columns.
  const auto names = all_names.size() == 1 ? all_names : layer_names(dataset, geometry);
  if (!layer.empty()) {
    if (OGRLayerH found = GDALDatasetGetLayerByName(dataset, layer.c_str())) return found;
    const auto near = nearest_word(layer, all_names);
    findings.error({where,
                    fmt::format("has no layer '{}'; it holds {}", layer,
                                all_names.empty() ? "none" : listed(all_names)),
                    near ? fmt::format("did you mean '{}'?", *near) : "set layer to one of these"});
    return nullptr;
  }
  if (names.size() == 1) return GDALDatasetGetLayerByName(dataset, names.front().c_str());
  if (names.empty() && geometry && !all_names.empty()) {
    findings.error({where,
                    fmt::format("holds no layer with geometry, only tables: {}", listed(all_names)),
                    "choose one with columns lon and lat by layer = \"...\""});
  } else if (names.empty()) {
    findings.error({where, "holds no layer", "check the source"});
  } else {
    findings.error({where, fmt::format("holds several layers: {}", listed(names)),
                    "choose one with layer = \"...\""});
  }
  return nullptr;
}

void report_filter(const OpenedLayer& opened, const std::string& where, const std::string& reason,
                   Findings& findings) {
  findings.error({opened.where, fmt::format("where = \"{}\" is not understood: {}", where, reason),
                  "write it as the WHERE part of an SQL query, e.g. \"kind = 'school'\""});
}

bool set_filter(const OpenedLayer& opened, OGRLayerH layer, const std::string& where,
                Findings& findings) {
  if (where.empty()) return true;
  if (opened.recoder && opened.recodes_all &&
      std::ranges::any_of(where, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    findings.error({opened.where,
                    fmt::format("where = \"{}\" cannot be compared with this source's text", where),
                    "convert the source into a GeoPackage, or filter by a field of plain letters"});
    return false;
  }
  const GdalMessages messages;
  const bool taken = OGR_L_SetAttributeFilter(layer, where.c_str()) == OGRERR_NONE;
  if (taken && opened.kind != SourceKind::osm) {
    // Databases judge a filter only when the first feature is asked for.
    const FeaturePtr probe(OGR_L_GetNextFeature(layer));
  }
  if (taken && !messages.failed()) return true;
  report_filter(opened, where, messages.reason(), findings);
  return false;
}

/// Replaces a database's table by its rows in order, filtered.
void order_rows(OpenedLayer& opened, const LayerSource& source, Findings& findings) {
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn(opened.layer);
  if (const int columns = OGR_FD_GetGeomFieldCount(definition); columns > 1) {
    std::vector<std::string> names;
    for (int i = 0; i < columns; ++i)
      names.emplace_back(OGR_GFld_GetNameRef(OGR_FD_GetGeomFieldDefn(definition, i)));
    findings.warning(
        {opened.where,
         fmt::format("has several geometry columns: {}; the first is used", listed(names)),
         fmt::format("choose one with layer = \"{}({})\"", opened.where.layer, names.front())});
  }
  const GdalMessages messages;
  auto rows = rows_in_order(opened.dataset.get(), opened.layer, source.where);
  if (rows.result && !messages.failed()) {
    opened.layer = rows.result.get();
    opened.rows = std::move(rows.result);
    opened.fid_column = rows.key;
  } else if (!source.where.empty()) {
    report_filter(opened, source.where, messages.reason(), findings);
  } else {
    findings.error({opened.where, "cannot be read: " + messages.reason(), "check the table"});
  }
}

/// Has the OSM driver make the layers of the preset and filters them by its tags and by `where`.
bool choose_osm_layers(OpenedLayer& opened, const LayerSource& source, Findings& findings) {
  if (opened.kind != SourceKind::osm) {
    const char* driver = GDALGetDriverShortName(GDALGetDatasetDriver(opened.dataset.get()));
    findings.error(
        {opened.where,
         fmt::format("is no OpenStreetMap data but {}; preset = \"osm\" needs it", driver),
         "name a file .osm, .osm.gz or .osm.pbf, or leave preset out and name the fields"});
    return false;
  }
  const auto names = osm_layers(*source.osm);
  const std::string interest = "SET interest_layers = " + joined(names, ",");
  GDALDatasetExecuteSQL(opened.dataset.get(), interest.c_str(), nullptr, nullptr);
  for (const std::string& name : names) {
    OGRLayerH layer = GDALDatasetGetLayerByName(opened.dataset.get(), name.c_str());
    if (!set_filter(opened, layer, source.where, findings)) return false;
    std::string filter = osm_filter(*source.osm);
    if (!source.where.empty()) filter = fmt::format("({}) AND ({})", filter, source.where);
    set_filter(opened, layer, filter, findings);
    if (opened.layer == nullptr) {
      opened.layer = layer;
    } else {
      opened.also.push_back(layer);
    }
  }
  opened.osm_preset = true;
  return true;
}

/// Fields, and the column of geometry where there is one.
int columns_of(OGRLayerH layer) {
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
  return OGR_FD_GetFieldCount(definition) + OGR_FD_GetGeomFieldCount(definition);
}

SourceKind kind_of(GDALDatasetH dataset) {
  const std::string_view driver = GDALGetDriverShortName(GDALGetDatasetDriver(dataset));
  if (driver == "CSV") return SourceKind::csv;
  if (driver == "PostgreSQL") return SourceKind::postgres;
  return driver == "OSM" ? SourceKind::osm : SourceKind::plain;
}

}  // namespace

std::string OpenedLayer::id_of(OGRFeatureH feature) const {
  const GIntBig fid = OGR_F_GetFID(feature);
  if (kind == SourceKind::csv) {
    // OGR numbers rows from 1, without the header.
    const auto row = static_cast<std::size_t>(std::max<GIntBig>(fid, 0));
    return csv && row < csv->rows.lines.size() ? fmt::format("line {}", csv->rows.lines[row])
                                               : fmt::format("row {}", fid);
  }
  if (osm_preset) return osm_object(feature);
  if (kind == SourceKind::osm) {
    for (const char* name : {"osm_id", "osm_way_id"}) {
      const int field = OGR_F_GetFieldIndex(feature, name);
      if (field >= 0 && OGR_F_IsFieldSetAndNotNull(feature, field) != 0)
        return OGR_F_GetFieldAsString(feature, field);
    }
  }
  return fmt::format("{}", fid);
}

std::vector<std::string> OpenedLayer::field_names() const {
  OGRFeatureDefnH fields = OGR_L_GetLayerDefn(layer);
  const int count = OGR_FD_GetFieldCount(fields);
  std::vector<std::string> names = columns;
  names.resize(std::min(names.size(), static_cast<std::size_t>(count)));
  for (int i = static_cast<int>(names.size()); i < count; ++i)
    names.push_back(text(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(fields, i))));
  return names;
}

std::string OpenedLayer::text(const char* raw) const {
  const std::string as_is = raw;
  const bool recode =
      recoder && (recodes_all || CPLIsUTF8(as_is.data(), static_cast<int>(as_is.size())) == FALSE);
  return recode ? recoder->text(as_is) : as_is;
}

InputLocation OpenedLayer::location(const std::string& feature, const std::string& field) const {
  InputLocation place = where;
  place.feature = feature;
  place.field = field;
  return place;
}

std::optional<OpenedLayer> open_layer(const LayerSource& source, bool geometry,
                                      Findings& findings) {
  OpenedLayer opened;
  opened.where.source = source.source;
  opened.where.layer = source.layer.empty() ? source.section : source.layer;
  if (const auto fault = fault_of_file(source.source)) {
    findings.error({opened.where, fault->message, fault->hint});
    return std::nullopt;
  }
  const auto file = file_of(source, opened.where, findings);
  if (!file) return std::nullopt;
  if (!file->shown.empty()) opened.where.source += "/" + file->shown;
  const auto encoding = stated_encoding(source, opened.where, findings);
  if (!encoding) return std::nullopt;
  opened.file = file->name;

  Options options;
  std::string name = file->name;
  if (is_csv_name(name)) {
    const std::string plain = file_of_csv(name);
    opened.csv = csv_as_utf8(plain, *encoding, opened.where, findings);
    if (!opened.csv) return std::nullopt;
    name = (plain == name ? "" : "CSV:") + opened.csv->file;
    if (lacks_header(opened.csv->file, source.columns)) {
      opened.columns = source.columns;
      auto& lines = opened.csv->rows.lines;
      lines.insert(lines.begin(), 0);  // where the header's line would stand
    }
    // Numbers and coordinates are parsed here, strictly: OGR reads "12a" as 12.
    options.set("AUTODETECT_TYPE", "NO").set("EMPTY_STRING_AS_NULL", "YES");
    options.set("HEADERS", opened.columns.empty() ? "YES" : "NO");
    options.set("GEOM_POSSIBLE_NAMES", "wkt,geometry,geom,the_geom").set("KEEP_GEOM_COLUMNS", "NO");
  }
  std::optional<OsmSettings> settings;  // read while the source is opened
  if (source.osm) options.set("CONFIG_FILE", settings.emplace(*source.osm).file());
  const auto open = [&](const Options& driver_options) {
    opened.dataset = open_dataset(source, name, driver_options, opened.where, findings);
    if (!opened.dataset) return false;
    opened.kind = kind_of(opened.dataset.get());
    if (source.osm) return choose_osm_layers(opened, source, findings);
    const bool of_file = file->chosen_by_layer && !has_layer(opened.dataset.get(), source.layer);
    opened.layer = find_layer(opened.dataset.get(), of_file ? "" : source.layer, geometry,
                              opened.where, findings);
    return opened.layer != nullptr;
  };
  if (!open(options)) return std::nullopt;
  if (source.osm) return opened;
  if (file->shown.empty()) opened.where.layer = OGR_L_GetName(opened.layer);
  opened.fid_column = OGR_L_GetFIDColumn(opened.layer);

  const auto errors = findings.errors().size();
  const bool has_positions = has_geometry(opened.layer);
  if (opened.csv) check_rows(opened.csv->rows, columns_of(opened.layer), opened.where, findings);
  if (opened.kind == SourceKind::postgres) {
    order_rows(opened, source, findings);
  } else {
    settle_encoding(opened, *encoding, open, findings);
    if (opened.rows = rows_with_related_codes(opened.dataset.get(), opened.layer); opened.rows)
      opened.layer = opened.rows.get();
    if (findings.errors().size() == errors)
      set_filter(opened, opened.layer, source.where, findings);
  }
  if (findings.errors().size() == errors && geometry && !has_positions)
    find_coordinate_columns(opened, source, findings);
  if (findings.errors().size() != errors) return std::nullopt;
  return opened;
}

}  // namespace gigacity::geo::detail
