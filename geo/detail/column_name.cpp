// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/column_name.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/text.hpp"

namespace gigacity::geo::detail {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array brackets{Pair{"(", ")"}, Pair{"[", "]"}, Pair{"（", "）"}, Pair{"【", "】"}};

/// Blanks beyond ASCII that spreadsheets leave in names: no-break and ideographic space, and the
/// byte order mark of a file whose reader kept it.
constexpr std::array<std::string_view, 3> wide_blanks{"\xC2\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF"};

struct Unit {
  std::string_view name;
  std::array<std::string_view, 6> spellings;  ///< lower case
};
constexpr std::array units{
    Unit{"m", {"m", "米", "metre", "metres", "meter", "meters"}},
    Unit{"ft", {"ft", "feet", "foot", "英尺"}},
    Unit{"km", {"km", "千米", "公里"}},
    Unit{"cm", {"cm", "厘米"}},
    Unit{"deg", {"°", "º", "deg", "degree", "degrees", "度"}},
    Unit{"rad", {"rad", "radian", "radians", "弧度"}},
    Unit{"MHz", {"mhz", "兆赫", "兆"}},
    Unit{"kHz", {"khz", "千赫"}},
    Unit{"GHz", {"ghz", "吉赫"}},
    Unit{"dBm", {"dbm", "毫瓦分贝"}},
    Unit{"0.1 dBm", {"0.1dbm", "0.1毫瓦分贝"}},
    Unit{"W", {"w", "watt", "watts", "瓦"}},
    Unit{"mW", {"mw", "毫瓦"}},
    Unit{"dBi", {"dbi"}},
    Unit{"dBd", {"dbd"}},
    Unit{"dB", {"db", "分贝"}},
    Unit{"%", {"%", "percent", "百分比"}},
};

void trim(std::string& text) {
  for (bool again = true; again;) {
    again = false;
    const auto cut = [&](std::string_view blank) {
      if (text.ends_with(blank)) {
        text.erase(text.size() - blank.size());
        again = true;
      } else if (text.starts_with(blank)) {
        text.erase(0, blank.size());
        again = true;
      }
    };
    for (const std::string_view blank : {" ", "\t", "\r", "\n"}) cut(blank);
    for (const std::string_view blank : wide_blanks) cut(blank);
  }
}

/// Takes "(...)" off the end of `text` and returns what it held.
std::optional<std::string> taken_brackets(std::string& text) {
  for (const auto& [open, close] : brackets) {
    if (!text.ends_with(close)) continue;
    const auto at = text.rfind(open);
    if (at == std::string::npos || at == 0) continue;
    const auto from = at + open.size();
    std::string held = text.substr(from, text.size() - close.size() - from);
    text.erase(at);
    trim(text);
    return held;
  }
  return std::nullopt;
}

}  // namespace

ColumnName column_name(std::string_view header) {
  std::string text = folded(header);
  trim(text);
  ColumnName name;
  while (const auto held = taken_brackets(text)) {
    if (!name.notes.empty()) name.notes.insert(0, " ");
    std::string inside = *held;
    trim(inside);
    name.notes.insert(0, inside);
  }
  for (std::size_t at = 0; at < text.size();) {
    const auto blank = std::ranges::find_if(
        wide_blanks, [&](std::string_view b) { return text.compare(at, b.size(), b) == 0; });
    if (blank != wide_blanks.end()) {
      at += blank->size();
      continue;
    }
    if (std::string_view(" _-.\t\r\n").find(text[at]) == std::string_view::npos)
      name.key += text[at];
    ++at;
  }
  return name;
}

int index_of_column(const std::vector<std::string>& names, const std::string& name) {
  auto it = std::ranges::find(names, name);
  if (it == names.end()) {
    const std::string key = column_name(name).key;
    it = std::ranges::find_if(
        names, [&](const std::string& n) { return !key.empty() && column_name(n).key == key; });
  }
  return it == names.end() ? -1 : static_cast<int>(it - names.begin());
}

void check_only_one(const std::vector<std::string>& names, const std::string& column,
                    const InputLocation& where, Findings& findings) {
  const auto count = std::ranges::count(names, column);
  if (count < 2) return;
  auto at = where;
  at.field = column;
  findings.error({at, fmt::format("is the name of {} columns", count), "rename all but one"});
}

std::optional<std::string> unit_stated(const ColumnName& name) {
  const auto words = [&] {
    std::vector<std::string> all{name.notes};
    for (std::size_t at = 0; at < name.notes.size();) {
      const auto end = std::min(name.notes.find_first_of(" ,;:/", at), name.notes.size());
      all.push_back(name.notes.substr(at, end - at));
      at = end + 1;
    }
    return all;
  }();
  for (const std::string& word : words) {
    if (word.empty()) continue;
    const auto unit = std::ranges::find_if(units, [&](const Unit& u) {
      return std::ranges::find(u.spellings, std::string_view(word)) != u.spellings.end();
    });
    if (unit != units.end()) return std::string(unit->name);
  }
  return std::nullopt;
}

std::string_view without_unit(std::string_view value, std::string_view unit) {
  const auto known = std::ranges::find(units, unit, &Unit::name);
  if (known == units.end()) return value;
  const std::string text = folded(value);
  const auto rest_before = [&](std::string_view end) -> std::optional<std::string_view> {
    if (end.empty() || !text.ends_with(end) || text.size() == end.size()) return std::nullopt;
    const auto from = value.find_first_not_of(" \t\r\n");
    return value.substr(from, text.size() - end.size());
  };
  for (const std::string_view spelling : known->spellings)
    if (const auto rest = rest_before(spelling)) return *rest;
  if (unit == "MHz")
    if (const auto rest = rest_before("m")) return *rest;  // "20M", as planners say it
  return value;
}

}  // namespace gigacity::geo::detail
