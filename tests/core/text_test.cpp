// SPDX-License-Identifier: Apache-2.0
#include "core/text.hpp"

#include <clocale>

#include <gtest/gtest.h>

namespace gigacity {
namespace {

TEST(ParsedNumber, TakesTheWholeText) {
  EXPECT_EQ(parsed_number("12.5"), 12.5);
  EXPECT_EQ(parsed_number(" \t-3 \r\n"), -3.0);
  EXPECT_EQ(parsed_number("+7"), 7.0);
  EXPECT_EQ(parsed_number("1e3"), 1000.0);
  EXPECT_EQ(parsed_number(".5"), 0.5);
}

TEST(ParsedNumber, RefusesAnythingElse) {
  for (const char* text : {"", " ", "abc", "12m", "1,5", "1 000", "--3", "0x10", "e3", "1e"})
    EXPECT_FALSE(parsed_number(text)) << '"' << text << '"';
}

TEST(ParsedNumber, DoesNotFollowTheLocale) {
  // Where this locale is not installed the call changes nothing, and the test holds all the same.
  const char* before = std::setlocale(LC_NUMERIC, nullptr);
  const std::string saved = before == nullptr ? "C" : before;
  std::setlocale(LC_NUMERIC, "de_DE.UTF-8");
  EXPECT_EQ(parsed_number("12.5"), 12.5);
  EXPECT_FALSE(parsed_number("12,5"));
  std::setlocale(LC_NUMERIC, saved.c_str());
}

TEST(EditDistance, CountsSingleCharacterEdits) {
  EXPECT_EQ(edit_distance("", ""), 0);
  EXPECT_EQ(edit_distance("abc", ""), 3);
  EXPECT_EQ(edit_distance("", "abc"), 3);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);  // Levenshtein's example
  EXPECT_EQ(edit_distance("height", "heihgt"), 1);   // two neighbours swapped
  EXPECT_EQ(edit_distance("ca", "abc"), 3);          // optimal string alignment, not full Damerau
}

TEST(EditDistance, IsSymmetric) {
  const std::vector<std::string> words = {"radius", "radius_km", "raduis", "height", "", "m"};
  for (const auto& a : words)
    for (const auto& b : words) EXPECT_EQ(edit_distance(a, b), edit_distance(b, a));
}

TEST(NearestWord, FindsALikelyMisspelling) {
  const std::vector<std::string> known = {"name", "height_m", "azimuth_deg"};
  EXPECT_EQ(nearest_word("hieght_m", known), "height_m");
  EXPECT_EQ(nearest_word("NAME", known), "name");
  EXPECT_EQ(nearest_word("azimuth", known), std::nullopt);  // four edits of eleven are too many
  EXPECT_EQ(nearest_word("frequency", known), std::nullopt);
  EXPECT_EQ(nearest_word("x", {}), std::nullopt);
}

TEST(NearestWord, PrefersTheFirstOfEquallyNear) {
  const std::vector<std::string> known = {"cat", "car"};
  EXPECT_EQ(nearest_word("caz", known), "cat");
}

TEST(Folded, LowersAndTrims) {
  EXPECT_EQ(folded("  Height_M \n"), "height_m");
  EXPECT_EQ(folded(" \t"), "");
  EXPECT_EQ(folded("\u9547 A"), "\u9547 a");  // other alphabets stay as they are
}

TEST(Joined, PutsTheSeparatorBetween) {
  const std::vector<std::string> words = {"a", "b", "c"};
  EXPECT_EQ(joined(words, ", "), "a, b, c");
  EXPECT_EQ(joined({}, ", "), "");
}

TEST(Listed, SaysHowManyItLeavesOut) {
  const std::vector<std::string> words = {"a", "b", "c"};
  EXPECT_EQ(listed(words), "a, b, c");
  EXPECT_EQ(listed(words, 3), "a, b, c");
  EXPECT_EQ(listed(words, 1), "a and 2 more");
  EXPECT_EQ(listed({}), "");
}

}  // namespace
}  // namespace gigacity
