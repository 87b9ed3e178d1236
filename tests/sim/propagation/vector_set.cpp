// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/propagation/vector_set.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "tests/sim/propagation/clutter_vectors.hpp"
#include "tests/sim/propagation/ehata_vectors.hpp"
#include "tests/sim/propagation/itm_vectors.hpp"
#include "tests/sim/propagation/p1812_vectors.hpp"

namespace gigacity::propagation {
namespace {

constexpr std::array sources{
    VectorSource{"P1812", p1812_vectors}, VectorSource{"Itm", itm_vectors},
    VectorSource{"Ehata", ehata_vectors}, VectorSource{"P2108", p2108_vectors},
    VectorSource{"P2109", p2109_vectors}, VectorSource{"P676", p676_vectors}};

/// Two digits; below a thousand millionth the arithmetic of a processor or compiler decides.
std::string rounded(double difference) {
  return difference < 1e-9 ? "< 1e-9" : fmt::format("{:.2g}", difference);
}

}  // namespace

std::span<const VectorSource> vector_sources() {
  return sources;
}

std::filesystem::path validation_folder() {
  return std::filesystem::path(GIGACITY_SOURCE_DIR) / "../shared/validation";
}

Differences differences_of(const VectorSet& set) {
  if (set.figures.empty()) return {};
  std::vector<double> all;
  all.reserve(set.figures.size());
  for (const VectorFigure& figure : set.figures)
    all.push_back(std::abs(figure.computed - figure.expected));
  std::ranges::sort(all);
  const auto rank = [&](double share) {
    return all[static_cast<std::size_t>(std::ceil(share * static_cast<double>(all.size()))) - 1];
  };
  return {rank(0.5), rank(0.99), all.back()};
}

std::string validation_report(std::span<const VectorSet> sets) {
  std::string out =
      "| model | file | rows | figures | asked | median | 99 % | worst |\n"
      "| --- | --- | --: | --- | --: | --: | --: | --: |\n";
  std::map<std::string_view, int> known;
  std::set<std::string_view> absent;
  for (const VectorSet& set : sets) {
    if (set.rows == 0) {
      absent.insert(set.file);
      continue;
    }
    const Differences differences = differences_of(set);
    out += fmt::format("| {} | `{}` | {} | {} {} | {:.1g} | {} | {} | {} |\n", set.model, set.file,
                       set.rows, set.figures.size(), set.what, set.tolerance,
                       rounded(differences.median), rounded(differences.percentile_99),
                       rounded(differences.worst));
    for (const VectorFigure& figure : set.figures)
      if (!figure.known_difference.empty()) ++known[figure.known_difference];
  }
  for (const auto& [why, count] : known)
    out += fmt::format("\nKnown to differ by more than asked, {}: {}.\n", count, why);
  for (const std::string_view file : absent)
    out += fmt::format("\nSkipped: the validation folder has no {}.\n", file);
  return out;
}

std::vector<VectorSet> read_every_set(const std::filesystem::path& folder) {
  std::vector<VectorSet> out;
  for (const VectorSource& source : sources)
    for (VectorSet& set : source.read(folder)) out.push_back(std::move(set));
  return out;
}

}  // namespace gigacity::propagation
