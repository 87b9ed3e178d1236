// SPDX-License-Identifier: Apache-2.0
// Passive optical networks: the plant as ITU-T and IEEE name its parts.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/diagnostic.hpp"
#include "core/geometry.hpp"
#include "sim/fibre/passive_losses.hpp"
#include "sim/fibre/pon_class.hpp"

namespace gigacity::fibre {

/// PON ports of one class and split at an OLT: a line card, or where the layer tells none apart, all
/// the OLT's ports.
struct PonCard {
  std::string shelf{};  ///< as the operator numbers them; empty: not told
  std::string slot{};
  std::int32_t pon_class = 0;  ///< index into FibrePlant::classes
  int ports = 0;               ///< numbered from 1
  int split = 64;              ///< total split ratio in use on each port
};

struct OpticalLineTerminal {
  std::string id;
  std::string name;
  MapPoint point;
  std::vector<PonCard> cards;
};

/// What feeds a splitter or a box: "" the nearest OLT, an OLT's id, a port as port_id() writes it,
/// or a splitter's id.
using FeederName = std::string;

/// A 1:n power splitter. Two in a row are the two stages of one port's tree.
struct Splitter {
  std::string id;
  MapPoint point;
  int ratio = 8;
  FeederName fed_by{};
  std::string
      box{};  ///< the box that houses it: its outputs are drops from there; else its outputs
              ///< feed what names it
};

/// A distribution box: where drops begin. Optional: without boxes, they are assumed where the
/// premises need them, and the result says so.
struct DistributionBox {
  std::string id;
  MapPoint point;
  FeederName fed_by{};  ///< of no account where the box houses splitters
  int capacity = 0;     ///< dwellings it can serve
};

/// Where cables are spliced.
struct SpliceClosure {
  std::string id;
  MapPoint point;
};

enum class CableKind { feeder, distribution, drop };

/// "feeder", "distribution", "drop".
const char* to_string(CableKind kind);

/// An installed cable. Routes of plant that is known follow cables where these join its ends.
struct FibreCable {
  std::string id;
  CableKind kind = CableKind::distribution;
  MultiLineString lines;
  int fibres = 0;            ///< 0: not told
  std::string fibre_type{};  ///< "G.652D", "G.657A1" ...; empty: not told
};

/// A building to be served.
struct Premises {
  std::string id;
  MapPoint point;
  int dwellings = 1;
  std::string box{};  ///< it is connected to this box already; empty: not told
};

struct FibrePlant {
  std::vector<PonClass> classes;
  PassiveLosses losses;
  std::vector<OpticalLineTerminal> olts;
  std::vector<Splitter> splitters{};
  std::vector<DistributionBox> boxes{};
  std::vector<SpliceClosure> closures{};
  std::vector<FibreCable> cables{};
};

/// Index of each box by its id; of an id that stands twice, the first.
std::unordered_map<std::string, std::int32_t> box_indices(const FibrePlant& plant);

/// "OLT-01/1/3/16": OLT, shelf, slot, port; what is not told is left out.
std::string port_id(const OpticalLineTerminal& olt, const PonCard& card, int port);

/// Everything that makes a plant impossible to simulate: an id used twice, a feeder that there is
/// not, splitters that feed each other in a circle or more than they have outputs, a class or a
/// split that the tables do not have, a negative number of ports or dwellings. The layer is "olts",
/// "splitters", "boxes" or "premises"; who read them knows the files and adds them.
std::vector<Diagnostic> check(const FibrePlant& plant);

}  // namespace gigacity::fibre
