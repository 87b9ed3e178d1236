// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/link_geometry.hpp"

#include <algorithm>
#include <cmath>

#include "sim/propagation/free_space.hpp"

namespace gigacity::radio {

double fresnel_radius_m(double from_transmitter_m, double from_receiver_m, double frequency_mhz,
                        int zone) {
  return std::sqrt(zone * propagation::wavelength_m(frequency_mhz) * from_transmitter_m *
                   from_receiver_m / (from_transmitter_m + from_receiver_m));
}

double earth_bulge_m(const Link& link, double from_transmitter_m) {
  return 0.5 * from_transmitter_m * (link.profile.distance_m() - from_transmitter_m) /
         link.effective_earth_radius_m;
}

double line_height_m(const Link& link, double from_transmitter_m) {
  const double tx = link.ends.transmitter_m();
  const double d = link.profile.distance_m();
  return d > 0.0 ? tx + (link.ends.receiver_m() - tx) * from_transmitter_m / d : tx;
}

LinkGeometry link_geometry(const Link& link) {
  const TerrainProfile& profile = link.profile;
  const double d = profile.distance_m();
  const double tx = link.ends.transmitter_m();
  const double rx = link.ends.receiver_m();
  const double half_bend = 0.5 * d / link.effective_earth_radius_m;  // of an end's horizontal, rad
  LinkGeometry out;
  out.distance_m = d;
  out.slant_m = std::hypot(d, tx - rx);
  out.elevation_rad = {std::atan2(rx - tx - half_bend * d, d),
                       std::atan2(tx - rx - half_bend * d, d)};

  double least_share = 0.0;
  double steepest_tx = 0.0;
  double steepest_rx = 0.0;
  for (std::size_t i = 1; i + 1 < profile.size(); ++i) {
    const double h = profile.surface_m[i];
    if (std::isnan(h)) continue;
    const double d1 = profile.step_m * static_cast<double>(i);
    const double d2 = d - d1;
    const ProfilePoint point{i, d1, h};
    const double top = h + earth_bulge_m(link, d1);
    const FresnelClearance here{point, line_height_m(link, d1) - top,
                                fresnel_radius_m(d1, d2, link.frequency_mhz)};
    const double slope_tx = (top - tx) / d1;
    const double slope_rx = (top - rx) / d2;
    if (!out.tightest || here.share() < least_share) {
      out.tightest = here;
      least_share = here.share();
    }
    if (!out.transmitter_horizon || slope_tx > steepest_tx) {
      out.transmitter_horizon = {point, std::atan(slope_tx) - half_bend};
      steepest_tx = slope_tx;
    }
    if (!out.receiver_horizon || slope_rx > steepest_rx) {
      out.receiver_horizon = {point, std::atan(slope_rx) - half_bend};
      steepest_rx = slope_rx;
    }
    out.line_of_sight = out.line_of_sight && here.clearance_m > 0.0;
  }
  if (out.line_of_sight) out.transmitter_horizon = out.receiver_horizon = std::nullopt;
  return out;
}

std::optional<PathEdge> bullington_point(const Link& link, const LinkGeometry& geometry) {
  if (!geometry.transmitter_horizon || !geometry.receiver_horizon) return std::nullopt;
  const double d = geometry.distance_m;
  const double rise = link.ends.receiver_m() - link.ends.transmitter_m();
  const auto slope = [&](const ProfilePoint& p, double end_m, double from_end_m) {
    return (p.height_m + earth_bulge_m(link, p.distance_m) - end_m) / from_end_m;
  };
  const ProfilePoint& of_tx = geometry.transmitter_horizon->point;
  const ProfilePoint& of_rx = geometry.receiver_horizon->point;
  const double s_tx = slope(of_tx, link.ends.transmitter_m(), of_tx.distance_m);
  const double s_rx = slope(of_rx, link.ends.receiver_m(), d - of_rx.distance_m);
  if (!(s_tx + s_rx > 0.0)) return PathEdge{of_tx.distance_m, of_tx.height_m};
  const double at = std::clamp((rise + s_rx * d) / (s_tx + s_rx), 0.0, d);
  return PathEdge{at, link.ends.transmitter_m() + s_tx * at - earth_bulge_m(link, at)};
}

propagation::KnifeEdges knife_edges_of(const Link& link) {
  return knife_edges_of(link.profile, link.ends, link.effective_earth_radius_m);
}

}  // namespace gigacity::radio
