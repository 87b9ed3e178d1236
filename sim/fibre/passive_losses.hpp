// SPDX-License-Identifier: Apache-2.0
// Losses of fibre, splitters, splices and connectors.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/fibre/pon_class.hpp"

namespace gigacity::fibre {

/// Attenuation of one fibre type at one wavelength.
struct FibreAttenuation {
  std::string type;  ///< "G.652D"
  double wavelength_nm = 0.0;
  double db_per_km = 0.0;
};

/// Losses of passive parts; read from data/fibre/losses.toml.
struct PassiveLosses {
  double fibre_db_per_km = 0.40;  ///< planning value for any fibre at any wavelength
  double connector_db = 0.3;      ///< a mated pair
  double splice_db = 0.12;
  double splice_every_km = 2.0;  ///< a fusion splice at least this often
  double path_penalty_db = 1.0;
  double margin_db = 2.0;  ///< for maintenance
  /// Splitter 1:n insertion loss, ascending n.
  std::vector<std::pair<int, double>> splitter_db;
  /// In order of type, then wavelength.
  std::vector<FibreAttenuation> fibres{};
  std::string fibre_type{};  ///< whose attenuation counts; empty: the planning value
};

/// Loss of a 1:n splitter; throws std::invalid_argument where the table has no such n.
double splitter_loss_db(const PassiveLosses& losses, int split);

/// Linear between the neighbouring wavelengths of the table, beyond the outermost as there; the
/// planning value where no type is chosen. Throws std::invalid_argument where the table has no such
/// type.
double attenuation_db_per_km(const PassiveLosses& losses, double wavelength_nm);

/// The largest attenuation anywhere in the class's two windows; the planning value for a class
/// without windows.
double worst_attenuation_db_per_km(const PassiveLosses& losses, const PonClass& pon_class);

}  // namespace gigacity::fibre
