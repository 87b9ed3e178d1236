// SPDX-License-Identifier: Apache-2.0
// The files of a source that is several.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gigacity::geo {

/// The files in a folder or a zip archive, at any depth, sorted, under names that LayerSource::source
/// takes; `source` itself where it is a plain file; none where there is nothing of that name.
std::vector<std::string> files_of(const std::string& source);

/// The name without folders: "SUP_BANDE.txt".
std::string base_name(const std::string& file);

/// The whole text of a small file, also in an archive; nothing where it cannot be read or holds more than
/// 4 MB.
std::optional<std::string> text_of_file(const std::string& file);

/// Whether the whole file is UTF-8 text (a byte order mark may stand before it). False where it cannot
/// be read.
bool is_utf8_text(const std::string& file);

}  // namespace gigacity::geo
