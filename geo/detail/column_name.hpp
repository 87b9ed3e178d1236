// SPDX-License-Identifier: Apache-2.0
// How names of columns are compared: "Antenna Height (m)", "antenna_height" and "ANTENNAHEIGHT" are
// one name. Private to geo.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.hpp"

namespace gigacity::geo::detail {

struct ColumnName {
  std::string
      key;  ///< without case, blanks, '_', '-', '.' and without what brackets at its end hold
  std::string notes;  ///< what those brackets held, lower case: "m", "度", "gcj02"
};
/// Brackets are (), [], and their full-width forms （） and 【】.
ColumnName column_name(std::string_view header);

/// The place of a name among `names`: written alike, else the first with the same key. -1: none.
int index_of_column(const std::vector<std::string>& names, const std::string& name);

/// Adds an error where a column's name is that of others too: nobody knows which is meant.
void check_only_one(const std::vector<std::string>& names, const std::string& column,
                    const InputLocation& where, Findings& findings);

/// The unit, in our spelling ("m", "deg", "MHz", "dBm" ...), that the brackets behind a column's name
/// state. Nothing where they hold none that is known.
std::optional<std::string> unit_stated(const ColumnName& name);

/// A value without the unit behind it, where it is the one given: "20 MHz" and "20M" in MHz, "35米" in
/// m. Everything else stays as it is.
std::string_view without_unit(std::string_view value, std::string_view unit);

}  // namespace gigacity::geo::detail
