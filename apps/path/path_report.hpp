// SPDX-License-Identifier: Apache-2.0
// Everything that is told of a path, as values; each form it is told in is a file of its own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/path/load_path.hpp"
#include "geo/crs.hpp"
#include "sim/radio/link_geometry.hpp"
#include "sim/radio/link_loss.hpp"

namespace gigacity::apps {

/// What reaches the receiver before the loss: the sum of the summands.
struct LevelBudget {
  std::string quantity;                ///< "SS-RSRP", "RSRP", "received power"
  std::vector<radio::LossTerm> terms;  ///< dBm and dB
  double before_loss_dbm = 0.0;
};

/// A term of a budget, which is added, taken off, or only told.
struct BudgetTerm {
  enum class Sign { told, plus, minus };
  Sign sign = Sign::told;
  radio::LossTerm term;
};

/// What a cell's link bears in one direction: the terms by their signs give the largest path loss.
struct DirectionBudget {
  std::string direction;  ///< "downlink", "uplink"
  double mbps = 0.0;      ///< what it is drawn up for
  double peak_mbps = 0.0;
  std::vector<BudgetTerm> terms;  ///< empty where the cell cannot reach the rate
  double maximum_path_loss_db = 0.0;
};

/// Both directions; the path's additional losses count as penetration.
std::vector<DirectionBudget> direction_budgets(const PathCell& from, radio::BudgetQuestion question,
                                               double additional_db);

/// A model that was asked for in vain.
struct ModelRefusal {
  const propagation::ModelInfo* model = nullptr;
  std::vector<std::string> reasons;
};

struct PathReport {
  LoadedPath path;
  geo::GeodesicLine line;
  radio::LinkGeometry geometry;
  std::optional<radio::PathEdge> bullington;
  propagation::KnifeEdges knife_edges;  ///< those that diffract; the others have no ν
  std::vector<radio::LinkLoss> losses;
  std::vector<ModelRefusal> refusals;  ///< with "all"
  std::vector<radio::AdditionalLoss> additional;
  std::optional<LevelBudget> level;
  std::vector<DirectionBudget> budgets;  ///< of a cell

  radio::Link link() const;
  double additional_db() const;
  /// With the additional losses.
  double total_db(const radio::LinkLoss& loss) const { return loss.basic_db + additional_db(); }
  std::optional<double> level_dbm(const radio::LinkLoss& loss) const;
};

/// Throws InputError with every quantity that lies outside of the range of the model or of an
/// additional loss; of "all", where no model applies. With `request.beyond_range` these are warnings
/// in `path.findings`.
PathReport path_report(LoadedPath path, const PathRequest& request);

/// For people, on a terminal.
std::string path_text(const PathReport& report);
/// For programs: everything, the profile too.
std::string path_json(const PathReport& report);
/// The profile, one row for each point.
std::string path_csv(const PathReport& report);
/// The profile as a picture, on which the earth is curved and rays are straight.
std::string path_svg(const PathReport& report);

}  // namespace gigacity::apps
