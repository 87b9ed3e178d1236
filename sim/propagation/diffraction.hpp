// SPDX-License-Identifier: Apache-2.0
// Diffraction over an irregular path: ITU-R P.526-15 §4.5.3 in the form of P.1812-6 Annex 1 §4.3,
// the "delta-Bullington" method. What the heights alone decide is kept apart from what the
// frequency decides, so that one look at a profile serves every carrier of a site.
//
// Distances and heights are in metres; heights are above one datum ("amsl") unless named "above
// ground". `effective_earth_radius_m` is a_p of P.1812 (4/3 of the earth's radius in a median
// atmosphere).
#pragma once

#include <limits>
#include <span>

namespace gigacity::propagation {

/// Up to here an edge costs nothing.
inline constexpr double least_lossy_nu = -0.78;

/// Loss J(ν) over a single knife edge, dB (P.526-15 eq. 31); 0 for ν <= least_lossy_nu.
double knife_edge_loss_db(double nu);

/// The single edge that Bullington's construction puts in the place of all obstacles. Its Fresnel
/// parameter is ν = nu_root_m / √λ: the point of a clear path where ν is largest does not depend on
/// the wavelength.
struct BullingtonEdge {
  double distance_m = 0.0;  ///< of the whole path
  double nu_root_m =
      -std::numeric_limits<double>::infinity();  ///< ν √λ, in √m; -inf: nothing in between
  bool line_of_sight = true;
};

/// P.526-15 §4.5.1 (P.1812-6 §4.3.1, eq. 13 to 19), over the points between the first and the last
/// one. `distance_m` ascends from 0; a NaN height is skipped.
BullingtonEdge bullington_edge(std::span<const double> distance_m, std::span<const double> height_m,
                               double transmitter_m, double receiver_m,
                               double effective_earth_radius_m);

/// The edge of the path seen from the other end of two horizon slopes (m/m), both above the line
/// between the antennas: P.1812-6 eq. 18 and 19. `rise_m` is the receiver's height less the
/// transmitter's.
BullingtonEdge edge_of_horizons(double distance_m, double transmitter_slope, double receiver_slope,
                                double rise_m);

/// Bullington diffraction loss, dB (P.1812-6 eq. 20 and 21).
double bullington_loss_db(const BullingtonEdge& edge, double wavelength_m);

/// A smooth earth in the place of the ground, heights amsl (P.1812-6 Attachment 1 to Annex 1,
/// §5.6).
struct SmoothEarth {
  double transmitter_m = 0.0;  ///< h_st, least squares (eq. 85)
  double receiver_m = 0.0;     ///< h_sr (eq. 86)
  double transmitter_diffraction_m =
      0.0;  ///< h_std: lowered below the obstacles, never above ground (eq. 89)
  double receiver_diffraction_m = 0.0;  ///< h_srd
};

/// The obstacles of eq. 87, all 0 or less where nothing stands above the line between the antennas.
struct Obstruction {
  double height_m = 0.0;           ///< h_obs
  double transmitter_slope = 0.0;  ///< α_obt, m/m
  double receiver_slope = 0.0;     ///< α_obr
};

SmoothEarth smooth_earth(std::span<const double> distance_m, std::span<const double> ground_m,
                         double transmitter_m, double receiver_m);

/// From the least-squares heights to the diffraction heights: eq. 88 and 89.
SmoothEarth with_diffraction_heights(double h_st_m, double h_sr_m, const Obstruction& obstruction,
                                     double transmitter_ground_m, double receiver_ground_m);

enum class Polarisation { horizontal, vertical };

/// Electrical properties of the ground (P.1812-6 §4.3.3; P.526-15 §3.1.1.1).
struct GroundConstants {
  double relative_permittivity = 22.0;
  double conductivity_s_per_m = 0.003;
};
inline constexpr GroundConstants land{22.0, 0.003};
inline constexpr GroundConstants sea{80.0, 5.0};

/// A path over a smooth spherical earth, without the frequency (P.526-15 §3.2, P.1812-6 §4.3.2).
struct SphericalEarthPath {
  double distance_m = 0.0;
  double transmitter_m = 0.0;  ///< above the smooth earth, > 0
  double receiver_m = 0.0;
  double radius_m = 0.0;  ///< for the first-term part: a_p beyond the horizon, else a_em (eq. 26)
  bool beyond_horizon = false;
  double clearance_m = 0.0;       ///< h, the smallest one between the path and the earth (eq. 23)
  double clearance_root_m = 0.0;  ///< √(d1 d2 / d) where it is found, √m
};

SphericalEarthPath spherical_earth_path(double distance_m, double transmitter_m, double receiver_m,
                                        double effective_earth_radius_m);

/// First term of the residue series, dB; may be negative (P.526-15 §3.1.1.2, P.1812-6 §4.3.3, eq.
/// 29 to 36).
double first_term_loss_db(double distance_m, double transmitter_m, double receiver_m,
                          double radius_m, double frequency_mhz, Polarisation polarisation,
                          double sea_fraction);

/// Diffraction loss over the smooth earth, dB, at least 0 (P.1812-6 §4.3.2, eq. 22 to 27).
double spherical_earth_loss_db(const SphericalEarthPath& path, double frequency_mhz,
                               Polarisation polarisation, double sea_fraction);

/// All that delta-Bullington needs of a profile.
struct DeltaBullington {
  BullingtonEdge terrain;     ///< over the actual profile
  BullingtonEdge smooth;      ///< over a profile of zero heights, from the effective heights
  SphericalEarthPath sphere;  ///< the same, as a sphere
};

/// `ground_m` gives the smooth earth; `surface_m` (terrain plus representative clutter, g_i of
/// P.1812-6 §3.2) obstructs. Both terminals are given by their antenna heights amsl.
DeltaBullington delta_bullington(std::span<const double> distance_m,
                                 std::span<const double> ground_m,
                                 std::span<const double> surface_m, double transmitter_m,
                                 double receiver_m, double effective_earth_radius_m);

/// The same where the smooth earth of the ground is known: it does not depend on the earth's radius.
DeltaBullington delta_bullington(std::span<const double> distance_m,
                                 std::span<const double> surface_m, const SmoothEarth& earth,
                                 double transmitter_m, double receiver_m,
                                 double effective_earth_radius_m);

/// Diffraction loss L_d, dB (P.1812-6 eq. 39; P.526-15 §4.5.3): Bullington's over the terrain, plus
/// what a spherical earth loses more than Bullington finds over a smooth one.
double delta_bullington_loss_db(const DeltaBullington& path, double frequency_mhz,
                                Polarisation polarisation, double sea_fraction);

}  // namespace gigacity::propagation
