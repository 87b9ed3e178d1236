// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/csv_rows.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/text.hpp"

namespace gigacity::geo::detail {

namespace {

constexpr std::array<char, 4> separators{',', ';', '\t', ' '};
constexpr std::size_t listed_rows = 20;

void note(std::vector<CsvRows::OddRow>& rows, std::int64_t& count, CsvRows::OddRow row) {
  if (count++ < static_cast<std::int64_t>(listed_rows)) rows.push_back(row);
}

}  // namespace

void CsvRowScan::add(std::string_view piece) {
  for (const char c : piece) {
    if (m_at_start && c != '\n' && c != '\r') {
      m_rows.lines.push_back(m_line);
      m_at_start = false;
    }
    if (c == '"') {
      m_quoted = !m_quoted;
      if (m_quoted) m_quote_line = m_line;
    }
    if (c == '\n' && !m_quoted && !m_at_start) end_row();
    if (c == '\n') ++m_line;
    if (c == '\n' || c == '\r') continue;
    if (m_header) add_to_header(c);
    if (c == m_separator && !m_quoted && !m_header) {
      ++m_separators;
    } else if (c != ' ' && c != '"') {
      m_last_filled = m_separators + 1;
    }
  }
}

// Which of them separates is known only at the row's end.
void CsvRowScan::add_to_header(char c) {
  m_seen.resize(separators.size());
  const auto at = std::ranges::find(separators, c);
  if (at != separators.end() && !m_quoted)
    ++m_seen[static_cast<std::size_t>(at - separators.begin())];
}

void CsvRowScan::end_row() {
  m_at_start = true;
  if (std::exchange(m_header, false)) {
    // A blank stands in names as well: it separates where nothing else does.
    const auto most = std::max_element(m_seen.begin(), m_seen.end() - 1);
    const auto chosen = *most > 0 ? most : m_seen.end() - 1;
    m_separator = separators[static_cast<std::size_t>(chosen - m_seen.begin())];
    m_rows.columns = *chosen + 1;
  } else {
    const int values = m_separators + 1;
    const int line = m_rows.lines.back();
    if (m_last_filled > m_rows.columns) note(m_rows.wide, m_rows.wide_count, {line, m_last_filled});
    if (values < m_rows.columns) note(m_rows.narrow, m_rows.narrow_count, {line, values});
  }
  m_separators = 0;
  m_last_filled = 0;
}

CsvRows CsvRowScan::finish() {
  if (m_quoted) m_rows.open_quote_line = m_quote_line;
  if (!m_at_start && !m_quoted) end_row();
  return std::move(m_rows);
}

void check_rows(const CsvRows& rows, int columns, const InputLocation& where, Findings& findings) {
  const auto at = [&](int line) {
    auto place = where;
    place.feature = fmt::format("line {}", line);
    return place;
  };
  if (rows.open_quote_line > 0) {
    findings.error({at(rows.open_quote_line), "opens a quotation mark that is never closed",
                    "close it; inside a quoted text, write it twice"});
  }
  if (rows.columns != columns) return;
  for (const auto& row : rows.wide) {
    findings.error(
        {at(row.line),
         fmt::format("holds {} values; the header names {} columns", row.values, columns),
         "put texts that hold the separator into quotation marks"});
  }
  const auto more = rows.wide_count - static_cast<std::int64_t>(rows.wide.size());
  if (more > 0)
    findings.error({where, fmt::format("and {} more rows that are too wide", more), ""});
  if (rows.narrow_count == 0) return;
  std::vector<std::string> lines;
  for (const auto& row : rows.narrow) lines.push_back(fmt::format("{}", row.line));
  findings.warning(
      {where,
       fmt::format("{} rows hold fewer values than the header's {} columns; what they "
                   "lack counts as empty: lines {}{}",
                   rows.narrow_count, columns, joined(lines, ", "),
                   rows.narrow_count > static_cast<std::int64_t>(lines.size()) ? " ..." : ""),
       ""});
}

}  // namespace gigacity::geo::detail
