// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/text_table.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gigacity::apps {

namespace {

struct CodeRange {
  std::uint32_t first;
  std::uint32_t last;
};

/// The blocks of East Asian Width W and F (Unicode TR 11) that names of places use.
constexpr std::array wide_blocks = {
    CodeRange{0x1100, 0x115F},    // Hangul Jamo
    CodeRange{0x2E80, 0x303E},    // CJK radicals and punctuation
    CodeRange{0x3041, 0x33FF},    // Kana, compatibility
    CodeRange{0x3400, 0x4DBF},    // CJK extension A
    CodeRange{0x4E00, 0x9FFF},    // CJK unified ideographs
    CodeRange{0xAC00, 0xD7A3},    // Hangul syllables
    CodeRange{0xF900, 0xFAFF},    // CJK compatibility ideographs
    CodeRange{0xFF00, 0xFF60},    // full-width forms
    CodeRange{0xFFE0, 0xFFE6},    // full-width signs
    CodeRange{0x20000, 0x3FFFD},  // CJK extensions B and later
};

bool is_wide(std::uint32_t code) {
  return std::ranges::any_of(wide_blocks, [code](const CodeRange& block) {
    return code >= block.first && code <= block.last;
  });
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0xC0 ? 1 : (lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : 4));
    std::uint32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
      code = (code << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    width += is_wide(code) ? 2 : 1;
    i += length;
  }
  return width;
}

std::string text_table(const std::vector<std::vector<std::string>>& rows,
                       const std::vector<Align>& aligned) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t c = 0; c < row.size(); ++c)
      widths[c] = std::max(widths[c], display_width(row[c]));
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string blanks(widths[c] - display_width(row[c]), ' ');
      const bool right = c < aligned.size() && aligned[c] == Align::right;
      if (c > 0) line += "  ";
      line += right ? blanks + row[c] : row[c] + blanks;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  return out;
}

}  // namespace gigacity::apps
