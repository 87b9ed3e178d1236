// SPDX-License-Identifier: Apache-2.0
// The vector layers that a run delivers, and the files they come in.
#pragma once

#include <cstddef>
#include <filesystem>
#include <limits>
#include <vector>

#include "apps/run/outcome.hpp"
#include "geo/vector_writer.hpp"

namespace gigacity::apps {

// Gaps and premises are handed over one by one while they are written: a city has millions. The outcome
// must outlive its layers.

/// The gap list with the fields that every format carries; the first `most` of them.
geo::OutputLayer gap_layer(const RunOutcome& outcome,
                           std::size_t most = std::numeric_limits<std::size_t>::max());

/// Admin units of one level with each indicator's value and outcome.
geo::OutputLayer unit_layer(const RunOutcome& outcome, std::size_t level);

geo::OutputLayer key_place_layer(const RunOutcome& outcome);
geo::OutputLayer site_layer(const RunOutcome& outcome);
/// Cells in the order that the best-server rasters count them.
geo::OutputLayer cell_layer(const RunOutcome& outcome);

/// Traced from the best-server rasters while it is written.
geo::OutputLayer handover_layer(const RunOutcome& outcome, const Progress& progress);

/// What fibre has in results.gpkg, in order; only of an outcome with fibre.
std::vector<geo::OutputLayer> fibre_result_layers(const RunOutcome& outcome);

/// Everything that goes into results.gpkg, in order.
std::vector<geo::OutputLayer> result_layers(const RunOutcome& outcome, const VectorOutputs& wanted,
                                            const Progress& progress);

/// Writes the files that are wanted into the folder: results.gpkg, gaps.geojson, gaps.csv, fibre_statistics.csv, bill_of_materials.csv
/// and statistics.csv, and one FlatGeobuf for each layer but tables, named after it. Says which it wrote. Throws geo::OutputError, Cancelled.
std::vector<OutputFile> write_vector_outputs(const RunOutcome& outcome, const VectorOutputs& wanted,
                                             const std::filesystem::path& folder,
                                             const Progress& progress);

/// The same of fibre alone: of results.gpkg and the FlatGeobufs its layers, its tables, and OFDS.
std::vector<OutputFile> write_fibre_outputs(const RunOutcome& outcome, const VectorOutputs& wanted,
                                            const std::filesystem::path& folder,
                                            const Progress& progress);

}  // namespace gigacity::apps
