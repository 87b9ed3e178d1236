// SPDX-License-Identifier: Apache-2.0
// From what a scenario names as a source to files that GDAL opens: archives, folders, compressed files.
// Private to geo.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/diagnostic.hpp"
#include "geo/layer_reader.hpp"

namespace gigacity::geo::detail {

/// The source as GDAL names it: archives (.zip, .tar, .tgz) and compressed files (.gz) with their
/// prefix, others as they are.
std::string gdal_name(const std::string& source);

/// A data source inside a folder or an archive.
struct Member {
  std::string name;   ///< as GDAL names it, whole
  std::string shown;  ///< within its container, as people read it
};

enum class MemberKind { vector, raster };

/// A folder, or an archive, of files; not a folder that is itself a data source, as a file
/// geodatabase.
bool is_container(const std::string& gdal_name, MemberKind kind);

/// The data sources of a container, in order of name: of a folder those directly in it, of an archive
/// all. Files that only accompany others do not count.
std::vector<Member> members_of(const std::string& container, MemberKind kind);

/// What OGR is to open for a layer.
struct SourceFile {
  std::string name;
  std::string shown;             ///< within its container; empty where the source is no container
  bool chosen_by_layer = false;  ///< `layer` names this file, not a layer in it
};

/// The file of a layer's source: in a container the only one, or that which `layer` names, by its name
/// or a layer in it. Nothing, and an error in `findings`, where there is none.
std::optional<SourceFile> file_of(const LayerSource& source, const InputLocation& where,
                                  Findings& findings);

}  // namespace gigacity::geo::detail
