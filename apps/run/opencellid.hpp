// SPDX-License-Identifier: Apache-2.0
// Sites from OpenCellID's cell tables (also Mozilla's, of the same layout): where phones heard cells.
#pragma once

#include <vector>

#include "apps/run/row_findings.hpp"
#include "apps/run/run.hpp"
#include "geo/crs.hpp"
#include "geo/layer_reader.hpp"

namespace gigacity::apps {

/// Columns radio, mcc, net, area, cell, unit, lon, lat, range, samples, changeable, created, updated,
/// averageSignal; without them in the first line, in this order. As read_site_rows().
///
/// A site is an eNB (cell identity >> 8, TS 36.413 §9.2.1.38) or a gNB (>> 12: a gNB identity of 24
/// bits is assumed of the 22 to 32 that TS 38.413 §9.3.1.6 allows) of one network. It is put at the
/// mean of its cells' positions; a cell looks from there towards its own position, the mean of where
/// it was heard. A cell alone, or within 50 m of the centre, looks all around.
std::vector<geo::Feature> read_opencellid(const geo::LayerSource& sites, const geo::Crs& crs,
                                          const MapBox& area, std::vector<LayerRecord>& layers,
                                          Assumptions& assumptions, Findings& findings);

void check_opencellid(const geo::LayerSource& sites, Findings& findings);

}  // namespace gigacity::apps
