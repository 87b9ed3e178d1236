// SPDX-License-Identifier: Apache-2.0
// Every measure a formula may name: the one table that checks profiles, fills in messages and is
// documented.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sim/criteria/measures.hpp"

namespace gigacity::criteria {

struct KnownMeasure {
  const char* name;
  const char* unit;
  Provenance provenance;
  const char* meaning;
  const char* needs;       ///< what to give where it is missing: "give [radio] sites with NR cells"
  bool of_scenes = false;  ///< also of a scene's places: key_places[hospitals]
};

/// In the order of the documentation.
std::span<const KnownMeasure> known_measures();

/// nullptr for none. Of a scene's measure, the measure without it.
const KnownMeasure* known_measure(std::string_view name);

/// "hospitals" of "key_places[hospitals]"; "" for a measure of no scene.
std::string scene_of(std::string_view name);
/// "key_places" of "key_places[hospitals]".
std::string without_scene(std::string_view name);

/// What data a missing measure takes.
std::string data_needed(std::string_view name);

/// "simulated", "declared", "counted".
const char* to_string(Provenance provenance);

}  // namespace gigacity::criteria
