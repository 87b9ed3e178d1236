// SPDX-License-Identifier: Apache-2.0
// A quick look at small outlines, before a geometry library is asked.
#pragma once

#include "core/geometry.hpp"

namespace gigacity {

/// True where it is certain that a closed ring's edges meet nowhere but at the vertices that
/// neighbours share. False where they do, where rounding leaves a doubt, where a vertex is given
/// twice in a row, and for rings of more than 32 edges, whose pairs are too many to look at.
bool surely_simple(const Ring& ring);

}  // namespace gigacity
