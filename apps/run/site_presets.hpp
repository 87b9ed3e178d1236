// SPDX-License-Identifier: Apache-2.0
// The sites layer in whatever layout it is published: rows in, rows of our own columns out.
#pragma once

#include <vector>

#include "apps/run/row_findings.hpp"
#include "apps/run/run.hpp"
#include "apps/scenario/scenario.hpp"
#include "geo/crs.hpp"
#include "geo/layer_reader.hpp"

namespace gigacity::apps {

/// One row for each cell that stands inside `area`, with the fields of site_schema() and a point. Which
/// preset reads them is `section.sites.preset`. What a preset fills in by itself is noted in
/// `assumptions`; heights, tilts and carriers that are not known stay absent. Problems go into
/// `findings`, what was read into `layers`.
std::vector<geo::Feature> read_site_rows(const RadioSection& section, const geo::Crs& crs,
                                         const MapBox& area, std::vector<LayerRecord>& layers,
                                         Assumptions& assumptions, Findings& findings);

/// Opens the layer and looks for its columns; reads no row. Errors go into `findings`.
void check_sites(const RadioSection& section, Findings& findings);

}  // namespace gigacity::apps
