// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/layer_source.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/text.hpp"
#include "geo/detail/csv_source.hpp"
#include "geo/detail/osm_layers.hpp"

namespace gigacity::geo::detail {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t listed_names = 30;

std::string listed(std::vector<std::string> names) {
  const std::size_t count = names.size();
  if (count > listed_names) names.resize(listed_names);
  std::string text = joined(names, ", ");
  if (count > listed_names) text += fmt::format(" and {} more", count - listed_names);
  return text;
}

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// "PG:dbname=city", "https://...", "/vsicurl/...": not a path of this file system.
bool is_plain_path(const std::string& source) {
  if (source.starts_with("/vsi")) return false;
  const auto colon = source.find(':');
  if (colon == std::string::npos || colon < 2) return true;
  return !std::all_of(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(colon),
                      [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

/// OGR's prefix before a path: gzipped OSM and CSV files are read through /vsigzip/.
std::string ogr_name(const std::string& source) {
  const std::string name = folded(source);
  if (is_plain_path(source) && (name.ends_with(".osm.gz") || name.ends_with(".csv.gz")))
    return "/vsigzip/" + source;
  return source;
}

bool is_csv_name(const std::string& source) {
  const std::string name = folded(source);
  return name.ends_with(".csv") || name.ends_with(".tsv") || name.ends_with(".csv.gz") ||
         name.starts_with("csv:");
}

/// The file of "CSV:...", which makes OGR read any file as CSV, or of a plain name.
std::string file_of_csv(const std::string& name) {
  return folded(name).starts_with("csv:") ? name.substr(4) : name;
}

std::string missing_file_hint(const fs::path& path) {
  std::error_code ignored;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (!fs::is_directory(folder, ignored))
    return fmt::format("the folder {} does not exist", folder.string());
  std::vector<std::string> names;
  for (fs::directory_iterator it(folder, ignored), end; !ignored && it != end;
       it.increment(ignored))
    names.push_back(it->path().filename().string());
  std::ranges::sort(names);
  const auto near = nearest_word(path.filename().string(), names);
  if (near) return fmt::format("did you mean {}?", *near);
  return fmt::format("relative paths count from the scenario file; looked in {}", folder.string());
}

bool opens_as_raster(const std::string& name) {
  const GdalMessages quiet;
  return DatasetPtr(GDALOpenEx(name.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, nullptr, nullptr,
                               nullptr)) != nullptr;
}

DatasetPtr open_dataset(const LayerSource& source, const InputLocation& where, Findings& findings) {
  if (source.source.empty()) {
    findings.error({where, "no source is given", "set source to a file or data source"});
    return nullptr;
  }
  std::error_code ignored;
  if (is_plain_path(source.source) && !fs::exists(source.source, ignored)) {
    findings.error({where, "no such file", missing_file_hint(source.source)});
    return nullptr;
  }
  const std::string name = ogr_name(source.source);
  Options options;
  if (is_csv_name(name)) {
    // Numbers and coordinates are parsed here, strictly: OGR reads "12a" as 12.
    options.set("AUTODETECT_TYPE", "NO").set("EMPTY_STRING_AS_NULL", "YES");
    options.set("HEADERS", lacks_header(file_of_csv(name), source.columns) ? "NO" : "YES");
    options.set("GEOM_POSSIBLE_NAMES", "wkt,geometry,geom,the_geom").set("KEEP_GEOM_COLUMNS", "NO");
  }
  std::optional<OsmSettings> settings;  // read while the source is opened
  if (source.osm) options.set("CONFIG_FILE", settings.emplace(*source.osm).file());
  GdalMessages messages;
  DatasetPtr dataset(
      GDALOpenEx(name.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, options.get(), nullptr));
  if (dataset) return dataset;
  if (opens_as_raster(name)) {
    findings.error({where, "is a raster; expected a vector layer", "name a vector data source"});
  } else if (!messages.failed() || messages.reason().find("not recognized") != std::string::npos) {
    findings.error({where, "cannot be opened as a vector layer",
                    "any format that OGR reads will do: GeoPackage, GeoJSON, Shapefile, CSV ..."});
  } else {
    findings.error(
        {where, "cannot be opened as a vector layer: " + messages.reason(), "check the source"});
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

OGRLayerH find_layer(GDALDatasetH dataset, const LayerSource& source, SourceKind kind,
                     bool geometry, const InputLocation& where, Findings& findings) {
  const auto names = layer_names(dataset, geometry && kind != SourceKind::csv);
  const auto all_names = layer_names(dataset, false);
  if (!source.layer.empty()) {
    if (OGRLayerH layer = GDALDatasetGetLayerByName(dataset, source.layer.c_str())) return layer;
    const auto near = nearest_word(source.layer, all_names);
    findings.error({where,
                    fmt::format("has no layer '{}'; it holds {}", source.layer,
                                all_names.empty() ? "none" : listed(all_names)),
                    near ? fmt::format("did you mean '{}'?", *near) : "set layer to one of these"});
    return nullptr;
  }
  if (names.size() == 1) return GDALDatasetGetLayerByName(dataset, names.front().c_str());
  if (names.empty() && geometry && !all_names.empty()) {
    findings.error({where,
                    fmt::format("holds no layer with geometry, only tables: {}", listed(all_names)),
                    "points may come as CSV with columns lon and lat"});
  } else if (names.empty()) {
    findings.error({where, "holds no layer", "check the source"});
  } else {
    findings.error({where, fmt::format("holds several layers: {}", listed(names)),
                    "choose one with layer = \"...\""});
  }
  return nullptr;
}

bool set_filter(const OpenedLayer& opened, OGRLayerH layer, const std::string& where,
                Findings& findings) {
  if (where.empty()) return true;
  const GdalMessages messages;
  const bool taken = OGR_L_SetAttributeFilter(layer, where.c_str()) == OGRERR_NONE;
  if (taken && opened.kind != SourceKind::osm) {
    // Databases judge a filter only when the first feature is asked for.
    const FeaturePtr probe(OGR_L_GetNextFeature(layer));
  }
  if (taken && !messages.failed()) return true;
  findings.error({opened.where,
                  fmt::format("where = \"{}\" is not understood: {}", where, messages.reason()),
                  "write it as the WHERE part of an SQL query, e.g. \"kind = 'school'\""});
  return false;
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

SourceKind kind_of(GDALDatasetH dataset) {
  const std::string_view driver = GDALGetDriverShortName(GDALGetDatasetDriver(dataset));
  if (driver == "CSV") return SourceKind::csv;
  return driver == "OSM" ? SourceKind::osm : SourceKind::plain;
}

}  // namespace

std::string OpenedLayer::id_of(OGRFeatureH feature) const {
  const GIntBig fid = OGR_F_GetFID(feature);
  if (kind == SourceKind::csv) {
    // OGR numbers rows from 1, without the header.
    const auto row = static_cast<std::size_t>(std::max<GIntBig>(fid, 0));
    return row < row_lines.size() ? fmt::format("line {}", row_lines[row])
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
    names.emplace_back(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(fields, i)));
  return names;
}

InputLocation OpenedLayer::location(const std::string& feature, const std::string& field) const {
  InputLocation place = where;
  place.feature = feature;
  place.field = field;
  return place;
}

std::string shown_source(const std::string& source) {
  std::string shown = source;
  // password=secret, password='a secret' of a connection string.
  const std::string key = "password";
  for (std::size_t at = 0; (at = lower_case(shown).find(key, at)) != std::string::npos;) {
    at = shown.find_first_not_of(' ', at + key.size());
    if (at == std::string::npos || shown[at] != '=') continue;
    at = shown.find_first_not_of(' ', at + 1);
    if (at == std::string::npos) break;
    const auto last =
        shown[at] == '\'' ? shown.find('\'', at + 1) : shown.find_first_of(" &", at) - 1;
    const auto end = last >= shown.size() ? shown.size() : last + 1;
    shown.replace(at, end - at, "***");
  }
  // scheme://user:secret@host
  const auto authority = shown.find("://");
  if (authority == std::string::npos) return shown;
  const auto at_sign = shown.find('@', authority);
  const auto colon = shown.find(':', authority + 3);
  if (at_sign < shown.find('/', authority + 3) && colon < at_sign)
    shown.replace(colon + 1, at_sign - colon - 1, "***");
  return shown;
}

std::optional<OpenedLayer> open_layer(const LayerSource& source, bool geometry,
                                      Findings& findings) {
  OpenedLayer opened;
  opened.where.source = shown_source(source.source);
  opened.where.layer = source.layer.empty() ? source.section : source.layer;
  opened.dataset = open_dataset(source, opened.where, findings);
  if (!opened.dataset) return std::nullopt;
  opened.kind = kind_of(opened.dataset.get());

  if (source.osm) {
    if (!choose_osm_layers(opened, source, findings)) return std::nullopt;
    return opened;
  }
  opened.layer =
      find_layer(opened.dataset.get(), source, opened.kind, geometry, opened.where, findings);
  if (opened.layer == nullptr) return std::nullopt;
  opened.where.layer = OGR_L_GetName(opened.layer);
  const auto errors = findings.errors().size();
  if (geometry && opened.kind != SourceKind::csv && !has_geometry(opened.layer)) {
    findings.error({opened.where, "is a table without geometry; expected features with positions",
                    "choose another layer"});
  }
  if (opened.kind == SourceKind::csv) {
    const std::string file = file_of_csv(ogr_name(source.source));
    opened.file = source.source;
    opened.row_lines = lines_of_rows(file);
    if (lacks_header(file, source.columns)) {
      opened.columns = source.columns;
      opened.row_lines.insert(opened.row_lines.begin(), 0);  // where the header's line would stand
    }
    if (geometry) find_coordinate_columns(opened, source, findings);
  }
  set_filter(opened, opened.layer, source.where, findings);
  if (findings.errors().size() != errors) return std::nullopt;
  return opened;
}

namespace {

void walk(const OpenedLayer& layer, const std::function<void(OGRFeatureH)>& visit) {
  OGR_L_ResetReading(layer.layer);
  while (const FeaturePtr feature{OGR_L_GetNextFeature(layer.layer)}) visit(feature.get());
}

/// An OSM file holds nodes, ways and relations in turn: its layers are read together, or the driver
/// would have to keep all features of the others.
void walk_osm(const OpenedLayer& layer, const std::function<void(OGRFeatureH)>& visit) {
  GDALDatasetResetReading(layer.dataset.get());
  OGRLayerH from = nullptr;
  while (const FeaturePtr feature{
      GDALDatasetGetNextFeature(layer.dataset.get(), &from, nullptr, nullptr, nullptr)}) {
    if (from == layer.layer || std::ranges::find(layer.also, from) != layer.also.end())
      visit(feature.get());
  }
}

/// Multipolygons and boundaries that an extract cuts through lack ways; the driver leaves them out
/// and says so in debug messages only.
class IncompleteRelations {
 public:
  void hear(const std::string& message) {
    const std::string start = "Relation ";
    const auto at = message.find(start);
    const auto end = message.find(" has missing ways");
    if (at == std::string::npos || end == std::string::npos) return;
    m_ids.push_back(message.substr(at + start.size(), end - at - start.size()));
  }
  void report(const OpenedLayer& layer, Findings& findings) const {
    const std::string_view last =
        OGR_L_GetName(layer.also.empty() ? layer.layer : layer.also.back());
    if (m_ids.empty() || !last.starts_with("multi")) return;
    findings.warning({layer.where,
                      fmt::format("{} relations lack some of their ways and are left out: {}",
                                  m_ids.size(), listed(m_ids)),
                      "use an extract that holds complete relations"});
  }

 private:
  std::vector<std::string> m_ids;
};

/// Switches debug messages of the OSM driver on for this thread, and back.
class OsmDebugMessages {
 public:
  OsmDebugMessages() {
    const char* before = CPLGetThreadLocalConfigOption("CPL_DEBUG", nullptr);
    if (before != nullptr) m_before = before;
    CPLSetThreadLocalConfigOption("CPL_DEBUG", "OSM");
  }
  ~OsmDebugMessages() {
    CPLSetThreadLocalConfigOption("CPL_DEBUG", m_before ? m_before->c_str() : nullptr);
  }
  OsmDebugMessages(const OsmDebugMessages&) = delete;
  OsmDebugMessages& operator=(const OsmDebugMessages&) = delete;

 private:
  std::optional<std::string> m_before;
};

}  // namespace

bool for_each_feature(const OpenedLayer& layer, const std::function<void(OGRFeatureH)>& visit,
                      Findings& findings) {
  IncompleteRelations incomplete;
  const GdalMessages messages([&](const std::string& text) { incomplete.hear(text); });
  if (layer.kind == SourceKind::osm) {
    const OsmDebugMessages debug;
    walk_osm(layer, visit);
  } else {
    walk(layer, visit);
  }
  incomplete.report(layer, findings);
  if (!messages.failed()) return true;
  findings.error({layer.where, "reading broke off: " + messages.reason(),
                  "check the source; a filter in where may also be at fault"});
  return false;
}

}  // namespace gigacity::geo::detail
