// SPDX-License-Identifier: Apache-2.0
// Results appear whole or not at all: written aside, then moved into place in one step.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gigacity::apps {

/// A folder that becomes `destination` on commit(). Until then it is a sibling,
/// "<name>.partial-<pid>"; without a commit the destructor removes it.
class OutputFolder {
 public:
  /// What may be replaced: nothing there, an empty folder, or what an earlier commit() left, as
  /// long as nobody added files of their own since. `marker` is a file that such a folder must hold
  /// ("run.json"); empty: earlier results are never replaced. Throws InputError otherwise, and
  /// where the folder cannot be made. Partial folders of processes that no longer exist are
  /// removed.
  OutputFolder(const std::filesystem::path& destination, std::string marker);
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// Where to write.
  const std::filesystem::path& path() const { return m_partial; }
  /// Where results will stand; absolute.
  const std::filesystem::path& destination() const { return m_destination; }
  /// What was removed on the way, for people.
  const std::vector<std::string>& notices() const { return m_notices; }

  /// Moves the folder into place: renamed, or exchanged with the earlier results, which are then
  /// deleted. Throws InputError where the destination has meanwhile become something else, or
  /// cannot be written.
  void commit();

 private:
  void remove_stale_siblings();

  std::filesystem::path m_destination;
  std::filesystem::path m_partial;
  std::string m_marker;
  std::vector<std::string> m_notices;
  int m_lock = -1;  ///< descriptor of the partial folder; tells other runs that it is in use
  bool m_committed = false;
};

}  // namespace gigacity::apps
