// SPDX-License-Identifier: Apache-2.0
// What a section with preset "osm" may say, beside what the key table knows.
#pragma once

#include "apps/scenario/document.hpp"
#include "apps/scenario/scenario.hpp"
#include "core/diagnostic.hpp"

namespace gigacity::apps {

/// Errors: a layer beside the preset, an admin_level without it, a level whose name stands for no
/// settlements and has no admin_level, a kind of places that the preset does not know.
void check_osm_presets(const ScenarioDocument& document, const Scenario& scenario,
                       Findings& findings);

}  // namespace gigacity::apps
