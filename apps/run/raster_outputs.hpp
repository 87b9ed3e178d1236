// SPDX-License-Identifier: Apache-2.0
// How each result raster is named, described and coloured: files, styles and the report's map
// agree.
#pragma once

#include <string>
#include <vector>

#include "geo/raster_writer.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::apps {

struct RasterOutput {
  std::string file;   ///< "nr_ss_rsrp.tif"
  std::string title;  ///< "5G NR: SS-RSRP"
  geo::RasterDescription description;
};

/// The four rasters of a technology.
struct TechnologyOutputs {
  RasterOutput level;
  RasterOutput quality;
  RasterOutput server;
  RasterOutput status;
};
TechnologyOutputs technology_outputs(radio::Technology technology,
                                     const radio::RadioNetwork& network);

RasterOutput people_output();

/// landcover.tif: the Clutter of each pixel.
RasterOutput landcover_output();

}  // namespace gigacity::apps
