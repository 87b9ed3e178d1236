// SPDX-License-Identifier: Apache-2.0
// The text of a CSV file: its encoding, and the lines on which its rows stand. Private to geo.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/diagnostic.hpp"
#include "geo/detail/csv_rows.hpp"

namespace gigacity::geo::detail {

/// A folder of its own for one file, gone with its owner.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  /// Empty where the system gave none.
  const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
};

/// A CSV file as UTF-8: itself, or a copy in a temporary folder under the same name.
struct CsvText {
  std::string file;
  std::shared_ptr<const TemporaryFolder> folder;  ///< of the copy
  CsvRows rows;
};

/// Finds out the encoding of a CSV file and recodes it, in pieces, where it is not UTF-8. `encoding`
/// is what the user states, as encoding_named gives it, or empty: then a byte order mark decides, else
/// UTF-8 if the bytes are that, else GBK (with a warning) if they are that, else an error. `file` is
/// named as GDAL names files ("/vsizip/...").
std::optional<CsvText> csv_as_utf8(const std::string& file, const std::string& encoding,
                                   const InputLocation& where, Findings& findings);

}  // namespace gigacity::geo::detail
