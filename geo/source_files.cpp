// SPDX-License-Identifier: Apache-2.0
#include "geo/source_files.hpp"

#include <algorithm>
#include <span>

#include "core/text.hpp"
#include "geo/detail/file_blocks.hpp"
#include "geo/detail/text_encoding.hpp"

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

std::optional<std::string> text_of_file(const std::string& file) {
  constexpr std::size_t most_bytes = 4'000'000;
  std::string text;
  const bool whole = detail::for_each_block(file, [&](std::string_view block) {
    if (text.size() <= most_bytes) text += block;
  });
  if (!whole || text.size() > most_bytes) return std::nullopt;
  return text;
}

bool is_utf8_text(const std::string& file) {
  detail::TextEvidence evidence;
  const bool whole =
      detail::for_each_block(file, [&](std::string_view block) { evidence.add(block); });
  evidence.end_of_text();
  return whole && evidence.is_utf8();
}

}  // namespace gigacity::geo
