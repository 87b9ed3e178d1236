// SPDX-License-Identifier: Apache-2.0
#include "apps/run/layer_schemas.hpp"

#include "apps/run/site_presets.hpp"

namespace gigacity::apps {

namespace {

/// More people than the earth bears, or dwellings than a building: a column taken for another.
constexpr double most_people = 1e10;
constexpr double most_dwellings = 100'000.0;

}  // namespace

using geo::FieldType;
using geo::GeometryKind;

geo::LayerSchema area_schema() {
  return {.name = "area",
          .geometry = GeometryKind::polygon,
          .fields = {},
          .every_feature_counts = true};
}

geo::LayerSchema admin_schema() {
  return {"admin units",
          GeometryKind::point_or_polygon,
          {{.name = "code", .unique = true},
           {.name = "name", .aliases = {"名称"}},
           {.name = "residents",
            .type = FieldType::number,
            .minimum = 0.0,
            .maximum = most_people,
            .aliases = {"population", "人口"}},
           {.name = "households",
            .type = FieldType::number,
            .minimum = 0.0,
            .maximum = most_people,
            .aliases = {"户数"}},
           {.name = "urban", .type = FieldType::integer, .minimum = 0.0, .maximum = 1.0}},
          false,
          true};
}

geo::LayerSchema building_schema() {
  return {"buildings",
          GeometryKind::polygon,
          {{.name = "id"},
           {.name = "height_m",
            .type = FieldType::number,
            .minimum = 0.0,
            .maximum = 1000.0,
            .aliases = {"height"}},
           {.name = "levels",
            .type = FieldType::number,
            .minimum = 0.0,
            .maximum = 300.0,
            .aliases = {"floors", "building:levels"}},
           {.name = "dwellings",
            .type = FieldType::integer,
            .minimum = 0.0,
            .maximum = most_dwellings,
            .aliases = {"households"}},
           {.name = "insulation", .aliases = {"保温类型"}}}};
}

geo::LayerSchema road_schema() {
  return {
      "roads",
      GeometryKind::line,
      {{.name = "id", .aliases = {"osm_id"}}, {.name = "class", .aliases = {"highway", "fclass"}}}};
}

geo::LayerSchema place_schema() {
  return {"key places",
          GeometryKind::any,
          {{.name = "id", .unique = true},
           {.name = "name", .aliases = {"名称"}},
           {.name = "kind"},
           {.name = "deep_spaces", .aliases = {"深度覆盖"}},
           {.name = "basements",
            .type = FieldType::integer,
            .minimum = 0.0,
            .maximum = 20.0,
            .aliases = {"basement levels", "地下层数"}}}};
}

geo::LayerSchema indoor_system_schema() {
  return {"indoor systems",
          GeometryKind::point_or_polygon,
          {{.name = "id", .required = true, .unique = true},
           {.name = "kind", .aliases = {"system", "系统类型"}},
           {.name = "technology", .aliases = {"tech", "rat", "制式"}},
           {.name = "operator", .aliases = {"运营商"}},
           {.name = "place", .aliases = {"place id"}},
           {.name = "deep_spaces", .aliases = {"spaces", "深度覆盖"}}}};
}

geo::LayerSchema population_schema() {
  return {
      "population",
      GeometryKind::point,
      {{.name = "code", .unique = true},
       {.name = "name", .aliases = {"名称"}},
       {.name = "parent"},
       {.name = "residents",
        .type = FieldType::number,
        .required = true,
        .minimum = 0.0,
        .maximum = most_people,
        .aliases = {"population", "人口"}},
       {.name = "households", .type = FieldType::number, .minimum = 0.0, .maximum = most_people}}};
}

namespace {

constexpr double most_ports = 100'000.0;

geo::FieldSpec split_field() {
  return {.name = "split",
          .type = FieldType::integer,
          .minimum = 1.0,
          .maximum = 256.0,
          .aliases = {"split ratio", "分光比"}};
}

geo::FieldSpec feeder_field() {
  return {.name = "fed_by", .aliases = {"olt", "parent", "upstream", "上联", "上联设备"}};
}

}  // namespace

geo::LayerSchema olt_schema() {
  return {"OLTs",
          geo::GeometryKind::point,
          {{.name = "id", .required = true, .unique = true},
           {.name = "name", .aliases = {"名称"}},
           {.name = "pon_class"},
           {.name = "ports",
            .type = FieldType::integer,
            .minimum = 0.0,
            .maximum = most_ports,
            .aliases = {"pon ports", "PON口数"}},
           split_field()}};
}

geo::LayerSchema card_schema() {
  return {"line cards",
          geo::GeometryKind::point,
          {{.name = "olt", .required = true, .aliases = {"olt id"}},
           {.name = "shelf", .aliases = {"frame", "chassis", "机框", "框号"}},
           {.name = "slot", .required = true, .aliases = {"card", "board", "槽位", "槽号"}},
           {.name = "pon_class", .aliases = {"class"}},
           {.name = "ports",
            .type = FieldType::integer,
            .required = true,
            .minimum = 0.0,
            .maximum = most_ports,
            .aliases = {"pon ports", "PON口数"}},
           split_field()}};
}

geo::LayerSchema splitter_schema() {
  return {"splitters",
          geo::GeometryKind::point,
          {{.name = "id", .required = true, .unique = true},
           {.name = "ratio", .required = true, .aliases = {"split", "split ratio", "分光比"}},
           feeder_field(),
           {.name = "box", .aliases = {"box id", "distribution box", "分纤箱"}}}};
}

geo::LayerSchema box_schema() {
  return {"distribution boxes",
          geo::GeometryKind::point,
          {{.name = "id", .required = true, .unique = true},
           feeder_field(),
           {.name = "capacity",
            .type = FieldType::integer,
            .required = true,
            .minimum = 0.0,
            .maximum = most_dwellings,
            .aliases = {"容量"}}}};
}

geo::LayerSchema closure_schema() {
  return {"splice closures",
          geo::GeometryKind::point,
          {{.name = "id", .required = true, .unique = true}}};
}

geo::LayerSchema cable_schema() {
  return {"cables",
          geo::GeometryKind::line,
          {{.name = "id", .required = true, .unique = true},
           {.name = "kind", .aliases = {"type", "cable type", "光缆类型", "级别"}},
           {.name = "fibres",
            .type = FieldType::integer,
            .minimum = 1.0,
            .maximum = 10'000.0,
            .aliases = {"fibers", "fibre count", "fiber count", "cores", "芯数", "纤芯数"}},
           {.name = "fibre_type", .aliases = {"fiber type", "光纤类型"}}}};
}

geo::LayerSchema connected_premises_schema() {
  return {"connected premises",
          geo::GeometryKind::point,
          {{.name = "building", .required = true, .unique = true, .aliases = {"building id"}},
           {.name = "box", .required = true, .aliases = {"box id", "distribution box", "分纤箱"}}}};
}

geo::LayerSchema ofds_node_schema() {
  return {"OFDS nodes",
          geo::GeometryKind::point,
          {{.name = "id", .required = true, .unique = true, .aliases = {"ofds_id"}},
           {.name = "name"},
           {.name = "status"},
           {.name = "type"}}};
}

geo::LayerSchema ofds_span_schema() {
  return {"OFDS spans",
          geo::GeometryKind::line,
          {{.name = "id", .required = true, .unique = true, .aliases = {"ofds_id"}},
           {.name = "status"},
           {.name = "kind"},
           {.name = "fibreCount", .type = FieldType::integer, .minimum = 1.0, .maximum = 10'000.0},
           {.name = "fibreType"},
           {.name = "transmissionMedium"}}};
}

void check_sources(const Scenario& scenario, Findings& findings) {
  const auto check = [&](const geo::LayerSource& source, const geo::LayerSchema& schema) {
    geo::check_layer(source, schema, true, findings);
  };
  if (scenario.area.layer) check(*scenario.area.layer, area_schema());
  geo::check_rasters(scenario.terrain.ground, findings);
  geo::check_rasters(scenario.terrain.surface, findings);
  if (scenario.landcover) geo::check_rasters(scenario.landcover->raster, findings);
  for (const auto& admin : scenario.admin) check(admin.layer, admin_schema());
  if (scenario.buildings) check(scenario.buildings->layer, building_schema());
  if (scenario.roads) check(*scenario.roads, road_schema());
  for (const auto& places : scenario.places) check(places.layer, place_schema());
  if (scenario.population) {
    if (scenario.population->table)
      geo::check_layer(*scenario.population->table, population_schema(), false, findings);
    geo::check_rasters(scenario.population->raster, findings);
  }
  if (scenario.radio) check_sites(*scenario.radio, findings);
  if (scenario.radio)
    if (const auto* systems = scenario.radio->indoor_systems())
      check(*systems, indoor_system_schema());
  if (!scenario.fibre) return;
  const auto& fibre = *scenario.fibre;
  if (fibre.olts) check(*fibre.olts, olt_schema());
  if (fibre.ofds_nodes) check(*fibre.ofds_nodes, ofds_node_schema());
  if (fibre.ofds_spans) check(*fibre.ofds_spans, ofds_span_schema());
  if (fibre.cards) geo::check_layer(*fibre.cards, card_schema(), false, findings);
  if (fibre.splitters) check(*fibre.splitters, splitter_schema());
  if (fibre.boxes) check(*fibre.boxes, box_schema());
  if (fibre.closures) check(*fibre.closures, closure_schema());
  if (fibre.cables) check(*fibre.cables, cable_schema());
  if (fibre.premises)
    geo::check_layer(*fibre.premises, connected_premises_schema(), false, findings);
}

}  // namespace gigacity::apps
