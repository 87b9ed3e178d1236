// SPDX-License-Identifier: Apache-2.0
// Where working rasters live while they are needed.
#pragma once

#include <filesystem>
#include <system_error>

namespace gigacity::apps {

/// A folder that is gone when the work ends, however it ends.
class ScratchFolder {
 public:
  explicit ScratchFolder(std::filesystem::path path) : m_path(std::move(path)) {
    std::filesystem::create_directories(m_path);
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
};

}  // namespace gigacity::apps
