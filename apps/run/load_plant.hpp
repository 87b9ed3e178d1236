// SPDX-License-Identifier: Apache-2.0
// From the fibre layers and the tables of PON classes and losses to a FibrePlant.
#pragma once

#include <filesystem>

#include "apps/run/run.hpp"
#include "geo/crs.hpp"
#include "sim/fibre/plant.hpp"

namespace gigacity::apps {

/// Reads OLTs and distribution boxes inside `area`. Problems go into `findings`.
fibre::FibrePlant load_plant(const FibreSection& section, const std::filesystem::path& data_folder,
                             const geo::Crs& crs, const MapBox& area,
                             std::vector<LayerRecord>& layers, Findings& findings);

}  // namespace gigacity::apps
