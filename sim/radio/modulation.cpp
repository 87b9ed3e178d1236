// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/modulation.hpp"

#include <array>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "core/units.hpp"

namespace gigacity::radio {
namespace {

using Scheme = ModulationScheme;

// TS 38.214 table 5.2.2.1-2.
constexpr std::array cqi_64qam{Scheme{2, 78},  Scheme{2, 120}, Scheme{2, 193}, Scheme{2, 308},
                               Scheme{2, 449}, Scheme{2, 602}, Scheme{4, 378}, Scheme{4, 490},
                               Scheme{4, 616}, Scheme{6, 466}, Scheme{6, 567}, Scheme{6, 666},
                               Scheme{6, 772}, Scheme{6, 873}, Scheme{6, 948}};
// TS 38.214 table 5.2.2.1-3.
constexpr std::array cqi_256qam{Scheme{2, 78},  Scheme{2, 193}, Scheme{2, 449}, Scheme{4, 378},
                                Scheme{4, 490}, Scheme{4, 616}, Scheme{6, 466}, Scheme{6, 567},
                                Scheme{6, 666}, Scheme{6, 772}, Scheme{6, 873}, Scheme{8, 711},
                                Scheme{8, 797}, Scheme{8, 885}, Scheme{8, 948}};
// TS 38.214 table 5.2.2.1-4.
constexpr std::array cqi_low_rate{Scheme{2, 30},  Scheme{2, 50},  Scheme{2, 78},  Scheme{2, 120},
                                  Scheme{2, 193}, Scheme{2, 308}, Scheme{2, 449}, Scheme{2, 602},
                                  Scheme{4, 378}, Scheme{4, 490}, Scheme{4, 616}, Scheme{6, 466},
                                  Scheme{6, 567}, Scheme{6, 666}, Scheme{6, 772}};

// TS 38.214 table 5.1.3.1-1.
constexpr std::array mcs_64qam{
    Scheme{2, 120}, Scheme{2, 157}, Scheme{2, 193}, Scheme{2, 251}, Scheme{2, 308}, Scheme{2, 379},
    Scheme{2, 449}, Scheme{2, 526}, Scheme{2, 602}, Scheme{2, 679}, Scheme{4, 340}, Scheme{4, 378},
    Scheme{4, 434}, Scheme{4, 490}, Scheme{4, 553}, Scheme{4, 616}, Scheme{4, 658}, Scheme{6, 438},
    Scheme{6, 466}, Scheme{6, 517}, Scheme{6, 567}, Scheme{6, 616}, Scheme{6, 666}, Scheme{6, 719},
    Scheme{6, 772}, Scheme{6, 822}, Scheme{6, 873}, Scheme{6, 910}, Scheme{6, 948}};
// TS 38.214 table 5.1.3.1-2.
constexpr std::array mcs_256qam{Scheme{2, 120},   Scheme{2, 193}, Scheme{2, 308},   Scheme{2, 449},
                                Scheme{2, 602},   Scheme{4, 378}, Scheme{4, 434},   Scheme{4, 490},
                                Scheme{4, 553},   Scheme{4, 616}, Scheme{4, 658},   Scheme{6, 466},
                                Scheme{6, 517},   Scheme{6, 567}, Scheme{6, 616},   Scheme{6, 666},
                                Scheme{6, 719},   Scheme{6, 772}, Scheme{6, 822},   Scheme{6, 873},
                                Scheme{8, 682.5}, Scheme{8, 711}, Scheme{8, 754},   Scheme{8, 797},
                                Scheme{8, 841},   Scheme{8, 885}, Scheme{8, 916.5}, Scheme{8, 948}};
// TS 38.214 table 5.1.3.1-3.
constexpr std::array mcs_low_rate{
    Scheme{2, 30},  Scheme{2, 40},  Scheme{2, 50},  Scheme{2, 64},  Scheme{2, 78},  Scheme{2, 99},
    Scheme{2, 120}, Scheme{2, 157}, Scheme{2, 193}, Scheme{2, 251}, Scheme{2, 308}, Scheme{2, 379},
    Scheme{2, 449}, Scheme{2, 526}, Scheme{2, 602}, Scheme{4, 340}, Scheme{4, 378}, Scheme{4, 434},
    Scheme{4, 490}, Scheme{4, 553}, Scheme{4, 616}, Scheme{6, 438}, Scheme{6, 466}, Scheme{6, 517},
    Scheme{6, 567}, Scheme{6, 616}, Scheme{6, 666}, Scheme{6, 719}, Scheme{6, 772}};

// A codeword on two layers has the bits of one on twice the blocks (§7.1.7.2.2), above 55 blocks those
// of table 7.1.7.2.2-1.
struct Blocks {
  int resource_blocks = 0;
  std::array<int, 2> qam64{};  ///< on one and two layers
  std::array<int, 2> qam256{};
};
constexpr std::array largest_blocks{
    Blocks{6, {4392, 8760}, {5992, 11832}},       Blocks{15, {11064, 22152}, {14688, 29296}},
    Blocks{25, {18336, 36696}, {24496, 48936}},   Blocks{50, {36696, 75376}, {48936, 97896}},
    Blocks{75, {55056, 110136}, {75376, 149776}}, Blocks{100, {75376, 149776}, {97896, 195816}}};

}  // namespace

std::span<const ModulationScheme> cqi_table(SchemeSet set) {
  switch (set) {
    case SchemeSet::qam64:
      return cqi_64qam;
    case SchemeSet::qam256:
      return cqi_256qam;
    case SchemeSet::low_rate:
      break;
  }
  return cqi_low_rate;
}

std::span<const ModulationScheme> mcs_table(SchemeSet set) {
  switch (set) {
    case SchemeSet::qam64:
      return mcs_64qam;
    case SchemeSet::qam256:
      return mcs_256qam;
    case SchemeSet::low_rate:
      break;
  }
  return mcs_low_rate;
}

double required_sinr_db(double efficiency, double gap_db) {
  return db_from_linear(std::exp2(efficiency) - 1.0) + gap_db;
}

const ModulationScheme* best_scheme(std::span<const ModulationScheme> table, double sinr_db,
                                    double gap_db) {
  const ModulationScheme* best = nullptr;
  for (const ModulationScheme& scheme : table) {
    const bool enough = sinr_db >= required_sinr_db(scheme.efficiency(), gap_db);
    if (enough && (best == nullptr || scheme.efficiency() > best->efficiency())) best = &scheme;
  }
  return best;
}

int largest_transport_block_bits(int resource_blocks, SchemeSet set, int layers) {
  if (layers == 1 || layers == 2) {
    for (const Blocks& row : largest_blocks) {
      if (row.resource_blocks != resource_blocks) continue;
      const auto& bits = set == SchemeSet::qam256 ? row.qam256 : row.qam64;
      return layers == 1 ? bits[0] : bits[1];
    }
  }
  throw std::invalid_argument(fmt::format(
      "no LTE transport block of {} resource blocks on {} layers", resource_blocks, layers));
}

}  // namespace gigacity::radio
