// SPDX-License-Identifier: Apache-2.0
// Vectors of what comes on top of a basic loss: NTIA's test data for its P.2108 library, with rows it
// refuses; crc-covlib's validation data for P.2109 and P.676-13.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/propagation/model_info.hpp"
#include "tests/sim/propagation/vector_set.hpp"

namespace gigacity::propagation {

struct P2108Case {
  std::string place;
  std::string_view variant;  ///< of ModelInfo "p2108"
  LinkFigures link;
  int return_code = 0;                ///< 0: accepted
  std::optional<Quantity> refused{};  ///< what the return code says is out of range
  double expected_db = 0.0;           ///< where accepted
  double computed_db = 0.0;
};

std::vector<P2108Case> read_p2108_height_gain(const std::filesystem::path& folder);
std::vector<P2108Case> read_p2108_terrestrial(const std::filesystem::path& folder);
std::vector<P2108Case> read_p2108_slant_path(const std::filesystem::path& folder);

std::vector<VectorSet> p2108_vectors(const std::filesystem::path& folder);
std::vector<VectorSet> p2109_vectors(const std::filesystem::path& folder);
std::vector<VectorSet> p676_vectors(const std::filesystem::path& folder);

}  // namespace gigacity::propagation
