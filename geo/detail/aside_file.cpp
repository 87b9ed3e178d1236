// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/aside_file.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "geo/output_error.hpp"

namespace gigacity::geo::detail {

namespace fs = std::filesystem;

void fail_writing(const fs::path& file, const std::string& reason) {
  throw OutputError(fmt::format("{}: cannot be written: {}", file.string(), reason));
}

Leftover::~Leftover() {
  std::error_code ignored;
  if (!m_kept) fs::remove(m_file, ignored);
}

AsideFile::AsideFile(fs::path file) : m_file(std::move(file)), m_part(m_file) {
  const fs::path folder = m_file.has_parent_path() ? m_file.parent_path() : fs::path(".");
  std::error_code error;
  if (!fs::is_directory(folder, error))
    fail_writing(m_file, fmt::format("the folder {} does not exist", folder.string()));
  // The extension stays: drivers look at it.
  m_part.replace_filename(m_file.stem().string() + ".part" + m_file.extension().string());
  fs::remove(m_part, error);
}

AsideFile::~AsideFile() {
  std::error_code ignored;
  if (!m_done) fs::remove(m_part, ignored);
}

void AsideFile::finish() {
  std::error_code error;
  fs::rename(m_part, m_file, error);
  if (error) fail_writing(m_file, error.message());
  m_done = true;
}

void write_text_file(const fs::path& file, const std::string& text) {
  AsideFile aside(file);
  std::ofstream out(aside.part(), std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (!out) fail_writing(file, std::error_code(errno, std::generic_category()).message());
  aside.finish();
}

}  // namespace gigacity::geo::detail
