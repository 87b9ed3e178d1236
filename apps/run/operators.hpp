// SPDX-License-Identifier: Apache-2.0
// The operators of a network: what their files are called, and a word where their results are not told apart.
#pragma once

#include <map>
#include <span>
#include <string>

#include "apps/scenario/scenario.hpp"
#include "core/diagnostic.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::apps {

/// For each name a part of file names that no other has: "op-", lower-case letters and digits of ASCII in words joined
/// by '-'; and eight digits more where letters were lost, or where two names would be the same ("op-3f5a90c1").
std::map<std::string, std::string> operator_slugs(std::span<const std::string> names);

/// "China Mobile", "(no operator named)".
std::string shown_operator(const std::string& name);

/// Warns where several operators' cells are judged as if they were of one.
void warn_of_operators(const radio::RadioNetwork& network, const RadioSection& section,
                       Findings& findings);

}  // namespace gigacity::apps
