// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace gigacity::geo {

/// Writes a text file, byte by byte as it is. Throws OutputError.
void write_text(const std::filesystem::path& file, const std::string& text);

}  // namespace gigacity::geo
