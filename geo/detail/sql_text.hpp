// SPDX-License-Identifier: Apache-2.0
// Names and texts as SQL writes them. Private to geo.
#pragma once

#include <string>
#include <string_view>

namespace gigacity::geo::detail {

inline std::string escaped(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += c;
    out += c;
  }
  return out + quote;
}

/// "fibre ""A""", a table or column.
inline std::string as_name(std::string_view text) {
  return escaped(text, '"');
}

/// 'l''école', a value.
inline std::string as_text(std::string_view text) {
  return escaped(text, '\'');
}

}  // namespace gigacity::geo::detail
