// SPDX-License-Identifier: Apache-2.0
// A finished run's folder, looked at with other programs than ours.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/command.hpp"

namespace gigacity::test {

/// Sorted names of the plain files in a folder; hidden ones too, so that leftovers show.
std::vector<std::string> files_in(const std::filesystem::path& folder);

nlohmann::json json_of(const std::filesystem::path& file);

/// gdalinfo -stats reads each raster without a word on stderr, and finds what a delivered raster
/// must have.
void expect_rasters_are_sound(const std::filesystem::path& folder);

/// ogrinfo reads each vector file without a word on stderr, every feature of every layer.
void expect_vectors_are_sound(const std::filesystem::path& folder);

/// The sum of a measure over a level's units, its "none" row included.
double sum_over_units(const nlohmann::json& verdict, const std::string& level,
                      const std::string& measure);

/// Opens the report in headless Chromium: the page's text after its scripts have run. Errors on the
/// page's console fail the test. Writes a picture of the page beside the report.
std::string rendered_report(const std::filesystem::path& folder);

}  // namespace gigacity::test
