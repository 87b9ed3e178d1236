// SPDX-License-Identifier: Apache-2.0
// What the codes of a land-cover raster mean for radio: tables of data/landcover, or the user's.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/clutter.hpp"

namespace gigacity::apps {

struct LandCoverClass {
  int code = 0;
  std::string name;
  Clutter category = Clutter::open;
  double height_m = 0.0;  ///< above ground
};

struct LandCoverTable {
  std::string file;
  std::string title;
  std::vector<int> no_data;             ///< codes that say nothing
  std::vector<LandCoverClass> classes;  ///< by rising code

  /// nullptr where the table does not know the code.
  const LandCoverClass* find(float code) const;
};

/// Reads a table; data/landcover/esa-worldcover.toml explains the form. Throws InputError with
/// every problem found, each with line and column: syntax, unknown key, wrong type, missing key,
/// unknown category (with the nearest known one), height out of range, code that stands twice.
LandCoverTable read_landcover_table(const std::filesystem::path& file);

/// The file of a table, as find_data_file() finds it.
std::filesystem::path find_landcover_table(const std::string& id_or_path,
                                           const std::filesystem::path& data_folder,
                                           const std::filesystem::path& scenario_folder);

}  // namespace gigacity::apps
