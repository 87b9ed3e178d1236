// SPDX-License-Identifier: Apache-2.0
// Files that appear whole or not at all. Private to geo.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

namespace gigacity::geo::detail {

/// Throws OutputError that names the file and the reason.
[[noreturn]] void fail_writing(const std::filesystem::path& file, const std::string& reason);

/// A file that goes with this object unless it is kept.
class Leftover {
 public:
  explicit Leftover(std::filesystem::path file) : m_file(std::move(file)) {}
  ~Leftover();
  Leftover(const Leftover&) = delete;
  Leftover& operator=(const Leftover&) = delete;

  const std::filesystem::path& file() const { return m_file; }
  void keep() { m_kept = true; }

 private:
  std::filesystem::path m_file;
  bool m_kept = false;
};

/// A file written under another name beside its own, which it gets once it is whole. Throws
/// OutputError where its folder does not exist.
class AsideFile {
 public:
  explicit AsideFile(std::filesystem::path file);
  ~AsideFile();
  AsideFile(const AsideFile&) = delete;
  AsideFile& operator=(const AsideFile&) = delete;

  /// Where to write.
  std::string part() const { return m_part.string(); }
  /// Throws OutputError where the file cannot get its name.
  void finish();

 private:
  std::filesystem::path m_file;
  std::filesystem::path m_part;
  bool m_done = false;
};

/// Writes a text whole or not at all. Throws OutputError.
void write_text_file(const std::filesystem::path& file, const std::string& text);

}  // namespace gigacity::geo::detail
