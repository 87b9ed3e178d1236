// SPDX-License-Identifier: Apache-2.0
#include "apps/run/fibre_layers.hpp"

#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "apps/run/fibre_statistics.hpp"
#include "apps/run/field_values.hpp"
#include "sim/fibre/route_lines.hpp"

namespace gigacity::apps {

namespace {

using geo::FieldType;
using geo::FieldValue;
using geo::GeometryKind;
using geo::OutputLayer;

const fibre::OpticalLineTerminal& olt_at(const RunOutcome& outcome, std::int32_t olt) {
  return outcome.plant->olts[static_cast<std::size_t>(olt)];
}

const fibre::PonClass& class_of(const RunOutcome& outcome, const fibre::PonCard& card) {
  return outcome.plant->classes[static_cast<std::size_t>(card.pon_class)];
}

/// The id, or nothing where the index is -1.
template <class T>
FieldValue id_of(const std::vector<T>& parts, std::int32_t index) {
  if (index < 0) return std::monostate{};
  return parts[static_cast<std::size_t>(index)].id;
}

OutputLayer port_layer(const RunOutcome& outcome) {
  OutputLayer layer{"pon_ports",
                    "PON ports: dwellings on them, routes and load of the busy hour",
                    GeometryKind::point,
                    {0, 90, 181},
                    {{"id"},
                     {"olt"},
                     {"pon_class"},
                     {"split", FieldType::integer},
                     {"dwellings", FieldType::integer},
                     {"occupancy_pct", FieldType::number},
                     {"nearest_m", FieldType::number},
                     {"farthest_m", FieldType::number},
                     {"busy_hour_load_mbps", FieldType::number}},
                    {}};
  layer.more_features = [&outcome](const geo::FeatureSink& add) {
    auto use = outcome.fibre->ports.begin();
    for (std::size_t o = 0; o < outcome.plant->olts.size(); ++o) {
      const auto& olt = outcome.plant->olts[o];
      for (std::size_t c = 0; c < olt.cards.size(); ++c) {
        const auto& card = olt.cards[c];
        for (int port = 1; port <= card.ports; ++port) {
          const bool used = use != outcome.fibre->ports.end() &&
                            use->olt == static_cast<std::int32_t>(o) &&
                            use->card == static_cast<std::int32_t>(c) && use->port == port;
          const int dwellings = used ? use->dwellings : 0;
          add({olt.point,
               {fibre::port_id(olt, card, port), olt.id, class_of(outcome, card).id,
                whole(card.split), whole(dwellings), thousandths(100.0 * dwellings / card.split),
                used ? thousandths(use->nearest_m) : FieldValue{},
                used ? thousandths(use->farthest_m) : FieldValue{},
                thousandths(used ? use->busy_hour_load_mbps : 0.0)}});
          if (used) ++use;
        }
      }
    }
  };
  return layer;
}

OutputLayer splitter_layer(const RunOutcome& outcome) {
  OutputLayer layer{"splitters",
                    "Splitters, those known and those assumed",
                    GeometryKind::point,
                    {150, 90, 30},
                    {{"id"}, {"ratio"}, {"fed_by"}, {"box"}, {"assumed", FieldType::integer}},
                    {}};
  layer.more_features = [&outcome](const geo::FeatureSink& add) {
    const auto& splitters = outcome.fibre->splitters;
    for (std::size_t s = 0; s < splitters.size(); ++s)
      add({splitters[s].point,
           {splitters[s].id, "1:" + std::to_string(splitters[s].ratio), splitters[s].fed_by,
            splitters[s].box, whole(s < outcome.plant->splitters.size() ? 0 : 1)}});
  };
  return layer;
}

OutputLayer box_layer(const RunOutcome& outcome) {
  OutputLayer layer{"fibre_boxes",
                    "Distribution boxes, those known and those assumed",
                    GeometryKind::point,
                    {90, 120, 40},
                    {{"id"},
                     {"fed_by"},
                     {"capacity", FieldType::integer},
                     {"dwellings_served", FieldType::integer},
                     {"assumed", FieldType::integer}},
                    {}};
  layer.more_features = [&outcome](const geo::FeatureSink& add) {
    const auto& boxes = outcome.fibre->boxes;
    const auto& dwellings = outcome.fibre->box_dwellings;
    for (std::size_t b = 0; b < boxes.size(); ++b)
      add({boxes[b].point,
           {boxes[b].id, boxes[b].fed_by, whole(boxes[b].capacity), whole(dwellings[b]),
            whole(b < outcome.plant->boxes.size() ? 0 : 1)}});
  };
  return layer;
}

OutputLayer route_layer(const RunOutcome& outcome) {
  OutputLayer layer{"fibre_routes",
                    "Routes of fibre by OLT: as built along cables, or assumed along the roads",
                    GeometryKind::line,
                    {200, 60, 30},
                    {{"olt"},
                     {"kind"},
                     {"assumed", FieldType::integer},
                     {"fibres", FieldType::integer},
                     {"dwellings", FieldType::integer},
                     {"length_m", FieldType::number}},
                    {}};
  layer.more_features = [&outcome](const geo::FeatureSink& add) {
    fibre::route_lines(outcome.fibre_graphs.networks(), outcome.fibre->segments,
                       [&](fibre::RouteLine&& route) {
                         add({MultiLineString{std::move(route.line)},
                              {olt_at(outcome, route.olt).id, std::string(to_string(route.kind)),
                               whole(route.assumed ? 1 : 0), whole(route.fibres),
                               whole(route.dwellings), thousandths(route.length_m)}});
                       });
  };
  return layer;
}

std::vector<FieldValue> premises_values(const RunOutcome& outcome, std::size_t i) {
  const auto& premises = outcome.premises[i];
  const auto& service = outcome.fibre->premises[i];
  const auto& building =
      outcome.city().buildings[static_cast<std::size_t>(outcome.results.premises_building[i])];
  const bool routed = service.olt >= 0;
  const bool served = service.port > 0;
  const auto port = [&](std::int32_t card, std::int32_t number) -> FieldValue {
    if (!served) return std::monostate{};
    const auto& olt = olt_at(outcome, service.olt);
    return fibre::port_id(olt, olt.cards[static_cast<std::size_t>(card)], number);
  };
  return {premises.id,
          thousandths(building.height_m),
          std::string(to_string(building.height_origin)),
          whole(premises.dwellings),
          thousandths(building.households),
          whole(service.gigabit_ready() ? 1 : 0),
          std::string(fibre::to_string(service.gap)),
          routed ? FieldValue(olt_at(outcome, service.olt).id) : FieldValue{},
          id_of(outcome.fibre->boxes, service.box),
          routed ? thousandths(service.route_m) : FieldValue{},
          routed ? thousandths(service.loss_db) : FieldValue{},
          routed ? thousandths(service.margin_db) : FieldValue{},
          port(service.card, service.port),
          port(service.last_card, service.last_port),
          served ? whole(service.ports) : FieldValue{},
          id_of(outcome.fibre->splitters, service.splitter),
          served ? whole(service.splitters) : FieldValue{},
          routed ? whole(service.split) : FieldValue{},
          served ? whole(service.as_built ? 1 : 0) : FieldValue{},
          served ? whole(service.needs_attenuator ? 1 : 0) : FieldValue{},
          served ? thousandths(service.peak_mbps) : FieldValue{},
          served ? thousandths(service.busy_hour_mbps) : FieldValue{}};
}

OutputLayer premises_layer(const RunOutcome& outcome) {
  OutputLayer layer{
      "premises",
      "Premises: port, splitter and box that serve them, route, optical loss, rates, and why not "
      "gigabit-ready",
      GeometryKind::point,
      {0, 130, 110},
      {{"id"},
       {"height_m", FieldType::number},
       {"height_origin"},
       {"dwellings", FieldType::integer},
       {"households", FieldType::number},
       {"gigabit_ready", FieldType::integer},
       {"gap"},
       {"olt"},
       {"box"},
       {"route_m", FieldType::number},
       {"loss_db", FieldType::number},
       {"margin_db", FieldType::number},
       {"port"},
       {"last_port"},
       {"ports", FieldType::integer},
       {"splitter"},
       {"splitters", FieldType::integer},
       {"split", FieldType::integer},
       {"as_built", FieldType::integer},
       {"needs_attenuator", FieldType::integer},
       {"peak_mbps", FieldType::number},
       {"busy_hour_mbps", FieldType::number}},
      {}};
  layer.more_features = [&outcome](const geo::FeatureSink& add) {
    for (std::size_t i = 0; i < outcome.premises.size(); ++i)
      add({outcome.premises[i].point, premises_values(outcome, i)});
  };
  return layer;
}

}  // namespace

OutputLayer olt_layer(const RunOutcome& outcome) {
  OutputLayer layer{"olts",
                    "Optical line terminals and the use of their ports",
                    GeometryKind::point,
                    {0, 90, 181},
                    {{"id"},
                     {"name"},
                     {"pon_class"},
                     {"ports", FieldType::integer},
                     {"split", FieldType::integer},
                     {"ports_used", FieldType::integer},
                     {"dwellings_served", FieldType::integer}},
                    {}};
  if (!outcome.fibre) return layer;
  for (std::size_t i = 0; i < outcome.plant->olts.size(); ++i) {
    const auto& olt = outcome.plant->olts[i];
    const auto& use = outcome.fibre->olts[i];
    // Of cards that are not alike: every class once, and the largest split.
    std::string classes;
    std::int64_t ports = 0;
    int split = 0;
    for (const auto& card : olt.cards) {
      const auto& id = class_of(outcome, card).id;
      if (("; " + classes + "; ").find("; " + id + "; ") == std::string::npos)
        classes += (classes.empty() ? "" : "; ") + id;
      ports += card.ports;
      split = std::max(split, card.split);
    }
    layer.features.push_back({olt.point,
                              {olt.id, olt.name, classes, whole(ports), whole(split),
                               whole(use.ports_used), whole(use.dwellings)}});
  }
  return layer;
}

OutputLayer bill_layer(const RunOutcome& outcome) {
  auto layer = plain_table("bill_of_materials",
                           "What the assumed part of the fibre network needs, in all and by OLT",
                           {{"olt"}, {"item"}, {"unit"}, {"quantity", FieldType::number}});
  layer.more_features = [&outcome](const geo::FeatureSink& add) {
    for (const auto& item : bill_totals(*outcome.fibre))
      add({{}, {FieldValue{}, item.item, item.unit, thousandths(item.quantity)}});
    for (const auto& item : outcome.fibre->bill)
      add({{}, {olt_at(outcome, item.olt).id, item.item, item.unit, thousandths(item.quantity)}});
  };
  return layer;
}

std::vector<std::pair<std::string, std::string>> fibre_details(const RunOutcome& outcome) {
  const auto& fibre = *outcome.fibre;
  const auto& plant = *outcome.plant;
  std::int64_t served = 0;
  std::int64_t as_built = 0;
  for (const auto& service : fibre.premises) {
    served += service.port > 0 ? 1 : 0;
    as_built += service.port > 0 && service.as_built ? 1 : 0;
  }
  std::vector<std::pair<std::string, std::string>> details;
  details.emplace_back(
      "Fibre plant",
      plant.boxes.empty() && plant.splitters.empty()
          ? fmt::format("OLTs alone; {} boxes and {} splitters are assumed", fibre.boxes.size(),
                        fibre.splitters.size())
          : fmt::format("{} OLTs, {} splitters and {} boxes as given", plant.olts.size(),
                        plant.splitters.size(), plant.boxes.size()));
  details.emplace_back("Fibre routes",
                       fmt::format("{} of {} premises served are fed along installed cables, the "
                                   "others along the roads; drops follow the roads",
                                   as_built, served));
  const auto& without = fibre.without_olt;
  auto parts = std::to_string(fibre.road_components);
  if (without.parts > 0)
    parts += fmt::format(
        "; {} of them without an OLT have {} premises with {} dwellings, the most near {}",
        without.parts, without.premises, without.dwellings,
        outcome.premises[static_cast<std::size_t>(without.largest_premises)].id);
  details.emplace_back("Unconnected parts of the road network", std::move(parts));
  const auto& quality = fibre.quality;
  details.emplace_back(
      "Assignment to 10G ports",
      fmt::format("{} of at most {} dwellings; {:.1f} km from box or OLT to them, at least {:.1f}",
                  quality.dwellings, quality.dwellings_bound, quality.route_m / 1000.0,
                  quality.route_bound_m / 1000.0));
  return details;
}

std::vector<OutputLayer> fibre_layers(const RunOutcome& outcome) {
  std::vector<OutputLayer> layers;
  const auto& fibre = *outcome.fibre;
  layers.push_back(olt_layer(outcome));
  layers.push_back(port_layer(outcome));
  if (!fibre.splitters.empty()) layers.push_back(splitter_layer(outcome));
  if (!fibre.boxes.empty()) layers.push_back(box_layer(outcome));
  if (!fibre.segments.empty()) layers.push_back(route_layer(outcome));
  layers.push_back(premises_layer(outcome));
  if (!fibre.bill.empty()) layers.push_back(bill_layer(outcome));
  return layers;
}

}  // namespace gigacity::apps
