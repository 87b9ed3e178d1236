// SPDX-License-Identifier: Apache-2.0
#include "core/text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace gigacity {

namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

std::optional<double> parsed_number(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

int edit_distance(std::string_view a, std::string_view b) {
  // Optimal string alignment over three rows of the usual table.
  std::vector<int> before(b.size() + 1);
  std::vector<int> last(b.size() + 1);
  std::vector<int> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::optional<std::string> nearest_word(std::string_view word, std::span<const std::string> known) {
  const auto distance = [&](const std::string& k) {
    return edit_distance(folded(word), folded(k));
  };
  const auto best = std::ranges::min_element(known, {}, distance);
  if (best == known.end()) return std::nullopt;
  const int limit = std::max(1, static_cast<int>(std::max(word.size(), best->size())) / 3);
  if (distance(*best) > limit) return std::nullopt;
  return *best;
}

std::string folded(std::string_view text) {
  std::string out(trimmed(text));
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string joined(std::span<const std::string> words, std::string_view separator) {
  std::string out;
  for (const auto& word : words) {
    if (!out.empty()) out += separator;
    out += word;
  }
  return out;
}

std::string listed(std::span<const std::string> words, std::size_t most) {
  if (words.size() <= most) return joined(words, ", ");
  return joined(words.first(most), ", ") + " and " + std::to_string(words.size() - most) + " more";
}

}  // namespace gigacity
