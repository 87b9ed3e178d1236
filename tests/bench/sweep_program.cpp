// SPDX-License-Identifier: Apache-2.0
// The radial sweep as a program of its own, to stand beside other programs that read a DEM and write a raster (peers.sh):
//   sweep_program DEM MODEL RADIUS_M FOLDER X,Y...
// DEM is a raster with square pixels in metres, X,Y are sites in its coordinates, MODEL is `sight`, `p526`, `p1812` or
// `itm`. Writes FOLDER/1.tif, 2.tif, ... of the square around each site: 255 in sight, else 0, or the loss in
// dB. One thread. Antennas of 30 m, receivers of 1.5 m, 900 MHz; 10 % of the time.
#include <array>
#include <cmath>
#include <cstdint>
#include <exception>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include <fmt/format.h>
#include <gdal.h>

#include "core/units.hpp"
#include "geo/library.hpp"
#include "geo/raster_reader.hpp"
#include "sim/propagation/batch_loss.hpp"
#include "sim/propagation/free_space.hpp"
#include "sim/radio/path.hpp"
#include "sim/radio/sweep_links.hpp"

namespace gigacity::radio {
namespace {

constexpr double frequency_mhz = 900.0;
constexpr double earth_m = 4.0 / 3.0 * earth_radius_m;
constexpr float no_loss_db = -9999.0F;

/// The loss of a row of paths, dB.
class LossModel {
 public:
  explicit LossModel(SweepGeometry geometry) : m_geometry(geometry) {
    m_carrier.frequency_mhz = frequency_mhz;
    m_carrier.time_percent = 10.0;
    m_p1812.emplace(m_carrier, propagation::RadioClimate{45.0, 325.0, 45.0});
  }

  /// The question knows the ground below the antenna.
  void ask(SweepQuestion& question) const {
    question.geometry = m_geometry;
    question.effective_earth_radius_m = earth_m;
    question.least_nu_root_m =
        propagation::least_lossy_nu * std::sqrt(propagation::wavelength_m(frequency_mhz));
    if (m_geometry == SweepGeometry::itm)
      question.effective_earth_radius_m =
          propagation::itm_earth_radius_m(question.refractivity, question.transmitter_ground_m);
    if (m_geometry != SweepGeometry::p1812) return;
    question.effective_earth_radius_m = m_p1812->median_radius_m();
    question.beta_earth_radius_m = m_p1812->beta_radius_m();
  }

  void loss_db(const SweepQuestion& question, double pixel_m, const SweptPaths& paths,
               std::span<float> out) {
    if (m_geometry == SweepGeometry::p1812) {
      m_p1812->loss_db(p1812_links(question, pixel_m, paths), out);
      return;
    }
    if (m_geometry == SweepGeometry::itm) {
      m_itm.loss_db(itm_links(question, paths), out);
      return;
    }
    propagation::delta_bullington_losses_db(m_terms, diffraction_links(question, pixel_m, paths),
                                            out);
    const auto tx_m = static_cast<float>(question.transmitter_height_m);
    m_slant_m.resize(out.size());
    m_free_space_db.resize(out.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
      const float rise_m = tx_m - paths.receiver_m[i];
      m_slant_m[i] = std::sqrt(paths.distance_m[i] * paths.distance_m[i] + rise_m * rise_m);
    }
    propagation::free_space_losses_db(m_slant_m, frequency_mhz, m_free_space_db);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] += m_free_space_db[i];
  }

 private:
  SweepGeometry m_geometry;
  propagation::P1812Question m_carrier;
  std::optional<propagation::P1812Batch> m_p1812;
  propagation::ItmBatch m_itm{frequency_mhz, propagation::Polarisation::vertical, {}, {}};
  propagation::SphereTerms m_terms{frequency_mhz, propagation::Polarisation::vertical, earth_m};
  std::vector<float> m_slant_m;
  std::vector<float> m_free_space_db;
};

/// Throws std::runtime_error where GDAL cannot write it.
template <class T>
void write_raster(const std::string& file, const GridSpec& grid, const Window& window,
                  GDALDataType type, const char* projection, std::vector<T>& values) {
  const auto fail = [&] { throw std::runtime_error("cannot write " + file); };
  const GDALDatasetH out = GDALCreate(GDALGetDriverByName("GTiff"), file.c_str(), window.width,
                                      window.height, 1, type, nullptr);
  if (out == nullptr) fail();
  std::array<double, 6> place{
      grid.west_m + window.column * grid.pixel_m, grid.pixel_m, 0.0,
      grid.north_m - window.row * grid.pixel_m,   0.0,          -grid.pixel_m};
  GDALSetGeoTransform(out, place.data());
  GDALSetProjection(out, projection);
  if constexpr (std::is_same_v<T, float>)
    GDALSetRasterNoDataValue(GDALGetRasterBand(out, 1), no_loss_db);
  const CPLErr error =
      GDALRasterIO(GDALGetRasterBand(out, 1), GF_Write, 0, 0, window.width, window.height,
                   values.data(), window.width, window.height, type, 0, 0);
  GDALClose(out);
  if (error != CE_None) fail();
}

std::string projection_of(const std::string& file) {
  const GDALDatasetH dataset = GDALOpen(file.c_str(), GA_ReadOnly);
  std::string out = GDALGetProjectionRef(dataset);
  GDALClose(dataset);
  return out;
}

int run(std::span<char*> words) {
  const std::string dem = words[0];
  const std::string model = words[1];
  const double radius_m = std::stod(words[2]);
  const std::string folder = words[3];
  const geo::FileRasterSource terrain(dem);
  const GridSpec& grid = terrain.grid();
  const std::string projection = projection_of(dem);

  LossModel loss(model == "sight"  ? SweepGeometry::line_of_sight
                 : model == "p526" ? SweepGeometry::surface_diffraction
                                   : SweepGeometry::p1812);
  std::vector<SweepQuestion> questions;
  for (const char* word : words.subspan(4)) {
    const std::string place = word;
    SweepQuestion q;
    q.transmitter = {std::stod(place), std::stod(place.substr(place.find(',') + 1))};
    q.transmitter_height_m = 30.0;
    q.receiver_height_m = 1.5;
    q.radius_m = radius_m;
    q.window = window_around(grid, {q.transmitter.x_m - radius_m, q.transmitter.y_m - radius_m,
                                    q.transmitter.x_m + radius_m, q.transmitter.y_m + radius_m});
    questions.push_back(q);
  }
  Window land = questions.front().window;
  for (const SweepQuestion& q : questions) land = land.united(q.window);
  const SweepTerrain swept(terrain, terrain, land);

  SweepScratch scratch;
  std::vector<float> loss_db;
  std::vector<std::uint8_t> seen;
  std::vector<float> row_db;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    SweepQuestion& q = questions[i];
    const Pixel own = grid.pixel_of(q.transmitter);
    const SweepTerrain::Plane& rows = swept.rows();
    q.transmitter_ground_m =
        rows.ground_m[rows.index_of(own.row - land.row, own.column - land.column)];
    loss.ask(q);
    const std::string file = fmt::format("{}/{}.tif", folder, i + 1);
    if (model == "sight") {
      seen.assign(q.window.size(), 0);
      sweep(swept, q, scratch, [&](const SweptPaths& paths) {
        for (std::size_t k = 0; k < paths.pixel.size(); ++k)
          seen[static_cast<std::size_t>(paths.pixel[k])] =
              static_cast<std::uint8_t>(-paths.in_sight[k]);
      });
      write_raster(file, grid, q.window, GDT_Byte, projection.c_str(), seen);
      continue;
    }
    loss_db.assign(q.window.size(), no_loss_db);
    sweep(swept, q, scratch, [&](const SweptPaths& paths) {
      row_db.resize(paths.pixel.size());
      loss.loss_db(q, grid.pixel_m, paths, row_db);
      for (std::size_t k = 0; k < paths.pixel.size(); ++k)
        loss_db[static_cast<std::size_t>(paths.pixel[k])] = row_db[k];
    });
    write_raster(file, grid, q.window, GDT_Float32, projection.c_str(), loss_db);
  }
  return 0;
}

}  // namespace
}  // namespace gigacity::radio

int main(int count, char** words) {
  gigacity::geo::initialise_libraries();
  if (count < 6) {
    fmt::print(stderr, "usage: sweep_program DEM MODEL RADIUS_M FOLDER X,Y...\n");
    return 2;
  }
  try {
    return gigacity::radio::run(std::span(words + 1, static_cast<std::size_t>(count - 1)));
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
