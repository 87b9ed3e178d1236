// SPDX-License-Identifier: Apache-2.0
// The vectors of P.1812 over the profiles of Study Group 3's 114 logs, sea paths among them.
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/sim/propagation/p1812_rows.hpp"
#include "tests/sim/propagation/p1812_vectors.hpp"
#include "tests/sim/propagation/vector_set.hpp"

namespace gigacity::propagation {
namespace {

TEST(BatchP1812Vectors, AgreesWithTheScalarModelOverEveryLog) {
  std::vector<P1812Case> cases = read_p1812_matlab_cases(validation_folder());
  const std::vector<P1812Case> more = read_p1812_python_cases(validation_folder());
  cases.insert(cases.end(), more.begin(), more.end());
  if (cases.empty()) GTEST_SKIP() << "no P.1812 validation set";
  double worst_db = 0.0;
  for (const P1812Case& c : cases) {
    const P1812LoggedProfile& logged = c.profile;
    const P1812Profile profile{
        .distance_m = logged.distance_m,
        .ground_m = logged.ground_m,
        .surface_m = logged.surface_m,
        .zone = logged.zone,
        .transmitter_height_m = c.logged("htg (m)"),
        .receiver_height_m = c.logged("hrg (m)"),
        .coast_m = {1000.0 * c.logged("dct (km)"), 1000.0 * c.logged("dcr (km)")}};
    const RadioClimate climate{c.logged("dn"), c.logged("n0"), c.logged("phi (deg)")};
    const P1812Question question{
        .frequency_mhz = 1000.0 * c.logged("f (ghz)"),
        .polarisation = c.logged("pol") == 1.0 ? Polarisation::horizontal : Polarisation::vertical,
        .time_percent = c.logged("p (%)"),
        .location_percent = c.logged("pl (%)"),
        .location_deviation_db = c.logged("sigmal (db)")};
    const P1812Path path = p1812_path(profile, climate);

    P1812Rows rows;
    rows.datum_m = std::round(logged.ground_m.front());
    rows.transmitter_m = path.transmitter_m - rows.datum_m;
    rows.transmitter_ground_m = logged.ground_m.front() - rows.datum_m;
    rows.step_m = path.distance_m / static_cast<double>(logged.distance_m.size() - 1);
    rows.by_sea = true;
    add_path(profile, path, rows);
    const P1812Batch batch(question, climate);
    std::vector<float> loss(1);
    batch.loss_db(rows.links(0, 1), loss);
    const P1812Path same =
        path_of_row(rows, 0, path.beta0_percent, batch.median_radius_m(), climate.n0);
    EXPECT_NEAR(loss[0], p1812_loss(same, question).basic_db, 1e-4) << c.name;
    worst_db = std::max(worst_db, std::abs(loss[0] - p1812_loss(path, question).basic_db));
  }
  // And the profile itself, beyond what single precision takes from its geometry.
  EXPECT_LT(worst_db, 1e-3);
}

}  // namespace
}  // namespace gigacity::propagation
