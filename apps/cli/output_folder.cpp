// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/output_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <optional>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/diagnostic.hpp"

namespace gigacity::apps {

namespace {

namespace fs = std::filesystem;

/// Lists what commit() put there, a relative path a line, so that files added since are recognised.
constexpr std::string_view list_name = ".gigacity-files";
constexpr std::string_view partial_mark = ".partial-";

[[noreturn]] void refuse(const fs::path& folder, std::string message, std::string hint) {
  throw InputError({{folder.string(), {}, {}, {}}, std::move(message), std::move(hint)});
}

std::string reason_of(int error) {
  return std::generic_category().message(error);
}

/// Files below a folder (everything that is not itself a folder), relative, in order.
std::vector<std::string> files_below(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_directory() || entry.is_symlink())
      files.push_back(entry.path().lexically_relative(folder).generic_string());
  }
  std::ranges::sort(files);
  return files;
}

std::vector<std::string> listed_files(const fs::path& folder) {
  std::vector<std::string> files;
  std::ifstream stream(folder / list_name);
  for (std::string line; std::getline(stream, line);) files.push_back(line);
  return files;
}

void write_list(const fs::path& folder) {
  const auto files = files_below(folder);
  std::ofstream stream(folder / list_name, std::ios::binary);
  for (const auto& file : files) stream << file << '\n';
  stream.close();
  if (!stream) refuse(folder, "the list of results cannot be written", "is the disk full?");
}

/// GIS programs put companions beside what they open: "x.tif.aux.xml", "x.gpkg-wal".
bool is_companion(const std::string& file, const std::vector<std::string>& listed) {
  return std::ranges::any_of(listed, [&](const std::string& ours) {
    if (!file.starts_with(ours)) return false;
    const auto rest = file.substr(ours.size());
    return rest == ".aux.xml" || rest == "-wal" || rest == "-shm" || rest == "-journal";
  });
}

/// Why the destination must not be replaced; nothing where it may be.
std::optional<std::string> obstacle(const fs::path& destination, const std::string& marker) {
  const auto status = fs::status(destination);
  if (!fs::exists(status)) return std::nullopt;
  if (!fs::is_directory(status)) return "exists and is not a folder";
  std::error_code error;
  if (fs::equivalent(destination, fs::current_path(), error))
    return "is the current folder, which cannot be replaced";
  if (fs::is_empty(destination)) return std::nullopt;
  if (marker.empty() || !fs::exists(destination / marker))
    return "exists and does not hold results of an earlier run";
  auto listed = listed_files(destination);
  if (listed.empty()) return "holds results, but not the list of its files";
  listed.emplace_back(list_name);
  std::ranges::sort(listed);
  for (const auto& file : files_below(destination)) {
    if (!std::ranges::binary_search(listed, file) && !is_companion(file, listed))
      return fmt::format("holds a file that is not a result of ours: {}", file);
  }
  return std::nullopt;
}

void refuse_obstacle(const fs::path& destination, const std::string& marker) {
  try {
    if (auto reason = obstacle(destination, marker))
      refuse(destination, std::move(*reason), "choose another folder with -o, or move it away");
  } catch (const fs::filesystem_error& error) {
    refuse(destination, fmt::format("cannot be looked into: {}", error.code().message()),
           "choose another folder with -o");
  }
}

/// Absolute, without a trailing slash, links resolved: renaming must meet the folder, not a link to
/// it.
fs::path final_path(const fs::path& destination) {
  auto path = fs::absolute(destination).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  std::error_code error;
  const auto real = fs::canonical(path, error);
  if (!error) path = real;
  if (!path.has_filename())
    refuse(destination, "cannot be an output folder", "choose another with -o");
  return path;
}

bool is_alive(pid_t process) {
  return kill(process, 0) == 0 || errno != ESRCH;
}

/// A descriptor of the folder that holds its lock; -1 where another process holds it. Process
/// numbers are used again (in containers always the same ones), a lock ends with its process.
int locked_descriptor(const fs::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0 || flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
  close(descriptor);
  return -1;
}

bool is_locked(const fs::path& folder) {
  const int descriptor = locked_descriptor(folder);
  if (descriptor >= 0) close(descriptor);
  return descriptor < 0;
}

/// The process in "<name>.partial-<pid>".
std::optional<pid_t> owner_of(const std::string& entry, const std::string& name) {
  const std::string prefix = fmt::format("{}{}", name, partial_mark);
  if (!entry.starts_with(prefix)) return std::nullopt;
  pid_t process = 0;
  const char* end = entry.data() + entry.size();
  const auto [stop, error] = std::from_chars(entry.data() + prefix.size(), end, process);
  if (error != std::errc() || stop != end || process <= 0) return std::nullopt;
  return process;
}

/// Swaps two folders; where the file system cannot do that in one step, in two.
void exchange(const fs::path& ours, const fs::path& theirs) {
  if (renameat2(AT_FDCWD, ours.c_str(), AT_FDCWD, theirs.c_str(), RENAME_EXCHANGE) == 0) return;
  if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
    refuse(theirs, fmt::format("cannot be replaced: {}", reason_of(errno)),
           "choose another folder with -o");
  fs::path aside = theirs;
  aside += fmt::format(".old-{}", getpid());
  fs::rename(theirs, aside);
  std::error_code error;
  fs::rename(ours, theirs, error);
  if (error) {
    fs::rename(aside, theirs);
    refuse(theirs, fmt::format("cannot be replaced: {}", error.message()),
           "choose another folder with -o");
  }
  fs::rename(aside, ours);
}

}  // namespace

OutputFolder::OutputFolder(const fs::path& destination, std::string marker)
    : m_destination(final_path(destination)), m_marker(std::move(marker)) {
  refuse_obstacle(m_destination, m_marker);
  std::error_code error;
  fs::create_directories(m_destination.parent_path(), error);
  if (!error) remove_stale_siblings();
  m_partial = m_destination;
  m_partial += fmt::format("{}{}", partial_mark, getpid());
  // Two folders of one process would collide: the second is refused rather than mixed with the
  // first.
  if (error || !fs::create_directory(m_partial, error)) {
    refuse(m_destination,
           fmt::format("cannot be made: {}",
                       error ? error.message() : m_partial.string() + " is in use"),
           "choose another folder with -o");
  }
  m_lock = locked_descriptor(m_partial);
}

OutputFolder::~OutputFolder() {
  if (m_lock >= 0) close(m_lock);
  std::error_code ignored;
  if (!m_committed) fs::remove_all(m_partial, ignored);
}

void OutputFolder::remove_stale_siblings() {
  const std::string name = m_destination.filename().string();
  std::error_code error;
  std::vector<fs::path> stale;
  for (const auto& entry : fs::directory_iterator(m_destination.parent_path(), error)) {
    const auto owner = owner_of(entry.path().filename().string(), name);
    if (owner && (!is_alive(*owner) || *owner == getpid()) && !is_locked(entry.path()))
      stale.push_back(entry.path());
  }
  std::ranges::sort(stale);
  for (const auto& folder : stale) {
    fs::remove_all(folder, error);
    if (!error)
      m_notices.push_back(
          fmt::format("removed {}, left behind by a run that was stopped", folder.string()));
  }
}

void OutputFolder::commit() {
  write_list(m_partial);
  refuse_obstacle(m_destination, m_marker);
  try {
    if (fs::exists(m_destination) && !fs::is_empty(m_destination)) {
      exchange(m_partial, m_destination);
      m_committed = true;
      std::error_code ignored;  // the results are in place; a leftover is cleared by the next run
      fs::remove_all(m_partial, ignored);
    } else {
      fs::rename(m_partial, m_destination);
      m_committed = true;
    }
  } catch (const fs::filesystem_error& error) {
    refuse(m_destination, fmt::format("cannot be put into place: {}", error.code().message()),
           "choose another folder with -o");
  }
}

}  // namespace gigacity::apps
