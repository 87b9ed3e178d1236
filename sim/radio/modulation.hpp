// SPDX-License-Identifier: Apache-2.0
// Modulation and code rate of each channel quality indicator (CQI) and each modulation and coding scheme
// (MCS), and the SINR that they need.
#pragma once

#include <span>

namespace gigacity::radio {

/// A row of a CQI or MCS table.
struct ModulationScheme {
  int bits_per_symbol = 2;  ///< Q_m: 2 QPSK, 4 16QAM, 6 64QAM, 8 256QAM
  double code_rate_1024 = 0.0;

  /// Information bits per resource element and layer.
  constexpr double efficiency() const { return bits_per_symbol * code_rate_1024 / 1024.0; }
};

/// Which rows a link may use: up to 64QAM, up to 256QAM, or up to 64QAM from lower code rates on (for a
/// block error of 10⁻⁵ instead of 10⁻¹).
enum class SchemeSet { qam64, qam256, low_rate };

/// CQI 1 to 15, of rising efficiency: TS 38.214 tables 5.2.2.1-2, -3, -4; the first two are also those of
/// LTE, TS 36.213 tables 7.2.3-1 and 7.2.3-2.
std::span<const ModulationScheme> cqi_table(SchemeSet set);

/// MCS 0 to 28 (27 for 256QAM): TS 38.214 tables 5.1.3.1-1, -2, -3. Where the modulation changes, the
/// efficiency may fall by a hair: 2.5703 to 2.5664.
std::span<const ModulationScheme> mcs_table(SchemeSet set);

/// The SINR, dB, at which a channel of Shannon's capacity log2(1 + SINR), `gap_db` worse, carries the
/// efficiency.
double required_sinr_db(double efficiency, double gap_db);

/// Of the rows that `sinr_db` is enough for, the best; nullptr where none is.
const ModulationScheme* best_scheme(std::span<const ModulationScheme> table, double sinr_db,
                                    double gap_db);

/// Bits of the largest transport block of an LTE codeword on one or two layers, TS 36.213 tables
/// 7.1.7.2.1-1 and 7.1.7.2.2-1, I_TBS 26 (64QAM) or 33 (256QAM). Throws std::invalid_argument for
/// another number of blocks than 6, 15, 25, 50, 75, 100, or of layers.
int largest_transport_block_bits(int resource_blocks, SchemeSet set, int layers);

}  // namespace gigacity::radio
