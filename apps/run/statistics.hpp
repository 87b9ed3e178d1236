// SPDX-License-Identifier: Apache-2.0
// Coverage statistics of a run: which rasters and thresholds they are asked of, and how they are delivered.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include <nlohmann/json.hpp>

#include "apps/run/outcome.hpp"
#include "apps/run/radio_stage.hpp"
#include "apps/scenario/scenario.hpp"
#include "geo/vector_writer.hpp"
#include "sim/criteria/coverage_statistics.hpp"

namespace gigacity::apps {

using RadioRasterReader = std::function<std::shared_ptr<const RasterSource>(const RadioRaster&)>;

/// The rasters as services with their thresholds: the scenario's, and the profile's radio test ("criteria"). A service
/// is measured by what there are rasters of.
std::vector<criteria::MeasuredService> services_of(std::span<const RadioRaster> rasters,
                                                   const RadioRasterReader& read,
                                                   const criteria::Profile& profile,
                                                   const StatisticsSection& section);

/// Fills in the outcome's statistics; of admin levels, those that the section asks for.
void count_coverage(std::span<const RadioRaster> rasters, const RadioRasterReader& read,
                    const StatisticsSection& section, RunOutcome& outcome, Progress& progress);

/// A plain table: one row for each unit, service, metric, threshold and quantity. The outcome must outlive it.
geo::OutputLayer statistics_layer(const RunOutcome& outcome);

/// The city's rows and those of the first level with several units, for the report.
nlohmann::ordered_json statistics_record(const RunOutcome& outcome);

}  // namespace gigacity::apps
