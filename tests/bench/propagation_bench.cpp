// SPDX-License-Identifier: Apache-2.0
// Speed of the propagation models on one thread. The point API: from a profile to its geometry, and
// from there to the loss; "s_per_point" counts the profile's points. Batches: "s_per_receiver".
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/random.hpp"
#include "sim/propagation/batch_diffraction.hpp"
#include "sim/propagation/batch_ehata.hpp"
#include "sim/propagation/batch_itm.hpp"
#include "sim/propagation/batch_loss.hpp"
#include "sim/propagation/batch_p1812.hpp"
#include "sim/propagation/diffraction.hpp"
#include "sim/propagation/ehata.hpp"
#include "sim/propagation/free_space.hpp"
#include "sim/propagation/itm.hpp"
#include "sim/propagation/knife_edges.hpp"
#include "sim/propagation/p1812.hpp"
#include "sim/propagation/profile_walk.hpp"
#include "tests/sim/propagation/itm_rows.hpp"
#include "tests/sim/propagation/p1812_rows.hpp"

namespace gigacity::propagation {
namespace {

constexpr double step_m = 30.0;
constexpr double carrier_mhz = 3500.0;
constexpr double antenna_m = 30.0;
constexpr double terminal_m = 1.5;
constexpr double radius_m = 8.5e6;

/// Hills of some kilometres, rough from point to point, a third of it built over.
struct Ground {
  explicit Ground(std::size_t points) {
    RandomStream random(5, 7);
    for (std::size_t i = 0; i < points; ++i) {
      const auto x = static_cast<double>(i);
      distance_m.push_back(step_m * x);
      ground_m.push_back(250.0 + 40.0 * std::sin(0.03 * x) + 15.0 * std::sin(0.11 * x) +
                         random.uniform(0.0, 3.0));
      surface_m.push_back(ground_m.back() +
                          (random.index(3) == 0 ? random.uniform(4.0, 20.0) : 0.0));
      ground_f.push_back(static_cast<float>(ground_m.back()));
      surface_f.push_back(static_cast<float>(surface_m.back()));
    }
  }
  double antenna() const { return ground_m.front() + antenna_m; }
  double terminal() const { return ground_m.back() + terminal_m; }
  P1812Profile profile(std::size_t points) const {
    return {.distance_m = std::span(distance_m).first(points),
            .ground_m = std::span(ground_m).first(points),
            .surface_m = std::span(surface_m).first(points),
            .transmitter_height_m = antenna_m,
            .receiver_height_m = terminal_m};
  }

  std::vector<double> distance_m, ground_m, surface_m;
  std::vector<float> ground_f, surface_f;
};

P1812Question question(double time_percent) {
  return {.frequency_mhz = carrier_mhz,
          .time_percent = time_percent,
          .location_percent = 90.0,
          .location_deviation_db = 5.5};
}

void per(benchmark::State& state, const char* name, double items) {
  using benchmark::Counter;
  state.counters[name] = Counter(items, Counter::kIsIterationInvariantRate | Counter::kInvert);
}

/// `f(ground)` over profiles of the argument's number of points.
template <class F>
void of_profile(benchmark::State& state, F f) {
  const auto points = static_cast<std::size_t>(state.range(0));
  const Ground ground(points);
  for (auto _ : state) benchmark::DoNotOptimize(f(ground));
  per(state, "s_per_point", static_cast<double>(points));
}

void bullington_plain(benchmark::State& state) {
  of_profile(state, [](const Ground& g) {
    return bullington_edge(g.distance_m, g.surface_m, g.antenna(), g.terminal(), radius_m);
  });
}

void bullington_walk(benchmark::State& state) {
  const StepTables tables(static_cast<std::size_t>(state.range(0)));
  of_profile(state, [&](const Ground& g) {
    return bullington_edge(step_m, g.surface_f, g.antenna(), g.terminal(), radius_m, tables);
  });
}

void delta_bullington_plain(benchmark::State& state) {
  of_profile(state, [](const Ground& g) {
    return delta_bullington_loss_db(delta_bullington(g.distance_m, g.ground_m, g.surface_m,
                                                     g.antenna(), g.terminal(), radius_m),
                                    carrier_mhz, Polarisation::vertical, 0.0);
  });
}

void delta_bullington_walk(benchmark::State& state) {
  const StepTables tables(static_cast<std::size_t>(state.range(0)));
  of_profile(state, [&](const Ground& g) {
    return delta_bullington_loss_db(delta_bullington({step_m, g.ground_f, g.surface_f}, g.antenna(),
                                                     g.terminal(), radius_m, tables),
                                    carrier_mhz, Polarisation::vertical, 0.0);
  });
}

void knife_edges_cascade(benchmark::State& state) {
  const double lambda = wavelength_m(carrier_mhz);
  of_profile(state, [&](const Ground& g) {
    return knife_edges_loss_db(
        knife_edges(g.distance_m, g.surface_m, g.antenna(), g.terminal(), radius_m), lambda);
  });
}

void p1812_geometry(benchmark::State& state) {
  of_profile(state, [](const Ground& g) { return p1812_path(g.profile(g.ground_m.size()), {}); });
}

void p1812_loss_of_path(benchmark::State& state) {
  const Ground ground(667);
  const P1812Path path = p1812_path(ground.profile(667), {});
  for (auto _ : state) benchmark::DoNotOptimize(p1812_loss(path, question(10.0)));
}

void itm_geometry(benchmark::State& state) {
  of_profile(state, [](const Ground& g) {
    return itm_path(g.ground_m, step_m, {antenna_m, terminal_m}, 301.0);
  });
}

void itm_loss_of_path(benchmark::State& state) {
  const Ground ground(667);
  const ItmPath path = itm_path(ground.ground_m, step_m, {antenna_m, terminal_m}, 301.0);
  for (auto _ : state)
    benchmark::DoNotOptimize(itm_loss(path, carrier_mhz, Polarisation::vertical, {}, {}));
}

void ehata_geometry(benchmark::State& state) {
  of_profile(state, [](const Ground& g) {
    return ehata_path(g.ground_m, step_m, {antenna_m, terminal_m});
  });
}

void ehata_loss_of_path(benchmark::State& state) {
  const Ground ground(667);
  const EhataPath path = ehata_path(ground.ground_m, step_m, {antenna_m, terminal_m});
  for (auto _ : state) benchmark::DoNotOptimize(ehata_loss(path, 1800.0, EhataArea::suburban));
}

/// Every pixel of a ray of 20 km.
struct Ray {
  Ray() {
    const Ground ground(667);
    rows.datum_m = 250.0;
    rows.transmitter_m = ground.antenna() - rows.datum_m;
    rows.transmitter_ground_m = ground.ground_m.front() - rows.datum_m;
    rows.step_m = step_m;
    itm_rows.height_m = {antenna_m, terminal_m};
    for (std::size_t points = 4; points <= 667; ++points) {
      const P1812Profile profile = ground.profile(points);
      paths.push_back(p1812_path(profile, {}));
      add_path(profile, paths.back(), rows);
      itm_paths.push_back(itm_path(profile.ground_m, step_m, itm_rows.height_m, 301.0));
      itm_rows.add(itm_paths.back());
    }
    loss_db.resize(rows.size());
  }
  P1812Rows rows;
  std::vector<P1812Path> paths;
  ItmRows itm_rows;
  std::vector<ItmPath> itm_paths;
  std::vector<float> loss_db;
};

/// `f(ray)` fills the losses of a ray.
template <class F>
void of_ray(benchmark::State& state, F f) {
  Ray ray;
  for (auto _ : state) {
    f(ray);
    benchmark::ClobberMemory();
  }
  per(state, "s_per_receiver", static_cast<double>(ray.rows.size()));
}

/// `loss_of(ray, i)` receiver by receiver.
template <class LossOf>
void of_receivers(benchmark::State& state, LossOf loss_of) {
  of_ray(state, [&](Ray& ray) {
    for (std::size_t i = 0; i < ray.loss_db.size(); ++i)
      ray.loss_db[i] = static_cast<float>(loss_of(ray, i));
  });
}

void ray_p1812_scalar(benchmark::State& state, double time_percent) {
  const P1812Question asked = question(time_percent);
  of_receivers(state, [&](const Ray& ray, std::size_t i) {
    return p1812_loss(ray.paths[i], asked).basic_db;
  });
}

void ray_p1812_batch(benchmark::State& state, double time_percent) {
  const P1812Batch batch(question(time_percent), {});
  of_ray(state, [&](Ray& ray) { batch.loss_db(ray.rows.links(0, ray.rows.size()), ray.loss_db); });
}

void ray_itm_scalar(benchmark::State& state) {
  of_receivers(state, [](const Ray& ray, std::size_t i) {
    return itm_loss(ray.itm_paths[i], carrier_mhz, Polarisation::vertical, {}, {}).basic_db;
  });
}

void ray_itm_batch(benchmark::State& state) {
  const ItmBatch batch(carrier_mhz, Polarisation::vertical, {}, {});
  of_ray(state,
         [&](Ray& ray) { batch.loss_db(ray.itm_rows.links(0, ray.rows.size()), ray.loss_db); });
}

void ray_delta_bullington_scalar(benchmark::State& state) {
  of_receivers(state, [](const Ray& ray, std::size_t i) {
    return delta_bullington_loss_db(ray.paths[i].median, carrier_mhz, Polarisation::vertical, 0.0);
  });
}

void ray_delta_bullington_batch(benchmark::State& state) {
  const SphereTerms terms(carrier_mhz, Polarisation::vertical,
                          P1812Batch(question(50.0), {}).median_radius_m());
  of_ray(state, [&](Ray& ray) {
    delta_bullington_losses_db(terms, ray.rows.links(0, ray.rows.size()).diffraction, ray.loss_db);
  });
}

void ray_bullington_scalar(benchmark::State& state) {
  const double lambda = wavelength_m(carrier_mhz);
  of_receivers(state, [&](const Ray& ray, std::size_t i) {
    return bullington_loss_db(ray.paths[i].median.terrain, lambda);
  });
}

void ray_bullington_batch(benchmark::State& state) {
  const double lambda = wavelength_m(carrier_mhz);
  of_ray(state, [&](Ray& ray) {
    bullington_losses_db(ray.rows.distance_m, ray.rows.median_nu_root_m, lambda, ray.loss_db);
  });
}

const Link38901 urban{.base_height_m = antenna_m, .frequency_mhz = carrier_mhz};

void ray_38901_scalar(benchmark::State& state) {
  of_receivers(state, [](const Ray& ray, std::size_t i) {
    Link38901 link = urban;
    link.distance_m = ray.rows.distance_m[i];
    return obstructed_loss_db(Environment::urban_macro, link);
  });
}

void ray_38901_batch(benchmark::State& state) {
  const std::vector<std::uint8_t> in_sight(Ray().rows.size(), 0);
  const Terms38901 terms(Environment::urban_macro, urban);
  of_ray(state,
         [&](Ray& ray) { losses_38901_db(terms, ray.rows.distance_m, in_sight, ray.loss_db); });
}

const HataLink hata_link{.frequency_mhz = 900.0, .base_height_m = 30.0, .mobile_height_m = 1.5};

void ray_hata_scalar(benchmark::State& state) {
  of_receivers(state, [](const Ray& ray, std::size_t i) {
    HataLink link = hata_link;
    link.distance_m = ray.rows.distance_m[i];
    return okumura_hata_loss_db(HataArea::suburban, link);
  });
}

void ray_hata_batch(benchmark::State& state) {
  const HataTerms terms = okumura_hata_terms(HataArea::suburban, hata_link);
  of_ray(state, [&](Ray& ray) { hata_losses_db(terms, ray.rows.distance_m, ray.loss_db); });
}

void ray_ehata_scalar(benchmark::State& state) {
  of_receivers(state, [](const Ray& ray, std::size_t i) {
    return ehata_median_loss_db(ray.rows.distance_m[i], 1800.0, {antenna_m, terminal_m},
                                EhataArea::suburban);
  });
}

void ray_ehata_batch(benchmark::State& state) {
  const std::vector<float> base_m(Ray().rows.size(), static_cast<float>(antenna_m));
  const std::vector<float> mobile_m(base_m.size(), static_cast<float>(terminal_m));
  const EhataMedianTerms terms(1800.0, EhataArea::suburban);
  of_ray(state, [&](Ray& ray) {
    ehata_median_losses_db(terms, {ray.rows.distance_m, base_m, mobile_m}, ray.loss_db);
  });
}

// The numbers of the row serve as angles.
void ray_sector_scalar(benchmark::State& state) {
  const SectorAntenna antenna;
  of_receivers(state, [&](const Ray& ray, std::size_t i) {
    return gain_dbi(antenna, ray.rows.distance_m[i], ray.rows.receiver_m[i], 6.0);
  });
}

void ray_sector_batch(benchmark::State& state) {
  const SectorAntenna antenna;
  of_ray(state, [&](Ray& ray) {
    sector_gains_dbi(antenna, 6.0, ray.rows.distance_m, ray.rows.receiver_m, ray.loss_db);
  });
}

BENCHMARK(bullington_plain)->Arg(100)->Arg(667);
BENCHMARK(bullington_walk)->Arg(100)->Arg(667);
BENCHMARK(delta_bullington_plain)->Arg(100)->Arg(667);
BENCHMARK(delta_bullington_walk)->Arg(100)->Arg(667);
BENCHMARK(knife_edges_cascade)->Arg(100)->Arg(667);
BENCHMARK(p1812_geometry)->Arg(100)->Arg(667);
BENCHMARK(itm_geometry)->Arg(100)->Arg(667);
BENCHMARK(ehata_geometry)->Arg(100)->Arg(667);
BENCHMARK(p1812_loss_of_path);
BENCHMARK(itm_loss_of_path);
BENCHMARK(ehata_loss_of_path);
BENCHMARK_CAPTURE(ray_p1812_scalar, median, 50.0);
BENCHMARK_CAPTURE(ray_p1812_batch, median, 50.0);
BENCHMARK_CAPTURE(ray_p1812_scalar, ten_percent, 10.0);
BENCHMARK_CAPTURE(ray_p1812_batch, ten_percent, 10.0);
BENCHMARK(ray_itm_scalar);
BENCHMARK(ray_itm_batch);
BENCHMARK(ray_delta_bullington_scalar);
BENCHMARK(ray_delta_bullington_batch);
BENCHMARK(ray_38901_scalar);
BENCHMARK(ray_38901_batch);
BENCHMARK(ray_hata_scalar);
BENCHMARK(ray_hata_batch);
BENCHMARK(ray_ehata_scalar);
BENCHMARK(ray_ehata_batch);
BENCHMARK(ray_sector_scalar);
BENCHMARK(ray_sector_batch);
BENCHMARK(ray_bullington_scalar);
BENCHMARK(ray_bullington_batch);

}  // namespace
}  // namespace gigacity::propagation

BENCHMARK_MAIN();
