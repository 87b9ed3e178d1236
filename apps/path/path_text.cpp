// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <fmt/format.h>

#include "apps/cli/text_table.hpp"
#include "apps/path/path_report.hpp"
#include "core/units.hpp"

namespace gigacity::apps {

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// A figure without the sign of a zero.
std::string figure(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  const bool zero = text.find_first_not_of("-0.") == std::string::npos;
  return zero && text.starts_with('-') ? text.substr(1) : text;
}

std::string km(double metres) {
  return fmt::format("{:.3f} km", 1e-3 * metres);
}

std::string end_text(const PathEnd& end) {
  return fmt::format("lon {:.6f}, lat {:.6f}; ground {:.1f} m, antenna {:g} m above it",
                     end.position.lon_deg, end.position.lat_deg, end.ground_m, end.height_m);
}

std::string horizon_text(const std::optional<radio::Horizon>& horizon, const char* from,
                         double distance_m) {
  if (!horizon) return "";
  return fmt::format("{} from the {}: {:.1f} m high, {:+.3f}°", km(distance_m), from,
                     horizon->point.height_m, degrees(horizon->elevation_rad));
}

std::string fresnel_text(const radio::FresnelClearance& zone) {
  const double clear_m = std::abs(zone.clearance_m);
  return fmt::format(
      "{:.0f} % clear at its tightest, {} from the transmitter: the line passes "
      "{:.1f} m {} the surface, F1 is {:.1f} m",
      100.0 * zone.share(), km(zone.point.distance_m), clear_m,
      zone.clearance_m < 0.0 ? "below" : "above", zone.radius_m);
}

std::string head_text(const PathReport& report) {
  const LoadedPath& path = report.path;
  const auto& g = report.geometry;
  Rows rows{{"From", path.from.name, end_text(path.from)}, {"To", path.to.name, end_text(path.to)}};
  std::string text = text_table(rows);
  rows = {{"Frequency", fmt::format("{:g} MHz", path.frequency_mhz)},
          {"Distance", fmt::format("{} on the ellipsoid, {} on the map", km(report.line.distance_m),
                                   km(g.distance_m))},
          {"Azimuth", fmt::format("{:.2f}° there, {:.2f}° back, from true north",
                                  report.line.azimuth_deg, report.line.back_azimuth_deg)},
          {"Elevation",
           fmt::format("{:+.3f}° there, {:+.3f}° back, k = {:.4g}",
                       degrees(g.elevation_rad.transmitter), degrees(g.elevation_rad.receiver),
                       path.options.effective_earth_radius_factor)},
          {"Profile", fmt::format("{} points every {:.2f} m; {}", path.ground_m.size(), path.step_m,
                                  path.land)},
          {"Sight", g.line_of_sight ? "clear" : "obstructed"}};
  if (g.tightest) rows.push_back({"Fresnel", fresnel_text(*g.tightest)});
  if (!g.line_of_sight) {
    const double d = g.distance_m;
    rows.push_back({"Horizons", horizon_text(g.transmitter_horizon, "transmitter",
                                             g.transmitter_horizon->point.distance_m)});
    rows.push_back({"", horizon_text(g.receiver_horizon, "receiver",
                                     d - g.receiver_horizon->point.distance_m)});
  }
  if (path.cell) {
    rows.push_back({"Cell", fmt::format("{} of site {}, {}", path.cell->cell.id, path.cell->site,
                                        radio::to_string(path.cell->cell.technology))});
  }
  return text + text_table(rows);
}

/// "+" before what adds up to the loss.
void add_terms(Rows& rows, const std::vector<radio::LossTerm>& terms, const char* sign) {
  for (const auto& term : terms) {
    rows.push_back({term.summand ? sign : "", term.symbol, figure(term.value, 2), term.unit,
                    term.title, term.reference});
  }
}

std::string name_of(const propagation::ModelInfo& model) {
  return model.variant.empty() ? std::string(model.name)
                               : fmt::format("{}, {}", model.name, model.variant);
}

std::string loss_text(const PathReport& report, const radio::LinkLoss& loss) {
  Rows rows;
  add_terms(rows, loss.terms, "+");
  rows.push_back(
      {"=", "L_b", fmt::format("{:.2f}", loss.basic_db), "dB", "basic transmission loss", ""});
  for (const auto& extra : report.additional) add_terms(rows, {extra.term}, "+");
  if (!report.additional.empty()) {
    rows.push_back(
        {"=", "L", fmt::format("{:.2f}", report.total_db(loss)), "dB", "loss in all", ""});
  }
  if (report.level) {
    add_terms(rows, report.level->terms, "+");
    rows.push_back({"−", "L", fmt::format("{:.2f}", report.total_db(loss)), "dB", "loss", ""});
    rows.push_back({"=", "", fmt::format("{:.2f}", *report.level_dbm(loss)), "dBm",
                    report.level->quantity, ""});
  }
  std::string text =
      fmt::format("{}: {} ({})\n", name_of(*loss.model), loss.model->title, loss.model->citation);
  text += text_table(rows, {Align::left, Align::left, Align::right});
  for (const auto& remark : loss.remarks) text += fmt::format("{}\n", remark);
  return text;
}

/// One line a model.
std::string comparison_text(const PathReport& report) {
  Rows rows{{"model", "loss, dB"}};
  if (report.level) rows.front().push_back(report.level->quantity + ", dBm");
  rows.front().emplace_back("of it, dB");
  for (const auto& loss : report.losses) {
    std::string parts;
    for (const auto& term : loss.terms) {
      if (!term.summand) continue;
      parts +=
          fmt::format("{}{} {}", parts.empty() ? "" : ", ", term.symbol, figure(term.value, 1));
    }
    rows.push_back({name_of(*loss.model), fmt::format("{:.2f}", report.total_db(loss))});
    if (report.level) rows.back().push_back(fmt::format("{:.2f}", *report.level_dbm(loss)));
    rows.back().push_back(std::move(parts));
  }
  std::vector<Align> aligned{Align::left, Align::right};
  if (report.level) aligned.push_back(Align::right);
  std::string text = text_table(rows, aligned);
  for (const auto& loss : report.additional)
    text += fmt::format("with {}: {:.2f} dB ({})\n", loss.term.title, loss.term.value,
                        loss.term.reference);
  if (!report.refusals.empty()) text += "\nOut of range\n";
  for (const auto& refusal : report.refusals)
    for (const auto& reason : refusal.reasons) text += fmt::format("  {}\n", reason);
  return text;
}

std::string budget_text(const DirectionBudget& budget) {
  std::string text = fmt::format("Link budget, {}: {:g} Mbit/s; at its peak the cell has {:.4g}\n",
                                 budget.direction, budget.mbps, budget.peak_mbps);
  if (budget.terms.empty()) return text + "out of the cell's reach\n";
  Rows rows;
  for (const auto& [sign, term] : budget.terms) {
    const char* shown = sign == BudgetTerm::Sign::told   ? ""
                        : sign == BudgetTerm::Sign::plus ? "+"
                                                         : "−";
    rows.push_back(
        {shown, term.symbol, figure(term.value, 2), term.unit, term.title, term.reference});
  }
  rows.push_back({"=", "L_max", fmt::format("{:.2f}", budget.maximum_path_loss_db), "dB",
                  budget.direction == "downlink" ? "largest path loss, median, without interference"
                                                 : "largest path loss, median",
                  ""});
  return text + text_table(rows, {Align::left, Align::left, Align::right});
}

}  // namespace

std::string path_text(const PathReport& report) {
  const bool one = report.losses.size() == 1 && report.refusals.empty();
  std::string text = head_text(report) + "\n" +
                     (one ? loss_text(report, report.losses.front()) : comparison_text(report));
  for (const auto& budget : report.budgets) text += "\n" + budget_text(budget);
  return text;
}

}  // namespace gigacity::apps
