// SPDX-License-Identifier: Apache-2.0
// What stands between an antenna and a place: enough to say why it is dark, not a propagation
// model.
#pragma once

#include <optional>

#include "core/raster_source.hpp"

namespace gigacity::criteria {

/// The ends of a path; heights above the vertical datum of the rasters.
struct SightLine {
  MapPoint transmitter;
  double transmitter_height_m = 0.0;
  MapPoint receiver;
  double receiver_height_m = 0.0;
  double effective_earth_radius_factor = 4.0 / 3.0;
};

/// The obstacle that matters most on the line: the largest height over it relative to the first
/// Fresnel radius there (as diffraction parameter ν orders edges, ITU-R P.526 §4.1), whatever the
/// frequency.
struct Obstruction {
  MapPoint point;
  double from_transmitter_m = 0.0;
  double above_line_m = 0.0;
  double raise_m = 0.0;  ///< how much higher the antenna would have to be to clear every obstacle
};

/// Nothing where the line is free. Heights are sampled once a pixel; the pixels at both ends do not
/// count.
std::optional<Obstruction> obstruction(const SightLine& line, const RasterSource& heights);

}  // namespace gigacity::criteria
