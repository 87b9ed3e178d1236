// SPDX-License-Identifier: Apache-2.0
// Reading a file of any kind that GDAL reaches, a piece at a time. Private to geo.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "geo/detail/handles.hpp"

namespace gigacity::geo::detail {

/// Calls `visit` with each block of a file, from its beginning. False where it cannot be read.
template <class Visit>
bool for_each_block(const std::string& file, const Visit& visit) {
  const GdalMessages messages;
  const Owner<VSILFILE*, VSIFCloseL> handle(VSIFOpenL(file.c_str(), "rb"));
  if (!handle) return false;
  std::array<char, 65536> block{};
  while (const std::size_t got = VSIFReadL(block.data(), 1, block.size(), handle.get()))
    visit(std::string_view(block.data(), got));
  return !messages.failed();
}

}  // namespace gigacity::geo::detail
