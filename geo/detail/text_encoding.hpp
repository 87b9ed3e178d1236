// SPDX-License-Identifier: Apache-2.0
// Character encodings: their names, what bytes tell of them, and the way to UTF-8. Private to geo.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gigacity::geo::detail {

/// The name that iconv knows an encoding by, whatever way people write it ("gbk", "936", "ANSI 936",
/// "utf8", "cp1252"). GB 2312 and GBK become GB18030, which contains both: files that call themselves
/// GB2312 hold GBK's characters all the time. Nothing where it is unknown.
std::optional<std::string> encoding_named(std::string_view name);

/// The known name nearest to a misspelt one.
std::optional<std::string> nearest_encoding(const std::string& name);

/// What the bytes of texts tell of their encoding. Texts may come in pieces.
class TextEvidence {
 public:
  void add(std::string_view bytes);
  /// A text ends here. With `may_be_cut` the last character may lack bytes: fields of fixed width cut
  /// through characters.
  void end_of_text(bool may_be_cut = false);

  bool is_ascii() const { return m_high_bytes == 0; }
  bool is_utf8() const { return m_utf8; }
  /// Everything is valid GB18030, and nine tenths of it at least are characters of GB 2312, the set of
  /// everyday Chinese. Latin-1, Big5 and Shift-JIS do not meet this; Korean EUC-KR would.
  bool looks_like_gbk() const;

 private:
  void add_utf8(unsigned char byte);
  void add_gb(unsigned char byte);

  std::int64_t m_high_bytes = 0;
  bool m_utf8 = true;
  int m_utf8_expected = 0;          ///< continuation bytes still to come
  unsigned char m_utf8_low = 0x80;  ///< range of the next one
  unsigned char m_utf8_high = 0xBF;
  bool m_gb = true;
  int m_gb_position = 0;  ///< bytes of the current character that were seen
  unsigned char m_gb_lead = 0;
  std::int64_t m_gb_characters = 0;
  std::int64_t m_gb2312_characters = 0;
};

/// Turns texts of one encoding into UTF-8. For one thread at a time.
class Recoder {
 public:
  /// `encoding` as encoding_named gives it.
  explicit Recoder(const std::string& encoding);

  /// A whole text; bytes that are no character become U+FFFD.
  std::string text(std::string_view bytes);
  /// A text in pieces: what a piece leaves of a character waits for the next one.
  std::string piece(std::string_view bytes);
  std::string end();

  /// Bytes that were no character, so far.
  std::int64_t faults() const { return m_faults; }

 private:
  struct Close {
    void operator()(void* descriptor) const noexcept;
  };
  std::unique_ptr<void, Close> m_descriptor;
  std::string m_waiting;
  std::int64_t m_faults = 0;
};

}  // namespace gigacity::geo::detail
