// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/csv_rows.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigacity::geo::detail {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// The same text in one piece and in pieces of one byte must give the same.
CsvRows scanned(const std::string& text) {
  CsvRowScan whole;
  whole.add(text);
  CsvRows rows = whole.finish();
  CsvRowScan pieces;
  for (const char c : text) pieces.add(std::string(1, c));
  const CsvRows again = pieces.finish();
  EXPECT_EQ(rows.lines, again.lines);
  EXPECT_EQ(rows.columns, again.columns);
  EXPECT_EQ(rows.wide_count, again.wide_count);
  EXPECT_EQ(rows.narrow_count, again.narrow_count);
  EXPECT_EQ(rows.open_quote_line, again.open_quote_line);
  return rows;
}

std::vector<std::string> told(const CsvRows& rows, int columns) {
  Findings findings;
  check_rows(rows, columns, {.source = "a.csv"}, findings);
  std::vector<std::string> texts;
  for (const auto& error : findings.errors()) texts.push_back(to_string(error));
  for (const auto& warning : findings.warnings()) texts.push_back(to_string(warning));
  return texts;
}

TEST(CsvRows, StandOnTheirLines) {
  const auto rows = scanned("a,b\n1,2\n\n\"two\nlines\",3\r\n4,5");
  EXPECT_THAT(rows.lines, ElementsAre(1, 2, 4, 6));
  EXPECT_EQ(rows.columns, 2);
  EXPECT_THAT(told(rows, 2), IsEmpty());
}

TEST(CsvRows, AreCountedByTheSeparatorOfTheHeader) {
  for (const std::string separator : {",", ";", "\t"}) {
    const auto join = [&](const std::vector<std::string>& values) {
      std::string row;
      for (const auto& value : values) row += (row.empty() ? "" : separator) + value;
      return row + "\n";
    };
    const auto rows = scanned(join({"name of site", "b", "c"}) + join({"x y z", "1.5", "2 3"}));
    EXPECT_EQ(rows.columns, 3);
    EXPECT_EQ(rows.wide_count + rows.narrow_count, 0);
  }
  EXPECT_EQ(scanned("a b c\n1 2 3\n").columns, 3);
  EXPECT_EQ(scanned("only\n1\n").columns, 1);
}

TEST(CsvRows, QuotedSeparatorsSeparateNothing) {
  const auto rows = scanned("a,\"b,c\"\n\"1,2,3\",4\n\"say \"\"x,y\"\"\",5\n");
  EXPECT_EQ(rows.columns, 2);
  EXPECT_EQ(rows.wide_count + rows.narrow_count, 0);
}

TEST(CsvRows, WiderThanTheHeaderIsAnErrorUnlessEmpty) {
  const auto rows = scanned("a,b\n1,2,,,\n1,2,3\n1,2, ,\"\"\n");
  EXPECT_THAT(told(rows, 2),
              ElementsAre("a.csv: feature line 3: holds 3 values; the header names 2 columns (put "
                          "texts that hold the separator into quotation marks)"));
}

TEST(CsvRows, NarrowerThanTheHeaderIsAWarning) {
  const auto rows = scanned("a,b,c\n1\n1,2\n1,2,3\n");
  EXPECT_THAT(told(rows, 3), ElementsAre(HasSubstr("2 rows hold fewer values than the header's 3 "
                                                   "columns; what they lack counts as empty: "
                                                   "lines 2, 3")));
}

TEST(CsvRows, OnlyTheFirstTwentyAreListed) {
  std::string text = "a,b\n";
  for (int i = 0; i < 50; ++i) text += "1,2,3\n";
  const auto messages = told(scanned(text), 2);
  ASSERT_EQ(messages.size(), 21U);
  EXPECT_THAT(messages.back(), HasSubstr("and 30 more rows that are too wide"));
}

TEST(CsvRows, SayNothingOfWidthsWhereTheReaderSeesOtherColumns) {
  EXPECT_THAT(told(scanned("a,b\n1,2,3\n"), 1), IsEmpty());
}

TEST(CsvRows, NameTheQuoteThatNothingCloses) {
  const auto rows = scanned("a,b\n1,2\n3,\"4\n5,6\n");
  EXPECT_EQ(rows.open_quote_line, 3);
  EXPECT_THAT(told(rows, 2),
              ElementsAre(HasSubstr("line 3: opens a quotation mark that is never closed")));
}

TEST(CsvRows, OfNothingAreNone) {
  EXPECT_THAT(scanned("").lines, IsEmpty());
  EXPECT_THAT(scanned("\n\r\n").lines, IsEmpty());
}

}  // namespace
}  // namespace gigacity::geo::detail
