// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/propagation/ehata_vectors.hpp"

#include <cmath>

#include "tests/sim/propagation/vector_file.hpp"

namespace gigacity::propagation {
namespace {

namespace fs = std::filesystem;

constexpr double tolerance_db = 0.01;
constexpr std::size_t links = 53;

/// NTIA's program adds up steps to the ridge's distance and divides it by the step again. Where that
/// falls just short of a whole number it takes the height of the point before the ridge.
constexpr std::string_view ridge_missed =
    "NTIA's program takes the point before the ridge, by rounding";

double loss_by_point_before_ridge_db(const EhataCase& c, EhataPath path) {
  const auto ridge = static_cast<std::size_t>(std::lround(path.horizon_m.transmitter / c.step_m));
  path.ridge_m += c.ground_m[ridge + 1] - c.ground_m[ridge];
  return ehata_loss(path, c.frequency_mhz, c.area, RidgeCurves::extrapolated).basic_db;
}

VectorSet corrected(const fs::path& folder) {
  VectorSet set{"extended Hata", "ehata/WInnForum_ehata_its_test/test-inputs-wfmod.csv",
                "losses, dB", tolerance_db, links};
  for (const EhataCase& c : read_ehata_cases(folder, "test-inputs-wfmod.csv")) {
    const EhataPath path = path_of(c);
    const double loss_db =
        ehata_loss(path, c.frequency_mhz, c.area, RidgeCurves::extrapolated).basic_db;
    VectorFigure figure{c.name, c.loss_db, loss_db};
    if (path.single_horizon && std::abs(loss_db - c.loss_db) > tolerance_db &&
        std::abs(loss_by_point_before_ridge_db(c, path) - c.loss_db) <= tolerance_db)
      figure.known_difference = ridge_missed;
    set.figures.push_back(figure);
    ++set.rows;
  }
  return set;
}

double mean_m(const std::vector<double>& ground_m, std::size_t first, std::size_t last) {
  double sum = 0.0;
  for (std::size_t i = first; i <= last; ++i) sum += ground_m[i];
  return sum / static_cast<double>(last - first + 1);
}

// First release: from 3 to 15 km the mean ground's whole height above the sea was scaled, where its
// difference from the terminal's ground was meant.
TerminalPair first_effective_heights(const EhataCase& c, const EhataPath& path) {
  if (path.distance_m < 3000.0 || path.distance_m > 15'000.0) return path.effective_m;
  const std::size_t last = c.ground_m.size() - 1;
  const auto near = static_cast<std::size_t>(3000.0 / c.step_m);
  const double share = (path.distance_m - 3000.0) / 12'000.0;
  return {c.height_m.transmitter + c.ground_m.front() - share * mean_m(c.ground_m, near, last),
          c.height_m.receiver + c.ground_m.back() - share * mean_m(c.ground_m, 0, last - near)};
}

// First release: Δh of at least 10 m was assumed, and between median and lower quantile the correction
// ran from its full loss at the median to none at the quantile.
double first_fine_correction_db(const EhataPath& path) {
  const TerrainQuantiles& terrain = path.terrain;
  const double ground_m = path.mobile_ground_m;
  const TerrainQuantiles ten_metres{10.0, 5.0, 0.0};
  const double full_db = terrain.undulation_m() < 10.0
                             ? ehata_fine_hilly_correction_db(ten_metres, 10.0)
                             : ehata_fine_hilly_correction_db(terrain, terrain.upper_m);
  if (ground_m >= terrain.upper_m) return full_db;
  if (ground_m <= terrain.lower_m) return -full_db;
  if (ground_m >= terrain.median_m)
    return full_db * (ground_m - terrain.median_m) / (terrain.upper_m - terrain.median_m);
  return -full_db * (ground_m - terrain.lower_m) / (terrain.median_m - terrain.lower_m);
}

VectorSet first_release(const fs::path& folder) {
  VectorSet set{"extended Hata, first release", "ehata/WInnForum_ehata_its_test/test-inputs.csv",
                "losses, dB", tolerance_db, links};
  for (const EhataCase& c : read_ehata_cases(folder, "test-inputs.csv")) {
    EhataPath path = path_of(c);
    path.effective_m = first_effective_heights(c, path);
    EhataLoss loss = ehata_loss(path, c.frequency_mhz, c.area, RidgeCurves::extrapolated);
    if (!path.single_horizon) loss.basic_db += loss.fine_hilly_db - first_fine_correction_db(path);
    set.figures.push_back({c.name, c.loss_db, loss.basic_db});
    ++set.rows;
  }
  return set;
}

}  // namespace

std::vector<EhataCase> read_ehata_cases(const fs::path& folder, const std::string& file) {
  const fs::path data = folder / "ehata/WInnForum_ehata_its_test";
  std::vector<EhataCase> out;
  for (const VectorRow& row : read_vectors(data / file)) {
    EhataCase c{row.place + ' ' + row.fields.at(1),
                row.number(2),
                {row.number(3), row.number(4)},
                ehata_area(static_cast<int>(row.number(5))),
                0.0,
                {},
                row.number(12)};
    const VectorRow profile = read_vectors(data / "pfls" / row.fields.at(6), 1).at(0);
    const auto steps = static_cast<std::size_t>(profile.number(0));
    c.step_m = profile.number(1);
    for (std::size_t i = 0; i <= steps; ++i) c.ground_m.push_back(profile.number(steps + 2 - i));
    out.push_back(std::move(c));
  }
  return out;
}

EhataPath path_of(const EhataCase& c) {
  return ehata_path(c.ground_m, c.step_m, c.height_m);
}

std::vector<VectorSet> ehata_vectors(const fs::path& folder) {
  return {corrected(folder), first_release(folder)};
}

}  // namespace gigacity::propagation
