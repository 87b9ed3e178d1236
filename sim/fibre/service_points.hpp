// SPDX-License-Identifier: Apache-2.0
// What premises are connected to: an OLT's ports, or distribution boxes and splitters with the
// feeder behind them, and how many dwellings each can take.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/graph.hpp"
#include "core/progress.hpp"
#include "sim/fibre/coverage.hpp"
#include "sim/fibre/feeder_legs.hpp"
#include "sim/fibre/feeders.hpp"
#include "sim/fibre/optical_budget.hpp"
#include "sim/fibre/snapping.hpp"

namespace gigacity::fibre {

/// A pool is a capacity that several points may share: a point has room where all its pools do.
inline constexpr std::int32_t no_pool = -1;

/// What a budget depends on besides the route.
struct ServiceKind {
  std::int32_t pon_class = 0;
  std::vector<int> stages;  ///< ratios of the splitters, the first stage first
  int split() const;
};

/// A port of one card.
struct PortRef {
  std::int32_t card = -1;
  int port = 0;  ///< from 1; 0: none
};

/// Ports of an OLT that share class and split, and that no splitter or box takes by name.
struct PortGroup {
  std::int32_t olt = 0;
  std::int32_t pon_class = 0;
  int split = 1;
  std::vector<std::int32_t> cards;
  std::vector<PortRef> ports;  ///< in order
  std::int32_t pool = no_pool;
};

struct ServicePoint {
  EdgePosition at;
  double offset_m = 0.0;  ///< of the OLT, splitter or box from its road
  double feeder_m = 0.0;  ///< OLT to here; infinity: neither cables nor roads lead there
  bool as_built = false;  ///< the feeder follows installed cables all the way
  /// Of its feeder, at closures beside those between drums.
  int closure_splices = 0;
  std::int32_t olt = -1;  ///< -1: names no OLT, and none has a way to it
  std::int32_t box = -1;  ///< -1: an OLT, or a splitter that stands without a box
  std::int32_t kind = -1;
  std::int32_t group = -1;  ///< ports that dwellings fill; -1: its splitters have ports
  PortRef port{};           ///< the one that it names, if it does
  std::vector<std::int32_t> splitters{};  ///< of the last stage, whose outputs serve dwellings
  std::array<std::int32_t, 3> pools{no_pool, no_pool, no_pool};

  bool is_olt() const { return box < 0 && splitters.empty(); }
};

struct ServicePoints {
  std::vector<ServicePoint> points;  ///< in the plant's order
  std::vector<ServiceKind> kinds;
  std::vector<PortGroup> groups;
  std::vector<std::int64_t> capacity;  ///< of each pool, dwellings
  Feeds feeds;                         ///< of the plant, with the nearest OLT where none is named
  std::vector<int> outputs;            ///< of each splitter of the plant, that serve dwellings
  std::vector<PortRef> splitter_port;  ///< of each splitter of the plant, its tree's
  /// From the OLT to each point, past the splitters that stand elsewhere; of OLTs, nothing.
  std::vector<std::vector<PlantId>> stops;
  std::vector<FeederLeg> legs;  ///< in order
};

/// Ratios of the two stages of a split; a stage of 1:1 is none.
struct SplitStages {
  int first = 1;
  int second = 1;
};

/// The stages where splitters are assumed: 8 and 8 of 64 with a first stage of 1:8. The first is
/// halved until it divides the split.
SplitStages assumed_stages(int split, int first_stage);

/// OLTs, or where there are boxes or splitters these, that are near enough to a road. A chain of
/// splitters that names no OLT belongs to the nearest one along the roads; equally near ones: a 10G
/// class, then the lower index. A first splitter that names no port gets the first free one of its
/// OLT, 10G classes first; where none is free it can serve nobody. Each leg between OLT, splitters
/// and box is measured along the cables where they join its ends, else along the roads.
ServicePoints service_points(const FibrePlant& plant, const FibreNetworks& networks,
                             const Places& places, int first_stage, const Progress& progress);

/// The route from an OLT to premises, judged by a class.
struct Connection {
  double route_m = 0.0;
  OpticalLoss loss;
  double margin_db = 0.0;
  bool within_budget = false;
  bool within_reach = false;  ///< the class's reach and split
  bool below_minimum = false;
};

/// `distance_m` is from the point, drops included. The point must have an OLT.
Connection connection(const FibrePlant& plant, const ServicePoints& points, std::size_t point,
                      double distance_m);

}  // namespace gigacity::fibre
