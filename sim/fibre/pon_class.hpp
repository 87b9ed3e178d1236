// SPDX-License-Identifier: Apache-2.0
// PON systems with their power-budget classes, as data.
#pragma once

#include <cstdint>
#include <string>

namespace gigacity::fibre {

/// Both ends of a wavelength window, nm; 0: not told.
struct WavelengthWindow {
  double low_nm = 0.0;
  double high_nm = 0.0;
};

/// A PON system with its power-budget class; read from data/fibre/pon_classes.toml.
struct PonClass {
  std::string id;        ///< "xgs-pon-n1"
  std::string standard;  ///< "ITU-T G.9807.1"
  double minimum_loss_db = 0.0;
  double maximum_loss_db = 0.0;
  double maximum_reach_km = 20.0;
  int maximum_split = 64;
  double downstream_gbps = 0.0;    ///< usable, after overhead
  bool ten_gigabit_class = false;  ///< 10G-PON or above, as the criteria count ports
  std::string source;              ///< where the figures stand
  /// V read in a source, V2 in a second-hand one, C computed, M from memory.
  std::string certainty;
  double upstream_gbps = 0.0;     ///< usable, after overhead
  double differential_km = 20.0;  ///< most between the longest and shortest fibre of a port
  WavelengthWindow downstream{};
  WavelengthWindow upstream{};
  std::int32_t lower_system = -1;  ///< class that a Combo port offers beside this one; -1: none
};

}  // namespace gigacity::fibre
