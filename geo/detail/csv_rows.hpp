// SPDX-License-Identifier: Apache-2.0
// The rows of a CSV file: where they stand, and which of them do not have the header's columns. Private
// to geo.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/diagnostic.hpp"

namespace gigacity::geo::detail {

struct CsvRows {
  /// A row with another number of values than the first row has.
  struct OddRow {
    int line = 0;
    int values = 0;
  };

  /// The line on which each row begins, the header's first. Rows may go on over several lines inside
  /// quotes; empty lines are no rows.
  std::vector<int> lines;
  int columns = 0;             ///< of the first row
  std::vector<OddRow> wide;    ///< the first of those with more values, empty ones at the end aside
  std::vector<OddRow> narrow;  ///< the first of those with fewer
  std::int64_t wide_count = 0;  ///< of all
  std::int64_t narrow_count = 0;
  int open_quote_line = 0;  ///< of a quotation mark that nothing closes; 0: none
};

/// Finds the rows in the text of a CSV file, given piece by piece. The separator is that which the first
/// row holds most often: comma, semicolon, tab, or else blank.
class CsvRowScan {
 public:
  void add(std::string_view piece);
  CsvRows finish();

 private:
  void add_to_header(char c);
  void end_row();

  CsvRows m_rows;
  int m_line = 1;
  int m_quote_line = 0;
  bool m_quoted = false;
  bool m_at_start = true;
  bool m_header = true;
  std::vector<int> m_seen;  ///< in the first row, of each possible separator
  char m_separator = ',';
  int m_separators = 0;   ///< in this row so far
  int m_last_filled = 0;  ///< the value of this row, from 1, that holds something
};

/// Errors for rows with more values than the header has names, and for a quotation mark that is never
/// closed; a warning for rows with fewer. `columns` is how many the reader of the file finds: where the
/// two disagree, the separator is another one and nothing is said of widths.
void check_rows(const CsvRows& rows, int columns, const InputLocation& where, Findings& findings);

}  // namespace gigacity::geo::detail
