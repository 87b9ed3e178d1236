// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/postgres_layer.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/text.hpp"
#include "geo/detail/sql_text.hpp"

namespace gigacity::geo::detail {

namespace {

constexpr int connect_timeout_s = 10;
/// The driver takes a column of this name in a query's result for the feature id.
constexpr std::string_view fid_name = "ogc_fid";

/// The table's name in SQL, its schema before it. OGR calls it "table", "schema.table", and with
/// several geometry columns "table(column)".
std::string table_name(GDALDatasetH dataset, OGRLayerH table) {
  std::string name = OGR_L_GetName(table);
  const std::string column = fmt::format("({})", OGR_L_GetGeometryColumn(table));
  std::vector<std::string> names{name};
  if (name.ends_with(column)) names.push_back(name.substr(0, name.size() - column.size()));
  std::string wanted;
  for (const auto& n : names) {
    if (!wanted.empty()) wanted += ", ";
    wanted += as_text(n);
  }
  // The schema that an unqualified name is looked up in comes first.
  const std::string query = fmt::format(
      "SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c "
      "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r','v','m','f','p') "
      "AND (c.relname::text IN ({0}) OR n.nspname || '.' || c.relname IN ({0})) "
      "ORDER BY n.nspname || '.' || c.relname NOT IN ({0}), NOT pg_table_is_visible(c.oid), 1 "
      "LIMIT 1",
      wanted);
  const ResultSetPtr result(GDALDatasetExecuteSQL(dataset, query.c_str(), nullptr, nullptr),
                            {dataset});
  if (!result) return {};
  const FeaturePtr row(OGR_L_GetNextFeature(result.get()));
  return row ? OGR_F_GetFieldAsString(row.get(), 0) : std::string();
}

/// Without a primary key, as in views: a whole number that goes by a usual name for one.
std::string likely_key(OGRFeatureDefnH definition) {
  for (const std::string_view name : {"ogc_fid", "fid", "gid", "objectid", "id"}) {
    for (int i = 0; i < OGR_FD_GetFieldCount(definition); ++i) {
      OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, i);
      const auto type = OGR_Fld_GetType(field);
      if (folded(OGR_Fld_GetNameRef(field)) == name && (type == OFTInteger || type == OFTInteger64))
        return OGR_Fld_GetNameRef(field);
    }
  }
  return {};
}

}  // namespace

bool is_postgres(const std::string& source) {
  const std::string name = folded(source);
  return name.starts_with("pg:") || name.starts_with("postgresql://") ||
         name.starts_with("postgres://");
}

std::string with_connect_timeout(const std::string& source) {
  if (source.find("connect_timeout") != std::string::npos ||
      CPLGetConfigOption("PGCONNECT_TIMEOUT", nullptr) != nullptr)
    return source;
  const auto address = source.find("://");
  if (address == std::string::npos)
    return fmt::format("{} connect_timeout={}", source, connect_timeout_s);
  const bool has_options = source.find('?', address) != std::string::npos;
  return fmt::format("{}{}connect_timeout={}", source, has_options ? '&' : '?', connect_timeout_s);
}

OrderedRows rows_in_order(GDALDatasetH dataset, OGRLayerH table, const std::string& where) {
  OrderedRows rows{{nullptr, {dataset}}, OGR_L_GetFIDColumn(table)};
  const std::string name = table_name(dataset, table);
  if (name.empty()) return rows;
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn(table);
  const bool unique = !rows.key.empty();
  if (!unique) rows.key = likely_key(definition);
  std::vector<std::string> columns;
  for (int i = 0; i < OGR_FD_GetFieldCount(definition); ++i) {
    const std::string column = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i));
    if (column != rows.key && folded(column) != fid_name) columns.push_back(as_name(column));
  }
  const std::string geometry = OGR_L_GetGeometryColumn(table);
  if (!geometry.empty()) columns.push_back(as_name(geometry));
  std::string order = unique ? "" : "ROW(" + joined(columns, ", ") + ")::text COLLATE \"C\"";
  if (!rows.key.empty()) {
    order = as_name(rows.key) + (unique ? "" : ", ") + order;
    columns.push_back(fmt::format("{} AS {}", as_name(rows.key), fid_name));
  }
  const std::string query =
      fmt::format("SELECT {} FROM {}{} ORDER BY {}", joined(columns, ", "), name,
                  where.empty() ? "" : fmt::format(" WHERE ({})", where), order);
  rows.result.reset(GDALDatasetExecuteSQL(dataset, query.c_str(), nullptr, nullptr));
  return rows;
}

}  // namespace gigacity::geo::detail
