// SPDX-License-Identifier: Apache-2.0
// Columns for people to read, aligned also where names are Chinese.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gigacity::apps {

enum class Align { left, right };

/// Columns of a terminal that UTF-8 text takes: two for East Asian wide characters.
std::size_t display_width(std::string_view text);

/// One line a row, two blanks between columns, no blanks at the end; columns without an alignment
/// are aligned left.
std::string text_table(const std::vector<std::vector<std::string>>& rows,
                       const std::vector<Align>& aligned = {});

}  // namespace gigacity::apps
