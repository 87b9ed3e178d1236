// SPDX-License-Identifier: Apache-2.0
// The propagation models as they are listed to people and programs.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/propagation/model_info.hpp"

namespace gigacity::apps {

/// All variants of the model of that name, of every model where it is empty. Throws UsageError, with
/// the nearest name, where there is none.
std::vector<propagation::ModelInfo> listed_models(const std::string& name);

std::string models_text(std::span<const propagation::ModelInfo> models);
std::string models_markdown(std::span<const propagation::ModelInfo> models);
std::string models_json(std::span<const propagation::ModelInfo> models);

}  // namespace gigacity::apps
