// SPDX-License-Identifier: Apache-2.0
// The PON classes and the losses of passive parts, as data/fibre/*.toml hold them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/fibre/plant.hpp"

namespace gigacity::apps {

/// Strict: a key that is unknown (with the nearest known one), missing, of the wrong type or out of
/// range, and an id used twice, are errors. Throws InputError with every problem found, each with
/// line and column; also where the file cannot be read or is not TOML.
std::vector<fibre::PonClass> read_pon_classes(const std::filesystem::path& file);

enum class LossValues { maximum, typical };

/// As read_pon_classes; the splitters come out in ascending order. `fibre_type` is one of the
/// table's, or "planning" for its flat value; another one is an error.
fibre::PassiveLosses read_passive_losses(const std::filesystem::path& file,
                                         LossValues values = LossValues::maximum,
                                         const std::string& fibre_type = "planning");

}  // namespace gigacity::apps
