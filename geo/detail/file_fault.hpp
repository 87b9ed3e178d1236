// SPDX-License-Identifier: Apache-2.0
// What is wrong with a file before any driver looks at it. Private to geo.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace gigacity::geo::detail {

struct FileFault {
  std::string message;  ///< goes on from the file's name: "is empty"
  std::string hint;
};

/// Looks at what a file is and at its first bytes: pipes and devices (on which reading could wait for
/// ever), links that lead in circles, no permission, nothing in it, a web page, a pointer of Git LFS, an
/// archive under the name of something else. Nothing where there is no such file, or nothing is wrong
/// with it as far as this tells.
std::optional<FileFault> fault_of_file(const std::filesystem::path& file);

}  // namespace gigacity::geo::detail
