// SPDX-License-Identifier: Apache-2.0
// Criteria profiles as TOML files; data/criteria/README.md documents every key.
#pragma once

#include <filesystem>
#include <string>

#include "sim/criteria/profile.hpp"

namespace gigacity::apps {

/// Reads a profile. Throws InputError with every problem found, each with line and column: syntax,
/// unknown key (with the nearest known one), wrong type, missing key or translation, value out of
/// range, duplicate id, formula that does not parse or names an unknown measure.
criteria::Profile read_profile(const std::filesystem::path& file);

/// The file of a profile. `id_or_path` is a path if it has a slash or ends in ".toml" (relative to
/// the scenario's folder), else the id of a file `<id>.toml` in `<data_folder>/criteria` or in the
/// scenario's folder. Throws InputError that lists the profiles there are.
std::filesystem::path find_profile(const std::string& id_or_path,
                                   const std::filesystem::path& data_folder,
                                   const std::filesystem::path& scenario_folder);

}  // namespace gigacity::apps
