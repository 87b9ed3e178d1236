// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/service.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace gigacity::radio {
namespace {

bool is_ascii_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Bytes of the separator that `text` begins with; 0: none. `before` is the byte that precedes it.
std::size_t separator_at(std::string_view text, char before) {
  constexpr std::array<std::string_view, 8> always{";",      "|",      "\u3001", "\uff1b",
                                                   "\uff5c", "\uff0f", "\uff0b", "\n"};
  for (const std::string_view separator : always)
    if (text.starts_with(separator)) return separator.size();
  if (!text.starts_with('/') && !text.starts_with('+')) return 0;
  const bool part_of_a_name =
      is_ascii_letter_or_digit(before) || (text.size() > 1 && is_ascii_letter_or_digit(text[1]));
  return part_of_a_name ? 0 : 1;
}

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

std::vector<std::string> operators_named(std::string_view text) {
  std::set<std::string> names;
  std::size_t start = 0;
  const auto add = [&](std::size_t end) {
    const auto name = without_blanks(text.substr(start, end - start));
    if (!name.empty()) names.emplace(name);
  };
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t separator = separator_at(text.substr(i), i == 0 ? ' ' : text[i - 1]);
    if (separator == 0) {
      ++i;
      continue;
    }
    add(i);
    i += separator;
    start = i;
  }
  add(text.size());
  if (names.empty()) names.emplace();
  return {names.begin(), names.end()};
}

std::vector<std::string> operators_of(const RadioNetwork& network, const Cell& cell) {
  if (!cell.operator_name.empty()) return operators_named(cell.operator_name);
  const auto site = network.sectors[static_cast<std::size_t>(cell.sector)].site;
  return operators_named(network.sites[static_cast<std::size_t>(site)].operator_name);
}

bool serves(const RadioNetwork& network, const Cell& cell, const Service& service) {
  if (cell.technology != service.technology) return false;
  return !service.operator_name ||
         std::ranges::binary_search(operators_of(network, cell), *service.operator_name);
}

std::vector<std::string> operators_of(const RadioNetwork& network) {
  std::set<std::string> names;
  for (const Cell& cell : network.cells) {
    auto of_cell = operators_of(network, cell);
    names.insert(std::make_move_iterator(of_cell.begin()), std::make_move_iterator(of_cell.end()));
  }
  return {names.begin(), names.end()};
}

}  // namespace gigacity::radio
