// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/geopackage_index.hpp"

#include <string_view>

#include <fmt/format.h>
#include <sqlite3.h>

#include "geo/detail/aside_file.hpp"

namespace gigacity::geo::detail {

namespace {

/// SQL's way: the mark doubled inside.
std::string quoted(std::string_view text, char mark) {
  std::string out(1, mark);
  for (const char c : text) {
    out += c;
    if (c == mark) out += mark;
  }
  return out += mark;
}

std::string name(std::string_view text) {
  return quoted(text, '"');
}
std::string literal(std::string_view text) {
  return quoted(text, '\'');
}

/// The first field of the first row; empty where there is none.
std::string answer(GDALDatasetH dataset, const std::string& sql) {
  OGRLayerH result = GDALDatasetExecuteSQL(dataset, sql.c_str(), nullptr, nullptr);
  if (result == nullptr) return {};
  std::string text;
  if (const FeaturePtr row{OGR_L_GetNextFeature(result)})
    text = OGR_F_GetFieldAsString(row.get(), 0);
  GDALDatasetReleaseResultSet(dataset, result);
  return text;
}

/// A database whose every failure is an OutputError that names `file`.
class Database {
 public:
  Database(const std::string& part, const std::filesystem::path& file) : m_file(file) {
    sqlite3* handle = nullptr;
    const int result = sqlite3_open_v2(part.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr);
    m_handle.reset(handle);
    check(result);
    // Nobody sees the file before it is whole, and what fails is thrown away.
    execute("PRAGMA journal_mode = OFF");
    execute("PRAGMA synchronous = OFF");
  }

  void execute(const std::string& sql) {
    check(sqlite3_exec(m_handle.get(), sql.c_str(), nullptr, nullptr, nullptr));
  }

  /// Runs a statement once for each of `count` rows, whose values `bind` sets.
  template <class Bind>
  void for_rows(const std::string& sql, std::size_t count, const Bind& bind) {
    const auto statement = prepared(sql);
    for (std::size_t i = 0; i < count; ++i) {
      bind(statement.get(), i);
      if (const int result = sqlite3_step(statement.get()); result != SQLITE_DONE) check(result);
      check(sqlite3_reset(statement.get()));
    }
  }

  std::int64_t number(const std::string& sql) {
    const auto statement = prepared(sql);
    if (sqlite3_step(statement.get()) != SQLITE_ROW)
      fail_writing(m_file, sqlite3_errmsg(m_handle.get()));
    return sqlite3_column_int64(statement.get(), 0);
  }

 private:
  using Statement = Owner<sqlite3_stmt*, sqlite3_finalize>;

  Statement prepared(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(m_handle.get(), sql.c_str(), -1, &statement, nullptr));
    return Statement(statement);
  }

  void check(int result) {
    if (result != SQLITE_OK) fail_writing(m_file, sqlite3_errmsg(m_handle.get()));
  }

  std::filesystem::path m_file;
  Owner<sqlite3*, sqlite3_close> m_handle;
};

void enter(const RtreeNodes& tree, const std::string& table, Database& database) {
  const auto into = [&](const char* shadow) {
    return fmt::format("INSERT OR REPLACE INTO {} VALUES (?, ?)", name(table + shadow));
  };
  const auto set = [](sqlite3_stmt* statement, int column, std::int64_t value) {
    sqlite3_bind_int64(statement, column, value);
  };
  database.for_rows(into("_node"), tree.nodes.size(), [&](sqlite3_stmt* statement, std::size_t i) {
    const auto& data = tree.nodes[i].data;
    set(statement, 1, static_cast<std::int64_t>(i) + 1);
    sqlite3_bind_blob(statement, 2, data.data(), static_cast<int>(data.size()), SQLITE_STATIC);
  });
  // The root has no parent.
  database.for_rows(into("_parent"), tree.nodes.size() - 1,
                    [&](sqlite3_stmt* statement, std::size_t i) {
                      set(statement, 1, static_cast<std::int64_t>(i) + 2);
                      set(statement, 2, tree.nodes[i + 1].parent);
                    });
  database.for_rows(into("_rowid"), tree.node_of_row.size(),
                    [&](sqlite3_stmt* statement, std::size_t i) {
                      set(statement, 1, tree.node_of_row[i].first);
                      set(statement, 2, tree.node_of_row[i].second);
                    });
}

}  // namespace

GeopackageIndex::GeopackageIndex(GDALDatasetH dataset, const std::string& layer,
                                 const std::string& column, const std::filesystem::path& file,
                                 const GdalMessages& messages)
    : m_table("rtree_" + layer + "_" + column) {
  if (answer(dataset, fmt::format("SELECT CreateSpatialIndex({}, {})", literal(layer),
                                  literal(column))) != "1")
    fail_writing(file, messages.reason());
  const auto trigger = m_table + "_insert";
  m_trigger = answer(dataset, "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = " +
                                  literal(trigger));
  if (m_trigger.empty()) fail_writing(file, fmt::format("GDAL has made no trigger {}", trigger));
  answer(dataset, "DROP TRIGGER " + name(trigger));
  if (messages.failed()) fail_writing(file, messages.reason());
}

void GeopackageIndex::add(OGRFeatureH feature) {
  OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
  if (geometry == nullptr || OGR_G_IsEmpty(geometry) != 0) return;
  OGREnvelope box{};
  OGR_G_GetEnvelope(geometry, &box);
  m_rows.push_back({OGR_F_GetFID(feature), {box.MinX, box.MinY, box.MaxX, box.MaxY}});
}

void enter_indices(const std::string& part, std::span<const GeopackageIndex> indices,
                   const std::filesystem::path& file) {
  Database database(part, file);
  database.execute("BEGIN");
  for (const auto& index : indices) {
    const auto node_bytes = database.number(
        fmt::format("SELECT length(data) FROM {} WHERE nodeno = 1", name(index.m_table + "_node")));
    enter(packed_rtree(index.m_rows, static_cast<std::size_t>(node_bytes)), index.m_table,
          database);
    database.execute(index.m_trigger);
  }
  database.execute("COMMIT");
}

}  // namespace gigacity::geo::detail
