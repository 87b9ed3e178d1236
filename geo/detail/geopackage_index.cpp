// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/geopackage_index.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <utility>

#include <fmt/format.h>

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

void append_hex(std::string& sql, std::string_view data) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : data) {
    const auto byte = static_cast<unsigned char>(c);
    sql += digits[byte >> 4U];
    sql += digits[byte & 15U];
  }
}

}  // namespace

GeopackageIndex::GeopackageIndex(GDALDatasetH dataset, const std::string& layer,
                                 const std::string& column, std::filesystem::path file,
                                 const GdalMessages& messages)
    : m_dataset(dataset),
      m_file(std::move(file)),
      m_messages(&messages),
      m_table("rtree_" + layer + "_" + column) {
  if (answer(fmt::format("SELECT CreateSpatialIndex({}, {})", literal(layer), literal(column))) !=
      "1")
    fail_writing(m_file, m_messages->reason());
  const auto trigger = m_table + "_insert";
  m_trigger =
      answer("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = " + literal(trigger));
  if (m_trigger.empty()) fail_writing(m_file, fmt::format("GDAL has made no trigger {}", trigger));
  execute("DROP TRIGGER " + name(trigger));
}

void GeopackageIndex::add(OGRFeatureH feature) {
  OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
  if (geometry == nullptr || OGR_G_IsEmpty(geometry) != 0) return;
  OGREnvelope box{};
  OGR_G_GetEnvelope(geometry, &box);
  m_rows.push_back({OGR_F_GetFID(feature), {box.MinX, box.MinY, box.MaxX, box.MaxY}});
}

void GeopackageIndex::finish() {
  const auto bytes =
      answer(fmt::format("SELECT length(data) FROM {} WHERE nodeno = 1", name(m_table + "_node")));
  const auto tree = packed_rtree(std::move(m_rows), std::strtoul(bytes.c_str(), nullptr, 10));
  // Many rows a statement: each costs GDAL more than a row.
  constexpr std::size_t nodes_at_once = 100;
  constexpr std::size_t rows_at_once = 5000;
  const auto insert = [&](const char* shadow, std::size_t count, std::size_t at_once,
                          const auto& append_row) {
    for (std::size_t begin = 0; begin < count; begin += at_once) {
      auto sql = fmt::format("INSERT OR REPLACE INTO {} VALUES ", name(m_table + shadow));
      for (std::size_t i = begin; i < std::min(begin + at_once, count); ++i) {
        if (i > begin) sql += ',';
        append_row(sql, i);
      }
      execute(sql);
    }
  };
  insert("_node", tree.nodes.size(), nodes_at_once, [&](std::string& sql, std::size_t i) {
    sql += fmt::format("({},X'", i + 1);
    append_hex(sql, tree.nodes[i].data);
    sql += "')";
  });
  // The root has no parent.
  insert("_parent", tree.nodes.size() - 1, rows_at_once, [&](std::string& sql, std::size_t i) {
    sql += fmt::format("({},{})", i + 2, tree.nodes[i + 1].parent);
  });
  insert("_rowid", tree.node_of_row.size(), rows_at_once, [&](std::string& sql, std::size_t i) {
    sql += fmt::format("({},{})", tree.node_of_row[i].first, tree.node_of_row[i].second);
  });
  execute(m_trigger);
}

void GeopackageIndex::execute(const std::string& sql) const {
  if (OGRLayerH result = GDALDatasetExecuteSQL(m_dataset, sql.c_str(), nullptr, nullptr))
    GDALDatasetReleaseResultSet(m_dataset, result);
  if (m_messages->failed()) fail_writing(m_file, m_messages->reason());
}

/// The first field of the first row; empty where there is none.
std::string GeopackageIndex::answer(const std::string& sql) const {
  OGRLayerH result = GDALDatasetExecuteSQL(m_dataset, sql.c_str(), nullptr, nullptr);
  if (result == nullptr) fail_writing(m_file, m_messages->reason());
  std::string text;
  if (const FeaturePtr row{OGR_L_GetNextFeature(result)})
    text = OGR_F_GetFieldAsString(row.get(), 0);
  GDALDatasetReleaseResultSet(m_dataset, result);
  return text;
}

}  // namespace gigacity::geo::detail
