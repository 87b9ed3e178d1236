// SPDX-License-Identifier: Apache-2.0
// How unlike the fibre distances of one port may be: an OLT ranges its ONUs within a window.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/fibre/assignment.hpp"
#include "sim/fibre/built_network.hpp"

namespace gigacity::fibre {

/// Fibre distances of each group of ports in bands, of which premises share no port: the first
/// begins at the nearest that is served, each is as wide as the class allows, and the next begins at
/// the nearest beyond it. Mostly there is one.
class DistanceBands {
 public:
  DistanceBands(const FibrePlant& plant, const ServicePoints& points, const Assignment& assignment,
                const std::vector<std::vector<Share>>& of_point);

  /// From 0; 0 where the point's ports are no group.
  std::size_t band(std::int32_t point, double distance_m) const;

 private:
  const ServicePoints* m_points;
  std::vector<std::vector<double>> m_starts_m;  ///< of each group, where its bands begin
};

/// Premises of a port that are farther than its nearest by more than the class allows.
struct BeyondDifferential {
  std::int32_t demand = 0;
  double nearest_m = 0.0;  ///< fibre distance of the nearest of the port
};

/// May sort the lines by OLT, port and demand.
std::vector<BeyondDifferential> beyond_differential(const FibrePlant& plant,
                                                    const ServicePoints& points,
                                                    const Assignment& assignment,
                                                    std::vector<PortLine>& lines);

}  // namespace gigacity::fibre
