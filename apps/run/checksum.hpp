// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace gigacity::apps {

/// SHA-256 of a file as lower-case hexadecimal; empty where it is not a plain file that can be
/// read.
std::string sha256_of(const std::filesystem::path& file);

}  // namespace gigacity::apps
