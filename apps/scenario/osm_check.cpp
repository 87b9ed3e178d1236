// SPDX-License-Identifier: Apache-2.0
#include "apps/scenario/osm_check.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "core/text.hpp"

namespace gigacity::apps {

namespace {

/// Checks a section that may have preset "osm"; `key` is its place in the document.
void check_osm(const ScenarioDocument& document, const geo::LayerSource& layer,
               const std::string& key, Findings& findings) {
  if (layer.osm && !layer.layer.empty())
    findings.error({document.location(key + ".layer"), "cannot stand beside preset = \"osm\"",
                    "leave it out: the preset knows the layers"});
}

}  // namespace

void check_osm_presets(const ScenarioDocument& document, const Scenario& scenario,
                       Findings& findings) {
  for (std::size_t i = 0; i < scenario.admin.size(); ++i) {
    const auto& admin = scenario.admin[i];
    const auto key = fmt::format("admin[{}]", i);
    check_osm(document, admin.layer, key, findings);
    const bool has_level = toml::at_path(document.root, key + ".admin_level").is_integer();
    if (!admin.layer.osm && has_level)
      findings.error({document.location(key + ".admin_level"), "needs preset = \"osm\"", ""});
    if (admin.layer.osm && !has_level && !admin.level.empty() &&
        admin.layer.osm->settlements.empty())
      findings.error({document.location(key + ".level"),
                      fmt::format("\"{}\" does not say which places of OpenStreetMap are meant; "
                                  "expected {}, or a key admin_level",
                                  admin.level, joined(geo::osm_settlement_levels(), ", ")),
                      "give admin_level: boundaries of that level are read"});
  }
  if (scenario.buildings) check_osm(document, scenario.buildings->layer, "buildings", findings);
  if (scenario.roads) check_osm(document, *scenario.roads, "roads", findings);
  for (std::size_t i = 0; i < scenario.places.size(); ++i) {
    const auto& places = scenario.places[i];
    const auto key = fmt::format("places[{}]", i);
    check_osm(document, places.layer, key, findings);
    const auto& kinds = geo::osm_place_kinds();
    if (!places.layer.osm || places.kind.empty() ||
        std::ranges::find(kinds, places.kind) != kinds.end())
      continue;
    const auto nearest = nearest_word(places.kind, kinds);
    findings.error(
        {document.location(key + ".kind"),
         fmt::format("is \"{}\"; with preset = \"osm\" expected one of {}, or none for all",
                     places.kind, joined(kinds, ", ")),
         nearest ? fmt::format("did you mean {}?", *nearest) : ""});
  }
}

}  // namespace gigacity::apps
