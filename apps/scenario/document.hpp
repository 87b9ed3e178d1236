// SPDX-License-Identifier: Apache-2.0
// The scenario file as a TOML document: parsed, overridden from the command line, checked key by
// key.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <toml++/toml.h>

#include "core/diagnostic.hpp"

namespace gigacity::apps {

struct ScenarioDocument {
  std::filesystem::path file;
  toml::table root;

  /// Where a node stands; nodes from an override name the override instead of a line.
  InputLocation location(const toml::source_region& region, std::string key) const;
  /// Where the value of a key stands: "area.bbox", "admin[1].level". The file where there is none.
  InputLocation location(const std::string& key) const;
};

/// Throws InputError where the file cannot be read, is not TOML, or an override names no place in
/// it.
ScenarioDocument read_document(const std::filesystem::path& file,
                               const std::vector<std::string>& overrides);

/// Unknown keys, wrong types, values out of range, missing keys: everything that the key table can
/// say.
void check_keys(const ScenarioDocument& document, Findings& findings);

}  // namespace gigacity::apps
