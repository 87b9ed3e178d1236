// SPDX-License-Identifier: Apache-2.0
#include "apps/run/load_indoor_systems.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "apps/run/deep_spaces.hpp"
#include "apps/run/layer_schemas.hpp"
#include "apps/run/row_findings.hpp"
#include "apps/run/technology_names.hpp"
#include "core/text.hpp"
#include "geo/polygons.hpp"

namespace gigacity::apps {

namespace {

class SystemReader {
 public:
  SystemReader(const geo::LayerSource& source, const City& city, Findings& findings)
      : m_source(source),
        m_places(city.places),
        m_findings(findings),
        m_errors({.source = source.source, .layer = source.section}, findings) {
    for (std::size_t i = 0; i < m_places.size(); ++i)
      m_index.try_emplace(m_places[i].id, static_cast<std::int32_t>(i));
  }

  void add(const geo::Feature& row) {
    const auto place = place_of(row);
    if (!place) return;
    radio::IndoorSystem system;
    system.id = row.text_or("id", "");
    system.kind = row.text_or("kind", "");
    system.operator_name = row.text_or("operator", "");
    system.place = *place;
    set_technologies(row, system);
    set_spaces(row, system);
    m_systems.push_back(std::move(system));
  }

  std::vector<radio::IndoorSystem> finish() {
    m_errors.finish();
    return std::move(m_systems);
  }

 private:
  std::optional<std::int32_t> place_of(const geo::Feature& row) {
    if (const auto id = row.text_or("place", ""); !id.empty()) {
      const auto found = m_index.find(id);
      if (found != m_index.end()) return found->second;
      m_errors.add(row.id, "place", fmt::format("there is no key place \"{}\"", id),
                   "name an id of a [[places]] layer, or leave it empty");
      return std::nullopt;
    }
    const auto* point = std::get_if<MapPoint>(&row.geometry);
    const auto* outline = std::get_if<MultiPolygon>(&row.geometry);
    if (point == nullptr && outline == nullptr) return std::nullopt;
    const MapPoint where = point != nullptr ? *point : geo::interior_point(*outline);
    const auto found = std::ranges::find_if(
        m_places, [&](const KeyPlace& place) { return contains(place.footprint, where); });
    if (found != m_places.end()) return static_cast<std::int32_t>(found - m_places.begin());
    m_findings.skip({.source = m_source.source, .layer = m_source.section, .feature = row.id},
                    "in no key place");
    return std::nullopt;
  }

  void set_technologies(const geo::Feature& row, radio::IndoorSystem& system) {
    const auto words = row.text_or("technology", "");
    if (folded(words).empty()) return;
    system.serves = {false, false};
    for (const auto& word : listed_words(words)) {
      const auto technology = technology_named(word);
      if (!technology && !not_simulated(word))
        m_errors.add(row.id, "technology", fmt::format("\"{}\" is no radio technology", word),
                     "expected LTE or NR, or both: \"LTE; NR\"");
      if (technology) system.serves[radio::index_of(*technology)] = true;
    }
  }

  void set_spaces(const geo::Feature& row, radio::IndoorSystem& system) {
    const auto words = row.text_or("deep_spaces", "");
    if (folded(words).empty()) return;
    const auto spaces = deep_spaces_named(words);
    if (spaces.unknown)
      m_errors.add(row.id, "deep_spaces", unknown_space(*spaces.unknown), space_hint);
    system.underground = spaces.underground;
    system.lifts = spaces.lifts;
  }

  const geo::LayerSource& m_source;
  const std::vector<KeyPlace>& m_places;
  Findings& m_findings;
  RowErrors m_errors;
  std::map<std::string, std::int32_t> m_index;
  std::vector<radio::IndoorSystem> m_systems;
};

}  // namespace

std::vector<radio::IndoorSystem> load_indoor_systems(const RadioSection& section,
                                                     LoadedCity& loaded, Findings& findings) {
  if (section.indoor_systems() == nullptr) return {};
  const auto& source = *section.indoor_systems();
  const auto rows = geo::read_layer(source, indoor_system_schema(), loaded.crs,
                                    bounds(loaded.city.area), findings);
  loaded.layers.push_back(
      {source.section, source.source, static_cast<std::int64_t>(rows.size()), source.datum});
  SystemReader reader(source, loaded.city, findings);
  for (const auto& row : rows) reader.add(row);
  return reader.finish();
}

}  // namespace gigacity::apps
