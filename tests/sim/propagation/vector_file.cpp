// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/propagation/vector_file.hpp"

#include <fstream>
#include <sstream>

#include "core/text.hpp"

namespace gigacity::propagation {

double VectorRow::number(std::size_t i) const {
  return parsed_number(fields.at(i)).value();
}

std::vector<VectorRow> read_vectors(const std::filesystem::path& file, int first_line,
                                    char separator) {
  std::vector<VectorRow> rows;
  std::ifstream in(file);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (++number < first_line || line.empty()) continue;
    VectorRow row{file.filename().string() + ':' + std::to_string(number), {}};
    std::istringstream text(line);
    for (std::string field; std::getline(text, field, separator);)
      if (separator != ' ' || !field.empty()) row.fields.push_back(field);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace gigacity::propagation
