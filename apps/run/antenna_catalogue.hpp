// SPDX-License-Identifier: Apache-2.0
// The antennas that a sites table may name: files of patterns, and what [[radio.antennas]] describes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "apps/run/run.hpp"
#include "apps/scenario/scenario.hpp"
#include "core/diagnostic.hpp"
#include "sim/propagation/antenna.hpp"

namespace gigacity::apps {

/// Finds files by their names when it is made; reads one when it is first asked for.
class AntennaCatalogue {
 public:
  /// Names that stand twice, and what is not there, go into `findings`. Both outlive it.
  AntennaCatalogue(const RadioSection& section, Findings& findings);

  /// The name in any case, of a file with or without its ending.
  bool knows(const std::string& name) const;
  std::vector<std::string> names() const;

  struct Hung {
    propagation::Antenna antenna;
    double electrical_tilt_deg = 0.0;
  };
  /// What a row says of its antenna.
  struct Wish {
    std::optional<double> gain_dbi;             ///< goes before the antenna's own
    std::optional<double> electrical_tilt_deg;  ///< where the row states one
    double assumed_tilt_deg = 0.0;              ///< else
    double frequency_mhz = 0.0;                 ///< of the cell
  };
  /// The antenna as a row has it. Measured cuts keep the tilt they were measured with; the beams of an
  /// array are all lowered by the row's (or the assumed) one. Empty where the file is at fault, which
  /// `findings` says once.
  std::optional<Hung> hung(const std::string& name, const Wish& wish);
  /// Whether the antenna has its tilt within itself.
  bool is_measured(const std::string& name) const;

  /// Says what rows and antennas disagree about, and adds the files that were read. Call once.
  void finish(const InputLocation& table, std::vector<LayerRecord>& layers);

 private:
  struct Entry {
    std::string name;
    std::string file;                         ///< of measured cuts
    const AntennaSection* section = nullptr;  ///< of what is described
  };
  void add(const Entry& entry, const std::string& where);
  const Entry* find(const std::string& name) const;
  const propagation::AntennaCuts* cuts_of(const Entry& entry);
  Hung measured(const propagation::AntennaCuts& cuts, const Wish& wish);
  Hung described(const AntennaSection& section, const Wish& wish);

  /// An antenna of one gain and tilt, shared by the rows that have it.
  struct Made {
    propagation::Antenna antenna;
    double radiated_share = 0.0;  ///< known where a row's gain is above an array's own
  };
  /// Rows that an antenna disagrees with, and the first of them.
  struct Remark {
    std::int64_t rows = 0;
    std::string example;
  };

  const RadioSection& m_section;
  Findings& m_findings;
  std::map<std::string, Entry> m_entries;                                 ///< by folded name
  std::map<std::string, std::optional<propagation::AntennaCuts>> m_cuts;  ///< by file
  std::map<std::tuple<std::string, double, double>, Made> m_made;
  Remark m_other_gains;
  Remark m_other_tilts;
  Remark m_other_frequencies;
  Remark m_impossible_gains;
};

}  // namespace gigacity::apps
