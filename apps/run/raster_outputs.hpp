// SPDX-License-Identifier: Apache-2.0
// How each result raster is named, described and coloured: files, styles and the report's map
// agree.
#pragma once

#include <string>
#include <vector>

#include "apps/scenario/radio_layer.hpp"
#include "geo/raster_writer.hpp"
#include "sim/radio/service.hpp"

namespace gigacity::apps {

struct RasterOutput {
  std::string file;   ///< "nr_ss_rsrp.tif"
  std::string title;  ///< "5G NR: SS-RSRP"
  geo::RasterDescription description;
};

/// nr_ss_rsrp.tif, lte_sinr.tif ...; of one operator, whose part of file names is `slug`: nr_ss_rsrp_op-telia.tif.
RasterOutput radio_output(RadioLayer layer, const radio::Service& service, const std::string& slug,
                          const radio::RadioNetwork& network);

RasterOutput people_output();

/// landcover.tif: the Clutter of each pixel.
RasterOutput landcover_output();

/// fibre_gigabit.tif: the fibre_code() of each pixel with premises.
RasterOutput fibre_output();

}  // namespace gigacity::apps
