// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/text_encoding.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include <fmt/format.h>
#include <iconv.h>

#include "core/text.hpp"

namespace gigacity::geo::detail {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

/// iconv's value for "cannot".
bool is_invalid(iconv_t descriptor) {
  return descriptor == reinterpret_cast<iconv_t>(-1);  // NOLINT(performance-no-int-to-ptr)
}

bool iconv_knows(const std::string& name) {
  const iconv_t descriptor = iconv_open("UTF-8", name.c_str());
  if (is_invalid(descriptor)) return false;
  iconv_close(descriptor);
  return true;
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Code pages as Windows and ESRI number them.
std::string of_code_page(const std::string& number) {
  if (number == "936" || number == "20936" || number == "54936") return "GB18030";
  if (number == "65001") return "UTF-8";
  if (number == "1200") return "UTF-16LE";
  if (number == "1201") return "UTF-16BE";
  if (number.starts_with("8859") && number.size() > 4)
    return fmt::format("ISO-8859-{}", number.substr(4));
  if (number.starts_with("2859") && number.size() == 5)
    return fmt::format("ISO-8859-{}", number.substr(4));
  return "CP" + number;
}

}  // namespace

std::optional<std::string> encoding_named(std::string_view written) {
  std::string name = folded(written);
  for (const std::string_view prefix : {"ansi ", "oem ", "windows-", "cp", "ms"}) {
    if (name.starts_with(prefix) && all_digits(std::string_view(name).substr(prefix.size())))
      name = name.substr(prefix.size());
  }
  if (all_digits(name)) name = of_code_page(name);
  const auto plain = [](std::string text) {
    std::erase_if(text, [](char c) { return c == '-' || c == '_' || c == ' '; });
    return folded(text);
  };
  const auto word = plain(name);
  for (const std::string_view gb : {"gbk", "gb2312", "gb18030", "euccn", "cngb", "hzgb2312"})
    if (word == gb) return "GB18030";
  if (word == "utf8") return "UTF-8";
  if (word == "latin1" || word == "iso88591") return "ISO-8859-1";
  // A '/' would be an instruction to iconv ("ASCII//TRANSLIT"), and "" and "char" the locale's own.
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  });
  if (name.empty() || name == "CHAR" || name == "WCHAR_T" || name.find('/') != std::string::npos)
    return std::nullopt;
  if (!iconv_knows(name)) return std::nullopt;
  return name;
}

std::optional<std::string> nearest_encoding(const std::string& name) {
  static const std::vector<std::string> known{
      "UTF-8",        "UTF-16",     "UTF-16LE",     "UTF-16BE",     "GBK",          "GB18030",
      "GB2312",       "BIG5",       "BIG5-HKSCS",   "SHIFT_JIS",    "EUC-JP",       "EUC-KR",
      "ISO-8859-1",   "ISO-8859-2", "ISO-8859-5",   "ISO-8859-9",   "ISO-8859-15",  "LATIN1",
      "CP936",        "CP950",      "WINDOWS-1250", "WINDOWS-1251", "WINDOWS-1252", "WINDOWS-1254",
      "WINDOWS-1258", "CP1250",     "CP1251",       "CP1252",       "KOI8-R",       "CP437",
      "CP850"};
  std::string upper = name;
  std::ranges::transform(upper, upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  });
  return nearest_word(upper, known);
}

void TextEvidence::add(std::string_view bytes) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && m_utf8_expected == 0 && m_gb_position == 0) continue;
    if (byte >= 0x80) ++m_high_bytes;
    if (m_utf8) add_utf8(byte);
    if (m_gb) add_gb(byte);
  }
}

void TextEvidence::end_of_text(bool may_be_cut) {
  if (!may_be_cut && m_utf8_expected > 0) m_utf8 = false;
  if (!may_be_cut && m_gb_position > 0) m_gb = false;
  m_utf8_expected = 0;
  m_gb_position = 0;
}

void TextEvidence::add_utf8(unsigned char byte) {
  if (m_utf8_expected > 0) {
    m_utf8 = byte >= m_utf8_low && byte <= m_utf8_high;
    m_utf8_expected = m_utf8 ? m_utf8_expected - 1 : 0;
    m_utf8_low = 0x80;
    m_utf8_high = 0xBF;
    return;
  }
  if (byte < 0x80) return;
  // Leads of the shortest forms; a few leads narrow the range of the byte that follows.
  m_utf8 = byte >= 0xC2 && byte <= 0xF4;
  if (!m_utf8) return;
  m_utf8_expected = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
  m_utf8_low = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80;
  m_utf8_high = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF;
}

void TextEvidence::add_gb(unsigned char byte) {
  const bool is_lead = byte >= 0x81 && byte <= 0xFE;
  const bool is_digit = byte >= 0x30 && byte <= 0x39;
  switch (m_gb_position) {
    case 0:
      if (byte < 0x80) return;
      m_gb = is_lead;
      m_gb_lead = byte;
      m_gb_position = 1;
      return;
    case 1:
      if (is_digit) {
        m_gb_position = 2;  // a character of four bytes
        return;
      }
      m_gb = byte >= 0x40 && byte <= 0xFE && byte != 0x7F;
      ++m_gb_characters;
      if (m_gb_lead >= 0xA1 && m_gb_lead <= 0xF7 && byte >= 0xA1) ++m_gb2312_characters;
      m_gb_position = 0;
      return;
    case 2:
      m_gb = is_lead;
      m_gb_position = 3;
      return;
    default:
      m_gb = is_digit;
      ++m_gb_characters;
      m_gb_position = 0;
  }
}

bool TextEvidence::looks_like_gbk() const {
  return m_gb && m_gb_characters > 0 && 10 * m_gb2312_characters >= 9 * m_gb_characters;
}

void Recoder::Close::operator()(void* descriptor) const noexcept {
  iconv_close(descriptor);
}

Recoder::Recoder(const std::string& encoding) {
  const iconv_t descriptor = iconv_open("UTF-8", encoding.c_str());
  if (!is_invalid(descriptor)) m_descriptor.reset(descriptor);
}

std::string Recoder::text(std::string_view bytes) {
  std::string out = piece(bytes);
  return out + end();
}

std::string Recoder::piece(std::string_view bytes) {
  std::string out;
  if (!m_descriptor) return out;
  m_waiting += bytes;
  char* from = m_waiting.data();
  std::size_t left = m_waiting.size();
  std::array<char, 4096> buffer{};
  while (left > 0) {
    char* to = buffer.data();
    std::size_t room = buffer.size();
    const std::size_t result = iconv(m_descriptor.get(), &from, &left, &to, &room);
    out.append(buffer.data(), buffer.size() - room);
    if (result != static_cast<std::size_t>(-1)) break;
    if (errno == EINVAL) break;  // the piece ends within a character
    if (errno != EILSEQ) continue;
    out += replacement;
    ++m_faults;
    ++from;
    --left;
  }
  m_waiting.erase(0, m_waiting.size() - left);
  return out;
}

std::string Recoder::end() {
  std::string out;
  if (!m_waiting.empty()) {
    out = replacement;
    ++m_faults;
    m_waiting.clear();
  }
  if (!m_descriptor) return out;
  // Some encodings hold a letter back until they know that no accent follows.
  std::array<char, 16> buffer{};
  char* to = buffer.data();
  std::size_t room = buffer.size();
  iconv(m_descriptor.get(), nullptr, nullptr, &to, &room);
  return std::string(buffer.data(), buffer.size() - room) + out;
}

}  // namespace gigacity::geo::detail
