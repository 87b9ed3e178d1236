// SPDX-License-Identifier: Apache-2.0
// Small text helpers: locale-free numbers, and the nearest known word for a misspelt one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gigacity {

/// The whole text as a number, '.' as decimal point whatever the locale; nothing where any of it is
/// not a number. Blanks at either end are ignored. "nan" and "inf" are numbers here: callers check.
std::optional<double> parsed_number(std::string_view text);

/// Number of single-character edits (insert, delete, replace, swap of neighbours) between two
/// words.
int edit_distance(std::string_view a, std::string_view b);

/// The known word nearest to `word`, if it is near enough to be a likely misspelling.
std::optional<std::string> nearest_word(std::string_view word, std::span<const std::string> known);

/// Lower case (ASCII) and blanks at the ends removed.
std::string folded(std::string_view text);

std::string joined(std::span<const std::string> words, std::string_view separator);

/// "a, b, c and 7 more": the first `most` of the words, and how many others there are.
std::string listed(std::span<const std::string> words, std::size_t most = 20);

}  // namespace gigacity
