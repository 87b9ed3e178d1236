// SPDX-License-Identifier: Apache-2.0
// What results are asked for: a technology, of one operator or of any, in the street or behind walls.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/radio/network.hpp"
#include "sim/radio/penetration.hpp"

namespace gigacity::radio {

/// A technology stands for itself, of any operator.
struct Service {
  Technology technology = Technology::nr;
  std::optional<std::string> operator_name;  ///< absent: any; "": those that name none
  Penetration penetration{};                 ///< outdoors, unless behind() says otherwise

  // NOLINTNEXTLINE(google-explicit-constructor)
  Service(Technology technology_in, std::optional<std::string> operator_in = std::nullopt)
      : technology(technology_in), operator_name(std::move(operator_in)) {}
  Service behind(const Penetration& walls) const {
    Service indoors = *this;
    indoors.penetration = walls;
    return indoors;
  }
  friend bool operator==(const Service&, const Service&) = default;
};

/// The operators that share what a text names, sorted, each once; one empty name for an empty text. Between names
/// stand ';' or '|' (also full-width), or the ideographic comma; '/' and '+' too, but not beside a letter or digit of
/// ASCII ("TDC A/S" is one).
std::vector<std::string> operators_named(std::string_view text);

/// Of a cell: those that it names itself, otherwise its site's.
std::vector<std::string> operators_of(const RadioNetwork& network, const Cell& cell);

/// Whether a cell is of a service.
bool serves(const RadioNetwork& network, const Cell& cell, const Service& service);

/// Of all cells, sorted.
std::vector<std::string> operators_of(const RadioNetwork& network);

}  // namespace gigacity::radio
