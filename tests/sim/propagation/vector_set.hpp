// SPDX-License-Identifier: Apache-2.0
// Published test vectors, read and evaluated: what is expected beside what the models compute. The
// tests hold each figure to its set's tolerance; validation_report summarises them.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gigacity::propagation {

struct VectorFigure {
  std::string place;      ///< file, and line or quantity, for messages
  double expected = 0.0;  ///< as published
  double computed = 0.0;  ///< by the model
  /// Why it is known to lie outside of the tolerance; empty: it lies inside.
  std::string_view known_difference{};
};

/// Figures of one kind from one file, or from files of one kind.
struct VectorSet {
  std::string_view model;
  std::string_view file;  ///< below the validation folder
  std::string_view what;  ///< and their unit: "levels, dB"
  double tolerance = 0.0;
  std::size_t expected_rows = 0;  ///< cases that the published files hold
  std::size_t rows = 0;           ///< cases found: 0 where the files are absent
  std::vector<VectorFigure> figures{};
};

/// One model's vectors. `read` takes the validation folder; sets without rows where it lacks the files.
struct VectorSource {
  std::string_view name;
  std::vector<VectorSet> (*read)(const std::filesystem::path& folder);
};

/// All of them, in the order of the report.
std::span<const VectorSource> vector_sources();

struct Differences {
  double median = 0.0;
  double percentile_99 = 0.0;
  double worst = 0.0;
};

/// Of absolute differences; 0 where there are no figures.
Differences differences_of(const VectorSet& set);

/// A Markdown table with a line for each set, then the known differences and what was skipped.
std::string validation_report(std::span<const VectorSet> sets);

/// Every set of every source.
std::vector<VectorSet> read_every_set(const std::filesystem::path& folder);

/// "../shared/validation" beside the sources.
std::filesystem::path validation_folder();

}  // namespace gigacity::propagation
