// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/coverage_options.hpp"

#include "core/units.hpp"
#include "sim/propagation/p1812.hpp"

namespace gigacity::radio {

const char* to_string(Model model) {
  switch (model) {
    case Model::free_space:
      return "free-space";
    case Model::p526:
      return "p526";
    case Model::knife_edges:
      return "p526-knife-edges";
    case Model::p1812:
      return "p1812";
    case Model::itm:
      return "itm";
    case Model::tr38901:
      break;
  }
  return "3gpp-38901";
}

std::optional<Model> model_named(std::string_view name) {
  for (const Model model : {Model::free_space, Model::p526, Model::knife_edges, Model::p1812,
                            Model::itm, Model::tr38901}) {
    if (name == to_string(model)) return model;
  }
  return std::nullopt;
}

propagation::Environment environment_of(const CoverageOptions& options, double antenna_height_m) {
  if (options.environment) return *options.environment;
  // UMi is a street canyon with antennas below the roofs (10 m in the report), UMa one above them
  // (25 m).
  return antenna_height_m <= 15.0 ? propagation::Environment::urban_micro
                                  : propagation::Environment::urban_macro;
}

propagation::RadioClimate climate_of(const CoverageOptions& options) {
  propagation::RadioClimate climate;
  climate.delta_n = options.delta_n;
  climate.n0 = options.n0.value_or(climate.n0);
  climate.latitude_deg = options.latitude_deg;
  return climate;
}

propagation::P1812Question p1812_question(const CoverageOptions& options, double frequency_mhz) {
  propagation::P1812Question question;
  question.frequency_mhz = frequency_mhz;
  question.time_percent = options.time_percent;
  return question;
}

propagation::ItmEnvironment itm_environment_of(const CoverageOptions& options) {
  propagation::ItmEnvironment environment;
  environment.n0 = options.n0.value_or(environment.n0);
  return environment;
}

propagation::ItmVariability itm_variability_of(const CoverageOptions& options) {
  propagation::ItmVariability variability;
  variability.time_percent = options.time_percent;
  return variability;
}

double effective_earth_radius_m(const CoverageOptions& options) {
  if (options.model == Model::p1812) return propagation::median_earth_radius_m(climate_of(options));
  return options.effective_earth_radius_factor * earth_radius_m;
}

}  // namespace gigacity::radio
