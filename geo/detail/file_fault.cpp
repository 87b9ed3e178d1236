// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/file_fault.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "core/text.hpp"

namespace gigacity::geo::detail {

namespace {

namespace fs = std::filesystem;

/// The first bytes of a file.
std::string start_of(const fs::path& file) {
  std::array<char, 512> bytes{};
  std::ifstream in(file, std::ios::binary);
  in.read(bytes.data(), bytes.size());
  return {bytes.data(), static_cast<std::size_t>(in.gcount())};
}

/// Formats whose files do not begin as a zip archive does, by extension.
bool is_other_than_zip(const fs::path& file) {
  constexpr std::array<std::string_view, 14> extensions{
      ".csv", ".tsv",  ".txt", ".geojson", ".json", ".gpkg", ".tif",
      ".img", ".tiff", ".shp", ".pbf",     ".osm",  ".fgb",  ".vrt"};
  return std::ranges::find(extensions, folded(file.extension().string())) != extensions.end();
}

std::optional<FileFault> fault_of_content(const fs::path& file, const std::string& start) {
  const std::string text = folded(start.substr(0, 100));
  if (text.starts_with("<!doctype html") || text.starts_with("<html")) {
    return FileFault{"is a web page, not data",
                     "the download gave a page instead; open the file in a browser to see why"};
  }
  if (start.starts_with("version https://git-lfs.github.com/spec/")) {
    return FileFault{"is a pointer of Git LFS, not the file itself",
                     "fetch the file with: git lfs pull"};
  }
  if (start.starts_with("PK\x03\x04") && is_other_than_zip(file)) {
    return FileFault{"is a zip archive or a spreadsheet under another name",
                     "unpack it, save the sheet as CSV, or give it its proper extension"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<FileFault> fault_of_file(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (error == std::errc::too_many_symbolic_link_levels)
    return FileFault{"is a link that leads in a circle", "name the file itself"};
  if (error == std::errc::permission_denied) {
    return FileFault{"lies in a folder that may not be opened",
                     "ask for the right to read it, or copy it to a folder of yours"};
  }
  if (!fs::exists(status)) return std::nullopt;
  if (!fs::is_regular_file(status) && !fs::is_directory(status))
    return FileFault{"is no file but a pipe or a device", "write its content to a file first"};
  if (access(file.c_str(), R_OK) != 0) {
    return FileFault{"may not be read by you",
                     fmt::format("ask for the right to read it (chmod a+r {})", file.string())};
  }
  if (fs::is_directory(status)) return std::nullopt;
  const std::string start = start_of(file);
  if (start.empty()) return FileFault{"is empty", "get it again: the copy or download has failed"};
  return fault_of_content(file, start);
}

}  // namespace gigacity::geo::detail
