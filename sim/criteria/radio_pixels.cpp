// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/radio_pixels.hpp"

namespace gigacity::criteria {

std::array<const RasterSource*, radio_layer_count> sources_of(const RadioLayers& layers) {
  return {layers.rsrp_dbm.get(), layers.sinr_db.get(),       layers.best_server.get(),
          layers.status.get(),   layers.downlink_mbps.get(), layers.uplink_mbps.get()};
}

RadioPixel radio_pixel(std::span<const float> values) {
  return {.rsrp_dbm = values[0],
          .sinr_db = values[1],
          .best_server = values[2],
          .status = values[3],
          .downlink_mbps = values[4],
          .uplink_mbps = values[5]};
}

RadioBlock::RadioBlock(const RadioLayers& layers, const Window& window) {
  const auto sources = sources_of(layers);
  for (std::size_t i = 0; i < sources.size(); ++i)
    if (sources[i] != nullptr) m_values[i] = sources[i]->read(window);
}

RadioPixel RadioBlock::at(Pixel p) const {
  std::array<float, radio_layer_count> values{};
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = m_values[i].values().empty() ? no_value : m_values[i].at(p);
  return radio_pixel(values);
}

}  // namespace gigacity::criteria
