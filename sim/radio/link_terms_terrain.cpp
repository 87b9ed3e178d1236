// SPDX-License-Identifier: Apache-2.0
// Models that walk the profile.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/units.hpp"
#include "sim/propagation/free_space.hpp"
#include "sim/radio/link_terms.hpp"

namespace gigacity::radio {
namespace {

using namespace propagation;

double slant_m(const Link& link) {
  return std::hypot(link.profile.distance_m(), link.ends.transmitter_m() - link.ends.receiver_m());
}

const char* word_for(ItmPropagation mode) {
  switch (mode) {
    case ItmPropagation::line_of_sight:
      return "line-of-sight";
    case ItmPropagation::diffraction:
      return "diffraction";
    case ItmPropagation::troposcatter:
      break;
  }
  return "tropospheric scatter";
}

const char* sentence_for(ItmWarning warning) {
  switch (warning) {
    case ItmWarning::horizon_angle:
      return "a horizon stands above 200 mrad: approximations for small angles may break down";
    case ItmWarning::horizon_near:
      return "a horizon is nearer than a tenth of the smooth earth's";
    case ItmWarning::horizon_far:
      return "a horizon is farther than three times the smooth earth's";
    case ItmWarning::refractivity:
      return "the surface refractivity is outside 250 to 400 N-units";
    case ItmWarning::distance_short:
      return "the path is short, or steep between the antennas";
    case ItmWarning::distance_long:
      return "the path is longer than 1000 km";
    case ItmWarning::ground_impedance:
      return "the ground's constants are outside what the theory takes";
    case ItmWarning::extreme_variability:
      break;
  }
  return "a percentage lies beyond 0.1 to 99.9";
}

}  // namespace

LinkTerms terms_of(const FreeSpaceLink&, const Link& link) {
  const double loss =
      path_loss_db(Model::free_space, Environment::urban_macro,
                   path_geometry(link.ends, link.profile.distance_m()), link.frequency_mhz);
  return {{{"L_bf", "free-space loss", "P.525-4 eq. 3", loss, "dB", true}}, {}, loss};
}

LinkTerms terms_of(const P526Link&, const Link& link) {
  const double f = link.frequency_mhz;
  const StepTables tables(link.profile.size());
  const PathGeometry path =
      path_geometry(Model::p526, link.ends, link.profile, link.effective_earth_radius_m, tables);
  LinkTerms out;
  out.basic_db = path_loss_db(Model::p526, Environment::urban_macro, path, f);
  const DeltaBullington& d = path.diffraction;
  const bool walked = link.profile.size() > 2;
  const double diffraction_db =
      walked ? delta_bullington_loss_db(d, f, Polarisation::vertical, 0.0) : 0.0;
  out.terms = {
      {"L_bf", "free-space loss", "P.525-4 eq. 3", free_space_loss_db(slant_m(link), f), "dB",
       true},
      {"L_d", "diffraction, delta-Bullington", "P.526-15 §4.5.3", diffraction_db, "dB", true}};
  if (!walked) return out;
  const double wavelength = wavelength_m(f);
  out.terms.insert(out.terms.end(),
                   {{"ν", "Fresnel parameter of Bullington's edge", "P.526-15 §4.5.1",
                     d.terrain.nu_root_m / std::sqrt(wavelength), ""},
                    {"L_bulla", "Bullington over the surface", "P.526-15 §4.5.1",
                     bullington_loss_db(d.terrain, wavelength)},
                    {"L_bulls", "Bullington over the smooth earth", "P.526-15 §4.5.1",
                     bullington_loss_db(d.smooth, wavelength)},
                    {"L_dsph", "spherical earth", "P.526-15 §3.2",
                     spherical_earth_loss_db(d.sphere, f, Polarisation::vertical, 0.0)}});
  return out;
}

LinkTerms terms_of(const KnifeEdgesLink&, const Link& link) {
  const KnifeEdges edges = knife_edges_of(link);
  const double wavelength = wavelength_m(link.frequency_mhz);
  const double free_space_db = free_space_loss_db(slant_m(link), link.frequency_mhz);
  const double diffraction_db = knife_edges_loss_db(edges, wavelength);
  LinkTerms out;
  out.basic_db = free_space_db + diffraction_db;
  out.terms = {{"L_bf", "free-space loss", "P.525-4 eq. 3", free_space_db, "dB", true},
               {"L_d", "diffraction, up to three knife edges", "P.526-11 §4.4.2", diffraction_db,
                "dB", true}};
  const auto add = [&](const char* of, const char* title, const KnifeEdge& edge) {
    const double nu = nu_of(edge, wavelength);
    const double loss_db = knife_edge_loss_db(nu);
    if (!(loss_db > 0.0)) return;
    out.terms.push_back({std::string("ν_") + of, title, "P.526-15 eq. 26", nu, ""});
    out.terms.push_back({fmt::format("J(ν_{})", of),
                         fmt::format("its loss; at {:.2f} km", 1e-3 * edge.distance_m),
                         "P.526-15 eq. 31", loss_db});
  };
  add("p", "principal edge", edges.principal);
  if (diffraction_db > 0.0) {
    add("t", "edge towards the transmitter", edges.transmitter_side);
    add("r", "edge towards the receiver", edges.receiver_side);
  }
  return out;
}

LinkTerms terms_of(const P1812Link& model, const Link& link) {
  const P1812Path path = p1812_path_of(link.profile, link.ends, model.climate);
  // The square that P.1812 §4.8 asks for, as large as a step of the profile.
  const double square_m = std::clamp(link.profile.step_m, 50.0, 1000.0);
  const double deviation_db = location_deviation_db(
      link.frequency_mhz, square_m, link.ends.receiver_height_m, model.clutter_height_m);
  const P1812Loss loss =
      p1812_loss(path, {link.frequency_mhz, model.polarisation, model.time_percent,
                        model.location_percent, deviation_db});
  const auto of = [](const char* where) { return std::string("P.1812-6 ") + where; };
  LinkTerms out;
  out.basic_db = loss.basic_db;
  out.terms = {
      {"a_e", "effective earth radius", of("eq. 7a"), 1e-3 * path.effective_earth_radius_m, "km"},
      {"β_0", "time for which refractivity lapses by 100 N-units/km", of("eq. 5"),
       path.beta0_percent, "%"},
      {"ω", "part over sea", "P.1812-6", path.sea_fraction, ""},
      {"d_lt", "horizon of the transmitter", of("Att. 1 §5"), 1e-3 * path.horizon_m.transmitter,
       "km"},
      {"d_lr", "horizon of the receiver", of("Att. 1 §5"), 1e-3 * path.horizon_m.receiver, "km"},
      {"θ_t", "its elevation from the transmitter", of("Att. 1 §5"), path.horizon_mrad.transmitter,
       "mrad"},
      {"θ_r", "and from the receiver", of("Att. 1 §5"), path.horizon_mrad.receiver, "mrad"},
      {"θ", "angular distance", of("eq. 82"), path.angular_distance_mrad, "mrad"},
      {"h_te", "effective height of the transmitter", of("eq. 92"), path.effective_m.transmitter,
       "m"},
      {"h_re", "effective height of the receiver", of("eq. 92"), path.effective_m.receiver, "m"},
      {"h_m", "roughness", of("eq. 93"), path.roughness_m, "m"},
      {"L_bfs", "free-space loss", of("eq. 8"), loss.free_space_db},
      {"L_b0p", "line of sight at p", of("eq. 10"), loss.line_of_sight_db},
      {"L_b0β", "line of sight at β_0", of("eq. 11"), loss.line_of_sight_beta_db},
      {"L_d50", "diffraction, median", of("eq. 39"), loss.median_diffraction_db},
      {"L_dβ", "diffraction at β_0", of("eq. 39"), loss.beta_diffraction_db},
      {"F_i", "interpolation between them", of("eq. 40"), loss.interpolation, ""},
      {"L_dp", "diffraction at p", of("eq. 41"), loss.diffraction_db},
      {"L_bd50", "with diffraction, median", of("eq. 42"), loss.median_with_diffraction_db},
      {"L_bd", "with diffraction at p", of("eq. 43"), loss.with_diffraction_db},
      {"L_bs", "tropospheric scatter", of("eq. 44"), loss.troposcatter_db},
      {"L_ba", "ducting and layer reflection", of("eq. 46"), loss.ducting_db},
      {"F_j", "interpolation by angle", of("eq. 57"), loss.angular_interpolation, ""},
      {"F_k", "interpolation by distance", of("eq. 58"), loss.distance_interpolation, ""},
      {"L_minb0p", "least loss, sight and diffraction over sea", of("eq. 59"),
       loss.minimum_line_of_sight_db},
      {"L_minbap", "least loss, sight and ducting", of("eq. 60"), loss.minimum_ducting_db},
      {"L_bda", "diffraction and ducting", of("eq. 61"), loss.diffraction_and_ducting_db},
      {"L_bam", "modified", of("eq. 62"), loss.modified_db},
      {"σ_L", fmt::format("between locations in a square of {:.0f} m", square_m), of("eq. 64, 65"),
       deviation_db},
      {"L_bc", "at the median of locations", of("eq. 63"), loss.median_location_db, "dB", true},
      {"I σ_L", "for the share of locations", of("eq. 69"), loss.basic_db - loss.median_location_db,
       "dB", true},
      {"E", "field strength at 1 kW e.r.p., dB(µV/m)", of("eq. 70"),
       field_strength_dbuv_per_m(loss.basic_db, link.frequency_mhz)}};
  out.remarks = {fmt::format(
      "p = {:g} % of time, {:g} % of locations, ΔN = {:g}, N_0 = {:g}; "
      "inland throughout",
      model.time_percent, model.location_percent, model.climate.delta_n, model.climate.n0)};
  return out;
}

LinkTerms terms_of(const ItmLink& model, const Link& link) {
  const ItmPath path = itm_path_of(link.profile, link.ends, model.environment.n0);
  const ItmLoss loss =
      itm_loss(path, link.frequency_mhz, model.polarisation, model.environment, model.variability);
  LinkTerms out;
  out.basic_db = loss.basic_db;
  out.terms = {
      {"N_s", "surface refractivity", "Algorithm §3", path.refractivity, "N-units"},
      {"a_e", "effective earth radius", "Algorithm §3", 1e-3 / path.earth_curvature_per_m, "km"},
      {"Δh", "terrain irregularity", "Algorithm §3", path.irregularity_m, "m"},
      {"d_L1", "horizon of the transmitter", "Algorithm §3", 1e-3 * path.horizon_m.transmitter,
       "km"},
      {"d_L2", "horizon of the receiver", "Algorithm §3", 1e-3 * path.horizon_m.receiver, "km"},
      {"θ_e1", "its elevation from the transmitter", "Algorithm §3",
       1e3 * path.horizon_rad.transmitter, "mrad"},
      {"θ_e2", "and from the receiver", "Algorithm §3", 1e3 * path.horizon_rad.receiver, "mrad"},
      {"h_e1", "effective height of the transmitter", "Algorithm §3",
       path.effective_height_m.transmitter, "m"},
      {"h_e2", "effective height of the receiver", "Algorithm §3", path.effective_height_m.receiver,
       "m"},
      {"L_bf", "free-space loss", "P.525-4", loss.free_space_db, "dB", true},
      {"A_ref", "reference attenuation", "Algorithm §4", loss.reference.attenuation_db, "dB", true},
      {"−V", "variability", "Algorithm §5",
       loss.basic_db - loss.free_space_db - loss.reference.attenuation_db, "dB", true}};
  out.remarks = {
      fmt::format("A_ref by the rules of the {} range", word_for(loss.reference.propagation)),
      "bare ground: ITM knows no buildings"};
  for (std::size_t i = 0; i < itm_warning_count; ++i)
    if (loss.reference.warnings.test(i))
      out.remarks.emplace_back(sentence_for(static_cast<ItmWarning>(i)));
  return out;
}

}  // namespace gigacity::radio
