// SPDX-License-Identifier: Apache-2.0
#include "apps/run/load_plant.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "apps/run/fibre_tables.hpp"
#include "apps/run/layer_schemas.hpp"
#include "apps/run/ofds.hpp"
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

/// "1:8", "1/8" or "8".
std::optional<int> ratio_of(const std::string& text) {
  auto digits = std::string_view(text);
  if (const auto colon = digits.find_first_of(":/："); colon != std::string_view::npos) {
    if (digits.substr(0, colon) != "1") return std::nullopt;
    digits.remove_prefix(digits.find_last_not_of("0123456789") + 1);
  }
  int ratio = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), ratio);
  if (error != std::errc{} || end != digits.data() + digits.size() || ratio < 1)
    return std::nullopt;
  return ratio;
}

std::optional<fibre::CableKind> cable_kind_of(const std::string& text) {
  const auto word = folded(text);
  const auto is = [&](std::initializer_list<const char*> words) {
    return std::ranges::find(words, word) != words.end();
  };
  if (is({"feeder", "trunk", "backbone", "馈线", "主干", "馈线光缆", "主干光缆"}))
    return fibre::CableKind::feeder;
  if (is({"", "distribution", "配线", "配线光缆"})) return fibre::CableKind::distribution;
  if (is({"drop", "入户", "引入", "入户光缆", "皮线光缆"})) return fibre::CableKind::drop;
  return std::nullopt;
}

class PlantLoader {
 public:
  PlantLoader(const FibreSection& section, const geo::Crs& crs, const MapBox& area,
              fibre::FibrePlant& plant, std::vector<LayerRecord>& layers, Findings& findings)
      : m_section(section),
        m_crs(crs),
        m_area(area),
        m_plant(plant),
        m_layers(layers),
        m_findings(findings) {}

  void load() {
    if (!class_index(m_plant.classes, m_section.pon_class))
      m_findings.error(unknown_class({.layer = "fibre", .field = "pon_class"}, m_section.pon_class,
                                     m_plant.classes));
    if (m_section.olts) read_olts(*m_section.olts);
    if (m_section.ofds_nodes) read_ofds_nodes(*m_section.ofds_nodes);
    if (m_section.cards) read_cards();
    drop_sites_without_cards();
    if (m_section.splitters) read_splitters();
    if (m_section.boxes) read_boxes();
    if (m_section.closures) read_closures();
    if (m_section.cables) read_cables();
    if (m_section.ofds_spans) read_ofds_spans(*m_section.ofds_spans);
    check();
  }

 private:
  static InputLocation at(const geo::LayerSource& source, const std::string& feature,
                          const std::string& field) {
    return {.source = source.source, .layer = source.section, .feature = feature, .field = field};
  }

  std::vector<geo::Feature> rows_of(const geo::LayerSource& source,
                                    const geo::LayerSchema& schema) {
    auto rows = geo::read_layer(source, schema, m_crs, m_area, m_findings);
    m_layers.push_back(
        {source.section, source.source, static_cast<std::int64_t>(rows.size()), source.datum});
    return rows;
  }

  /// Class, ports and split of a row of OLTs or cards.
  fibre::PonCard card_of(const geo::LayerSource& source, const geo::Feature& row) {
    fibre::PonCard card;
    card.ports = static_cast<int>(row.number_or("ports", 0.0));
    card.split = static_cast<int>(row.number_or("split", card.split));
    const auto class_id = row.text_or("pon_class", m_section.pon_class);
    const auto index = class_index(m_plant.classes, class_id);
    if (!index && class_id != m_section.pon_class)
      m_findings.error(unknown_class(at(source, row.id, "pon_class"), class_id, m_plant.classes));
    card.pon_class = index.value_or(0);
    const auto& splitters = m_plant.losses.splitter_db;
    if (std::ranges::find(splitters, card.split, &std::pair<int, double>::first) == splitters.end())
      m_findings.error({at(source, row.id, "split"),
                        fmt::format("1:{} is not a splitter ratio of the loss table", card.split),
                        "use a power of two from 2 to 128, the total over both stages"});
    return card;
  }

  void read_olts(const geo::LayerSource& source) {
    const auto rows = rows_of(source, olt_schema());
    for (const auto& row : rows) {
      const auto* point = std::get_if<MapPoint>(&row.geometry);
      if (point == nullptr) continue;
      fibre::OpticalLineTerminal olt;
      olt.id = row.text_or("id", "");
      olt.name = row.text_or("name", olt.id);
      olt.point = *point;
      const bool states_ports = row.number("ports").has_value();
      if (states_ports) olt.cards = {card_of(source, row)};
      if (!states_ports && !m_section.cards)
        m_findings.error({at(source, row.id, "ports"), "has no value",
                          "give the number of PON ports here, or the cards in fibre.cards"});
      m_rows.try_emplace({"olts", olt.id}, row.id);
      m_plant.olts.push_back(std::move(olt));
    }
    m_first_site = m_plant.olts.size();
  }

  void read_ofds_nodes(const geo::LayerSource& source) {
    for (const auto& row : rows_of(source, ofds_node_schema())) {
      const auto* point = std::get_if<MapPoint>(&row.geometry);
      if (point == nullptr) continue;
      const auto id = row.text_or("id", "");
      const auto status = row.text_or("status", "");
      if (!ofds_operational(status)) {
        m_findings.skip(at(source, id, "status"), fmt::format("node is {}", status));
        continue;
      }
      switch (ofds_node_named(row.text_or("type", ""))) {
        case OfdsNode::olt:
          m_rows.try_emplace({"olts", id}, row.id);
          m_plant.olts.push_back({id, row.text_or("name", id), *point, {}});
          break;
        case OfdsNode::box:
          m_rows.try_emplace({"boxes", id}, row.id);
          m_plant.boxes.push_back({id, *point, "", m_section.options.box_dwellings});
          break;
        case OfdsNode::closure:
          m_plant.closures.push_back({id, *point});
          break;
        case OfdsNode::none:
          m_findings.skip(at(source, id, "type"), "node of a type that is no part of the plant");
      }
    }
  }

  /// A point of presence is an OLT where it has cards.
  void drop_sites_without_cards() {
    const auto first = m_plant.olts.begin() + static_cast<std::ptrdiff_t>(m_first_site);
    for (auto site = first; site != m_plant.olts.end(); ++site)
      if (site->cards.empty())
        m_findings.skip(at(*m_section.ofds_nodes, site->id, "id"),
                        "site without a card in fibre.cards: no OLT");
    m_plant.olts.erase(std::remove_if(first, m_plant.olts.end(),
                                      [](const auto& olt) { return olt.cards.empty(); }),
                       m_plant.olts.end());
  }

  void read_ofds_spans(const geo::LayerSource& source) {
    for (auto& row : rows_of(source, ofds_span_schema())) {
      auto* lines = std::get_if<MultiLineString>(&row.geometry);
      if (lines == nullptr) continue;
      const auto id = row.text_or("id", "");
      const auto status = row.text_or("status", "");
      const auto medium = row.text_or("transmissionMedium", "fibre");
      if (!ofds_operational(status)) {
        m_findings.skip(at(source, id, "status"), fmt::format("span is {}", status));
      } else if (medium.find("fibre") == std::string::npos) {
        m_findings.skip(at(source, id, "transmissionMedium"), "span is not of fibre");
      } else {
        m_plant.cables.push_back(
            {id, cable_kind_of(row.text_or("kind", "")).value_or(fibre::CableKind::distribution),
             std::move(*lines), static_cast<int>(row.number_or("fibreCount", 0.0)),
             row.text_or("fibreType", "")});
      }
    }
  }

  /// The cards of an OLT take the place of the ports that its own row states.
  void read_cards() {
    const auto& source = *m_section.cards;
    const auto rows = geo::read_table(source, card_schema(), m_findings);
    m_layers.push_back({source.section, source.source, static_cast<std::int64_t>(rows.size())});
    std::map<std::string, std::vector<fibre::PonCard>> cards;
    for (const auto& row : rows) {
      auto card = card_of(source, row);
      card.shelf = row.text_or("shelf", "");
      card.slot = row.text_or("slot", "");
      cards[row.text_or("olt", "")].push_back(std::move(card));
    }
    for (auto& olt : m_plant.olts) {
      const auto found = cards.find(olt.id);
      if (found == cards.end()) continue;
      olt.cards = std::move(found->second);
      cards.erase(found);
    }
    // OLTs outside the area are not there, and their cards are no mistake.
    for (const auto& [olt, of_olt] : cards)
      for (std::size_t i = 0; i < of_olt.size(); ++i)
        m_findings.skip({.source = source.source, .layer = source.section, .feature = olt},
                        "no OLT of this id in the area");
  }

  void read_splitters() {
    const auto& source = *m_section.splitters;
    for (const auto& row : rows_of(source, splitter_schema())) {
      const auto* point = std::get_if<MapPoint>(&row.geometry);
      if (point == nullptr) continue;
      const auto text = row.text_or("ratio", "");
      const auto ratio = ratio_of(text);
      if (!ratio) {
        m_findings.error({at(source, row.id, "ratio"), fmt::format("is \"{}\"", text),
                          "expected a ratio as 1:8 or 8"});
        continue;
      }
      m_rows.try_emplace({"splitters", row.text_or("id", "")}, row.id);
      m_plant.splitters.push_back({row.text_or("id", ""), *point, *ratio, row.text_or("fed_by", ""),
                                   row.text_or("box", "")});
    }
  }

  void read_boxes() {
    for (const auto& row : rows_of(*m_section.boxes, box_schema())) {
      const auto* point = std::get_if<MapPoint>(&row.geometry);
      if (point == nullptr) continue;
      m_rows.try_emplace({"boxes", row.text_or("id", "")}, row.id);
      m_plant.boxes.push_back({row.text_or("id", ""), *point, row.text_or("fed_by", ""),
                               static_cast<int>(row.number_or("capacity", 0.0))});
    }
  }

  void read_closures() {
    for (const auto& row : rows_of(*m_section.closures, closure_schema()))
      if (const auto* point = std::get_if<MapPoint>(&row.geometry))
        m_plant.closures.push_back({row.text_or("id", ""), *point});
  }

  void read_cables() {
    const auto& source = *m_section.cables;
    for (auto& row : rows_of(source, cable_schema())) {
      auto* lines = std::get_if<MultiLineString>(&row.geometry);
      if (lines == nullptr) continue;
      const auto text = row.text_or("kind", "");
      const auto kind = cable_kind_of(text);
      if (!kind) {
        m_findings.error({at(source, row.id, "kind"), fmt::format("is \"{}\"", text),
                          "expected feeder, distribution or drop (馈线, 配线, 入户)"});
        continue;
      }
      m_plant.cables.push_back({row.text_or("id", ""), *kind, std::move(*lines),
                                static_cast<int>(row.number_or("fibres", 0.0)),
                                row.text_or("fibre_type", "")});
    }
  }

  /// What the layers' schemas cannot see.
  void check() {
    for (auto& problem : fibre::check(m_plant)) {
      const auto& layer = problem.where.layer;
      // Wrong splits and ports have been said with their row above, classes too.
      if (layer == "olts" && problem.where.field != "ports" && problem.where.field != "id")
        continue;
      if (layer == "olts" && !m_section.cards) continue;
      const auto& layers = layer == "splitters" ? m_section.splitters
                           : layer == "boxes"   ? m_section.boxes
                                                : m_section.olts;
      const auto& source = layers ? *layers : *m_section.ofds_nodes;
      if (const auto row = m_rows.find({layer, problem.where.feature}); row != m_rows.end())
        problem.where.feature = row->second;
      problem.where.source = source.source;
      problem.where.layer = source.section;
      m_findings.error(std::move(problem));
    }
  }

  const FibreSection& m_section;
  const geo::Crs& m_crs;
  const MapBox& m_area;
  fibre::FibrePlant& m_plant;
  std::vector<LayerRecord>& m_layers;
  Findings& m_findings;
  std::size_t m_first_site = 0;  ///< of OFDS, among the OLTs
  /// Row of each id of a layer of fibre::check().
  std::map<std::pair<std::string, std::string>, std::string> m_rows;
};

}  // namespace

fibre::FibrePlant load_plant(const FibreSection& section, const std::filesystem::path& data_folder,
                             const geo::Crs& crs, const MapBox& area,
                             std::vector<LayerRecord>& layers, Findings& findings) {
  fibre::FibrePlant plant;
  plant.classes = read_pon_classes(data_folder / "fibre" / "pon_classes.toml");
  plant.losses = read_passive_losses(
      data_folder / "fibre" / "losses.toml",
      section.typical_losses ? LossValues::typical : LossValues::maximum, section.fibre_type);
  PlantLoader(section, crs, area, plant, layers, findings).load();
  return plant;
}

std::vector<fibre::Premises> load_premises(const FibreSection& section,
                                           const fibre::FibrePlant& plant, const City& city,
                                           std::vector<LayerRecord>& layers, Findings& findings) {
  std::vector<fibre::Premises> premises;
  for (const auto& building : city.buildings)
    if (building.dwellings > 0)
      premises.push_back({building.id, building.point, building.dwellings});
  if (!section.premises) return premises;
  const auto& source = *section.premises;
  const auto rows = geo::read_table(source, connected_premises_schema(), findings);
  layers.push_back({source.section, source.source, static_cast<std::int64_t>(rows.size())});
  std::unordered_map<std::string, std::size_t> premises_of;
  for (std::size_t i = 0; i < premises.size(); ++i) premises_of.try_emplace(premises[i].id, i);
  const auto boxes = fibre::box_indices(plant);
  for (const auto& row : rows) {
    const auto found = premises_of.find(row.text_or("building", ""));
    const auto box = row.text_or("box", "");
    const InputLocation where{.source = source.source, .layer = source.section, .feature = row.id};
    if (found == premises_of.end()) {
      findings.skip(where, "no building with dwellings of this id in the area");
    } else if (!boxes.contains(box)) {
      auto at = where;
      at.field = "box";
      findings.error(
          {at, fmt::format("there is no box \"{}\"", box), "name an id of the fibre.boxes layer"});
    } else {
      premises[found->second].box = box;
    }
  }
  return premises;
}

}  // namespace gigacity::apps
