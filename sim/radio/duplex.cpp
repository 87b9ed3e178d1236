// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/duplex.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string>

namespace gigacity::radio {
namespace {

constexpr int symbols_per_slot = 14;

// Downlink, guard and uplink symbols of a special slot; nothing where the text is not of the form a:b:c.
std::optional<std::array<int, 3>> special_slot(std::string_view text) {
  std::array<int, 3> symbols{};
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    if (i > 0) {
      if (at == end || *at != ':') return std::nullopt;
      ++at;
    }
    const auto [after, error] = std::from_chars(at, end, symbols[i]);
    if (error != std::errc() || symbols[i] < 0 || symbols[i] > symbols_per_slot)
      return std::nullopt;
    at = after;
  }
  if (at != end || symbols[0] + symbols[1] + symbols[2] != symbols_per_slot) return std::nullopt;
  return symbols;
}

// "SA2" or "SA2SSP7", as slots and special symbols.
std::string of_configuration(std::string_view text) {
  // TS 36.211 tables 4.2-2, and 4.2-1 for the normal cyclic prefix.
  constexpr std::array subframes{"DSUUUDSUUU", "DSUUDDSUUD", "DSUDDDSUDD", "DSUUUDDDDD",
                                 "DSUUDDDDDD", "DSUDDDDDDD", "DSUUUDSUUD"};
  constexpr std::array specials{"3:10:1", "9:4:1", "10:3:1", "11:2:1", "12:1:1",
                                "3:9:2",  "9:3:2", "10:2:2", "11:1:2", "6:6:2"};
  const auto digit = [&](std::size_t at, std::size_t count) -> std::optional<std::size_t> {
    if (at >= text.size() || text[at] < '0' || text[at] > '9') return std::nullopt;
    const auto value = static_cast<std::size_t>(text[at] - '0');
    return value < count ? std::optional(value) : std::nullopt;
  };
  const auto subframe = digit(2, subframes.size());
  if (!subframe || (text.size() != 3 && (text.size() != 7 || text.substr(3, 3) != "SSP")))
    return {};
  const auto special = text.size() == 3 ? std::optional<std::size_t>(7) : digit(6, specials.size());
  if (!special) return {};
  return std::string(subframes[*subframe]) + specials[*special];
}

// "4:1" as slots.
std::string of_ratio(std::string_view text) {
  if (text == "7:3") return "DDDSUDDSUU";
  if (text.size() != 3 || text[1] != ':' || text[0] < '1' || text[0] > '9' || text[2] < '1' ||
      text[2] > '9')
    return {};
  return std::string(static_cast<std::size_t>(text[0] - '1'), 'D') + 'S' +
         std::string(static_cast<std::size_t>(text[2] - '0'), 'U');
}

}  // namespace

std::optional<SymbolShares> symbol_shares_of(std::string_view pattern) {
  std::string text;
  for (const char c : pattern) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isspace(byte) == 0 && c != ',' && c != '+' && c != '/')
      text += static_cast<char>(std::toupper(byte));
  }
  if (text == "FDD") return SymbolShares{};
  if (text.starts_with("SA"))
    text = of_configuration(text);
  else if (!text.empty() && text[0] >= '0' && text[0] <= '9')
    text = of_ratio(text);
  const auto letters = std::min(text.find_first_not_of("DSU"), text.size());
  if (letters == 0) return std::nullopt;
  const auto special =
      letters == text.size() ? special_slot("10:2:2") : special_slot(text.substr(letters));
  if (!special) return std::nullopt;
  int downlink = 0;
  int uplink = 0;
  for (const char slot : text.substr(0, letters)) {
    downlink += slot == 'D' ? symbols_per_slot : slot == 'S' ? (*special)[0] : 0;
    uplink += slot == 'U' ? symbols_per_slot : slot == 'S' ? (*special)[2] : 0;
  }
  if (downlink == 0 || uplink == 0) return std::nullopt;
  const double all = symbols_per_slot * static_cast<double>(letters);
  return SymbolShares{downlink / all, uplink / all};
}

std::string_view usual_pattern(Technology technology) {
  return technology == Technology::nr ? "DDDSU 10:2:2" : "DSUDDDSUDD 10:2:2";
}

// TS 36.101 table 5.5-1, TS 38.101-1 table 5.2-1, TS 38.101-2 table 5.2-1.
bool is_unpaired(const OperatingBand& band) {
  if (band.technology == Technology::lte) return band.number >= 33 && band.number <= 53;
  constexpr std::array unpaired{34, 38, 39, 40, 41, 46, 47,  48,  50, 51,
                                53, 77, 78, 79, 90, 96, 101, 102, 104};
  return band.number >= 257 || std::ranges::find(unpaired, band.number) != unpaired.end();
}

bool usually_unpaired(Technology technology, double frequency_mhz, double bandwidth_mhz) {
  const auto rare = [](const OperatingBand& band) {
    return band.number == 30 || band.number == 22 ||
           (band.technology == Technology::lte && band.number >= 35 && band.number <= 37) ||
           band.number == 44 || band.number == 69;
  };
  constexpr double widest_paired_mhz = 50.0;
  bool unpaired = false;
  for (const OperatingBand& band : operating_bands()) {
    if (band.technology != technology || !band.holds(frequency_mhz) || rare(band)) continue;
    if (is_unpaired(band))
      unpaired = true;
    else if (bandwidth_mhz <= widest_paired_mhz)
      return false;
  }
  return unpaired;
}

}  // namespace gigacity::radio
