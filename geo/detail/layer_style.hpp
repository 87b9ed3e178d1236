// SPDX-License-Identifier: Apache-2.0
// The default style of a result layer, for QGIS. Private to geo.
#pragma once

#include <string>

#include "geo/vector_writer.hpp"

namespace gigacity::geo::detail {

/// A QML document that draws every feature in the layer's colour. A layer of points and polygons
/// gets the polygons' style: QGIS opens it as two layers and draws the points its own way.
std::string layer_qml(const OutputLayer& layer);

}  // namespace gigacity::geo::detail
