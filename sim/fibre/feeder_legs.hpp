// SPDX-License-Identifier: Apache-2.0
// The ways between OLTs, splitters and boxes: along installed cables where these join both ends,
// else along the roads.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "core/graph.hpp"
#include "core/progress.hpp"
#include "sim/fibre/closures.hpp"
#include "sim/fibre/plant.hpp"
#include "sim/fibre/snapping.hpp"

namespace gigacity::fibre {

/// The networks that routes follow.
struct FibreNetworks {
  /// Roads without cables.
  FibreNetworks(
      const Graph& roads_graph)  // NOLINT(google-explicit-constructor): they are a network
      : roads(&roads_graph) {}
  FibreNetworks(const Graph& roads_graph, const Graph& cables_graph)
      : roads(&roads_graph), cables(&cables_graph) {}

  const Graph* roads;             ///< where new fibre may run
  const Graph* cables = nullptr;  ///< installed cables alone; null where none are known
};

/// A part of the plant as the networks see it.
struct Place {
  std::optional<Snap> road;
  std::optional<Snap> cable;
};

/// Where the plant's parts stand; a splitter that a box houses stands where the box does.
struct Places {
  std::vector<Place> olts;
  std::vector<Place> splitters;
  std::vector<Place> boxes;
  CableClosures closures;
};

/// `cables` may be null where the networks have none.
Places places(const FibrePlant& plant, const FibreNetworks& networks, const EdgeIndex& roads,
              const EdgeIndex* cables, double maximum_snap_m, double cable_snap_m);

enum class PlantPart { olt, splitter, box };

/// One OLT, splitter or box.
struct PlantId {
  PlantPart part = PlantPart::olt;
  std::int32_t index = 0;
  friend bool operator==(const PlantId&, const PlantId&) = default;
  friend bool operator<(const PlantId& a, const PlantId& b) {
    return a.part != b.part ? a.part < b.part : a.index < b.index;
  }
};

const Place& place_of(const Places& places, PlantId id);

struct FeederLeg {
  PlantId from;
  PlantId to;
  /// Offsets of both ends included; infinity: neither cables nor roads lead there.
  double length_m = std::numeric_limits<double>::infinity();
  bool as_built = false;  ///< along installed cables all the way
  int closures = 0;       ///< that these cables pass
  friend bool operator<(const FeederLeg& a, const FeederLeg& b) {
    return a.from == b.from ? a.to < b.to : a.from < b.from;
  }
};

/// Fills in lengths. The legs come out in order, each once.
void measure(std::vector<FeederLeg>& legs, const Places& places, const FibreNetworks& networks,
             const Progress& progress);

}  // namespace gigacity::fibre
