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

/// What a raster of the radio network shows.
enum class RadioLayer { rsrp, sinr, best_server, status };

/// nr_ss_rsrp.tif, lte_sinr.tif ...
RasterOutput radio_output(RadioLayer layer, radio::Technology technology,
                          const radio::RadioNetwork& network);

RasterOutput people_output();

/// landcover.tif: the Clutter of each pixel.
RasterOutput landcover_output();

}  // namespace gigacity::apps
