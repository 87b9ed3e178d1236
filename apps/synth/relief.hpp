// SPDX-License-Identifier: Apache-2.0
// The land: a plain, eroded hills in the east with inhabited valleys, a lake in the south, a lone
// county's outline.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/geometry.hpp"
#include "core/progress.hpp"
#include "core/raster.hpp"

namespace gigacity::apps::synth {

/// Where things lie, as shares of the box eastwards (u) and northwards (v), and how large they are.
/// As it stands: a county of about 12 km.
struct Landform {
  struct Valley {
    double v = 0.0;       ///< about which its floor runs
    double head_u = 0.0;  ///< how far east it reaches
  };

  double summit_m = 520.0;  ///< of the highest ground within
  MapPoint lake_centre{0.33, 0.135};
  double lake_radius_u = 0.20;
  double lake_radius_v = 0.09;
  double lake_turn_rad = 0.0;  ///< counter-clockwise, of its axes
  double front_u = 0.63;       ///< where the hills begin
  std::vector<Valley> valleys{{0.66, 0.95}, {0.27, 0.89}};
  double valley_width = 1.0;      ///< times that of a county's valleys
  double piedmont_slope = 0.012;  ///< rise of the plain towards the hills
  double counties_across = 1.0;   ///< features of the relief are this much smaller than the box
  bool ranges = false;            ///< the hills stand in ranges with plains between them
  double hill_pixel_m = 60.0;     ///< of the lattice that is eroded
};

class Relief {
 public:
  /// `box` is the bounding box in map coordinates. `within` says what counts for the summit; without
  /// it the outline of a lone county does.
  Relief(std::uint64_t seed, const Landform& form, const MapBox& box,
         std::function<bool(MapPoint)> within, Progress& progress);

  const MapBox& box() const { return m_box; }
  /// Ground in metres above sea level, 30 m pixels, a margin around the box.
  const Raster<float>& ground() const { return m_ground; }
  double ground_m(MapPoint p) const;
  /// Height of the hills above the plain or valley floor beneath them; 0 where there are none.
  double hill_m(MapPoint p) const;
  /// Ground can be built on: no hill, a slope below 5 %, not in the lake or at its shore.
  bool buildable(MapPoint p) const;
  /// Inside the outline of a lone county and about `margin_m` from its border.
  bool in_outline(MapPoint p, double margin_m) const;
  /// Approximate distance from the shore, negative in the lake.
  double lake_distance_m(MapPoint p) const;
  MultiPolygon lake() const;

 private:
  /// Position in the box, 0 to 1 eastwards and northwards.
  MapPoint share(MapPoint p) const;
  double hill_front(double v) const;
  /// 0 on plain and valley floors, rising to 1 inside the hills.
  double hilliness(MapPoint p) const;
  double floor_m(MapPoint p) const;
  void raise_hills(const std::function<bool(MapPoint)>& within, Progress& progress);
  void lay_ground();

  std::uint64_t m_seed;
  Landform m_form;
  MapBox m_box;
  Raster<float> m_hills;  ///< pixels of Landform::hill_pixel_m
  Raster<float> m_ground;
};

}  // namespace gigacity::apps::synth
