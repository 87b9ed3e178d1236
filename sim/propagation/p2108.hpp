// SPDX-License-Identifier: Apache-2.0
// ITU-R P.2108-1: loss through the clutter around a terminal, to be added to the basic loss of a
// path that knows nothing of it.
#pragma once

#include <cstdint>

namespace gigacity::propagation {

/// Surroundings of a terminal, P.2108-1 §3.1 table 3, in its order from 1.
enum class ClutterType : std::uint8_t {
  water = 1,
  open_rural,
  suburban,
  urban,
  trees_forest,
  dense_urban
};

/// R of table 3, for where nothing better is known: 10 m, 15 m in towns and forests, 20 m in dense
/// urban areas.
double default_clutter_height_m(ClutterType type);

/// A terminal below the tops of its surroundings.
struct ClutteredTerminal {
  double height_m = 1.5;           ///< h, above ground; held to at least 1 cm
  double clutter_height_m = 10.0;  ///< R, representative
  double street_width_m = 27.0;    ///< w_s, 27 m unless known
  ClutterType clutter = ClutterType::suburban;
};

/// §3.1, height gain terminal correction A_h, dB, for either end of a path: eq. 1 and 2. 0 where the
/// terminal stands above the clutter.
double height_gain_correction_db(double frequency_mhz, const ClutteredTerminal& terminal);

/// §3.2, statistical clutter loss of a terrestrial path L_ctt, dB, not exceeded at
/// `location_percent` of places (median over the clutter of towns and suburbs): eq. 3 to 6. For one
/// end of the path; for both ends paths must be longer than 1 km.
double terrestrial_clutter_loss_db(double frequency_mhz, double distance_m,
                                   double location_percent);

/// §3.3, statistical clutter loss of a path to an aircraft or satellite L_ces, dB, not exceeded at
/// `location_percent` of places: eq. 7. The elevation is held to 0 ... 90°.
double slant_path_clutter_loss_db(double frequency_mhz, double elevation_deg,
                                  double location_percent);

}  // namespace gigacity::propagation
