// SPDX-License-Identifier: Apache-2.0
// 3GPP TR 38.901 v16.1 §7.4: path loss, line-of-sight probability and shadow fading inside offices
// (InH) and factories (InF).
#pragma once

#include <cstdint>

namespace gigacity::propagation {

struct IndoorLink {
  double distance_m = 10.0;  ///< d_3D; below 1 m counts as 1 m
  double frequency_mhz = 3500.0;
};

/// InH of table 7.4.1-1: 1 to 150 m.
double office_line_of_sight_loss_db(const IndoorLink& link);
double office_obstructed_loss_db(const IndoorLink& link);

/// σ_SF, dB.
double office_shadow_fading_db(bool line_of_sight);

/// Offices of cells and rooms, or one open space.
enum class OfficeType : std::uint8_t { mixed, open };

/// Table 7.4.2-1, d_2D.
double office_line_of_sight_probability(OfficeType type, double distance_m);

/// InF: sparse or dense clutter, base station below (low) or above (high) its tops.
enum class FactoryType : std::uint8_t { sparse_low, dense_low, sparse_high, dense_high };

/// InF of table 7.4.1-1: 1 to 600 m.
double factory_line_of_sight_loss_db(const IndoorLink& link);
double factory_obstructed_loss_db(FactoryType type, const IndoorLink& link);

/// σ_SF, dB.
double factory_shadow_fading_db(FactoryType type, bool line_of_sight);

/// What stands in a hall (table 7.2-4).
struct FactoryClutter {
  double size_m = 10.0;   ///< d_clutter: 10 m sparse, 2 m dense
  double density = 0.2;   ///< r, of the floor: below 0.4 sparse, above dense
  double height_m = 5.0;  ///< h_c, for the high base station
};

struct FactoryHeights {
  double base_m = 8.0;
  double terminal_m = 1.5;
};

/// Table 7.4.2-1, d_2D. With a high base station heights are held so that it stands above the
/// clutter and the terminal below.
double factory_line_of_sight_probability(FactoryType type, double distance_m,
                                         const FactoryClutter& clutter,
                                         const FactoryHeights& heights = {});

}  // namespace gigacity::propagation
