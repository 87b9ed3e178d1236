// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/measure_unit.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "core/text.hpp"

namespace gigacity::criteria {

namespace {

/// A noun and what it counts.
constexpr auto nouns = std::to_array<std::pair<const char*, const char*>>({
    {"people", "people"},
    {"person", "people"},
    {"residents", "people"},
    {"users", "people"},
    {"households", "households"},
    {"homes", "households"},
    {"dwellings", "households"},
    {"buildings", "buildings"},
    {"premises", "buildings"},
    {"km2", "km2"},
    {"km²", "km2"},
    {"stations", "stations"},
    {"cells", "cells"},
    {"places", "places"},
    {"units", "villages"},
    {"villages", "villages"},
    {"ports", "ports"},
    {"cases", "cases"},
    {"data centres", "data centres"},
    {"racks", "racks"},
    {"mbit/s", "Mbit/s"},
    {"nodes", "nodes"},
});

std::optional<std::string> counted_by(const std::string& noun) {
  for (const auto& wanted : {noun, noun + "s"})
    for (const auto& [word, what] : nouns)
      if (wanted == word) return std::string(what);
  return std::nullopt;
}

/// "10,000 people": takes the number off the front; 1 where there is none. Nothing where it is no number.
std::optional<double> take_number(std::string& text) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return 1.0;
  const auto end = std::min(text.find(' '), text.size());
  auto digits = text.substr(0, end);
  std::erase(digits, ',');
  double value = 0.0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || stop != digits.data() + digits.size() || value <= 0.0)
    return std::nullopt;
  text = folded(text.substr(end));
  return value;
}

}  // namespace

std::optional<Unit> unit_named(std::string_view text) {
  std::string words = folded(text);
  if (words == "%") return Unit{{}, 100.0};
  if (words == "1" || words == "ratio") return Unit{};
  Unit unit;
  std::string below;
  constexpr std::string_view per = " per ";
  if (const auto at = words.find(per); at != std::string::npos) {
    below = folded(words.substr(at + per.size()));
    words = folded(words.substr(0, at));
  }
  const auto above = counted_by(words);
  if (!above) return std::nullopt;
  ++unit.dimension[*above];
  if (below.empty()) return unit;
  const auto scale = take_number(below);
  const auto divisor = counted_by(below);
  if (!scale || !divisor) return std::nullopt;
  unit.scale = *scale;
  if (--unit.dimension[*divisor] == 0) unit.dimension.erase(*divisor);
  return unit;
}

std::string to_string(const Dimension& dimension) {
  std::vector<std::string> above;
  std::vector<std::string> below;
  for (const auto& [name, power] : dimension)
    for (int i = 0; i < std::abs(power); ++i) (power > 0 ? above : below).push_back(name);
  if (above.empty() && below.empty()) return "a pure number";
  std::string text = above.empty() ? "1" : joined(above, " × ");
  for (const auto& name : below) text += " / " + name;
  return text;
}

std::string known_units() {
  std::vector<std::string> words;
  for (const auto& [word, what] : nouns) words.emplace_back(word);
  return joined(words, ", ");
}

}  // namespace gigacity::criteria
