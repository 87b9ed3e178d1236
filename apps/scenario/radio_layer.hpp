// SPDX-License-Identifier: Apache-2.0
// The rasters of a run by the names that [output] rasters gives them.
#pragma once

#include <array>
#include <string_view>

namespace gigacity::apps {

/// What a raster of the radio network shows.
enum class RadioLayer {
  rsrp,
  sinr,
  best_server,
  status,
  second_server,
  server_margin,
  servers,
  sites_in_sight,
  downlink_mbps,
  uplink_mbps,
  rsrq,
  indoor_rsrp,
  indoor_sinr
};

struct RadioLayerName {
  RadioLayer layer = RadioLayer::rsrp;
  std::string_view name;
  bool by_default = false;
};

/// In the order of RadioLayer.
inline constexpr std::array radio_layer_names{
    RadioLayerName{RadioLayer::rsrp, "rsrp", true},
    RadioLayerName{RadioLayer::sinr, "sinr", true},
    RadioLayerName{RadioLayer::best_server, "best_server", true},
    RadioLayerName{RadioLayer::status, "status", true},
    RadioLayerName{RadioLayer::second_server, "second_server"},
    RadioLayerName{RadioLayer::server_margin, "server_margin"},
    RadioLayerName{RadioLayer::servers, "servers"},
    RadioLayerName{RadioLayer::sites_in_sight, "sites_in_sight"},
    RadioLayerName{RadioLayer::downlink_mbps, "dl_mbps"},
    RadioLayerName{RadioLayer::uplink_mbps, "ul_mbps"},
    RadioLayerName{RadioLayer::rsrq, "rsrq"},
    RadioLayerName{RadioLayer::indoor_rsrp, "indoor_rsrp"},
    RadioLayerName{RadioLayer::indoor_sinr, "indoor_sinr"}};

/// Beside them the one raster of fibre: states of premises.
inline constexpr std::string_view fibre_raster_name = "fibre_gigabit";

}  // namespace gigacity::apps
