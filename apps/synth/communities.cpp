// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "apps/synth/steps.hpp"

namespace gigacity::apps::synth {

namespace {

constexpr int most_in_one_ring = 6;

/// How many of `count` sectors each ring has, from the inside: in proportion to its area.
std::vector<int> rings_of(int count) {
  const int rings =
      std::max(1, static_cast<int>(std::lround(std::sqrt(count / double{most_in_one_ring}))));
  std::vector<int> sectors;
  int left = count;
  for (int ring = 0; ring < rings; ++ring) {
    const int share =
        ring + 1 == rings ? left : std::max(1, count * (2 * ring + 1) / (rings * rings));
    sectors.push_back(share);
    left -= share;
  }
  return sectors;
}

}  // namespace

MapPoint centre_of(const CountyPlan& plan, const Block& block) {
  const MapPoint corner = plan.lattice.point_of(block.corner);
  return {corner.x_m + 0.5 * block.width * plan.lattice.step_m,
          corner.y_m + 0.5 * block.height * plan.lattice.step_m};
}

void form_communities(int count, Settlement& s, const CountyPlan& plan) {
  s.community.assign(s.blocks.size(), 0);
  const MapPoint centre = plan.lattice.point_of(s.centre);
  const std::vector<int> sectors = rings_of(count);
  const double rings = static_cast<double>(sectors.size());
  std::map<int, int> number;
  for (std::size_t i = 0; i < s.blocks.size(); ++i) {
    const MapPoint p = centre_of(plan, plan.blocks[static_cast<std::size_t>(s.blocks[i])]);
    // Blocks come from the centre outwards: their number tells the ring.
    const double inside = (static_cast<double>(i) + 0.5) / static_cast<double>(s.blocks.size());
    const auto ring =
        std::min(sectors.size() - 1, static_cast<std::size_t>(rings * std::sqrt(inside)));
    const double turn = (std::atan2(p.y_m - centre.y_m, p.x_m - centre.x_m) + std::numbers::pi) /
                        (2.0 * std::numbers::pi);
    int community = std::min(sectors[ring] - 1, static_cast<int>(turn * sectors[ring]));
    for (std::size_t inner = 0; inner < ring; ++inner) community += sectors[inner];
    s.community[i] = community;
    number[community] = 0;
  }
  int next = 0;
  for (auto& entry : number) entry.second = next++;
  for (int& community : s.community) community = number[community];
}

}  // namespace gigacity::apps::synth
