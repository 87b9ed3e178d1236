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
  const char* needs;  ///< what to give where it is missing: "give [radio] sites with NR cells"
};

/// In the order of the documentation.
std::span<const KnownMeasure> known_measures();

/// nullptr for none.
const KnownMeasure* known_measure(std::string_view name);

/// What data a missing measure takes.
std::string data_needed(std::string_view name);

/// "simulated", "declared", "counted".
const char* to_string(Provenance provenance);

}  // namespace gigacity::criteria
