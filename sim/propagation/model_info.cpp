// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/model_info.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace gigacity::propagation {
namespace {

using enum Quantity;

constexpr bool ends_outside = true;
constexpr bool ends_inside = false;
constexpr std::array free_space_ranges{
    ValidRange{distance_m, 1.0, 1e9, ends_inside, "nearer than 1 m counts as 1 m"}};
// P.1812-6 §1 and table 1.
constexpr std::string_view nearest_end = "the nearest end of the range counts";
constexpr std::array p1812_ranges{ValidRange{frequency_mhz, 30.0, 6000.0},
                                  ValidRange{distance_m, 250.0, 3e6},
                                  ValidRange{transmitter_height_m, 1.0, 3000.0},
                                  ValidRange{receiver_height_m, 1.0, 3000.0},
                                  ValidRange{time_percent, 1.0, 50.0, ends_inside, nearest_end},
                                  ValidRange{location_percent, 1.0, 99.0}};
// It also holds where diffraction alone is used between terminals of this kind: P.526-15 itself
// only asks for more than 10 MHz (§3.1).
constexpr auto p526_ranges =
    std::to_array({p1812_ranges[0], p1812_ranges[1], p1812_ranges[2], p1812_ranges[3]});
constexpr std::array itm_ranges{ValidRange{frequency_mhz, 20.0, 20'000.0},
                                ValidRange{distance_m, 1000.0, 2e6},
                                ValidRange{transmitter_height_m, 0.5, 3000.0},
                                ValidRange{receiver_height_m, 0.5, 3000.0},
                                ValidRange{time_percent, 0.0, 100.0, ends_outside},
                                ValidRange{location_percent, 0.0, 100.0, ends_outside}};
// TR 38.901 table 7.4.1-1, applicability column. The base station heights of UMi and UMa are
// nominal (10 m and 25 m); the range is what planners use the scenarios for.
constexpr std::string_view near_as_10_m =
    "nearer than 10 m counts as 10 m, and beyond the farthest the formulae are carried on";
constexpr std::string_view urban_base_beyond =
    "the formulae are carried on, with antennas lower than 2 m as if at 2 m";
constexpr std::array urban_micro_ranges{
    ValidRange{frequency_mhz, 500.0, 100'000.0},
    ValidRange{distance_m, 10.0, 5000.0, ends_inside, near_as_10_m},
    ValidRange{transmitter_height_m, 3.0, 20.0, ends_inside, urban_base_beyond},
    ValidRange{receiver_height_m, 1.5, 22.5, ends_inside, nearest_end}};
constexpr std::array urban_macro_ranges{
    ValidRange{frequency_mhz, 500.0, 100'000.0},
    ValidRange{distance_m, 10.0, 5000.0, ends_inside, near_as_10_m},
    ValidRange{transmitter_height_m, 10.0, 60.0, ends_inside, urban_base_beyond},
    ValidRange{receiver_height_m, 1.5, 22.5, ends_inside, nearest_end}};
constexpr std::array rural_macro_ranges{
    ValidRange{frequency_mhz, 500.0, 30'000.0},
    ValidRange{distance_m, 10.0, 10'000.0, ends_inside, near_as_10_m},
    ValidRange{transmitter_height_m, 10.0, 150.0, ends_inside, nearest_end},
    ValidRange{receiver_height_m, 1.0, 10.0, ends_inside, nearest_end},
    ValidRange{clutter_height_m, 5.0, 50.0},
    ValidRange{street_width_m, 5.0, 50.0}};
constexpr std::array office_ranges{ValidRange{frequency_mhz, 500.0, 100'000.0},
                                   ValidRange{distance_m, 1.0, 150.0}};
constexpr std::array factory_ranges{ValidRange{frequency_mhz, 500.0, 100'000.0},
                                    ValidRange{distance_m, 1.0, 600.0}};
constexpr std::array o2i_building_ranges{ValidRange{frequency_mhz, 500.0, 100'000.0}};
constexpr std::array o2i_car_ranges{ValidRange{frequency_mhz, 600.0, 60'000.0}};

// Hata (1980); to 100 km with P.529-3's exponent.
constexpr std::array okumura_hata_ranges{
    ValidRange{frequency_mhz, 150.0, 1500.0}, ValidRange{distance_m, 1000.0, 100'000.0},
    ValidRange{transmitter_height_m, 30.0, 200.0}, ValidRange{receiver_height_m, 1.0, 10.0}};
constexpr std::array cost231_hata_ranges{
    ValidRange{frequency_mhz, 1500.0, 2000.0}, ValidRange{distance_m, 1000.0, 20'000.0},
    ValidRange{transmitter_height_m, 30.0, 200.0}, ValidRange{receiver_height_m, 1.0, 10.0}};
// Effective heights: the model limits what it finds to these.
constexpr std::array ehata_ranges{
    ValidRange{frequency_mhz, 1500.0, 3000.0}, ValidRange{distance_m, 1000.0, 100'000.0},
    ValidRange{transmitter_height_m, 30.0, 200.0}, ValidRange{receiver_height_m, 1.0, 10.0}};
constexpr std::array spm_ranges{ValidRange{frequency_mhz, 150.0, 3500.0},
                                ValidRange{distance_m, 1000.0, 20'000.0}};

// P.2108-1 §3: "h: antenna height above 0", and so on; the greatest lengths are ours.
constexpr double longest_m = 1e6;
constexpr std::array p2108_height_gain_ranges{
    ValidRange{frequency_mhz, 30.0, 3000.0},
    ValidRange{receiver_height_m, 0.0, longest_m, ends_outside},
    ValidRange{clutter_height_m, 0.0, longest_m, ends_outside},
    ValidRange{street_width_m, 0.0, longest_m, ends_outside}};
constexpr std::array p2108_terrestrial_ranges{
    ValidRange{frequency_mhz, 500.0, 67'000.0}, ValidRange{distance_m, 250.0, longest_m},
    ValidRange{location_percent, 0.0, 100.0, ends_outside}};
constexpr std::array p2108_slant_ranges{ValidRange{frequency_mhz, 10'000.0, 100'000.0},
                                        ValidRange{elevation_deg, 0.0, 90.0},
                                        ValidRange{location_percent, 0.0, 100.0, ends_outside}};
constexpr std::array p2109_ranges{ValidRange{frequency_mhz, 80.0, 100'000.0},
                                  ValidRange{elevation_deg, -90.0, 90.0},
                                  ValidRange{location_percent, 0.0, 100.0, ends_outside}};
constexpr std::array one_to_1000_ghz{ValidRange{frequency_mhz, 1000.0, 1e6}};

constexpr std::string_view tr38901_citation =
    "3GPP TR 38.901 v16.1.0, tables 7.4.1-1 and 7.4.2-1; line of sight from the surface";

constexpr std::array all_models{
    ModelInfo{"free-space", "", "Free-space loss", "ITU-R P.525-4, eq. 3", free_space_ranges},
    ModelInfo{"p526", "", "Free space and delta-Bullington diffraction over terrain and buildings",
              "ITU-R P.525-4 and P.526-15 §4.5.3, as in P.1812-6 Annex 1 §4.3", p526_ranges},
    ModelInfo{"p526-knife-edges", "", "Free space and up to three cascaded knife edges",
              "ITU-R P.525-4 and P.526-11 §4.4.2, after Deygout", p526_ranges},
    ModelInfo{"p1812", "", "Point-to-area prediction for terrestrial services",
              "ITU-R P.1812-6 Annex 1", p1812_ranges},
    ModelInfo{"itm", "", "Irregular Terrain Model (Longley-Rice)",
              "Hufford, The ITS Irregular Terrain Model, version 1.2.2 (1995)", itm_ranges},
    ModelInfo{"3gpp-38901", "urban macro", "UMa", tr38901_citation, urban_macro_ranges},
    ModelInfo{"3gpp-38901", "urban micro", "UMi street canyon", tr38901_citation,
              urban_micro_ranges},
    ModelInfo{"3gpp-38901", "rural macro", "RMa", tr38901_citation, rural_macro_ranges},
    ModelInfo{"3gpp-38901-indoor", "office", "InH", "3GPP TR 38.901 v16.1.0 §7.4", office_ranges,
              ModelUse::link},
    ModelInfo{"3gpp-38901-indoor", "factory", "InF", "3GPP TR 38.901 v16.1.0 §7.4", factory_ranges,
              ModelUse::link},
    ModelInfo{"okumura-hata", "", "Okumura-Hata", "Hata (1980); ITU-R P.529-3", okumura_hata_ranges,
              ModelUse::link},
    ModelInfo{"cost231-hata", "", "COST-231 Hata", "COST 231 final report (1999), eq. 4.4.3",
              cost231_hata_ranges, ModelUse::link},
    ModelInfo{"ehata", "", "Extended Hata with corrections for terrain",
              "NTIA TR-15-517 (2015), Appendix A; Okumura et al. (1968)", ehata_ranges,
              ModelUse::link},
    ModelInfo{"spm", "", "Standard Propagation Model, K1 to K7",
              "Forsk, Atoll Technical Reference Guide", spm_ranges, ModelUse::link},
    ModelInfo{"3gpp-38901-o2i", "building", "Into buildings, low and high loss",
              "3GPP TR 38.901 v16.1.0 §7.4.3.1", o2i_building_ranges, ModelUse::additional},
    ModelInfo{"3gpp-38901-o2i", "car", "Into cars", "3GPP TR 38.901 v16.1.0 §7.4.3.2",
              o2i_car_ranges, ModelUse::additional},
    ModelInfo{"p2108", "height gain", "Clutter around a terminal", "ITU-R P.2108-1 §3.1",
              p2108_height_gain_ranges, ModelUse::additional},
    ModelInfo{"p2108", "terrestrial", "Clutter of a terrestrial path, statistical",
              "ITU-R P.2108-1 §3.2", p2108_terrestrial_ranges, ModelUse::additional},
    ModelInfo{"p2108", "slant path", "Clutter of a path to the sky, statistical",
              "ITU-R P.2108-1 §3.3", p2108_slant_ranges, ModelUse::additional},
    ModelInfo{"p2109", "", "Building entry loss", "ITU-R P.2109-1 §3", p2109_ranges,
              ModelUse::additional},
    ModelInfo{"p676", "", "Attenuation by atmospheric gases", "ITU-R P.676-13 Annex 1",
              one_to_1000_ghz, ModelUse::additional},
    ModelInfo{"p838", "", "Attenuation by rain", "ITU-R P.838-3", one_to_1000_ghz,
              ModelUse::additional},
};

double value_of(const LinkFigures& link, Quantity quantity) {
  switch (quantity) {
    case frequency_mhz:
      return link.frequency_mhz;
    case distance_m:
      return link.distance_m;
    case transmitter_height_m:
      return link.transmitter_height_m;
    case receiver_height_m:
      return link.receiver_height_m;
    case location_percent:
      return link.location_percent;
    case elevation_deg:
      return link.elevation_deg;
    case clutter_height_m:
      return link.clutter_height_m;
    case street_width_m:
      return link.street_width_m;
    case time_percent:
      break;
  }
  return link.time_percent;
}

bool holds(const ValidRange& range, double value) {
  if (range.open) return value > range.minimum && value < range.maximum;
  return value >= range.minimum && value <= range.maximum;
}

}  // namespace

std::string_view name_of(Quantity quantity) {
  switch (quantity) {
    case frequency_mhz:
      return "frequency";
    case distance_m:
      return "distance";
    case transmitter_height_m:
      return "transmitter height";
    case receiver_height_m:
      return "receiver height";
    case location_percent:
      return "location percentage";
    case elevation_deg:
      return "elevation";
    case clutter_height_m:
      return "clutter height";
    case street_width_m:
      return "street width";
    case time_percent:
      break;
  }
  return "time percentage";
}

std::string_view unit_of(Quantity quantity) {
  switch (quantity) {
    case frequency_mhz:
      return "MHz";
    case location_percent:
    case time_percent:
      return "%";
    case elevation_deg:
      return "°";
    case distance_m:
    case transmitter_height_m:
    case receiver_height_m:
    case clutter_height_m:
    case street_width_m:
      break;
  }
  return "m";
}

std::span<const ModelInfo> models() {
  return all_models;
}

const ModelInfo* find_model(std::string_view name, std::string_view variant) {
  for (const ModelInfo& model : all_models) {
    if (model.name == name && (variant.empty() || model.variant == variant)) return &model;
  }
  return nullptr;
}

std::bitset<quantity_count> exceeded(const ModelInfo& model, const LinkFigures& link) {
  std::bitset<quantity_count> out;
  for (const ValidRange& range : model.ranges) {
    if (!holds(range, value_of(link, range.quantity))) {
      out.set(static_cast<std::size_t>(range.quantity));
    }
  }
  return out;
}

const ValidRange* range_of(const ModelInfo& model, Quantity quantity) {
  const auto found = std::ranges::find(model.ranges, quantity, &ValidRange::quantity);
  return found == model.ranges.end() ? nullptr : &*found;
}

std::string range_message(const ModelInfo& model, Quantity quantity, const LinkFigures& link) {
  const auto* range = range_of(model, quantity);
  if (range == nullptr) return fmt::format("{}: {} has no limit", model.name, name_of(quantity));
  return fmt::format("{}{}{}: {} {:.10g} {} is outside {:.10g} to {:.10g} {}{}", model.name,
                     model.variant.empty() ? "" : " ", model.variant, name_of(quantity),
                     value_of(link, quantity), unit_of(quantity), range->minimum, range->maximum,
                     unit_of(quantity), range->open ? ", ends excluded" : "");
}

void require_in_range(const ModelInfo& model, const LinkFigures& link, const InputLocation& where) {
  std::vector<Diagnostic> outside;
  const auto out = exceeded(model, link);
  for (std::size_t q = 0; q < out.size(); ++q) {
    if (!out.test(q)) continue;
    outside.push_back({where, range_message(model, static_cast<Quantity>(q), link),
                       "give a figure within that range, or choose a model that holds there"});
  }
  if (!outside.empty()) throw InputError(std::move(outside));
}

}  // namespace gigacity::propagation
