// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/layer_style.hpp"

#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace gigacity::geo::detail {

namespace {

using Property = std::pair<std::string_view, std::string>;

struct Symbol {
  std::string_view type;         // of the symbol
  std::string_view layer_class;  // of its one symbol layer
  int geometry_type = 0;         // QGIS' number of the layer's geometry: 0 point, 1 line, 2 polygon
  std::vector<Property> properties;
};

std::string colour_text(std::array<unsigned char, 3> colour, int alpha) {
  return fmt::format("{},{},{},{}", colour[0], colour[1], colour[2], alpha);
}

Symbol symbol_of(const OutputLayer& layer) {
  const std::string full = colour_text(layer.colour, 255);
  switch (layer.geometry) {
    case GeometryKind::point:
      return {"marker",
              "SimpleMarker",
              0,
              {{"color", full},
               {"name", "circle"},
               {"outline_color", "255,255,255,255"},
               {"outline_style", "solid"},
               {"outline_width", "0.3"},
               {"outline_width_unit", "MM"},
               {"size", "2.6"},
               {"size_unit", "MM"}}};
    case GeometryKind::line:
      return {"line",
              "SimpleLine",
              1,
              {{"capstyle", "round"},
               {"joinstyle", "round"},
               {"line_color", full},
               {"line_style", "solid"},
               {"line_width", "0.6"},
               {"line_width_unit", "MM"}}};
    case GeometryKind::polygon:
    case GeometryKind::point_or_polygon:
    case GeometryKind::any:
      break;
  }
  return {"fill",
          "SimpleFill",
          2,
          {{"color", colour_text(layer.colour, 110)},
           {"joinstyle", "miter"},
           {"outline_color", full},
           {"outline_style", "solid"},
           {"outline_width", "0.4"},
           {"outline_width_unit", "MM"},
           {"style", layer.filled ? "solid" : "no"}}};
}

}  // namespace

std::string layer_qml(const OutputLayer& layer) {
  const Symbol symbol = symbol_of(layer);
  std::string options;
  std::string props;  // the same for QGIS before 3.20
  for (const auto& [key, value] : symbol.properties) {
    options += fmt::format("            <Option name=\"{}\" type=\"QString\" value=\"{}\"/>\n", key,
                           value);
    props += fmt::format("          <prop k=\"{}\" v=\"{}\"/>\n", key, value);
  }
  return fmt::format(
      R"(<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology">
  <renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0" forceraster="0">
    <symbols>
      <symbol type="{}" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="{}" enabled="1" locked="0" pass="0">
          <Option type="Map">
{}          </Option>
{}        </layer>
      </symbol>
    </symbols>
    <rotation/>
    <sizescale/>
  </renderer-v2>
  <blendMode>0</blendMode>
  <featureBlendMode>0</featureBlendMode>
  <layerOpacity>1</layerOpacity>
  <layerGeometryType>{}</layerGeometryType>
</qgis>
)",
      symbol.type, symbol.layer_class, options, props, symbol.geometry_type);
}

}  // namespace gigacity::geo::detail
