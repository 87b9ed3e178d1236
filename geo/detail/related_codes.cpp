// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/related_codes.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/text.hpp"
#include "geo/detail/sql_text.hpp"

namespace gigacity::geo::detail {

namespace {

struct Relation {
  std::string field;
  std::string mapping;
  std::string codes;
};

ResultSetPtr answer(GDALDatasetH dataset, const std::string& query) {
  return {GDALDatasetExecuteSQL(dataset, query.c_str(), nullptr, nullptr), {dataset}};
}

bool has_codes(GDALDatasetH dataset, const std::string& table) {
  OGRLayerH layer = GDALDatasetGetLayerByName(dataset, table.c_str());
  return layer != nullptr && OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), "code") >= 0;
}

std::vector<Relation> relations_of(GDALDatasetH dataset, OGRLayerH layer) {
  const std::string name = OGR_L_GetName(layer);
  const std::string prefix = "relation_" + name + "_";
  const auto registered = answer(
      dataset, fmt::format("SELECT mapping_table_name, related_table_name FROM gpkgext_relations "
                           "WHERE base_table_name = {} ORDER BY mapping_table_name",
                           as_text(name)));
  std::vector<Relation> relations;
  while (registered) {
    const FeaturePtr row(OGR_L_GetNextFeature(registered.get()));
    if (!row) break;
    const std::string mapping = OGR_F_GetFieldAsString(row.get(), 0);
    const std::string codes = OGR_F_GetFieldAsString(row.get(), 1);
    if (!mapping.starts_with(prefix)) continue;
    const std::string field = mapping.substr(prefix.size());
    const bool own = OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), field.c_str()) >= 0;
    if (!own && has_codes(dataset, codes)) relations.push_back({field, mapping, codes});
  }
  return relations;
}

}  // namespace

ResultSetPtr rows_with_related_codes(GDALDatasetH dataset, OGRLayerH layer) {
  const std::string_view driver = GDALGetDriverShortName(GDALGetDatasetDriver(dataset));
  const std::string key = OGR_L_GetFIDColumn(layer);
  if (driver != "GPKG" || key.empty()) return {nullptr, {dataset}};
  const GdalMessages quiet;  // a file without the extension has no such table
  const auto relations = relations_of(dataset, layer);
  if (relations.empty()) return {nullptr, {dataset}};
  std::vector<std::string> columns{fmt::format("{} AS fid", as_name(key))};
  if (const std::string geometry = OGR_L_GetGeometryColumn(layer); !geometry.empty())
    columns.push_back(as_name(geometry));
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
  for (int i = 0; i < OGR_FD_GetFieldCount(definition); ++i)
    columns.push_back(as_name(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i))));
  const std::string table = as_name(OGR_L_GetName(layer));
  for (const Relation& relation : relations) {
    columns.push_back(fmt::format(
        "(SELECT group_concat(code, ';') FROM (SELECT c.code AS code FROM {} m JOIN {} c ON "
        "m.related_id = c.id WHERE m.base_id = {}.{} ORDER BY c.id)) AS {}",
        as_name(relation.mapping), as_name(relation.codes), table, as_name(key),
        as_name(relation.field)));
  }
  return answer(dataset, fmt::format("SELECT {} FROM {} ORDER BY {}", joined(columns, ", "), table,
                                     as_name(key)));
}

}  // namespace gigacity::geo::detail
