// SPDX-License-Identifier: Apache-2.0
// The names of data sources: which are paths, and what file of this system stands behind them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace gigacity::geo {

/// "PG:dbname=city", "https://...", "GPKG:towns.gpkg:towns", "/vsizip/...": not a plain path.
bool is_connection(std::string_view source);

/// The source with its path, where it has one, counted from `folder`: plain paths, those behind
/// /vsizip/, /vsitar/ and /vsigzip/, and those of "GPKG:towns.gpkg:towns" where that file is there.
std::string resolved_source(const std::string& source, const std::filesystem::path& folder);

/// The file of this system that a source is or lies in: of "/vsizip//data/a.zip/b.shp" the archive.
/// Empty where there is none.
std::filesystem::path local_file_of(const std::string& source);

/// The source for records: the local file without its folder and what follows it ("a.zip/b.shp"), else
/// the source without its passwords.
std::string recorded_source(const std::string& source);

}  // namespace gigacity::geo
