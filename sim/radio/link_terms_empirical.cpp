// SPDX-License-Identifier: Apache-2.0
// Models of towns, for which the profile is at most sight and a height.
#include <cmath>

#include <fmt/format.h>

#include "sim/propagation/cost231_hata.hpp"
#include "sim/propagation/free_space.hpp"
#include "sim/radio/link_terms.hpp"

namespace gigacity::radio {
namespace {

using namespace propagation;

std::vector<double> ground_of(const Link& link) {
  return {link.profile.ground_m.begin(), link.profile.ground_m.end()};
}

/// Hata's effective height: over the mean ground 3 to 15 km away; on shorter paths above ground.
double effective_height_m(const Link& link) {
  return spm_effective_height_m(SpmHeightMethod::above_average_profile, ground_of(link),
                                link.profile.step_m, link.ends.transmitter_height_m);
}

HataLink hata_link(const Link& link) {
  return {link.profile.distance_m(), link.frequency_mhz, effective_height_m(link),
          link.ends.receiver_height_m};
}

const char* word_for(HataArea area) {
  switch (area) {
    case HataArea::large_city:
      return "large city";
    case HataArea::medium_city:
      return "medium-sized city";
    case HataArea::suburban:
      return "suburban";
    case HataArea::open:
      break;
  }
  return "open area";
}

/// The terms that both forms of Hata's model share.
std::vector<LossTerm> hata_terms(const HataLink& hata) {
  return {{"h_b", "effective height of the base station", "Hata (1980)", hata.base_height_m, "m"},
          {"b", "exponent of distance", "P.529-3",
           hata_distance_exponent(hata.distance_m, hata.frequency_mhz, hata.base_height_m), ""}};
}

}  // namespace

Environment environment_for(const Tr38901Link& model, const Link& link) {
  CoverageOptions options;
  options.environment = model.environment;
  return environment_of(options, link.ends.transmitter_height_m);
}

LinkTerms terms_of(const Tr38901Link& model, const Link& link) {
  const Environment environment = environment_for(model, link);
  const StepTables tables(link.profile.size());
  const PathGeometry path =
      path_geometry(Model::tr38901, link.ends, link.profile, link.effective_earth_radius_m, tables);
  const Link38901 figures{path.distance_m, link.ends.transmitter_height_m,
                          link.ends.receiver_height_m, link.frequency_mhz};
  const bool los = path.line_of_sight;
  LinkTerms out;
  out.basic_db = path_loss_db(Model::tr38901, environment, path, link.frequency_mhz);
  out.terms = {
      {"d_3D", "distance between the antennas", "TR 38.901 fig. 7.4.1-1",
       std::hypot(path.distance_m, link.ends.transmitter_m() - link.ends.receiver_m()), "m"},
      {"d_BP", "breakpoint", "TR 38.901 table 7.4.1-1", breakpoint_distance_m(environment, figures),
       "m"},
      {"Pr_LOS", "probability of sight; here the surface decides", "TR 38.901 table 7.4.2-1",
       100.0 * line_of_sight_probability(environment, path.distance_m, link.ends.receiver_height_m),
       "%"},
      {"PL_LOS", "path loss in sight", "TR 38.901 table 7.4.1-1",
       line_of_sight_loss_db(environment, figures), "dB", los},
      {"PL_NLOS", "path loss out of sight", "TR 38.901 table 7.4.1-1",
       obstructed_loss_db(environment, figures), "dB", !los}};
  if (!los && !path.ground.line_of_sight) {
    out.terms.push_back(
        {"L_b", "bare terrain obstructs: Bullington, our addition", "P.526-15 §4.5.1",
         bullington_loss_db(path.ground, wavelength_m(link.frequency_mhz)), "dB", true});
  }
  out.terms.push_back({"σ_SF", "shadow fading", "TR 38.901 table 7.4.1-1",
                       shadow_fading_db(environment, los, figures)});
  out.remarks = {fmt::format("{}, {}", to_string(environment),
                             los ? "in sight" : "out of sight, as the surface decides")};
  return out;
}

LinkTerms terms_of(const OkumuraHataLink& model, const Link& link) {
  const HataLink hata = hata_link(link);
  LinkTerms out;
  out.basic_db = okumura_hata_loss_db(model.area, hata);
  const double gain_db =
      hata_mobile_height_gain_db(model.area, hata.frequency_mhz, hata.mobile_height_m);
  const double area_db = hata_area_gain_db(model.area, hata.frequency_mhz);
  out.terms = hata_terms(hata);
  out.terms.insert(
      out.terms.end(),
      {{"L_pu + a", "in a city, without the mobile's height", "Hata (1980) eq. 12",
        out.basic_db + gain_db + area_db, "dB", true},
       {"−a(h_m)", "height of the mobile", "Hata (1980) eq. 13 to 15", -gain_db, "dB", true},
       {"−K_r", "what suburbs and open areas lose less", "Hata (1980) eq. 16, 17", -area_db, "dB",
        true}});
  out.remarks = {word_for(model.area)};
  return out;
}

LinkTerms terms_of(const Cost231HataLink& model, const Link& link) {
  const HataLink hata = hata_link(link);
  LinkTerms out;
  out.basic_db = cost231_hata_loss_db(model.area, hata);
  const double gain_db =
      hata_mobile_height_gain_db(HataArea::medium_city, hata.frequency_mhz, hata.mobile_height_m);
  const double area_db = hata_area_gain_db(model.area, hata.frequency_mhz);
  const double city_db = cost231_city_loss_db(model.area);
  out.terms = hata_terms(hata);
  out.terms.insert(out.terms.end(),
                   {{"L_b + a − C_m", "in a city, without the mobile's height",
                     "COST 231 eq. 4.4.3", out.basic_db + gain_db + area_db - city_db, "dB", true},
                    {"−a(h_m)", "height of the mobile", "Hata (1980) eq. 13", -gain_db, "dB", true},
                    {"C_m", "metropolitan centre", "COST 231 eq. 4.4.3", city_db, "dB", true},
                    {"−K_r", "what suburbs and open areas lose less", "Hata (1980) eq. 16, 17",
                     -area_db, "dB", true}});
  out.remarks = {word_for(model.area)};
  return out;
}

LinkTerms terms_of(const EhataLink& model, const Link& link) {
  const EhataPath path = ehata_path(ground_of(link), link.profile.step_m,
                                    {link.ends.transmitter_height_m, link.ends.receiver_height_m});
  const EhataLoss loss = ehata_loss(path, link.frequency_mhz, model.area);
  const auto of = [](const char* where) { return std::string(where); };
  LinkTerms out;
  out.basic_db = loss.basic_db;
  const double applied_db = loss.median_db - loss.basic_db;
  out.terms = {{"h_b", "effective height of the base station", of("TR-15-517 App. A"),
                path.effective_m.transmitter, "m"},
               {"Δh", "undulation", of("Okumura §2.4"), path.terrain.undulation_m(), "m"},
               {"θ_m", "slope at the mobile", of("Okumura §2.4"), path.mobile_slope_mrad, "mrad"},
               {"K_h", "rolling hills, a gain", of("Okumura fig. 28"), loss.hilly_db},
               {"K_hf", "place among them, a gain", of("Okumura fig. 30"), loss.fine_hilly_db},
               {"K_sp", "slope, a gain", of("Okumura fig. 34"), loss.slope_db},
               {"K_im", "isolated ridge, a gain", of("Okumura fig. 31, 32"), loss.ridge_db},
               {"K_mp", "land and sea, a gain", of("Okumura fig. 35"), loss.sea_db},
               {"L_50", "median over flat terrain", of("TR-15-517 eq. A-1 to A-18"), loss.median_db,
                "dB", true},
               {"−K", "corrections that apply", of("TR-15-517 App. A"), -applied_db, "dB", true}};
  out.remarks = {model.area == EhataArea::urban      ? "urban"
                 : model.area == EhataArea::suburban ? "suburban"
                                                     : "rural"};
  return out;
}

LinkTerms terms_of(const SpmLink&, const Link& link) {
  const StepTables tables(link.profile.size());
  const PathGeometry path =
      path_geometry(Model::p526, link.ends, link.profile, link.effective_earth_radius_m, tables);
  const SpmCoefficients k = spm_hata_coefficients(link.frequency_mhz);
  const propagation::SpmLink spm{
      .distance_m = link.profile.distance_m(),
      .transmitter_effective_m = effective_height_m(link),
      .receiver_effective_m = link.ends.receiver_height_m,
      .diffraction_db = path.line_of_sight ? 0.0
                                           : bullington_loss_db(path.diffraction.terrain,
                                                                wavelength_m(link.frequency_mhz)),
      .line_of_sight = path.line_of_sight};
  const SpmTerms terms = spm_terms(spm);
  const SpmSlope& slope = k.far_from_transmitter;
  const double k1 = spm.line_of_sight ? slope.k1_los_db : slope.k1_nlos_db;
  const double k2 = spm.line_of_sight ? slope.k2_los : slope.k2_nlos;
  const std::string source = "Atoll guide, SPM";
  LinkTerms out;
  out.basic_db = spm_loss_db(k, spm);
  out.terms = {
      {"H_Txeff", "effective height of the transmitter", source, spm.transmitter_effective_m, "m"},
      {"K_1", "constant", source, k1, "dB", true},
      {"K_2 log d", "distance", source, k2 * terms.log_distance, "dB", true},
      {"K_3 log H_Txeff", "height", source, k.k3 * terms.log_transmitter, "dB", true},
      {"K_4 L_diff", "diffraction, Bullington", source, k.k4 * terms.diffraction_db, "dB", true},
      {"K_5 log d log H_Txeff", "distance and height", source,
       k.k5 * terms.log_distance_log_transmitter, "dB", true},
      {"K_6 H_Rxeff", "receiver", source, k.k6_db_per_m * terms.receiver_m, "dB", true},
      {"K_7 log H_Rxeff", "receiver", source, k.k7 * terms.log_receiver, "dB", true}};
  out.remarks = {"coefficients of Hata's model at this frequency: not fitted to measurements"};
  return out;
}

}  // namespace gigacity::radio
