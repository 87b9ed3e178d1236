// SPDX-License-Identifier: Apache-2.0
// NTIA's published cases of the Irregular Terrain Model: tables of point-to-point and area mode, and
// the printed output of its driver. crc-covlib carries the same point-to-point table and profiles, byte
// for byte.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/propagation/itm.hpp"
#include "tests/sim/propagation/vector_set.hpp"

namespace gigacity::propagation {

/// What the driver printed: "name  value(s)  (unit)", and tables of bare numbers.
struct ItmPrintout {
  std::string name;
  std::map<std::string, std::string> value;
  std::vector<std::vector<double>> table;

  double number(const std::string& quantity) const;
  std::vector<double> numbers(const std::string& quantity) const;  ///< "10,60,90"
  bool is_area() const { return value.contains("tx_site_criteria"); }
};

/// The six of them; none where the folder lacks them.
std::vector<ItmPrintout> read_itm_printouts(const std::filesystem::path& folder);

/// The model's answer to what a printout asks; the area mode's distance and the percentages may be
/// others than it states.
class ItmQuestion {
 public:
  ItmQuestion(const std::filesystem::path& folder, const ItmPrintout& printout);

  ItmPath path() const;
  ItmPath path_over(double distance_km) const;
  ItmLoss loss(const ItmPath& path) const;
  ItmLoss loss(const ItmPath& path, double time, double location, double situation) const;

 private:
  const ItmPrintout& m_printout;
  std::vector<double> m_ground_m;  ///< of pfl.txt
  double m_step_m = 0.0;
  ItmEnvironment m_environment;
  TerminalPair m_height_m;
};

std::vector<VectorSet> itm_vectors(const std::filesystem::path& folder);

}  // namespace gigacity::propagation
