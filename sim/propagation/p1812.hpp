// SPDX-License-Identifier: Apache-2.0
// ITU-R P.1812-6: point-to-area prediction for terrestrial services, 30 MHz to 6 GHz. The whole of
// Annex 1 §4: line of sight, diffraction, tropospheric scatter, ducting and layer reflection, their
// combination over the year's time, and the variability between locations. Building entry loss is
// P.2109's.
//
// As in diffraction.hpp, what the profile decides (`P1812Path`) is kept apart from what the carrier
// and the time percentage decide, so that one look at a profile serves every cell of a site.
#pragma once

#include <cstdint>
#include <span>

#include "sim/propagation/diffraction.hpp"
#include "sim/propagation/terminal_pair.hpp"

namespace gigacity::propagation {

/// Radio-climatic zones of P.1812-6 table 1, with the numbers that profiles are coded with.
enum class RadioClimaticZone : std::uint8_t { water = 1, coastal_land = 3, inland = 4 };

/// The atmosphere at the path's centre (P.1812-6 §3.6, from the maps of P.452).
struct RadioClimate {
  double delta_n = 45.0;      ///< mean refractivity lapse rate, N-units/km
  double n0 = 325.0;          ///< sea-level surface refractivity, N-units
  double latitude_deg = 0.0;  ///< φ, of the path's centre
};

/// a_e: the effective earth's radius that is exceeded half of the time, eq. 7a.
double median_earth_radius_m(const RadioClimate& climate);
/// a_β: the one that is exceeded β0 of the time, k_β = 3, eq. 7b.
double beta_earth_radius_m();

/// A path as P.1812-6 §3 describes it. Heights are above mean sea level unless named "above ground".
struct P1812Profile {
  std::span<const double> distance_m;  ///< ascending from 0, at least three points
  std::span<const double> ground_m;    ///< h_i
  std::span<const double> surface_m;   ///< g_i: terrain and representative clutter height, eq. 1
  /// One for each point; empty: inland throughout.
  std::span<const RadioClimaticZone> zone{};
  double transmitter_height_m = 0.0;  ///< above ground, h_tg
  double receiver_height_m = 0.0;     ///< above ground, h_rg
  /// Over land from each terminal to the coast along the path; only short ones matter (eq. 49).
  TerminalPair coast_m{500'000.0, 500'000.0};
};

/// What the profile and the atmosphere decide, whatever the frequency.
struct P1812Path {
  double distance_m = 0.0;
  double transmitter_m = 0.0;             ///< h_ts
  double receiver_m = 0.0;                ///< h_rs
  double sea_fraction = 0.0;              ///< ω
  double land_m = 0.0;                    ///< d_tm: longest continuous stretch over land
  double inland_m = 0.0;                  ///< d_lm: of it, inland
  TerminalPair coast_m;                   ///< d_ct, d_cr
  double beta0_percent = 0.0;             ///< eq. 5
  double effective_earth_radius_m = 0.0;  ///< a_e, eq. 7a
  double n0 = 0.0;

  bool beyond_horizon = false;
  TerminalPair horizon_m;              ///< d_lt, d_lr; on a path without obstacle see eq. 80
  TerminalPair horizon_mrad;           ///< θ_t, θ_r: elevation of the horizon
  double angular_distance_mrad = 0.0;  ///< θ, eq. 82

  TerminalPair effective_m;  ///< h_te, h_re for ducting, eq. 92
  double roughness_m = 0.0;  ///< h_m, eq. 93

  DeltaBullington median;  ///< at a_e
  DeltaBullington beta;    ///< at a_β: three times the earth's radius
};

/// P.1812-6 §4.2 and Attachment 1 to Annex 1. Which point of a path without obstacle counts as its
/// horizon depends on the wavelength no more than Bullington's edge does.
P1812Path p1812_path(const P1812Profile& profile, const RadioClimate& climate);

/// What is asked of a path.
struct P1812Question {
  double frequency_mhz = 0.0;
  Polarisation polarisation = Polarisation::vertical;
  double time_percent =
      50.0;  ///< p, 1 to 50: of an average year, in which the loss is not exceeded
  double location_percent = 50.0;  ///< p_L, 1 to 99: of the locations, at which it is not exceeded
  /// Standard deviation between locations, dB; see `location_deviation_db`.
  double location_deviation_db = 0.0;
};

/// Basic transmission loss and the parts it is made of, dB; names as in the Recommendation.
struct P1812Loss {
  double interpolation = 0.0;               ///< F_i, eq. 40
  double angular_interpolation = 0.0;       ///< F_j, eq. 57
  double distance_interpolation = 0.0;      ///< F_k, eq. 58
  double free_space_db = 0.0;               ///< L_bfs, eq. 8
  double line_of_sight_db = 0.0;            ///< L_b0p, eq. 10
  double line_of_sight_beta_db = 0.0;       ///< L_b0β, eq. 11
  double median_diffraction_db = 0.0;       ///< L_d50, eq. 39
  double beta_diffraction_db = 0.0;         ///< L_dβ
  double diffraction_db = 0.0;              ///< L_dp, eq. 41
  double median_with_diffraction_db = 0.0;  ///< L_bd50, eq. 42
  double with_diffraction_db = 0.0;         ///< L_bd, eq. 43
  double ducting_db = 0.0;                  ///< L_ba, eq. 46
  double minimum_line_of_sight_db = 0.0;    ///< L_minb0p, eq. 59
  double minimum_ducting_db = 0.0;          ///< L_minbap, eq. 60
  double diffraction_and_ducting_db = 0.0;  ///< L_bda, eq. 61
  double modified_db = 0.0;                 ///< L_bam, eq. 62
  double troposcatter_db = 0.0;             ///< L_bs, eq. 44
  double median_location_db = 0.0;          ///< L_bc, eq. 63
  double basic_db = 0.0;                    ///< L_b, eq. 69
};

P1812Loss p1812_loss(const P1812Path& path, const P1812Question& question);

/// Field strength at 1 kW e.r.p., dB(µV/m): eq. 70.
double field_strength_dbuv_per_m(double basic_loss_db, double frequency_mhz);

/// Standard deviation of the outdoor level between locations in a square of `width_m` (50 to
/// 1000 m), dB, for a terminal at `height_m` above ground in clutter of `clutter_m`: eq. 64 and 65.
double location_deviation_db(double frequency_mhz, double width_m, double height_m,
                             double clutter_m);

/// I(x): the inverse of the complementary cumulative normal distribution, by the approximation that
/// Attachment 3 to Annex 1 prescribes; x is held to 1e-6 ... 1 − 1e-6.
double inverse_complementary_normal(double x);

}  // namespace gigacity::propagation
