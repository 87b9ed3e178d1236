// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/model_info.hpp"

#include <array>

#include <fmt/format.h>

namespace gigacity::propagation {
namespace {

using enum Quantity;

constexpr std::array free_space_ranges{ValidRange{distance_m, 1.0, 1e9}};
// P.1812-6 §1 states the range in which delta-Bullington is used between terminals of this kind;
// P.526-15 itself only asks for more than 10 MHz (§3.1).
constexpr std::array p526_ranges{
    ValidRange{frequency_mhz, 30.0, 6000.0}, ValidRange{distance_m, 250.0, 3e6},
    ValidRange{transmitter_height_m, 1.0, 3000.0}, ValidRange{receiver_height_m, 1.0, 3000.0}};
// TR 38.901 table 7.4.1-1, applicability column. The base station heights of UMi and UMa are
// nominal (10 m and 25 m); the range is what planners use the scenarios for.
constexpr std::array urban_micro_ranges{
    ValidRange{frequency_mhz, 500.0, 100'000.0}, ValidRange{distance_m, 10.0, 5000.0},
    ValidRange{transmitter_height_m, 3.0, 20.0}, ValidRange{receiver_height_m, 1.5, 22.5}};
constexpr std::array urban_macro_ranges{
    ValidRange{frequency_mhz, 500.0, 100'000.0}, ValidRange{distance_m, 10.0, 5000.0},
    ValidRange{transmitter_height_m, 10.0, 60.0}, ValidRange{receiver_height_m, 1.5, 22.5}};
constexpr std::array rural_macro_ranges{
    ValidRange{frequency_mhz, 500.0, 30'000.0}, ValidRange{distance_m, 10.0, 10'000.0},
    ValidRange{transmitter_height_m, 10.0, 150.0}, ValidRange{receiver_height_m, 1.0, 10.0}};

constexpr std::string_view tr38901_citation =
    "3GPP TR 38.901 v16.1.0, tables 7.4.1-1 and 7.4.2-1; line of sight from the surface";

constexpr std::array all_models{
    ModelInfo{"free-space", "", "Free-space loss", "ITU-R P.525-4, eq. 3", free_space_ranges},
    ModelInfo{"p526", "", "Free space and delta-Bullington diffraction over terrain and buildings",
              "ITU-R P.525-4 and P.526-15 §4.5.3, as in P.1812-6 Annex 1 §4.3", p526_ranges},
    ModelInfo{"3gpp-38901", "urban macro", "UMa", tr38901_citation, urban_macro_ranges},
    ModelInfo{"3gpp-38901", "urban micro", "UMi street canyon", tr38901_citation,
              urban_micro_ranges},
    ModelInfo{"3gpp-38901", "rural macro", "RMa", tr38901_citation, rural_macro_ranges},
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
      break;
  }
  return link.receiver_height_m;
}

bool holds(const ValidRange& range, double value) {
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
      break;
  }
  return "receiver height";
}

std::string_view unit_of(Quantity quantity) {
  return quantity == frequency_mhz ? "MHz" : "m";
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

std::string range_message(const ModelInfo& model, Quantity quantity, const LinkFigures& link) {
  for (const ValidRange& range : model.ranges) {
    if (range.quantity != quantity) continue;
    return fmt::format("{}{}{}: {} {:.10g} {} is outside {:.10g} to {:.10g} {}", model.name,
                       model.variant.empty() ? "" : " ", model.variant, name_of(quantity),
                       value_of(link, quantity), unit_of(quantity), range.minimum, range.maximum,
                       unit_of(quantity));
  }
  return fmt::format("{}: {} has no limit", model.name, name_of(quantity));
}

}  // namespace gigacity::propagation
