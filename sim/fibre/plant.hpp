// SPDX-License-Identifier: Apache-2.0
// Passive optical networks: the plant as ITU-T and IEEE name its parts, and the PON classes as
// data.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/diagnostic.hpp"
#include "core/point.hpp"

namespace gigacity::fibre {

/// A PON system with its power-budget class; read from data/fibre/pon_classes.toml.
struct PonClass {
  std::string id;        ///< "xgs-pon-n1"
  std::string standard;  ///< "ITU-T G.9807.1"
  double minimum_loss_db = 0.0;
  double maximum_loss_db = 0.0;
  double maximum_reach_km = 20.0;
  int maximum_split = 64;
  double downstream_gbps = 0.0;    ///< usable, after overhead
  bool ten_gigabit_class = false;  ///< 10G-PON or above, as the criteria count ports
  std::string source;              ///< where the figures stand
  std::string
      certainty;  ///< V read in a source, V2 in a second-hand one, C computed, M from memory
};

/// Losses of passive parts; read from data/fibre/losses.toml.
struct PassiveLosses {
  double fibre_db_per_km = 0.40;  ///< at the worse of the class's wavelengths
  double connector_db = 0.3;      ///< a mated pair
  double splice_db = 0.12;
  double splice_every_km = 2.0;  ///< a fusion splice at least this often
  double path_penalty_db = 1.0;
  double margin_db = 2.0;  ///< for maintenance
  /// Splitter 1:n insertion loss, ascending n.
  std::vector<std::pair<int, double>> splitter_db;
};

/// Loss of a 1:n splitter; throws std::invalid_argument where the table has no such n.
double splitter_loss_db(const PassiveLosses& losses, int split);

struct OpticalLineTerminal {
  std::string id;
  std::string name;
  MapPoint point;
  std::int32_t pon_class = 0;  ///< index into FibrePlant::classes
  int ports = 0;               ///< PON ports of that class
  int split = 64;              ///< total split ratio in use on each port
};

/// A distribution box with its splitter, fed by one OLT. Optional: without boxes, premises are
/// routed straight to an OLT and the result says that this was assumed.
struct DistributionBox {
  std::string id;
  MapPoint point;
  std::string olt;   ///< id of the OLT that feeds it; empty: the nearest along the roads
  int capacity = 0;  ///< dwellings it can serve
};

/// A building to be served.
struct Premises {
  std::string id;
  MapPoint point;
  int dwellings = 1;
};

struct FibrePlant {
  std::vector<PonClass> classes;
  PassiveLosses losses;
  std::vector<OpticalLineTerminal> olts;
  std::vector<DistributionBox> boxes;
};

/// Everything that makes a plant impossible to simulate: an id used twice, a box whose OLT there is
/// not, a class or a split that the tables do not have, a negative number of ports or dwellings.
/// The layer is "olts" or "boxes"; who read them knows the files and adds them.
std::vector<Diagnostic> check(const FibrePlant& plant);

}  // namespace gigacity::fibre
