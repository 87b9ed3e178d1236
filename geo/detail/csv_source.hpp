// SPDX-License-Identifier: Apache-2.0
// What a CSV file does not say by itself: whether it has a header, which columns are coordinates. Private to geo.
#pragma once

#include <string>
#include <vector>

#include "geo/detail/layer_source.hpp"

namespace gigacity::geo::detail {

/// Whether the first line of a CSV file is data: it holds none of the `columns` that it may name.
bool lacks_header(const std::string& file, const std::vector<std::string>& columns);

/// Finds the columns of longitude and latitude (or x and y) of a table without geometry. Errors in
/// `findings` where there are none, or where they name another datum than the source's.
void find_coordinate_columns(OpenedLayer& opened, const LayerSource& source, Findings& findings);

}  // namespace gigacity::geo::detail
