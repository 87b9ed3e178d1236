// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/osm_tags.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace gigacity::geo::detail {

namespace {

constexpr double metres_per_foot = 0.3048;
constexpr double inches_per_foot = 12.0;

std::string_view without_suffix(std::string_view text, std::string_view suffix) {
  return text.substr(0, text.size() - suffix.size());
}

/// Feet and, behind the quote, inches: 5'11", 40'.
std::optional<double> feet_and_inches_m(std::string_view text) {
  const auto quote = text.find('\'');
  const auto feet = parsed_number(text.substr(0, quote));
  std::string_view rest = text.substr(quote + 1);
  if (!feet) return std::nullopt;
  if (rest.empty()) return *feet * metres_per_foot;
  if (!rest.ends_with('"')) return std::nullopt;
  const auto inches = parsed_number(without_suffix(rest, "\""));
  if (!inches || *inches < 0.0) return std::nullopt;
  return (*feet + *inches / inches_per_foot) * metres_per_foot;
}

}  // namespace

std::string_view tag(const OsmTags& tags, std::string_view key) {
  const auto found = tags.find(key);
  return found == tags.end() ? std::string_view{} : std::string_view(found->second);
}

std::string_view first_value(std::string_view value) {
  return value.substr(0, value.find(';'));
}

std::optional<double> osm_length_m(std::string_view text) {
  const std::string folded_text = folded(text);
  const std::string_view length = folded_text;
  if (length.find('\'') != std::string_view::npos) return feet_and_inches_m(length);
  for (const std::string_view unit : {"ft", "feet"}) {
    if (!length.ends_with(unit)) continue;
    const auto feet = parsed_number(without_suffix(length, unit));
    if (!feet) return std::nullopt;
    return *feet * metres_per_foot;
  }
  if (length.ends_with('m')) return parsed_number(without_suffix(length, "m"));
  return parsed_number(length);
}

std::string_view osm_road_class(std::string_view highway) {
  constexpr std::array<std::string_view, 12> classes{
      "motorway",    "trunk",         "primary", "secondary",  "tertiary", "unclassified",
      "residential", "living_street", "service", "pedestrian", "track",    "road"};
  if (highway.ends_with("_link")) highway = without_suffix(highway, "_link");
  const auto* found = std::ranges::find(classes, highway);
  return found == classes.end() ? std::string_view{} : *found;
}

std::string_view osm_admin_code(const OsmTags& tags) {
  // Each names the office that gives the code out.
  constexpr std::array<std::string_view, 11> keys{
      "ref:admin:CN",      // China, Ministry of Civil Affairs, county and above
      "ref:admin:CN:mca",  // the same office, townships
      "ref:admin:CN:nbs",  // China, National Bureau of Statistics, down to villages
      "ref:cadc:2020",     // the same office's list of 2020
      "ref:INSEE",         // France
      "de:amtlicher_gemeindeschluessel",
      "de:regionalschluessel",
      "ref:ISTAT",        // Italy
      "IBGE:GEOCODIGO",   // Brazil
      "ISO3166-2",        // first subdivisions of every country
      "ISO3166-1:alpha2"  // countries
  };
  for (const std::string_view key : keys)
    if (const auto code = tag(tags, key); !code.empty()) return code;
  return {};
}

}  // namespace gigacity::geo::detail
