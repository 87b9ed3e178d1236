// SPDX-License-Identifier: Apache-2.0
// One path by any model, with every term of its loss by name: what `gigacity path` prints.
//
// The set of models is closed: a variant, each with what it asks for beside the path. The models
// that a coverage run may use are computed by its own functions (path.hpp), on the same profile.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/propagation/ehata.hpp"
#include "sim/propagation/itm.hpp"
#include "sim/propagation/model_info.hpp"
#include "sim/propagation/okumura_hata.hpp"
#include "sim/propagation/p1812.hpp"
#include "sim/propagation/p2109.hpp"
#include "sim/propagation/spm.hpp"
#include "sim/propagation/tr38901.hpp"
#include "sim/radio/link_geometry.hpp"

namespace gigacity::radio {

/// Everything that some model asks for beside path and carrier; the defaults are those of the models.
struct LinkSettings {
  propagation::Polarisation polarisation = propagation::Polarisation::vertical;
  std::optional<double> time_percent;  ///< absent: 50
  double location_percent = 50.0;
  double situation_percent = 50.0;  ///< ITM
  std::optional<double> delta_n;    ///< absent: the model's own
  std::optional<double> n0;         ///< absent: each model's own
  double latitude_deg = 0.0;        ///< of the path's centre
  propagation::ItmClimate climate = propagation::ItmClimate::continental_temperate;
  propagation::GroundConstants ground = propagation::ItmEnvironment{}.ground;
  std::optional<propagation::Environment> environment;  ///< absent: as a coverage run chooses
  propagation::HataArea area = propagation::HataArea::medium_city;
  double clutter_height_m = 10.0;  ///< around the receiver: P.1812 eq. 65
};

struct FreeSpaceLink {};
/// Free space and delta-Bullington diffraction over the surface.
struct P526Link {};
/// Free space and cascaded knife edges over the surface.
struct KnifeEdgesLink {};
struct P1812Link {
  propagation::RadioClimate climate;
  propagation::Polarisation polarisation = propagation::Polarisation::vertical;
  double time_percent = 50.0;
  double location_percent = 50.0;
  double clutter_height_m = 10.0;
};
struct ItmLink {
  propagation::ItmEnvironment environment;
  propagation::ItmVariability variability;
  propagation::Polarisation polarisation = propagation::Polarisation::vertical;
};
struct Tr38901Link {
  std::optional<propagation::Environment> environment;
};
struct OkumuraHataLink {
  propagation::HataArea area = propagation::HataArea::medium_city;
};
struct Cost231HataLink {
  propagation::HataArea area = propagation::HataArea::medium_city;
};
struct EhataLink {
  propagation::EhataArea area = propagation::EhataArea::urban;
};
/// With Hata's coefficients: where a fit starts.
struct SpmLink {};

using LinkModel = std::variant<FreeSpaceLink, P526Link, KnifeEdgesLink, P1812Link, ItmLink,
                               Tr38901Link, OkumuraHataLink, Cost231HataLink, EhataLink, SpmLink>;

/// Every model of the set, in the order of propagation::models().
std::vector<LinkModel> link_models(const LinkSettings& settings);

/// The model's entry, of the variant that the link asks for.
const propagation::ModelInfo& info_of(const LinkModel& model, const Link& link);

/// What the model's ranges are checked against: require_in_range(info_of(...), figures_of(...)).
propagation::LinkFigures figures_of(const LinkModel& model, const Link& link);

/// A figure on the way to a loss, as its source calls it.
struct LossTerm {
  std::string symbol;     ///< "L_bfs"
  std::string title;      ///< "free-space loss"
  std::string reference;  ///< "P.1812-6 eq. 8"
  double value = 0.0;
  std::string unit = "dB";
  bool summand = false;  ///< the loss is the sum of these
};

struct LinkLoss {
  const propagation::ModelInfo* model = nullptr;
  std::vector<LossTerm> terms;
  std::vector<std::string> remarks;  ///< what was assumed, and what to doubt
  double basic_db = 0.0;             ///< basic transmission loss, at least 0
};

/// For every finite link, also outside the model's range.
LinkLoss link_loss(const LinkModel& model, const Link& link);

/// Losses on top of a basic loss; what is absent is not asked for.
struct AdditionalLosses {
  bool gases = false;                     ///< P.676, the mean global air at sea level
  std::optional<double> rain_mm_per_h;    ///< P.838, over the whole path
  std::optional<double> clutter_percent;  ///< P.2108 §3.2 at the receiver: of locations
  std::optional<propagation::BuildingType> building;  ///< P.2109, the receiver is inside
  double building_percent = 50.0;                     ///< of buildings
  propagation::Polarisation polarisation = propagation::Polarisation::vertical;  ///< for rain
};

/// The losses that are asked for, each a summand, and the entries whose ranges hold for them.
struct AdditionalLoss {
  const propagation::ModelInfo* model = nullptr;
  LossTerm term;
  propagation::LinkFigures figures;
};
std::vector<AdditionalLoss> additional_losses(const AdditionalLosses& asked, const Link& link);

}  // namespace gigacity::radio
