// SPDX-License-Identifier: Apache-2.0
// The land: a plain, eroded hills in the east with two inhabited valleys, a lake in the south, the
// county's outline.
#pragma once

#include <cstdint>

#include "apps/synth/synth.hpp"
#include "core/geometry.hpp"
#include "core/raster.hpp"

namespace gigacity::apps::synth {

class Relief {
 public:
  /// `box` is the county's bounding box in map coordinates.
  Relief(const SynthOptions& options, const MapBox& box, Progress& progress);

  const MapBox& box() const { return m_box; }
  /// Ground in metres above sea level, 30 m pixels, a margin around the box.
  const Raster<float>& ground() const { return m_ground; }
  double ground_m(MapPoint p) const;
  /// Height of the hills above the plain or valley floor beneath them; 0 where there are none.
  double hill_m(MapPoint p) const;
  /// Ground can be built on: no hill, a slope below 5 %, not in the lake or at its shore.
  bool buildable(MapPoint p) const;
  /// Inside the county and about `margin_m` from its border.
  bool in_county(MapPoint p, double margin_m) const;
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
  void raise_hills(double summit_m, Progress& progress);

  std::uint64_t m_seed;
  MapBox m_box;
  Raster<float> m_hills;  ///< 60 m pixels
  Raster<float> m_ground;
};

}  // namespace gigacity::apps::synth
