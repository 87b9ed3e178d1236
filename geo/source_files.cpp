// SPDX-License-Identifier: Apache-2.0
#include "geo/source_files.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "core/text.hpp"
#include "geo/detail/handles.hpp"

namespace gigacity::geo {

std::vector<std::string> files_of(const std::string& source) {
  const detail::GdalMessages quiet;
  const bool zip = folded(source).ends_with(".zip") && !source.starts_with("/vsizip/");
  const std::string folder = zip ? "/vsizip/" + source : source;
  VSIStatBufL status{};
  if (VSIStatL(folder.c_str(), &status) != 0) return {};
  if (!zip && VSI_ISDIR(status.st_mode) == 0) return {source};
  const detail::StringListPtr names(VSIReadDirRecursive(folder.c_str()));
  std::vector<std::string> files;
  for (const char* name : std::span(names.get(), static_cast<std::size_t>(CSLCount(names.get()))))
    if (!std::string_view(name).ends_with('/')) files.push_back(folder + "/" + name);
  std::ranges::sort(files);
  return files;
}

std::string base_name(const std::string& file) {
  return file.substr(file.find_last_of('/') + 1);
}

bool is_utf8_text(const std::string& file) {
  const detail::GdalMessages quiet;
  const detail::Owner<VSILFILE*, VSIFCloseL> handle(VSIFOpenL(file.c_str(), "rb"));
  if (!handle) return false;
  std::string text;  // what is left of the last block, then the next one
  std::array<char, 65536> block{};
  while (const std::size_t got = VSIFReadL(block.data(), 1, block.size(), handle.get())) {
    text.append(block.data(), got);
    // A character that the block's end cuts waits: at most three bytes of it.
    std::size_t whole = text.size();
    for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
      const auto byte = static_cast<unsigned char>(text[text.size() - back]);
      if (byte >= 0xC0) whole = text.size() - back;
      if (byte < 0x80 || byte >= 0xC0) break;
    }
    if (CPLIsUTF8(text.c_str(), static_cast<int>(whole)) == 0) return false;
    text.erase(0, whole);
  }
  return CPLIsUTF8(text.c_str(), static_cast<int>(text.size())) != 0;
}

}  // namespace gigacity::geo
