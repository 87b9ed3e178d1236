// SPDX-License-Identifier: Apache-2.0
// Road graphs of real files.
#pragma once

#include <string>

#include "core/graph.hpp"

namespace gigacity::fibre::testing {

/// Of an OpenStreetMap extract, or of the layer "roads" of anything else that OGR reads, in the UTM
/// zone of its middle. Throws InputError where it cannot be read.
Graph roads_of_file(const std::string& file);

}  // namespace gigacity::fibre::testing
