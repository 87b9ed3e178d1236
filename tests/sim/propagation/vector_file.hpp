// SPDX-License-Identifier: Apache-2.0
// Files of published test vectors: comma-separated, one heading line, one case a line.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "core/text.hpp"

namespace gigacity::propagation {

struct VectorRow {
  std::string place;  ///< "file:line", for messages
  std::vector<std::string> fields;

  double number(std::size_t i) const { return parsed_number(fields.at(i)).value(); }
};

inline std::filesystem::path validation_folder() {
  return std::filesystem::path(GIGACITY_SOURCE_DIR) / "../shared/validation";
}

/// Every line from `first_line` on; empty where there is no such file.
inline std::vector<VectorRow> read_vectors(const std::filesystem::path& file, int first_line = 2) {
  std::vector<VectorRow> rows;
  std::ifstream in(file);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    if (++number < first_line || line.empty()) continue;
    VectorRow row{file.filename().string() + ':' + std::to_string(number), {}};
    std::istringstream text(line);
    for (std::string field; std::getline(text, field, ',');) row.fields.push_back(field);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace gigacity::propagation
