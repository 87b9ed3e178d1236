// SPDX-License-Identifier: Apache-2.0
#include "apps/run/technology_names.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

#include "core/text.hpp"

namespace gigacity::apps {

namespace {

constexpr std::array<std::string_view, 12> lte_words{"lte",    "4g",     "ltefdd", "fddlte",
                                                     "ltetdd", "tddlte", "tdlte",  "ltetd",
                                                     "4glte",  "lte4g",  "ltea",   "eutran"};
constexpr std::array<std::string_view, 12> nr_words{"nr",    "5g",    "5gnr",  "nr5g",
                                                    "nrtdd", "nrfdd", "tddnr", "fddnr",
                                                    "5gsa",  "5gnsa", "nrsa",  "nrnsa"};

using Known = std::pair<std::string_view, std::string_view>;  ///< word, name
constexpr std::array other_words{
    Known{"gsm", "GSM"},     Known{"2g", "GSM"},      Known{"gprs", "GSM"},
    Known{"edge", "GSM"},    Known{"dcs", "GSM"},     Known{"gsm900", "GSM"},
    Known{"gsm1800", "GSM"}, Known{"dcs1800", "GSM"}, Known{"gsmr", "GSM-R"},
    Known{"umts", "UMTS"},   Known{"3g", "UMTS"},     Known{"wcdma", "UMTS"},
    Known{"hspa", "UMTS"},   Known{"utran", "UMTS"},  Known{"tdscdma", "TD-SCDMA"},
    Known{"td", "TD-SCDMA"}, Known{"cdma", "CDMA"},   Known{"cdma2000", "CDMA"},
    Known{"cdma1x", "CDMA"}, Known{"evdo", "CDMA"},   Known{"nbiot", "NB-IoT"},
    Known{"nb", "NB-IoT"},   Known{"ltem", "LTE-M"},  Known{"emtc", "LTE-M"},
    Known{"catm", "LTE-M"},  Known{"iot", "IoT"},     Known{"tetra", "TETRA"},
    Known{"wimax", "WiMAX"}, Known{"wifi", "Wi-Fi"},  Known{"wlan", "Wi-Fi"}};

/// Without case and separators.
std::string bare(const std::string& word) {
  std::string text;
  for (const char c : folded(word))
    if (std::string_view(" -_./()").find(c) == std::string_view::npos) text += c;
  return text;
}

bool is_among(std::span<const std::string_view> words, const std::string& word) {
  return std::ranges::find(words, std::string_view(word)) != words.end();
}

}  // namespace

std::optional<radio::Technology> technology_named(const std::string& word) {
  const auto text = bare(word);
  if (is_among(lte_words, text)) return radio::Technology::lte;
  if (is_among(nr_words, text)) return radio::Technology::nr;
  return std::nullopt;
}

std::optional<std::string> not_simulated(const std::string& word) {
  const auto text = bare(word);
  const auto known = std::ranges::find(other_words, std::string_view(text), &Known::first);
  if (known == other_words.end()) return std::nullopt;
  return std::string(known->second) + " is not simulated";
}

}  // namespace gigacity::apps
