// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include <fmt/format.h>

#include "apps/path/path_report.hpp"

namespace gigacity::apps {

namespace {

using Terms = std::vector<BudgetTerm>;
using Sign = BudgetTerm::Sign;

/// Collects terms.
class TermList {
 public:
  void add(Sign sign, const char* symbol, std::string title, double value, const char* unit,
           const char* reference = "") {
    m_terms.push_back({sign, {symbol, std::move(title), reference, value, unit}});
  }
  /// What both directions lose on the way.
  void add(const radio::LinkMargins& margins) {
    add(Sign::minus, "B", "the user's body", margins.body_loss_db, "dB");
    add(Sign::minus, "L_e", "penetration, clutter, rain", margins.penetration_loss_db, "dB");
    add(Sign::minus, "M", "margin against shadowing", margins.fading_margin_db, "dB");
  }
  Terms take() { return std::move(m_terms); }

 private:
  Terms m_terms;
};

Terms terms_of(const radio::DownlinkBudget& budget, bool nr) {
  TermList list;
  list.add(Sign::told, "P", "carrier's power at the antenna", budget.power_dbm, "dBm");
  list.add(Sign::told, "L_f", "feeder, already taken off it", budget.feeder_loss_db, "dB");
  list.add(Sign::plus, "P_RE",
           fmt::format("of it, per resource element of {} subcarriers", budget.subcarriers),
           budget.element_power_dbm, "dBm", nr ? "TS 38.215 §5.1.1" : "TS 36.214 §5.1.1");
  list.add(Sign::plus, "G", "antenna at its strongest", budget.antenna_gain_dbi, "dBi");
  if (budget.beam_gain_db != 0.0)
    list.add(Sign::told, "G_SSB", "of it, the beam over one element", budget.beam_gain_db, "dB");
  list.add(Sign::told, "EIRP", "per resource element", budget.element_eirp_dbm, "dBm");
  list.add(Sign::told, "EIRP", "of the carrier", budget.total_eirp_dbm, "dBm");
  list.add(budget.margins);
  list.add(Sign::minus, "N", "thermal noise per resource element", budget.thermal_noise_dbm, "dBm");
  list.add(Sign::minus, "F", "noise figure of the terminal", budget.noise_figure_db, "dB");
  list.add(Sign::minus, "SINR", "that the rate needs", budget.required_sinr_db, "dB");
  list.add(Sign::told, "S", "sensitivity per resource element", budget.sensitivity_dbm, "dBm");
  return list.take();
}

Terms terms_of(const radio::UplinkBudget& budget) {
  TermList list;
  list.add(Sign::told, "P", "terminal's power", budget.power_dbm, "dBm");
  list.add(Sign::plus, "P_RE",
           fmt::format("of it, per resource element of {} blocks", budget.resource_blocks),
           budget.element_power_dbm, "dBm");
  list.add(Sign::plus, "G", "base station's antenna at its strongest", budget.antenna_gain_dbi,
           "dBi");
  list.add(budget.margins);
  list.add(Sign::minus, "N", "thermal noise per resource element", budget.thermal_noise_dbm, "dBm");
  list.add(Sign::minus, "F", "noise figure of the base station", budget.noise_figure_db, "dB");
  list.add(Sign::minus, "IoT", "interference over thermal noise", budget.interference_margin_db,
           "dB");
  list.add(Sign::minus, "SINR", "that the rate needs", budget.required_sinr_db, "dB");
  list.add(Sign::told, "S", "sensitivity per resource element", budget.sensitivity_dbm, "dBm");
  return list.take();
}

}  // namespace

std::vector<DirectionBudget> direction_budgets(const PathCell& from, radio::BudgetQuestion question,
                                               double additional_db) {
  question.margins.penetration_loss_db += additional_db;
  const auto both = radio::cell_budget(from.cell, from.sector.antenna, question);
  DirectionBudget down{"downlink", question.downlink_mbps, both.peak_downlink_mbps, {}, 0.0};
  if (both.downlink) {
    down.terms = terms_of(*both.downlink, from.cell.technology == radio::Technology::nr);
    down.maximum_path_loss_db = both.downlink->maximum_path_loss_db;
  }
  DirectionBudget up{"uplink", question.uplink_mbps, both.peak_uplink_mbps, {}, 0.0};
  if (both.uplink) {
    up.terms = terms_of(*both.uplink);
    up.maximum_path_loss_db = both.uplink->maximum_path_loss_db;
  }
  return {std::move(down), std::move(up)};
}

}  // namespace gigacity::apps
