// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/penetration.hpp"

#include "sim/propagation/tr38901_penetration.hpp"

namespace gigacity::radio {
namespace {

using propagation::BuildingLoss;
using propagation::BuildingType;

double wall_loss_db(BuildingType building, const PenetrationOptions& options,
                    double frequency_mhz) {
  if (options.model == EntryModel::p2109)
    return propagation::building_entry_loss_db(frequency_mhz, options.probability_percent,
                                               building);
  const auto loss = building == BuildingType::traditional ? BuildingLoss::low : BuildingLoss::high;
  return propagation::building_penetration_loss_db(
      loss, frequency_mhz,
      propagation::mean_indoor_distance_m(loss, propagation::Environment::urban_macro));
}

}  // namespace

const char* to_string(EntryModel model) {
  return model == EntryModel::p2109 ? "p2109" : "3gpp-38901";
}

std::optional<EntryModel> entry_model_named(std::string_view name) {
  for (const EntryModel model : {EntryModel::p2109, EntryModel::tr38901})
    if (name == to_string(model)) return model;
  return std::nullopt;
}

double penetration_loss_db(const Penetration& penetration, const PenetrationOptions& options,
                           double frequency_mhz) {
  double loss_db = 0.0;
  if (penetration.building) loss_db += wall_loss_db(*penetration.building, options, frequency_mhz);
  loss_db += penetration.basement *
             propagation::material_loss_db(propagation::WallMaterial::concrete, frequency_mhz);
  if (penetration.lift) loss_db += options.lift_cabin_db;
  return loss_db;
}

}  // namespace gigacity::radio
