// SPDX-License-Identifier: Apache-2.0
// Any antenna of a network: the closed set of what the coverage engine can compute with.
#pragma once

#include <memory>
#include <string>
#include <variant>

#include "sim/propagation/antenna_array.hpp"
#include "sim/propagation/antenna_cuts.hpp"
#include "sim/propagation/antenna_direction.hpp"
#include "sim/propagation/antenna_pattern.hpp"

namespace gigacity::propagation {

struct MeasuredAntenna {
  AntennaCuts cuts;
  CutInterpolation interpolation = CutInterpolation::weighted;
};

struct PanelAntenna {
  std::string name;
  SteeredArray array;
};

/// A sector antenna is a few numbers; what is larger is shared by all sectors that have it, and
/// never null.
using Antenna = std::variant<SectorAntenna, std::shared_ptr<const MeasuredAntenna>,
                             std::shared_ptr<const PanelAntenna>>;

/// How an antenna hangs and is fed; positive downwards.
struct Tilts {
  double mechanical_deg = 0.0;  ///< turns the antenna: its frame is rotated (`in_tilted_frame`)
  double electrical_deg = 0.0;  ///< of a sector antenna: shifts its vertical cut in all directions
  friend bool operator==(const Tilts&, const Tilts&) = default;
};

/// Gain towards a direction: azimuth from the antenna's own, in any range, elevation above the
/// horizon. Measured antennas and panels have their electrical tilt within themselves (cuts, beams):
/// `electrical_deg` is not added to it.
double gain_dbi(const Antenna& antenna, Direction direction, const Tilts& tilts);

/// "3gpp-38901", "omni", "tr36814", or the name of the measured antenna or panel.
std::string name_of(const Antenna& antenna);

/// Of the strongest beam.
double maximum_gain_dbi(const Antenna& antenna);

/// What of it a panel's beam has over one element; 0 dB for other antennas.
double beam_gain_db(const Antenna& antenna);

}  // namespace gigacity::propagation
