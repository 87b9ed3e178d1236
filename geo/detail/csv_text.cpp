// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/csv_text.hpp"

#include <algorithm>
#include <fstream>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX

#include "geo/detail/file_blocks.hpp"
#include "geo/detail/handles.hpp"
#include "geo/detail/text_encoding.hpp"

namespace gigacity::geo::detail {

namespace {

/// The encoding that a byte order mark tells.
std::string marked_encoding(std::string_view start) {
  if (start.starts_with("\xEF\xBB\xBF")) return "UTF-8";
  if (start.starts_with(std::string_view("\xFF\xFE\0\0", 4))) return "UTF-32";
  if (start.starts_with(std::string_view("\0\0\xFE\xFF", 4))) return "UTF-32";
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) return "UTF-16";
  if (start.starts_with("\x84\x31\x95\x33")) return "GB18030";
  return {};
}

struct Inspection {
  TextEvidence evidence;
  std::string marked;  ///< encoding of its byte order mark
  bool has_nul = false;
  int first_bad_line = 0;  ///< where the text stops being UTF-8
};

std::optional<Inspection> inspected(const std::string& file) {
  Inspection found;
  int line = 1;
  bool at_start = true;
  const bool whole = for_each_block(file, [&](std::string_view block) {
    if (std::exchange(at_start, false)) found.marked = marked_encoding(block);
    found.has_nul = found.has_nul || block.find('\0') != std::string_view::npos;
    while (!block.empty()) {
      const auto end = std::min(block.find('\n'), block.size() - 1) + 1;
      found.evidence.add(block.substr(0, end));
      if (!found.evidence.is_utf8() && found.first_bad_line == 0) found.first_bad_line = line;
      if (block[end - 1] == '\n') ++line;
      block.remove_prefix(end);
    }
  });
  found.evidence.end_of_text();
  if (!whole) return std::nullopt;
  return found;
}

/// Two names for bytes that are read alike: "UTF-16" is either order, with a mark.
bool same_encoding(const std::string& stated, const std::string& marked) {
  return stated == marked || stated == marked + "LE" || stated == marked + "BE";
}

/// What to recode from; "UTF-8" for nothing to do; nothing, and an error, where it is not known.
std::optional<std::string> encoding_of(const Inspection& found, const std::string& stated,
                                       const InputLocation& where, Findings& findings) {
  if (!found.marked.empty()) {
    if (stated.empty() || same_encoding(stated, found.marked)) return found.marked;
    findings.error({where,
                    fmt::format("begins with the byte order mark of {}, so it is not {}",
                                found.marked, stated),
                    "leave encoding out"});
    return std::nullopt;
  }
  if (!stated.empty()) return stated;
  if (found.has_nul) {
    findings.error({where, "holds zero bytes, as UTF-16 text without a byte order mark does",
                    "state it: encoding = \"UTF-16LE\", or save the file as UTF-8"});
    return std::nullopt;
  }
  if (found.evidence.is_utf8()) return "UTF-8";
  if (found.evidence.looks_like_gbk()) {
    findings.warning({where, "does not say its encoding; its text is not UTF-8 and was read as GBK",
                      "state it: encoding = \"GBK\""});
    return "GB18030";
  }
  auto at = where;
  at.line = found.first_bad_line;
  at.column = 1;
  findings.error({at, "does not say its encoding; its text is neither UTF-8 nor GBK",
                  "state it, for example encoding = \"ISO-8859-1\", or save the file as UTF-8"});
  return std::nullopt;
}

CsvRows rows_of(const std::string& file) {
  CsvRowScan scan;
  for_each_block(file, [&](std::string_view block) { scan.add(block); });
  return scan.finish();
}

/// Recodes a file into `target`; the number of bytes that were no character, or nothing where
/// reading or writing failed.
std::optional<std::int64_t> recode_file(const std::string& file, const std::string& encoding,
                                        const std::filesystem::path& target) {
  std::ofstream out(target, std::ios::binary);
  Recoder recoder(encoding);
  const bool whole =
      for_each_block(file, [&](std::string_view block) { out << recoder.piece(block); });
  out << recoder.end();
  out.close();
  if (!whole || !out) return std::nullopt;
  return recoder.faults();
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::error_code ignored;
  std::string name = (std::filesystem::temp_directory_path(ignored) / "gigacity-XXXXXX").string();
  if (mkdtemp(name.data()) != nullptr) m_path = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!m_path.empty()) std::filesystem::remove_all(m_path, ignored);
}

std::optional<CsvText> csv_as_utf8(const std::string& file, const std::string& encoding,
                                   const InputLocation& where, Findings& findings) {
  const auto found = inspected(file);
  if (!found) {
    findings.error({where, "cannot be read", "check the file, and the right to read it"});
    return std::nullopt;
  }
  const auto from = encoding_of(*found, encoding, where, findings);
  if (!from) return std::nullopt;
  CsvText text;
  text.file = file;
  if (*from != "UTF-8" || !found->evidence.is_utf8()) {
    text.folder = std::make_shared<const TemporaryFolder>();
    const auto copy = text.folder->path() / std::filesystem::path(file).filename();
    const auto faults = recode_file(file, *from, copy);
    if (!faults) {
      findings.error({where, fmt::format("cannot be recoded from {} into {}", *from, copy.string()),
                      "is there space left for temporary files?"});
      return std::nullopt;
    }
    if (*faults > 0) {
      findings.warning({where,
                        fmt::format("{} bytes are no {} text and were replaced", *faults, *from),
                        "is its encoding another one?"});
    }
    text.file = copy.string();
  }
  text.rows = rows_of(text.file);
  return text;
}

}  // namespace gigacity::geo::detail
