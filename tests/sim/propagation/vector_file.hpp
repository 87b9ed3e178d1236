// SPDX-License-Identifier: Apache-2.0
// Files of published test vectors: lines of fields.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gigacity::propagation {

struct VectorRow {
  std::string place;  ///< "file:line", for messages
  std::vector<std::string> fields;

  double number(std::size_t i) const;
};

/// Every line from `first_line` on that is not empty; nothing where there is no such file. Repeated
/// separators of blanks count as one.
std::vector<VectorRow> read_vectors(const std::filesystem::path& file, int first_line = 2,
                                    char separator = ',');

}  // namespace gigacity::propagation
