// SPDX-License-Identifier: Apache-2.0
// Coverage computed tile by tile, and each tile's layers written as it comes: rasters as large as the area are never in
// memory.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "apps/run/raster_outputs.hpp"
#include "core/grid.hpp"
#include "core/progress.hpp"
#include "core/raster_source.hpp"
#include "geo/crs.hpp"
#include "geo/raster_writer.hpp"
#include "sim/radio/coverage.hpp"
#include "sim/radio/uplink.hpp"

namespace gigacity::apps {

/// Where a run delivers rasters on its grid.
struct RasterFolder {
  std::filesystem::path folder;
  GridSpec grid;
  geo::Crs crs;

  geo::CogWriter writer(const RasterOutput& raster) const;
  /// One that is delivered, as anyone reads it.
  std::shared_ptr<const RasterSource> read(const RasterOutput& raster) const;
};

/// A raster of the radio network.
struct RadioRaster {
  radio::Service service = radio::Technology::nr;
  RadioLayer layer = RadioLayer::rsrp;
  RasterOutput output;
  bool delivered = true;  ///< else it lies aside
};

/// Which rasters a run writes, and where.
struct RadioRastersWanted {
  std::span<const RadioLayer> layers;
  bool per_operator = false;  ///< of every operator too
  /// What indoor layers are behind.
  propagation::BuildingType building = propagation::BuildingType::traditional;
  RasterFolder delivered;
  /// For those that nobody wants but criteria are judged on: RSRP, SINR, best server, status, and rates if so.
  RasterFolder aside;
  bool rates_judged = false;
  radio::RateOptions rates;
  radio::UplinkOptions uplink;
  std::map<std::string, std::string> level_metadata;  ///< of all rasters that follow from levels
};

/// What the engine has to find out for layers that cost more.
void ask_for(std::span<const RadioLayer> layers, radio::CoverageOptions& options);

/// Computes what the engine can: the layers wanted, of every technology that it has. Throws geo::OutputError, InputError
/// where the terrain cannot be read, Cancelled.
std::vector<RadioRaster> deliver_coverage(const radio::CoverageEngine& engine,
                                          const radio::RadioNetwork& network,
                                          const RadioRastersWanted& wanted, Progress& progress);

}  // namespace gigacity::apps
