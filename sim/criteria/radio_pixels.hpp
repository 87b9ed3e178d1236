// SPDX-License-Identifier: Apache-2.0
// What the delivered rasters of a technology say of a pixel, and whether it passes a test.
#pragma once

#include <array>
#include <memory>
#include <span>

#include "core/raster_source.hpp"
#include "sim/criteria/profile.hpp"
#include "sim/radio/coverage.hpp"

namespace gigacity::criteria {

/// Delivered rasters of one technology, as read back from the files.
struct RadioLayers {
  std::shared_ptr<const RasterSource> rsrp_dbm;
  std::shared_ptr<const RasterSource> sinr_db;
  std::shared_ptr<const RasterSource> best_server;
  std::shared_ptr<const RasterSource> status;
  /// What one more user gets; only where a test of the profile asks for rates.
  std::shared_ptr<const RasterSource> downlink_mbps{};
  std::shared_ptr<const RasterSource> uplink_mbps{};
};

/// A pixel of them; NaN where a layer has nothing to say.
struct RadioPixel {
  float rsrp_dbm = no_value;
  float sinr_db = no_value;
  float best_server = no_value;
  float status = no_value;
  float downlink_mbps = no_value;
  float uplink_mbps = no_value;
};

/// A pixel passes where it is covered, both level and SINR meet the test, and so do the rates it asks for. Only this
/// decides what is covered.
inline bool passes(const RadioTest& test, const RadioPixel& pixel) {
  const auto enough = [](float value, double least) { return static_cast<double>(value) >= least; };
  return pixel.status == static_cast<float>(radio::PixelStatus::covered) &&
         enough(pixel.rsrp_dbm, test.rsrp_dbm) && enough(pixel.sinr_db, test.sinr_db) &&
         (!test.downlink_mbps || enough(pixel.downlink_mbps, *test.downlink_mbps)) &&
         (!test.uplink_mbps || enough(pixel.uplink_mbps, *test.uplink_mbps));
}

/// The sources of a pixel's members, in their order; null for a layer that is not there.
inline constexpr std::size_t radio_layer_count = 6;
std::array<const RasterSource*, radio_layer_count> sources_of(const RadioLayers& layers);

/// The pixel of values in that order.
RadioPixel radio_pixel(std::span<const float> values);

/// The layers' values in a window.
class RadioBlock {
 public:
  RadioBlock() = default;
  RadioBlock(const RadioLayers& layers, const Window& window);
  /// `p` is counted from the window's corner.
  RadioPixel at(Pixel p) const;

 private:
  std::array<Raster<float>, radio_layer_count> m_values;
};

}  // namespace gigacity::criteria
