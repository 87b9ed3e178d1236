// SPDX-License-Identifier: Apache-2.0
#include "geo/text_file.hpp"

#include <fstream>

#include <fmt/format.h>

#include "geo/output_error.hpp"

namespace gigacity::geo {

void write_text(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw OutputError(fmt::format("{}: cannot be written", file.string()));
}

}  // namespace gigacity::geo
