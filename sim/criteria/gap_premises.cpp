// SPDX-License-Identifier: Apache-2.0
// Gaps of premises: every building with dwellings that gigabit fibre does not serve, and households
// that a unit states but no building carries.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "core/geometry.hpp"
#include "sim/criteria/gap_parts.hpp"
#include "sim/criteria/stated_scale.hpp"
#include "sim/criteria/unit_tally.hpp"
#include "sim/criteria/wording.hpp"

namespace gigacity::criteria {

namespace {

const char* requirement_of(const GapTask& task) {
  return task.scope.service == GapService::fibre
             ? "a PON port with room, within its optical budget and reach"
             : "a 10G-class PON port with room, within its optical budget and reach";
}

class PremisesExplainer {
 public:
  explicit PremisesExplainer(const GapTask& task)
      : m_task(task), m_plant(task.results.plant), m_services(service_of_buildings(task.results)) {
    for (std::size_t b = 0; b < m_services.size(); ++b)
      if (m_services[b] != nullptr && m_services[b]->gap == fibre::FibreGap::no_port &&
          m_services[b]->box < 0 && m_services[b]->olt >= 0)
        m_without_port[m_services[b]->olt] += task.results.city->buildings[b].dwellings;
  }

  bool fails(std::size_t building) const {
    const auto* service = m_services[building];
    if (m_task.scope.service == GapService::fibre) return !has_fibre(service);
    return service == nullptr || !service->gigabit_ready();
  }

  void explain(std::size_t index, Gap& gap) const {
    const auto& building = m_task.results.city->buildings[index];
    const auto* service = m_services[index];
    const auto cause = service == nullptr ? fibre::FibreGap::no_plant : service->gap;
    gap.reason = fibre::to_string(cause);
    gap.measured = 0.0;
    gap.measured_unit = std::string("dwellings");
    gap.shortfall = building.dwellings;
    const auto olt =
        service != nullptr && service->olt >= 0 ? service->olt : nearest_olt(building.point);
    if (m_plant == nullptr || olt < 0) {
      gap.reason_text = "There is no OLT that could serve it.";
      gap.remedy = "An OLT with 10G-class PON ports nearby.";
      return;
    }
    const auto& terminal = m_plant->olts[static_cast<std::size_t>(olt)];
    gap.nearest_asset = terminal.id;
    gap.nearest_distance_m = distance_m(building.point, terminal.point);
    const auto where = way_text(building.point, terminal.point);
    switch (cause) {
      case fibre::FibreGap::no_port:
        if (service->box >= 0)
          explain_box(*service, gap);
        else
          explain_port(*service, gap);
        break;
      case fibre::FibreGap::budget:
        explain_budget(terminal, *service, gap);
        break;
      case fibre::FibreGap::reach:
        explain_reach(terminal, *service, gap);
        break;
      case fibre::FibreGap::differential_reach:
        explain_differential(terminal, *service, gap);
        break;
      case fibre::FibreGap::below_10g:
        gap.reason_text = fmt::format("OLT {} serves it with {}, which is below 10G class.",
                                      terminal.id, class_of(terminal, *service).id);
        gap.remedy = fmt::format("10G-class PON ports at OLT {}.", terminal.id);
        break;
      case fibre::FibreGap::no_route:
        gap.reason_text = fmt::format(
            "No route along the roads to any OLT; the nearest, {}, stands {}.", terminal.id, where);
        gap.remedy = fmt::format("A duct or cable that joins it to the network of OLT {}, {}.",
                                 terminal.id, where);
        break;
      default:
        if (service != nullptr && service->box >= 0) {
          explain_distant_box(*service, gap);
        } else {
          gap.reason_text = fmt::format("No plant serves it; the nearest OLT, {}, stands {}.",
                                        terminal.id, where);
          gap.remedy = fmt::format("Fibre from OLT {}, {}.", terminal.id, where);
        }
    }
  }

 private:
  std::int32_t nearest_olt(MapPoint p) const {
    std::int32_t nearest = -1;
    double nearest_m = 0.0;
    if (m_plant == nullptr) return nearest;
    for (std::size_t o = 0; o < m_plant->olts.size(); ++o) {
      const double distance = distance_m(m_plant->olts[o].point, p);
      if (nearest >= 0 && distance >= nearest_m) continue;
      nearest = static_cast<std::int32_t>(o);
      nearest_m = distance;
    }
    return nearest;
  }

  const fibre::PonClass& class_of(const fibre::OpticalLineTerminal& olt,
                                  const fibre::PremisesService& service) const {
    const auto& card = olt.cards[static_cast<std::size_t>(service.card)];
    return m_plant->classes[static_cast<std::size_t>(card.pon_class)];
  }

  /// The nearest asset is the box where it is one of the plant, which come first.
  void point_at(std::int32_t index, Gap& gap) const {
    const auto i = static_cast<std::size_t>(index);
    if (i >= m_plant->boxes.size()) return;
    gap.nearest_asset = m_plant->boxes[i].id;
    gap.nearest_distance_m = distance_m(std::get<MapPoint>(gap.geometry), m_plant->boxes[i].point);
  }

  void explain_box(const fibre::PremisesService& service, Gap& gap) const {
    const auto& box = m_task.results.fibre->boxes[static_cast<std::size_t>(service.box)];
    point_at(service.box, gap);
    gap.reason_text = fmt::format("Box {}, for {} dwellings, has no room for its dwellings.",
                                  box.id, box.capacity);
    gap.remedy = fmt::format("Another splitter at box {}.", box.id);
  }

  void explain_distant_box(const fibre::PremisesService& service, Gap& gap) const {
    const auto& box = m_task.results.fibre->boxes[static_cast<std::size_t>(service.box)];
    point_at(service.box, gap);
    const auto away = distance_text(service.route_m);
    gap.reason_text = fmt::format(
        "No box near enough: the nearest, {}, is {} away along the roads.", box.id, away);
    gap.remedy = fmt::format("A new box here, fed like {}.", box.id);
  }

  void explain_reach(const fibre::OpticalLineTerminal& terminal,
                     const fibre::PremisesService& service, Gap& gap) const {
    const auto& pon_class = class_of(terminal, service);
    if (service.split > pon_class.maximum_split) {
      gap.reason_text = fmt::format("OLT {} splits 1:{}; {} allows 1:{}.", terminal.id,
                                    service.split, pon_class.id, pon_class.maximum_split);
      gap.remedy =
          fmt::format("Split 1:{} or less at OLT {}.", pon_class.maximum_split, terminal.id);
      return;
    }
    gap.measured = service.route_m;
    gap.measured_unit = std::string("m");
    gap.shortfall = std::max(0.0, service.route_m - 1000.0 * pon_class.maximum_reach_km);
    const auto lacking = distance_text(gap.shortfall);
    gap.reason_text =
        fmt::format("The route to OLT {} is {}, {} longer than {} reaches.", terminal.id,
                    distance_text(service.route_m), lacking, pon_class.id);
    gap.remedy = fmt::format("An OLT at least {} nearer along the route.", lacking);
  }

  void explain_differential(const fibre::OpticalLineTerminal& terminal,
                            const fibre::PremisesService& service, Gap& gap) const {
    const auto& pon_class = class_of(terminal, service);
    const double farther_m = service.route_m - service.port_nearest_m;
    gap.measured = service.route_m;
    gap.measured_unit = std::string("m");
    gap.shortfall = std::max(0.0, farther_m - 1000.0 * pon_class.differential_km);
    gap.reason_text =
        fmt::format("Its fibre to OLT {} is {} longer than the shortest on its port; {} allows {}.",
                    terminal.id, distance_text(farther_m), pon_class.id,
                    distance_text(1000.0 * pon_class.differential_km));
    gap.remedy = fmt::format("A port of OLT {} for the distant premises alone.", terminal.id);
  }

  void explain_port(const fibre::PremisesService& service, Gap& gap) const {
    const auto& terminal = m_plant->olts[static_cast<std::size_t>(service.olt)];
    const auto found = m_without_port.find(service.olt);
    const int lacking = found == m_without_port.end() ? 1 : found->second;
    const int split = std::max(1, service.split);
    const int ports = (lacking + split - 1) / split;
    int present = 0;
    for (const auto& card : terminal.cards) present += card.ports;
    gap.reason_text =
        fmt::format("The {} ports of OLT {} have no room for its dwellings.", present, terminal.id);
    gap.remedy = fmt::format("Add {} port{} at OLT {}: {} dwelling{} there {} left without.", ports,
                             ports == 1 ? "" : "s", terminal.id, lacking, lacking == 1 ? "" : "s",
                             lacking == 1 ? "is" : "are");
  }

  void explain_budget(const fibre::OpticalLineTerminal& terminal,
                      const fibre::PremisesService& service, Gap& gap) const {
    const auto& pon_class = class_of(terminal, service);
    gap.measured = service.loss_db;
    gap.measured_unit = std::string("dB");
    gap.shortfall = std::max(0.0, -service.margin_db);
    gap.reason_text = fmt::format(
        "{:.1f} dB of loss over {} from OLT {}: {:.1f} dB more than {} allows.", service.loss_db,
        distance_text(service.route_m), terminal.id, gap.shortfall, pon_class.id);
    const int split = sufficient_split(service.split, gap.shortfall);
    gap.remedy =
        split > 0
            ? fmt::format("Split 1:{} instead of 1:{} at OLT {}, or a class with {:.1f} dB more.",
                          split, service.split, terminal.id, gap.shortfall)
            : fmt::format("A class with {:.1f} dB more budget at OLT {}, or an OLT nearer by.",
                          gap.shortfall, terminal.id);
  }

  /// The largest split below the present one whose splitter saves enough; 0 for none.
  int sufficient_split(int present, double saving_db) const {
    const auto& table = m_plant->losses.splitter_db;
    const auto now = std::ranges::find(table, present, &std::pair<int, double>::first);
    if (now == table.end()) return 0;
    int best = 0;
    for (const auto& [split, loss_db] : table)
      if (split < present && split > best && now->second - loss_db >= saving_db) best = split;
    return best;
  }

  const GapTask& m_task;
  const fibre::FibrePlant* m_plant;
  std::vector<const fibre::PremisesService*> m_services;
  std::map<std::int32_t, int> m_without_port;  ///< dwellings by OLT
};

/// Households that a unit states and no building carries: nobody can say whether fibre reaches
/// them.
void add_unlocated(const GapTask& task, std::int32_t urban, std::vector<Gap>& gaps) {
  const auto& city = *task.results.city;
  const auto& scale = task.measured.households;
  for (std::size_t u = 0; u < scale.unlocated.size(); ++u) {
    if (scale.unlocated[u] == 0.0) continue;
    const auto units = lineage(city, scale.level, static_cast<std::int32_t>(u));
    if (task.scope.urban_only && !is_urban(city, urban, units)) continue;
    const auto level = static_cast<std::size_t>(scale.level);
    const auto& unit = city.admin[level].units[u];
    Gap gap;
    gap.id =
        fmt::format("premises-unlocated-{}", unit_label(city, level, static_cast<std::int32_t>(u)));
    gap.name = unit.name;
    gap.admin_codes = admin_codes(city, units);
    gap.requirement = requirement_of(task);
    gap.measured_unit = std::string("dwellings");
    gap.shortfall = scale.unlocated[u];
    gap.households = scale.unlocated[u];
    gap.residents = unit.residents.value_or(0.0);
    gap.reason = "no_building";
    gap.reason_text = fmt::format(
        "{:.0f} households are stated here, but no building with dwellings is in the layer.",
        scale.unlocated[u]);
    gap.remedy = "Complete the buildings layer for this unit.";
    gap.geometry = centroid(unit.footprint);
    gaps.push_back(std::move(gap));
  }
}

}  // namespace

std::vector<Gap> premises_gaps(const GapTask& task, Progress& progress) {
  if (task.results.fibre == nullptr) return {};
  const auto& city = *task.results.city;
  const PremisesExplainer explainer(task);
  const auto urban = urban_level(city);
  const auto& scale = task.measured.households;
  std::vector<Gap> gaps;
  progress.begin(fmt::format("gaps: {}", task.indicator.id),
                 static_cast<std::int64_t>(city.buildings.size()));
  for (std::size_t b = 0; b < city.buildings.size(); ++b) {
    progress.throw_if_cancelled();
    progress.advance();
    const auto& building = city.buildings[b];
    if (building.dwellings <= 0 || !explainer.fails(b)) continue;
    if (task.scope.urban_only && !is_urban(city, urban, building.unit)) continue;
    Gap gap;
    gap.id = fmt::format("premises-{}", building.id);
    gap.name = building.id;
    gap.admin_codes = admin_codes(city, building.unit);
    gap.requirement = requirement_of(task);
    gap.residents = building.residents;
    gap.households =
        building.households *
        (scale.level < 0
             ? 1.0
             : scale.factor_of(unit_of(building.unit, static_cast<std::size_t>(scale.level))));
    gap.area_m2 = area_m2(building.footprint);
    gap.geometry = building.point;
    explainer.explain(b, gap);
    gaps.push_back(std::move(gap));
  }
  // The counts of buildings and dwellings know nothing of stated households.
  const auto read = measures_read(task.profile, task.indicator.formula);
  const auto of_households = [](const std::string& name) {
    return name.find("households_") != std::string::npos;
  };
  if (std::ranges::any_of(read, of_households)) add_unlocated(task, urban, gaps);
  return gaps;
}

std::vector<Gap> village_fibre_gaps(const GapTask& task, Progress& progress) {
  const auto& city = *task.results.city;
  if (task.results.fibre == nullptr || city.admin.empty()) return {};
  const PremisesExplainer explainer(task);
  const auto finest = static_cast<std::int32_t>(city.admin.size()) - 1;
  const auto& units = city.admin.back().units;
  const auto fibre = village_fibre(task.results);
  const UnitRows rows(city);
  // None of its buildings is served; the one with the most dwellings says why.
  std::vector<std::int32_t> largest(units.size(), -1);
  for (std::size_t b = 0; b < city.buildings.size(); ++b) {
    const auto unit = unit_of(city.buildings[b].unit, city.admin.size() - 1);
    if (unit < 0 || city.buildings[b].dwellings <= 0) continue;
    auto& most = largest[static_cast<std::size_t>(unit)];
    if (most < 0 ||
        city.buildings[b].dwellings > city.buildings[static_cast<std::size_t>(most)].dwellings)
      most = static_cast<std::int32_t>(b);
  }
  std::vector<Gap> gaps;
  progress.begin(fmt::format("gaps: {}", task.indicator.id),
                 static_cast<std::int64_t>(units.size()));
  for (std::size_t v = 0; v < units.size(); ++v) {
    progress.throw_if_cancelled();
    progress.advance();
    if (task.scope.service == GapService::fibre ? fibre[v].any : fibre[v].gigabit) continue;
    const auto unit = static_cast<std::int32_t>(v);
    Gap gap;
    gap.id =
        fmt::format("village-{}-{}", task.scope.service == GapService::fibre ? "fibre" : "gigabit",
                    unit_label(city, static_cast<std::size_t>(finest), unit));
    gap.name = units[v].name;
    gap.admin_codes = admin_codes(city, lineage(city, finest, unit));
    gap.requirement = fmt::format("some building on {}", requirement_of(task));
    gap.area_m2 = area_m2(units[v].footprint);
    const auto& measures =
        task.measured.units[rows.row(static_cast<std::size_t>(finest), unit)].measures;
    gap.residents = measures.value_or("residents", 0.0);
    gap.households = measures.value_or("households", 0.0);
    gap.measured_unit = std::string("dwellings");
    if (largest[v] < 0) {
      gap.shortfall = gap.households;
      gap.reason = "no_building";
      gap.reason_text = "No building with dwellings is in the layer here.";
      gap.remedy = "Complete the buildings layer for this unit.";
    } else {
      const auto b = static_cast<std::size_t>(largest[v]);
      gap.geometry = city.buildings[b].point;
      explainer.explain(b, gap);
    }
    gap.geometry = units[v].footprint;
    gaps.push_back(std::move(gap));
  }
  return gaps;
}

}  // namespace gigacity::criteria
