// SPDX-License-Identifier: Apache-2.0
// The words that tables have for radio technologies.
#pragma once

#include <optional>
#include <string>

#include "sim/radio/network.hpp"

namespace gigacity::apps {

/// "LTE", "4G", "LTE-FDD", "TD-LTE", "FDD LTE" ...; "NR", "5G", "5G NR", "5G SA" ...
std::optional<radio::Technology> technology_named(const std::string& word);

/// "GSM is not simulated" for a technology that is known and no LTE or NR: GSM, UMTS, CDMA, NB-IoT ...
/// Nothing for any other word.
std::optional<std::string> not_simulated(const std::string& word);

}  // namespace gigacity::apps
