// SPDX-License-Identifier: Apache-2.0
// What lies between two antennas, for people: where the path is tightest, what each end sees, and
// where its rays meet. Over the same profile, and the same earth, that the models compute on.
#pragma once

#include <cstddef>
#include <optional>

#include "core/terrain_profile.hpp"
#include "sim/propagation/knife_edges.hpp"
#include "sim/propagation/terminal_pair.hpp"
#include "sim/radio/path.hpp"

namespace gigacity::radio {

/// One path at one carrier.
struct Link {
  TerrainProfile profile;  ///< at least two points
  PathEnds ends;
  double frequency_mhz = 0.0;
  double effective_earth_radius_m = 0.0;
};

/// A point of the profile, as a path meets it.
struct ProfilePoint {
  std::size_t index = 0;
  double distance_m = 0.0;  ///< from the transmitter
  double height_m = 0.0;    ///< of the surface, above the vertical datum
};

/// What an end sees highest above its horizontal.
struct Horizon {
  ProfilePoint point;
  double elevation_rad = 0.0;
};

/// Where the first Fresnel zone is tightest.
struct FresnelClearance {
  ProfilePoint point;
  double clearance_m = 0.0;  ///< of the line between the antennas above the surface there
  double radius_m = 0.0;     ///< F1 there

  double share() const { return clearance_m / radius_m; }  ///< 1: just clear
};

struct LinkGeometry {
  double distance_m = 0.0;  ///< in the plane of the map
  double slant_m = 0.0;     ///< between the antennas
  /// Elevation of the other antenna, over the effective earth.
  propagation::TerminalPair elevation_rad;
  bool line_of_sight = true;
  /// Nothing on a path of neighbouring pixels, on which there are no points in between. Where the
  /// ends do not see each other, their horizons.
  std::optional<FresnelClearance> tightest;
  std::optional<Horizon> transmitter_horizon;
  std::optional<Horizon> receiver_horizon;
};

/// Radius F_n of a Fresnel zone, m, at these distances from the ends (P.526-15 eq. 2).
double fresnel_radius_m(double from_transmitter_m, double from_receiver_m, double frequency_mhz,
                        int zone = 1);

/// Height of the effective earth over the chord between the ends, m: what is added to heights so
/// that rays are straight.
double earth_bulge_m(const Link& link, double from_transmitter_m);

/// Height of the line between the antennas, above the vertical datum, over the flat earth.
double line_height_m(const Link& link, double from_transmitter_m);

LinkGeometry link_geometry(const Link& link);

/// A place on the path that diffracts, as it is drawn: heights above the vertical datum, without the
/// earth's bulge.
struct PathEdge {
  double distance_m = 0.0;
  double height_m = 0.0;
};

/// Where the horizon rays of the two ends meet: Bullington's edge (P.1812-6 eq. 18). Nothing where
/// the ends see each other.
std::optional<PathEdge> bullington_point(const Link& link, const LinkGeometry& geometry);

/// The edges of P.526's cascaded knife edges over the surface.
propagation::KnifeEdges knife_edges_of(const Link& link);

}  // namespace gigacity::radio
