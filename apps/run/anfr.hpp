// SPDX-License-Identifier: Apache-2.0
// Sites from the French register of transmitters (ANFR): Cartoradio's export or the monthly open data.
#pragma once

#include <vector>

#include "apps/run/row_findings.hpp"
#include "apps/run/run.hpp"
#include "geo/crs.hpp"
#include "geo/layer_reader.hpp"

namespace gigacity::apps {

/// As read_site_rows(). The source is a folder or zip archive with the files of one of
/// - Cartoradio: `Sites_Cartoradio.csv` and `Antennes_Emetteurs_Bandes_Cartoradio.csv`;
/// - the open data of data.gouv.fr: `SUP_SUPPORT.txt`, `SUP_ANTENNE.txt`, `SUP_EMETTEUR.txt`,
///   `SUP_BANDE.txt`, and for the operators `SUP_STATION.txt` and `SUP_EXPLOITANT.txt`.
/// A site is one operator's antennas on a support. A cell is a system ("LTE 1800", "5G NR 3500") of an
/// antenna in one block of downlink spectrum, with the widest channel that fits into it.
std::vector<geo::Feature> read_anfr(const geo::LayerSource& sites, const geo::Crs& crs,
                                    const MapBox& area, std::vector<LayerRecord>& layers,
                                    Assumptions& assumptions, Findings& findings);

/// Looks for the files and their columns.
void check_anfr(const geo::LayerSource& sites, Findings& findings);

}  // namespace gigacity::apps
