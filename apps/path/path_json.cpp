// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <nlohmann/json.hpp>

#include "apps/path/path_report.hpp"
#include "core/units.hpp"
#include "sim/propagation/free_space.hpp"

namespace gigacity::apps {

namespace {

using Json = nlohmann::ordered_json;

/// A figure of JSON; nothing for what is none.
Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json();
}

Json end_json(const PathEnd& end) {
  return {{"name", end.name},
          {"lon", end.position.lon_deg},
          {"lat", end.position.lat_deg},
          {"ground_m", end.ground_m},
          {"height_m", end.height_m}};
}

Json term_json(const radio::LossTerm& term) {
  return {{"symbol", term.symbol},       {"title", term.title}, {"reference", term.reference},
          {"value", number(term.value)}, {"unit", term.unit},   {"summand", term.summand}};
}

Json terms_json(const std::vector<radio::LossTerm>& terms) {
  auto list = Json::array();
  for (const auto& term : terms) list.push_back(term_json(term));
  return list;
}

Json model_json(const propagation::ModelInfo& model) {
  Json json{{"model", model.name}};
  if (!model.variant.empty()) json["variant"] = model.variant;
  return json;
}

Json point_json(const radio::ProfilePoint& point) {
  return {{"distance_m", point.distance_m}, {"height_m", point.height_m}};
}

Json horizon_json(const std::optional<radio::Horizon>& horizon) {
  if (!horizon) return nullptr;
  Json json = point_json(horizon->point);
  json["elevation_deg"] = degrees(horizon->elevation_rad);
  return json;
}

Json edges_json(const PathReport& report) {
  auto list = Json::array();
  const auto add = [&](const char* kind, double distance_m, double height_m) {
    list.push_back({{"kind", kind}, {"distance_m", distance_m}, {"height_m", height_m}});
  };
  if (report.bullington)
    add("bullington", report.bullington->distance_m, report.bullington->height_m);
  const double wavelength_m = propagation::wavelength_m(report.path.frequency_mhz);
  const auto add_knife = [&](const char* kind, const propagation::KnifeEdge& edge) {
    if (!std::isfinite(edge.nu_root_m)) return;
    add(kind, edge.distance_m, edge.height_m);
    list.back()["nu"] = propagation::nu_of(edge, wavelength_m);
  };
  add_knife("principal", report.knife_edges.principal);
  add_knife("transmitter side", report.knife_edges.transmitter_side);
  add_knife("receiver side", report.knife_edges.receiver_side);
  return list;
}

Json geometry_json(const PathReport& report) {
  const auto& g = report.geometry;
  Json json{{"distance_m", report.line.distance_m},
            {"map_distance_m", g.distance_m},
            {"slant_m", g.slant_m},
            {"azimuth_deg", report.line.azimuth_deg},
            {"back_azimuth_deg", report.line.back_azimuth_deg},
            {"elevation_deg", degrees(g.elevation_rad.transmitter)},
            {"back_elevation_deg", degrees(g.elevation_rad.receiver)},
            {"line_of_sight", g.line_of_sight}};
  json["first_fresnel_zone"] = nullptr;
  if (g.tightest) {
    Json zone = point_json(g.tightest->point);
    zone["clearance_m"] = g.tightest->clearance_m;
    zone["radius_m"] = g.tightest->radius_m;
    zone["clear_percent"] = 100.0 * g.tightest->share();
    json["first_fresnel_zone"] = std::move(zone);
  }
  json["transmitter_horizon"] = horizon_json(g.transmitter_horizon);
  json["receiver_horizon"] = horizon_json(g.receiver_horizon);
  json["edges"] = edges_json(report);
  return json;
}

Json profile_json(const LoadedPath& path) {
  Json json{{"step_m", path.step_m}};
  for (const char* of : {"ground_m", "surface_m"}) json[of] = Json::array();
  for (const float height : path.ground_m) json["ground_m"].push_back(number(height));
  for (const float height : path.surface_m) json["surface_m"].push_back(number(height));
  return json;
}

Json loss_json(const PathReport& report, const radio::LinkLoss& loss) {
  Json json = model_json(*loss.model);
  json["title"] = loss.model->title;
  json["citation"] = loss.model->citation;
  json["basic_loss_db"] = loss.basic_db;
  json["total_loss_db"] = report.total_db(loss);
  if (const auto level = report.level_dbm(loss)) json["level_dbm"] = *level;
  json["terms"] = terms_json(loss.terms);
  json["remarks"] = loss.remarks;
  return json;
}

}  // namespace

std::string path_json(const PathReport& report) {
  const LoadedPath& path = report.path;
  Json json{{"from", end_json(path.from)},
            {"to", end_json(path.to)},
            {"frequency_mhz", path.frequency_mhz},
            {"effective_earth_radius_factor", path.options.effective_earth_radius_factor},
            {"land", path.land},
            {"map", path.map},
            {"pixel_m", path.pixel_m}};
  if (path.cell) {
    json["cell"] = {{"site_id", path.cell->site},
                    {"cell_id", path.cell->cell.id},
                    {"technology", radio::to_string(path.cell->cell.technology)}};
  }
  json["geometry"] = geometry_json(report);
  if (report.level) {
    json["level"] = {{"quantity", report.level->quantity},
                     {"before_loss_dbm", report.level->before_loss_dbm},
                     {"terms", terms_json(report.level->terms)}};
  }
  json["link_budgets"] = Json::array();
  for (const auto& budget : report.budgets) {
    auto terms = Json::array();
    for (const auto& [sign, term] : budget.terms)
      terms.push_back({{"symbol", term.symbol},
                       {"title", term.title},
                       {"reference", term.reference},
                       {"value", number(term.value)},
                       {"unit", term.unit},
                       {"sign", sign == BudgetTerm::Sign::told   ? 0
                                : sign == BudgetTerm::Sign::plus ? 1
                                                                 : -1}});
    json["link_budgets"].push_back(
        {{"direction", budget.direction},
         {"mbps", budget.mbps},
         {"peak_mbps", budget.peak_mbps},
         {"maximum_path_loss_db",
          budget.terms.empty() ? Json() : Json(budget.maximum_path_loss_db)},
         {"terms", std::move(terms)}});
  }
  json["additional"] = Json::array();
  for (const auto& loss : report.additional) {
    Json entry = model_json(*loss.model);
    entry.update(term_json(loss.term));
    json["additional"].push_back(std::move(entry));
  }
  json["losses"] = Json::array();
  for (const auto& loss : report.losses) json["losses"].push_back(loss_json(report, loss));
  json["out_of_range"] = Json::array();
  for (const auto& refusal : report.refusals) {
    Json entry = model_json(*refusal.model);
    entry["reasons"] = refusal.reasons;
    json["out_of_range"].push_back(std::move(entry));
  }
  json["profile"] = profile_json(path);
  return json.dump(1) + "\n";
}

}  // namespace gigacity::apps
