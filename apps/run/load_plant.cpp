// SPDX-License-Identifier: Apache-2.0
#include "apps/run/load_plant.hpp"

#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>

#include "apps/run/fibre_tables.hpp"
#include "apps/run/layer_schemas.hpp"
#include "core/text.hpp"

namespace gigacity::apps {

namespace {

std::vector<std::string> ids_of(const std::vector<fibre::PonClass>& classes) {
  std::vector<std::string> ids;
  ids.reserve(classes.size());
  for (const auto& pon_class : classes) ids.push_back(pon_class.id);
  return ids;
}

std::optional<std::int32_t> class_index(const std::vector<fibre::PonClass>& classes,
                                        const std::string& id) {
  const auto found = std::ranges::find(classes, id, &fibre::PonClass::id);
  if (found == classes.end()) return std::nullopt;
  return static_cast<std::int32_t>(found - classes.begin());
}

/// "unknown PON class "xgspon"; did you mean ...", with all the classes that the table has.
Diagnostic unknown_class(InputLocation where, const std::string& id,
                         const std::vector<fibre::PonClass>& classes) {
  const auto ids = ids_of(classes);
  const auto nearest = nearest_word(id, ids);
  return {std::move(where),
          fmt::format("unknown PON class \"{}\"; expected one of: {}", id, joined(ids, ", ")),
          nearest ? fmt::format("did you mean \"{}\"?", *nearest) : ""};
}

}  // namespace

fibre::FibrePlant load_plant(const FibreSection& section, const std::filesystem::path& data_folder,
                             const geo::Crs& crs, const MapBox& area,
                             std::vector<LayerRecord>& layers, Findings& findings) {
  fibre::FibrePlant plant;
  plant.classes = read_pon_classes(data_folder / "fibre" / "pon_classes.toml");
  plant.losses = read_passive_losses(data_folder / "fibre" / "losses.toml");
  const auto usual_class = class_index(plant.classes, section.pon_class);
  if (!usual_class)
    findings.error(
        unknown_class({.layer = "fibre", .field = "pon_class"}, section.pon_class, plant.classes));

  const auto olts = geo::read_layer(section.olts, olt_schema(), crs, area, findings);
  layers.push_back({section.olts.section, section.olts.source,
                    static_cast<std::int64_t>(olts.size()), section.olts.datum});
  for (const auto& row : olts) {
    const auto* point = std::get_if<MapPoint>(&row.geometry);
    if (point == nullptr) continue;
    fibre::OpticalLineTerminal olt;
    olt.id = row.text_or("id", "");
    olt.name = row.text_or("name", olt.id);
    olt.point = *point;
    fibre::PonCard card;
    card.ports = static_cast<int>(row.number_or("ports", 0.0));
    card.split = static_cast<int>(row.number_or("split", card.split));
    const InputLocation where{
        .source = section.olts.source, .layer = section.olts.section, .feature = row.id};
    const auto class_id = row.text_or("pon_class", section.pon_class);
    const auto index = class_index(plant.classes, class_id);
    if (!index && class_id != section.pon_class) {
      auto at = where;
      at.field = "pon_class";
      findings.error(unknown_class(at, class_id, plant.classes));
    }
    card.pon_class = index.value_or(0);
    const auto& splitters = plant.losses.splitter_db;
    if (std::ranges::find(splitters, card.split, &std::pair<int, double>::first) ==
        splitters.end()) {
      auto at = where;
      at.field = "split";
      findings.error({at, fmt::format("1:{} is not a splitter ratio of the loss table", card.split),
                      "use a power of two from 2 to 128, the total over both stages"});
    }
    olt.cards = {card};
    plant.olts.push_back(std::move(olt));
  }

  if (!section.boxes) return plant;
  const auto boxes = geo::read_layer(*section.boxes, box_schema(), crs, area, findings);
  layers.push_back({section.boxes->section, section.boxes->source,
                    static_cast<std::int64_t>(boxes.size()), section.boxes->datum});
  std::set<std::string> known;
  for (const auto& olt : plant.olts) known.insert(olt.id);
  for (const auto& row : boxes) {
    const auto* point = std::get_if<MapPoint>(&row.geometry);
    if (point == nullptr) continue;
    fibre::DistributionBox box{row.text_or("id", ""), *point, row.text_or("olt", ""),
                               static_cast<int>(row.number_or("capacity", 0.0))};
    if (!box.fed_by.empty() && !known.contains(box.fed_by))
      findings.error({{.source = section.boxes->source,
                       .layer = section.boxes->section,
                       .feature = row.id,
                       .field = "olt"},
                      fmt::format("there is no OLT \"{}\"", box.fed_by),
                      "name an id of the fibre.olts layer, or leave it empty"});
    plant.boxes.push_back(std::move(box));
  }
  return plant;
}

}  // namespace gigacity::apps
