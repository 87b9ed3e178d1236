// SPDX-License-Identifier: Apache-2.0
#include "apps/path/path_report.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/units.hpp"
#include "sim/propagation/free_space.hpp"

namespace gigacity::apps {

namespace {

/// Edges that take no part have no ν.
propagation::KnifeEdges diffracting(propagation::KnifeEdges edges, double frequency_mhz) {
  const double wavelength_m = propagation::wavelength_m(frequency_mhz);
  const auto keep = [&](propagation::KnifeEdge& edge, bool may) {
    if (!may || propagation::knife_edge_loss_db(propagation::nu_of(edge, wavelength_m)) <= 0.0)
      edge = {};
  };
  keep(edges.principal, true);
  const bool any = std::isfinite(edges.principal.nu_root_m);
  keep(edges.transmitter_side, any);
  keep(edges.receiver_side, any);
  return edges;
}

LevelBudget of_cell(const PathCell& from, const LoadedPath& path,
                    const radio::LinkGeometry& geometry) {
  const double dx = path.to.point.x_m - path.from.point.x_m;
  const double dy = path.to.point.y_m - path.from.point.y_m;
  const double off_deg =
      std::remainder(degrees(std::atan2(dx, dy)) - from.sector.azimuth_deg, 360.0);
  const double elevation_deg = degrees(geometry.elevation_rad.transmitter);
  const double reference_dbm = radio::reference_signal_power_dbm(from.cell);
  const double gain_db =
      propagation::gain_dbi(from.sector.antenna, {off_deg, elevation_deg}, from.sector.tilts);
  const bool nr = from.cell.technology == radio::Technology::nr;
  LevelBudget level{nr ? "SS-RSRP" : "RSRP", {}, reference_dbm + gain_db};
  level.terms = {
      {"P", "carrier's power at the antenna", "", from.cell.power_dbm, "dBm"},
      {"P_RE", "of it, per resource element", nr ? "TS 38.215 §5.1.1" : "TS 36.214 §5.1.1",
       reference_dbm, "dBm", true},
      {"G",
       fmt::format("antenna, {:.1f}° off its azimuth, {:.1f}° of elevation", off_deg,
                   elevation_deg),
       "", gain_db, "dBi", true},
      {"EIRP", "of the carrier, towards the receiver", "", from.cell.power_dbm + gain_db, "dBm"}};
  const auto take_off = [&](const char* symbol, std::string title, double db) {
    if (db == 0.0) return;
    level.terms.push_back({symbol, std::move(title), "", -db, "dB", true});
    level.before_loss_dbm -= db;
  };
  take_off("B", "the user's body", path.options.body_loss_db);
  take_off("M", "margin against shadowing", path.options.fading_margin_db);
  return level;
}

LevelBudget of_power(const RadiatedPower& power) {
  return {"received power",
          {{"EIRP", "towards the receiver", "", power.eirp_dbm, "dBm", true},
           {"G_r", "receiver's antenna", "", power.receiver_gain_dbi, "dBi", true}},
          power.eirp_dbm + power.receiver_gain_dbi};
}

/// The ranges of models and losses, as errors or as warnings.
class RangeCheck {
 public:
  RangeCheck(bool warn_only, Findings& findings) : m_warn_only(warn_only), m_findings(findings) {}

  /// What the figures are outside of; empty: nothing.
  static std::vector<Diagnostic> outside(const propagation::ModelInfo& model,
                                         const propagation::LinkFigures& figures) {
    try {
      propagation::require_in_range(model, figures);
    } catch (const InputError& error) {
      return error.diagnostics();
    }
    return {};
  }
  void check(const propagation::ModelInfo& model, const propagation::LinkFigures& figures) {
    for (auto& diagnostic : outside(model, figures)) report(std::move(diagnostic));
  }

 private:
  void report(Diagnostic diagnostic) {
    if (!m_warn_only) {
      diagnostic.hint += ", or compute all the same with --beyond-range";
      m_findings.error(std::move(diagnostic));
      return;
    }
    diagnostic.hint = "computed all the same";
    m_findings.warning(std::move(diagnostic));
  }

  bool m_warn_only;
  Findings& m_findings;
};

void add_losses(PathReport& report, const PathRequest& request, const std::string& wanted) {
  const radio::Link link = report.link();
  auto& findings = report.path.findings;
  RangeCheck ranges(request.beyond_range, findings);
  for (const auto& model : radio::link_models(request.settings)) {
    const auto& info = radio::info_of(model, link);
    const auto figures = radio::figures_of(model, link);
    if (wanted == "all" && !request.beyond_range) {
      const auto outside = RangeCheck::outside(info, figures);
      if (!outside.empty()) {
        ModelRefusal refusal{&info, {}};
        for (const auto& diagnostic : outside) refusal.reasons.push_back(diagnostic.message);
        report.refusals.push_back(std::move(refusal));
        continue;
      }
    } else if (wanted != "all" && wanted != info.name) {
      continue;
    } else {
      ranges.check(info, figures);
    }
    report.losses.push_back(radio::link_loss(model, link));
  }
  report.additional = radio::additional_losses(request.additional, link);
  for (const auto& loss : report.additional) ranges.check(*loss.model, loss.figures);
  findings.throw_if_errors();
  if (!report.losses.empty()) return;
  std::vector<Diagnostic> all;
  for (const auto& refusal : report.refusals)
    for (const auto& reason : refusal.reasons)
      all.push_back({{}, reason, "no model applies; --beyond-range computes all the same"});
  throw InputError(std::move(all));
}

}  // namespace

std::vector<std::string> path_model_names() {
  std::vector<std::string> names{"all"};
  const std::vector<float> flat(3);
  const radio::Link link{{1000.0, flat, flat}, {}, 1000.0, 8.5e6};
  for (const auto& model : radio::link_models({}))
    names.emplace_back(radio::info_of(model, link).name);
  return names;
}

radio::Link PathReport::link() const {
  return {{path.step_m, path.ground_m, path.surface_m},
          {path.from.ground_m, path.from.height_m, path.to.ground_m, path.to.height_m},
          path.frequency_mhz,
          path.options.effective_earth_radius_factor * earth_radius_m};
}

double PathReport::additional_db() const {
  double sum_db = 0.0;
  for (const auto& loss : additional) sum_db += loss.term.value;
  return sum_db;
}

std::optional<double> PathReport::level_dbm(const radio::LinkLoss& loss) const {
  if (!level) return std::nullopt;
  return level->before_loss_dbm - total_db(loss);
}

PathReport path_report(LoadedPath path, const PathRequest& request) {
  PathReport report;
  report.path = std::move(path);
  const radio::Link link = report.link();
  report.line = geo::geodesic_line(report.path.from.position, report.path.to.position);
  report.geometry = radio::link_geometry(link);
  report.bullington = radio::bullington_point(link, report.geometry);
  report.knife_edges = diffracting(radio::knife_edges_of(link), link.frequency_mhz);
  if (request.power)
    report.level = of_power(*request.power);
  else if (report.path.cell)
    report.level = of_cell(*report.path.cell, report.path, report.geometry);

  PathRequest asked = request;
  asked.settings.latitude_deg =
      0.5 * (report.path.from.position.lat_deg + report.path.to.position.lat_deg);
  const radio::CoverageOptions& of_run = report.path.options;
  auto& settings = asked.settings;
  if (!settings.environment) settings.environment = of_run.environment;
  if (!settings.time_percent) settings.time_percent = of_run.time_percent;
  if (!settings.delta_n) settings.delta_n = of_run.delta_n;
  if (!settings.n0) settings.n0 = of_run.n0;
  const std::string wanted = request.model.empty() ? report.path.model : request.model;
  add_losses(report, asked, wanted);
  if (report.path.cell && !request.power)
    report.budgets =
        direction_budgets(*report.path.cell, report.path.budget, report.additional_db());
  return report;
}

}  // namespace gigacity::apps
