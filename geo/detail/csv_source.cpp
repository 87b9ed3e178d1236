// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/csv_source.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/text.hpp"
#include "geo/detail/column_name.hpp"

namespace gigacity::geo::detail {

namespace {

int column_named(const std::vector<std::string>& names,
                 std::span<const std::string_view> candidates) {
  for (const std::string_view candidate : candidates)
    if (const int at = index_of_column(names, std::string(candidate)); at >= 0) return at;
  return -1;
}

/// "经度(GCJ02)" must not be read as WGS 84: a datum that a column names has to be the layer's.
void check_datum(const std::string& column, const LayerSource& source, const InputLocation& where,
                 Findings& findings) {
  using Word = std::pair<std::string_view, MapDatum>;
  constexpr std::array words{Word{"gcj", MapDatum::gcj02},  Word{"火星", MapDatum::gcj02},
                             Word{"高德", MapDatum::gcj02}, Word{"腾讯", MapDatum::gcj02},
                             Word{"bd09", MapDatum::bd09},  Word{"bd-09", MapDatum::bd09},
                             Word{"百度", MapDatum::bd09},  Word{"wgs", MapDatum::wgs84}};
  const std::string notes = column_name(column).notes;
  const auto word = std::ranges::find_if(
      words, [&](const Word& w) { return notes.find(w.first) != std::string::npos; });
  if (word == words.end() || word->second == source.datum) return;
  auto at = where;
  at.field = column;
  findings.error({at,
                  fmt::format("says that its coordinates are {}; the scenario reads them as {}",
                              to_string(word->second), to_string(source.datum)),
                  fmt::format("set datum = \"{}\" for this layer", to_string(word->second))});
}

}  // namespace

bool lacks_header(const std::string& file, const std::vector<std::string>& columns) {
  if (columns.empty()) return false;
  const Owner<VSILFILE*, VSIFCloseL> handle(VSIFOpenL(file.c_str(), "rb"));
  const char* line = handle ? CPLReadLine2L(handle.get(), 10'000, nullptr) : nullptr;
  if (line == nullptr) return false;
  const StringListPtr fields(CSLTokenizeString2(line, ",;\t", CSLT_HONOURSTRINGS));
  const auto names = std::span(fields.get(), static_cast<std::size_t>(CSLCount(fields.get())));
  return std::ranges::none_of(
      names, [&](const char* name) { return index_of_column(columns, name) >= 0; });
}

void find_coordinate_columns(OpenedLayer& opened, const LayerSource& source, Findings& findings) {
  constexpr std::array<std::string_view, 8> x_names{"lon",  "lng",      "long",     "longitude",
                                                    "经度", "小区经度", "基站经度", "x"};
  constexpr std::array<std::string_view, 6> y_names{"lat",      "latitude", "纬度",
                                                    "小区纬度", "基站纬度", "y"};
  const auto columns = opened.field_names();
  opened.x_column = column_named(columns, x_names);
  opened.y_column = column_named(columns, y_names);
  for (const int column : {opened.x_column, opened.y_column}) {
    if (column >= 0)
      check_only_one(columns, columns[static_cast<std::size_t>(column)], opened.where, findings);
  }
  if (opened.has_coordinate_columns()) {
    check_datum(columns[static_cast<std::size_t>(opened.x_column)], source, opened.where, findings);
    return;
  }
  findings.error(
      {opened.where,
       fmt::format(
           "is a table without geometry and has no coordinate columns; expected lon and lat "
           "(or longitude and latitude, lng, 经度 and 纬度, x and y, or wkt) among {}",
           joined(columns, ", ")),
       "rename the columns, or choose another layer"});
}

}  // namespace gigacity::geo::detail
