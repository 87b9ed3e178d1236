// SPDX-License-Identifier: Apache-2.0
// The Wireless Innovation Forum's test data for NTIA's extended Hata program: 53 links over real
// terrain, in two files, losses printed to 1e-4 dB.
//
// `test-inputs-wfmod.csv` is the model as NTIA has corrected it, before its ridge curves were limited.
// `test-inputs.csv` is NTIA's first release, which differs in three ways, stated as code:
// effective heights between 3 and 15 km, and the fine correction for rolling hills, twice.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/propagation/ehata.hpp"
#include "tests/sim/propagation/vector_set.hpp"

namespace gigacity::propagation {

struct EhataCase {
  std::string name;
  double frequency_mhz = 0.0;
  TerminalPair height_m;
  EhataArea area = EhataArea::urban;
  double step_m = 0.0;
  std::vector<double> ground_m;  ///< from the base station
  double loss_db = 0.0;          ///< as published
};

/// None where the folder lacks the file.
std::vector<EhataCase> read_ehata_cases(const std::filesystem::path& folder,
                                        const std::string& file);

EhataPath path_of(const EhataCase& c);

std::vector<VectorSet> ehata_vectors(const std::filesystem::path& folder);

}  // namespace gigacity::propagation
