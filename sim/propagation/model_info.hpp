// SPDX-License-Identifier: Apache-2.0
// What each model is, where it comes from and where it holds: stated once, for checks, messages and
// docs.
#pragma once

#include <bitset>
#include <span>
#include <string>
#include <string_view>

#include "core/diagnostic.hpp"

namespace gigacity::propagation {

enum class Quantity {
  frequency_mhz,
  distance_m,
  transmitter_height_m,
  receiver_height_m,
  location_percent,
  elevation_deg,
  clutter_height_m,
  street_width_m,
  time_percent
};
inline constexpr std::size_t quantity_count = 9;

/// "frequency", "MHz".
std::string_view name_of(Quantity quantity);
std::string_view unit_of(Quantity quantity);

struct ValidRange {
  Quantity quantity = Quantity::frequency_mhz;
  double minimum = 0.0;
  double maximum = 0.0;
  bool open = false;  ///< the ends themselves are outside
  /// What a coverage run, which computes all the same, does with figures outside.
  std::string_view beyond = "the formulae are carried on";
};

/// What a model is for.
enum class ModelUse {
  coverage,   ///< basic loss; a scenario may name it
  link,       ///< basic loss, of one path at a time
  additional  ///< a loss on top of a basic loss; a terminal's figures are the receiver's
};

struct ModelInfo {
  std::string_view name;     ///< as scenarios write it: "p526"
  std::string_view variant;  ///< "urban macro"; empty where the model has one form
  std::string_view title;
  std::string_view citation;
  std::span<const ValidRange> ranges;  ///< at most one for each quantity
  ModelUse use = ModelUse::coverage;
};

/// Every model, in the order in which they are listed to people; a model's variants are neighbours.
std::span<const ModelInfo> models();

/// The first entry of that name and, unless empty, that variant; null where there is none.
const ModelInfo* find_model(std::string_view name, std::string_view variant = {});

/// A link's figures; heights above ground. What few models ask for has a value that suits all.
struct LinkFigures {
  double frequency_mhz = 0.0;
  double distance_m = 0.0;
  double transmitter_height_m = 0.0;
  double receiver_height_m = 0.0;
  double location_percent = 50.0;
  double elevation_deg = 0.0;
  double clutter_height_m = 10.0;  ///< or of buildings
  double street_width_m = 20.0;
  double time_percent = 50.0;
};

/// Which quantities lie outside the model's range: bit i stands for Quantity(i). For counted
/// warnings; the model computes all the same.
std::bitset<quantity_count> exceeded(const ModelInfo& model, const LinkFigures& link);

/// Null where the model has no limit of it.
const ValidRange* range_of(const ModelInfo& model, Quantity quantity);

/// "p526: distance 12 m is outside 250 to 3000000 m".
std::string range_message(const ModelInfo& model, Quantity quantity, const LinkFigures& link);

/// For who asks about a single path: throws InputError with one diagnostic for every quantity
/// outside the model's range, not a number included. `where` is where the figures were given.
void require_in_range(const ModelInfo& model, const LinkFigures& link,
                      const InputLocation& where = {});

}  // namespace gigacity::propagation
