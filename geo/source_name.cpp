// SPDX-License-Identifier: Apache-2.0
#include "geo/source_name.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "core/passwords.hpp"

namespace gigacity::geo {

namespace {

namespace fs = std::filesystem;

/// Where the path begins in "/vsigzip//vsitar/towns.tgz": behind the prefixes. npos for those that do
/// not lead to a file of this system ("/vsicurl/", "/vsimem/").
std::size_t path_in_vsi(std::string_view source) {
  constexpr std::array<std::string_view, 4> local{"/vsizip/", "/vsitar/", "/vsigzip/",
                                                  "/vsisparse/"};
  std::size_t at = 0;
  for (bool found = true; std::exchange(found, false);) {
    for (const auto prefix : local) {
      if (!source.substr(at).starts_with(prefix)) continue;
      at += prefix.size();
      found = true;
    }
  }
  const auto rest = source.substr(at);
  const bool elsewhere =
      at == 0 || rest.starts_with("/vsi") || rest.starts_with("vsi") || rest.starts_with('{');
  return elsewhere ? std::string_view::npos : at;
}

/// [begin, end) of the path in "GPKG:towns.gpkg:towns" or "CSV:sites.txt".
std::pair<std::size_t, std::size_t> path_after_driver(std::string_view source) {
  const auto begin = source.find(':') + 1;
  const auto end = source.find(':', begin);
  return {begin, std::min(end, source.size())};
}

bool is_regular(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

}  // namespace

bool is_connection(std::string_view source) {
  if (source.starts_with("/vsi")) return true;
  const auto colon = source.find(':');
  if (colon == std::string_view::npos || colon < 2) return false;
  const auto is_scheme = [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '+' || c == '-' || c == '.';
  };
  return std::isalpha(static_cast<unsigned char>(source.front())) != 0 &&
         std::all_of(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(colon),
                     is_scheme);
}

std::string resolved_source(const std::string& source, const fs::path& folder) {
  const auto from_folder = [&](std::string_view path) {
    return (folder / path).lexically_normal().string();
  };
  if (source.empty()) return source;
  if (!is_connection(source)) return from_folder(source);
  if (source.starts_with("/vsi")) {
    const auto at = path_in_vsi(source);
    if (at == std::string::npos || at >= source.size()) return source;
    return source.substr(0, at) + from_folder(std::string_view(source).substr(at));
  }
  const auto [begin, end] = path_after_driver(source);
  const auto path = from_folder(std::string_view(source).substr(begin, end - begin));
  std::error_code ignored;
  if (begin == end || !fs::exists(path, ignored)) return source;
  return source.substr(0, begin) + path + source.substr(end);
}

fs::path local_file_of(const std::string& source) {
  if (!is_connection(source)) return is_regular(source) ? fs::path(source) : fs::path();
  if (source.starts_with("/vsi")) {
    const auto at = path_in_vsi(source);
    if (at == std::string::npos) return {};
    for (fs::path path = source.substr(at); path.has_relative_path(); path = path.parent_path())
      if (is_regular(path)) return path;
    return {};
  }
  const auto [begin, end] = path_after_driver(source);
  const fs::path path = source.substr(begin, end - begin);
  return is_regular(path) ? path : fs::path();
}

std::string recorded_source(const std::string& source) {
  if (!is_connection(source)) return fs::path(source).filename().string();
  const auto file = local_file_of(source);
  if (file.empty()) return without_passwords(source);
  return file.filename().string() +
         source.substr(source.find(file.string()) + file.string().size());
}

}  // namespace gigacity::geo
