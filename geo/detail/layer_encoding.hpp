// SPDX-License-Identifier: Apache-2.0
// The encoding of a layer's text, where the driver does not give UTF-8. Private to geo.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "geo/detail/layer_source.hpp"

namespace gigacity::geo::detail {

/// The scenario's `encoding`, as encoding_named gives it; empty where there is none. Nothing, and an
/// error, where it is unknown.
std::optional<std::string> stated_encoding(const LayerSource& source, const InputLocation& where,
                                           Findings& findings);

/// Finds out in what encoding the layer's text comes and sees to its recoding. What the user states
/// (`stated`, may be empty) goes before what the source says of itself (a shapefile's .cpg or code
/// page); a source that says nothing is UTF-8 if its bytes are, else GBK (with a warning) if they are,
/// else an error. `reopen` opens dataset and layer anew with a driver's options.
void settle_encoding(OpenedLayer& opened, const std::string& stated,
                     const std::function<bool(const Options&)>& reopen, Findings& findings);

}  // namespace gigacity::geo::detail
