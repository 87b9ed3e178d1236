// SPDX-License-Identifier: Apache-2.0
// The validation set of ITU-R Study Group 3 for P.1812: profiles, and logs of every intermediate
// quantity.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/propagation/p1812.hpp"
#include "tests/sim/propagation/vector_set.hpp"

namespace gigacity::propagation {

struct P1812LoggedProfile {
  std::vector<double> distance_m;
  std::vector<double> ground_m;
  std::vector<double> surface_m;
  std::vector<RadioClimaticZone> zone;
};

struct P1812Case {
  std::string name;  ///< "rburg_urban_with_clutter_3"
  P1812LoggedProfile profile;
  std::map<std::string, double> log;  ///< "name|reference" and "name", folded
  bool median_parts = true;  ///< the radius of the log's Lbulla, Lbulls, Ldsph: a_e, else a_β

  /// Of the log; throws std::out_of_range where it has no such quantity.
  double logged(const std::string& quantity) const { return log.at(quantity); }
};

/// The 57 logs of either program; none where the folder lacks them.
std::vector<P1812Case> read_p1812_matlab_cases(const std::filesystem::path& folder);
std::vector<P1812Case> read_p1812_python_cases(const std::filesystem::path& folder);

std::vector<VectorSet> p1812_vectors(const std::filesystem::path& folder);

}  // namespace gigacity::propagation
