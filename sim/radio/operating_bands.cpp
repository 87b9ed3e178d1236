// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/operating_bands.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/text.hpp"

namespace gigacity::radio {
namespace {

constexpr auto lte = Technology::lte;
constexpr auto nr = Technology::nr;

constexpr std::array bands{
    // TS 36.101 table 5.5-1; channel numbers: table 5.7.3-1. Band 64 is reserved.
    OperatingBand{lte, 1, 2110, 2170, 0, 599},
    OperatingBand{lte, 2, 1930, 1990, 600, 1199},
    OperatingBand{lte, 3, 1805, 1880, 1200, 1949},
    OperatingBand{lte, 4, 2110, 2155, 1950, 2399},
    OperatingBand{lte, 5, 869, 894, 2400, 2649},
    OperatingBand{lte, 6, 875, 885, 2650, 2749},
    OperatingBand{lte, 7, 2620, 2690, 2750, 3449},
    OperatingBand{lte, 8, 925, 960, 3450, 3799},
    OperatingBand{lte, 9, 1844.9, 1879.9, 3800, 4149},
    OperatingBand{lte, 10, 2110, 2170, 4150, 4749},
    OperatingBand{lte, 11, 1475.9, 1495.9, 4750, 4949},
    OperatingBand{lte, 12, 729, 746, 5010, 5179},
    OperatingBand{lte, 13, 746, 756, 5180, 5279},
    OperatingBand{lte, 14, 758, 768, 5280, 5379},
    OperatingBand{lte, 17, 734, 746, 5730, 5849},
    OperatingBand{lte, 18, 860, 875, 5850, 5999},
    OperatingBand{lte, 19, 875, 890, 6000, 6149},
    OperatingBand{lte, 20, 791, 821, 6150, 6449},
    OperatingBand{lte, 21, 1495.9, 1510.9, 6450, 6599},
    OperatingBand{lte, 22, 3510, 3590, 6600, 7399},
    OperatingBand{lte, 23, 2180, 2200, 7500, 7699},
    OperatingBand{lte, 24, 1525, 1559, 7700, 8039},
    OperatingBand{lte, 25, 1930, 1995, 8040, 8689},
    OperatingBand{lte, 26, 859, 894, 8690, 9039},
    OperatingBand{lte, 27, 852, 869, 9040, 9209},
    OperatingBand{lte, 28, 758, 803, 9210, 9659},
    OperatingBand{lte, 29, 717, 728, 9660, 9769},
    OperatingBand{lte, 30, 2350, 2360, 9770, 9869},
    OperatingBand{lte, 31, 462.5, 467.5, 9870, 9919},
    OperatingBand{lte, 32, 1452, 1496, 9920, 10359},
    OperatingBand{lte, 33, 1900, 1920, 36000, 36199},
    OperatingBand{lte, 34, 2010, 2025, 36200, 36349},
    OperatingBand{lte, 35, 1850, 1910, 36350, 36949},
    OperatingBand{lte, 36, 1930, 1990, 36950, 37549},
    OperatingBand{lte, 37, 1910, 1930, 37550, 37749},
    OperatingBand{lte, 38, 2570, 2620, 37750, 38249},
    OperatingBand{lte, 39, 1880, 1920, 38250, 38649},
    OperatingBand{lte, 40, 2300, 2400, 38650, 39649},
    OperatingBand{lte, 41, 2496, 2690, 39650, 41589},
    OperatingBand{lte, 42, 3400, 3600, 41590, 43589},
    OperatingBand{lte, 43, 3600, 3800, 43590, 45589},
    OperatingBand{lte, 44, 703, 803, 45590, 46589},
    OperatingBand{lte, 45, 1447, 1467, 46590, 46789},
    OperatingBand{lte, 46, 5150, 5925, 46790, 54539},
    OperatingBand{lte, 47, 5855, 5925, 54540, 55239},
    OperatingBand{lte, 48, 3550, 3700, 55240, 56739},
    OperatingBand{lte, 49, 3550, 3700, 56740, 58239},
    OperatingBand{lte, 50, 1432, 1517, 58240, 59089},
    OperatingBand{lte, 51, 1427, 1432, 59090, 59139},
    OperatingBand{lte, 52, 3300, 3400, 59140, 60139},
    OperatingBand{lte, 53, 2483.5, 2495, 60140, 60254},
    OperatingBand{lte, 65, 2110, 2200, 65536, 66435},
    OperatingBand{lte, 66, 2110, 2200, 66436, 67335},
    OperatingBand{lte, 67, 738, 758, 67336, 67535},
    OperatingBand{lte, 68, 753, 783, 67536, 67835},
    OperatingBand{lte, 69, 2570, 2620, 67836, 68335},
    OperatingBand{lte, 70, 1995, 2020, 68336, 68585},
    OperatingBand{lte, 71, 617, 652, 68586, 68935},
    OperatingBand{lte, 72, 461, 466, 68936, 68985},
    OperatingBand{lte, 73, 460, 465, 68986, 69035},
    OperatingBand{lte, 74, 1475, 1518, 69036, 69465},
    OperatingBand{lte, 75, 1432, 1517, 69466, 70315},
    OperatingBand{lte, 76, 1427, 1432, 70316, 70365},
    OperatingBand{lte, 85, 728, 746, 70366, 70545},
    OperatingBand{lte, 87, 420, 425, 70546, 70595},
    OperatingBand{lte, 88, 422, 427, 70596, 70645},
    // TS 38.101-1 table 5.2-1, FR1.
    OperatingBand{nr, 1, 2110, 2170},
    OperatingBand{nr, 2, 1930, 1990},
    OperatingBand{nr, 3, 1805, 1880},
    OperatingBand{nr, 5, 869, 894},
    OperatingBand{nr, 7, 2620, 2690},
    OperatingBand{nr, 8, 925, 960},
    OperatingBand{nr, 12, 729, 746},
    OperatingBand{nr, 13, 746, 756},
    OperatingBand{nr, 14, 758, 768},
    OperatingBand{nr, 18, 860, 875},
    OperatingBand{nr, 20, 791, 821},
    OperatingBand{nr, 24, 1525, 1559},
    OperatingBand{nr, 25, 1930, 1995},
    OperatingBand{nr, 26, 859, 894},
    OperatingBand{nr, 28, 758, 803},
    OperatingBand{nr, 29, 717, 728},
    OperatingBand{nr, 30, 2350, 2360},
    OperatingBand{nr, 34, 2010, 2025},
    OperatingBand{nr, 38, 2570, 2620},
    OperatingBand{nr, 39, 1880, 1920},
    OperatingBand{nr, 40, 2300, 2400},
    OperatingBand{nr, 41, 2496, 2690},
    OperatingBand{nr, 46, 5150, 5925},
    OperatingBand{nr, 47, 5855, 5925},
    OperatingBand{nr, 48, 3550, 3700},
    OperatingBand{nr, 50, 1432, 1517},
    OperatingBand{nr, 51, 1427, 1432},
    OperatingBand{nr, 53, 2483.5, 2495},
    OperatingBand{nr, 65, 2110, 2200},
    OperatingBand{nr, 66, 2110, 2200},
    OperatingBand{nr, 67, 738, 758},
    OperatingBand{nr, 70, 1995, 2020},
    OperatingBand{nr, 71, 617, 652},
    OperatingBand{nr, 74, 1475, 1518},
    OperatingBand{nr, 75, 1432, 1517},
    OperatingBand{nr, 76, 1427, 1432},
    OperatingBand{nr, 77, 3300, 4200},
    OperatingBand{nr, 78, 3300, 3800},
    OperatingBand{nr, 79, 4400, 5000},
    OperatingBand{nr, 85, 728, 746},
    OperatingBand{nr, 90, 2496, 2690},
    OperatingBand{nr, 91, 1427, 1432},
    OperatingBand{nr, 92, 1432, 1517},
    OperatingBand{nr, 93, 1427, 1432},
    OperatingBand{nr, 94, 1432, 1517},
    OperatingBand{nr, 96, 5925, 7125},
    OperatingBand{nr, 100, 919.4, 925},
    OperatingBand{nr, 101, 1900, 1910},
    OperatingBand{nr, 102, 5925, 6425},
    OperatingBand{nr, 104, 6425, 7125},
    // TS 38.101-2 table 5.2-1, FR2.
    OperatingBand{nr, 257, 26500, 29500},
    OperatingBand{nr, 258, 24250, 27500},
    OperatingBand{nr, 259, 39500, 43500},
    OperatingBand{nr, 260, 37000, 40000},
    OperatingBand{nr, 261, 27500, 28350},
    OperatingBand{nr, 262, 47200, 48200},
    OperatingBand{nr, 263, 57000, 71000},
};

/// TS 38.104 table 5.4.2.1-1: the global frequency raster.
struct RasterRange {
  double step_khz;     ///< ΔF_Global
  double offset_mhz;   ///< F_REF-Offs
  std::int64_t first;  ///< N_REF-Offs
  std::int64_t last;
};
constexpr std::array global_raster{RasterRange{5, 0, 0, 599'999},
                                   RasterRange{15, 3000, 600'000, 2'016'666},
                                   RasterRange{60, 24'250.08, 2'016'667, 3'279'165}};

}  // namespace

std::span<const OperatingBand> operating_bands() {
  return bands;
}

const OperatingBand* find_band(Technology technology, int number) {
  const auto found = std::ranges::find_if(bands, [&](const OperatingBand& band) {
    return band.technology == technology && band.number == number;
  });
  return found == bands.end() ? nullptr : &*found;
}

const OperatingBand* band_named(Technology technology, std::string_view text) {
  std::string word = folded(text);
  for (const std::string_view prefix : {"band", technology == Technology::lte ? "b" : "n"}) {
    if (!word.starts_with(prefix)) continue;
    word = folded(std::string_view(word).substr(prefix.size()));
    break;
  }
  const bool digits = !word.empty() && word.size() <= 3 &&
                      std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
  const auto number = digits ? parsed_number(word) : std::nullopt;
  return number ? find_band(technology, static_cast<int>(*number)) : nullptr;
}

std::string to_string(const OperatingBand& band) {
  return fmt::format("{}{}", band.technology == Technology::lte ? "B" : "n", band.number);
}

std::optional<double> frequency_of_channel_mhz(Technology technology, std::int64_t channel) {
  if (technology == Technology::lte) {
    for (const OperatingBand& band : bands)
      if (band.technology == lte && channel >= band.first_earfcn && channel <= band.last_earfcn)
        return band.low_mhz + static_cast<double>(channel - band.first_earfcn) / 10.0;
    return std::nullopt;
  }
  for (const RasterRange& range : global_raster)
    if (channel >= range.first && channel <= range.last)
      return range.offset_mhz +
             range.step_khz * static_cast<double>(channel - range.first) / 1000.0;
  return std::nullopt;
}

}  // namespace gigacity::radio
