// SPDX-License-Identifier: Apache-2.0
// Tables of PostgreSQL with PostGIS, read in an order that does not change. Private to geo.
#pragma once

#include <string>

#include "geo/detail/handles.hpp"

namespace gigacity::geo::detail {

/// "PG:dbname=city", "postgresql://host/city"
bool is_postgres(const std::string& source);

/// The connection string, with a time limit for connecting where the user states none: a host that
/// does not answer must not hang a run.
std::string with_connect_timeout(const std::string& source);

struct OrderedRows {
  ResultSetPtr result;  ///< null where the database refuses; GDAL's messages say why
  std::string key;      ///< the column that gives the feature ids; empty: rows are counted
};

/// The rows of a table or view that `where` (SQL of the database; empty: all) lets through, in the
/// order of the primary key: a table that a file was loaded into has the file's order. Without one, in
/// the order of a whole number with a usual name (fid, gid, objectid, id), then of the rows' text. A
/// database promises no order that is not asked for.
OrderedRows rows_in_order(GDALDatasetH dataset, OGRLayerH table, const std::string& where);

}  // namespace gigacity::geo::detail
