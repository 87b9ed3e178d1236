// SPDX-License-Identifier: Apache-2.0
// What serves the premises, part by part: ports and splitters are filled, the network that is not
// known is built, and its fibres are counted along the routes.
#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "core/progress.hpp"
#include "sim/fibre/assignment.hpp"
#include "sim/fibre/coverage.hpp"
#include "sim/fibre/service_points.hpp"

namespace gigacity::fibre {

/// Dwellings of a demand on one port.
struct PortLine {
  std::int32_t olt = 0;
  PortRef port;
  std::int32_t demand = 0;
  int dwellings = 0;
};

/// To order lines by port, and to tell ports apart.
inline auto port_key(const PortLine& line) {
  return std::tuple(line.olt, line.port.card, line.port.port);
}

/// How a demand that is served hangs on the network; -1 and port 0 where it is not.
struct Connected {
  std::int32_t box = -1;       ///< into BuiltNetwork::boxes
  std::int32_t splitter = -1;  ///< the first of the last stage that serves it
  int splitters = 0;           ///< of the last stage that serve it
  PortRef first;
  PortRef last;         ///< another one where it fills more than one port
  double drop_m = 0.0;  ///< from the box, or what stands for it
};

/// Adds what one more point serves of a demand. `reported`: its box, splitter and first port are
/// those that stand for all.
void add_share(Connected& to, const Connected& share, bool reported);

struct BuiltNetwork {
  std::vector<DistributionBox> boxes;       ///< the plant's, then those assumed
  std::vector<Splitter> splitters;          ///< likewise
  std::vector<Connected> connected;         ///< of each demand
  std::vector<std::int64_t> box_dwellings;  ///< that each box serves
  std::vector<PortLine> lines;              ///< in order of OLT, port, demand
  std::vector<RouteSegment> segments;       ///< in order of assumed, edge, kind, OLT
  std::vector<std::int32_t> box_olt;        ///< of each assumed box, the OLT that feeds it
  std::vector<std::int32_t> splitter_olt;   ///< of each assumed splitter
};

/// Of plant with boxes or splitters, as it is. Whom no port can serve beside its others, by distance
/// or because bands of distance take too many, is refused in `assignment`.
BuiltNetwork use_plant(const FibrePlant& plant, const FibreNetworks& networks, const Places& places,
                       const ServicePoints& points, std::span<const Demand> demands,
                       Assignment& assignment, const Progress& progress);

/// Where only OLTs are known: boxes and splitters are assumed (assumed_build.hpp). Dwellings that
/// found room on an OLT by number may still need more ports than it has, since no box is full to the
/// last line: those on the emptiest boxes are then refused, here and in `assignment`, after others
/// with room were asked.
BuiltNetwork build_network(const FibrePlant& plant, const Graph& roads, const ServicePoints& points,
                           std::span<const Demand> demands, const FibreOptions& options,
                           Assignment& assignment, Progress& progress);

}  // namespace gigacity::fibre
