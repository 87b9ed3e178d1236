// SPDX-License-Identifier: Apache-2.0
// The fibre plant of a scenario: OLTs with their cards, splitters, boxes, closures and cables.
#pragma once

#include <filesystem>
#include <vector>

#include "apps/run/run.hpp"
#include "core/city.hpp"
#include "core/diagnostic.hpp"
#include "geo/crs.hpp"
#include "sim/fibre/plant.hpp"

namespace gigacity::apps {

/// Reads what lies inside `area`. Problems go into `findings`, those of fibre::check() too.
fibre::FibrePlant load_plant(const FibreSection& section, const std::filesystem::path& data_folder,
                             const geo::Crs& crs, const MapBox& area,
                             std::vector<LayerRecord>& layers, Findings& findings);

/// The buildings with dwellings, in order, with the boxes that they hang on already. Rows of
/// fibre.premises whose building is none of them are skipped and counted; one that names an unknown
/// box is an error.
std::vector<fibre::Premises> load_premises(const FibreSection& section,
                                           const fibre::FibrePlant& plant, const City& city,
                                           std::vector<LayerRecord>& layers, Findings& findings);

}  // namespace gigacity::apps
