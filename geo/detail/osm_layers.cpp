// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/osm_layers.hpp"

#include <algorithm>
#include <map>

#include <cpl_vsi.h>
#include <fmt/format.h>

#include "core/text.hpp"
#include "geo/detail/osm_places.hpp"

namespace gigacity::geo::detail {

namespace {

constexpr std::string_view relation_id = "osm_id";
constexpr std::string_view way_id = "osm_way_id";

/// Tags that are columns; of the others GDAL makes `other_tags`.
constexpr std::string_view columns =
    "name,area,ref,operator,highway,access,service,bridge,tunnel,surface,"
    "building,building:levels,roof:levels,height,building:flats,location,"
    "amenity,healthcare,tourism,historic,shop,office,leisure,landuse,industrial,"
    "aeroway,aerodrome,aerodrome:type,iata,icao,railway,station,train,subway,light_rail,bus,"
    "public_transport,boundary,admin_level,place,population,capital,"
    "ref:admin:CN,ref:admin:CN:mca,ref:admin:CN:nbs,ref:cadc:2020,ref:INSEE,"
    "de:amtlicher_gemeindeschluessel,de:regionalschluessel,ref:ISTAT,IBGE:GEOCODIGO,"
    "ISO3166-2,ISO3166-1:alpha2";

/// Closed ways with these tags are areas; all other closed ways are lines. Longer entries come last:
/// GDAL 3.6 looks up nothing that is longer than the last one.
std::string areas_of(const OsmPreset& preset) {
  switch (preset.theme) {
    case OsmTheme::roads:
      return "";  // a roundabout is a road; a square is tagged area=yes
    case OsmTheme::buildings:
      return "building";
    case OsmTheme::admin:
      return "place,boundary";
    case OsmTheme::places:
      break;
  }
  std::vector<std::string> areas;
  for (const PlaceRule& rule : place_rules())
    areas.push_back(fmt::format("{}={}", rule.key, rule.value));
  std::ranges::stable_sort(areas, {}, &std::string::size);
  return joined(areas, ",");
}

std::string settings_of(const OsmPreset& preset) {
  std::string text;
  if (const auto areas = areas_of(preset); !areas.empty())
    text += fmt::format("closed_ways_are_polygons={}\n", areas);
  text += "attribute_name_laundering=no\n";
  for (const std::string_view layer :
       {"points", "lines", "multipolygons", "multilinestrings", "other_relations"}) {
    // Polygons have a column for ids of ways. Points get one that stays empty, so that columns have
    // the same numbers in both.
    const std::string_view more = layer == "points" ? "osm_way_id," : "";
    text += fmt::format(
        "[{}]\nosm_id=yes\nattributes={}{}\nunsignificant=created_by,source\n"
        "ignore=created_by,converted_by,source,time,note,todo,fixme,FIXME\nother_tags=yes\n",
        layer, more, columns);
  }
  return text;
}

std::string one_of(std::string_view key, const std::vector<std::string>& values) {
  std::vector<std::string> quoted;
  for (const std::string& value : values) quoted.push_back(fmt::format("'{}'", value));
  return fmt::format("\"{}\" IN ({})", key, joined(quoted, ", "));
}

std::string filter_of_places() {
  std::map<std::string, std::vector<std::string>, std::less<>> values;
  for (const PlaceRule& rule : place_rules())
    values[std::string(rule.key)].emplace_back(rule.value);
  std::vector<std::string> parts;
  for (const auto& [key, of_key] : values) parts.push_back(one_of(key, of_key));
  return joined(parts, " OR ");
}

}  // namespace

OsmSettings::OsmSettings(const OsmPreset& preset)
    : m_text(settings_of(preset)),
      m_file(fmt::format("/vsimem/gigacity/osm-{}.ini", fmt::ptr(this))) {
  VSIFCloseL(VSIFileFromMemBuffer(m_file.c_str(), reinterpret_cast<GByte*>(m_text.data()),
                                  m_text.size(), FALSE));
}

OsmSettings::~OsmSettings() {
  VSIUnlink(m_file.c_str());
}

std::vector<std::string> osm_layers(const OsmPreset& preset) {
  if (preset.theme == OsmTheme::roads) return {"lines"};
  const bool settlements = preset.theme == OsmTheme::admin && preset.admin_level == 0;
  if (preset.theme == OsmTheme::places || settlements) return {"points", "multipolygons"};
  return {"multipolygons"};
}

std::string osm_filter(const OsmPreset& preset) {
  switch (preset.theme) {
    case OsmTheme::roads:
      return "highway IS NOT NULL";
    case OsmTheme::buildings:
      return "building IS NOT NULL";
    case OsmTheme::places:
      return filter_of_places();
    case OsmTheme::admin:
      break;
  }
  if (preset.admin_level == 0) return one_of("place", preset.settlements);
  if (preset.admin_level == any_admin_level)
    return "boundary = 'administrative' AND admin_level IS NOT NULL";
  return fmt::format("boundary = 'administrative' AND admin_level = '{}'", preset.admin_level);
}

OsmTags osm_tags(OGRFeatureH feature) {
  OsmTags tags;
  const int count = OGR_F_GetFieldCount(feature);
  for (int i = 0; i < count; ++i) {
    if (OGR_F_IsFieldSetAndNotNull(feature, i) == 0) continue;
    std::string name = OGR_Fld_GetNameRef(OGR_F_GetFieldDefnRef(feature, i));
    if (name == relation_id || name == way_id || name == "other_tags") continue;
    tags.emplace(std::move(name), OGR_F_GetFieldAsString(feature, i));
  }
  return tags;
}

std::string osm_object(OGRFeatureH feature) {
  const auto id = [&](std::string_view column) -> std::string {
    const int field = OGR_F_GetFieldIndex(feature, std::string(column).c_str());
    if (field < 0 || OGR_F_IsFieldSetAndNotNull(feature, field) == 0) return {};
    return OGR_F_GetFieldAsString(feature, field);
  };
  const std::string_view layer = OGR_FD_GetName(OGR_F_GetDefnRef(feature));
  if (layer == "points") return "node/" + id(relation_id);
  if (layer == "lines") return "way/" + id(relation_id);
  const auto way = id(way_id);
  return way.empty() ? "relation/" + id(relation_id) : "way/" + way;
}

}  // namespace gigacity::geo::detail
