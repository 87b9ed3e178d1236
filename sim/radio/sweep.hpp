// SPDX-License-Identifier: Apache-2.0
// The radial sweep: from one antenna outwards along rays that remember what they have passed, so that a further pixel
// costs (nearly) constant time instead of a walk of its whole profile.
//
// Rays are spaced one pixel apart at the rim; towards the antenna ever fewer are used, so that a pixel is passed about
// once. A pixel takes what the nearest ray finds in its row (or column), at most half a pixel beside its centre.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "core/point.hpp"
#include "core/raster_source.hpp"

namespace gigacity::radio {

/// Ground and surface of a window, by rows and by columns: a ray reads neighbouring floats whichever way it runs.
/// Between the middles of two pixels the ground is interpolated; what stands on it (surface less ground) is the
/// nearest pixel's, so that walls stay walls.
class SweepTerrain {
 public:
  /// Reads the window once, also where it reaches outside the grid. Where the surface has no data, the ground stands
  /// for it.
  SweepTerrain(const RasterSource& terrain, const RasterSource& surface, const Window& window);

  /// One of the two orders: `lines` lines of `length` floats and a margin on both sides.
  struct Plane {
    std::vector<float> ground_m;
    std::vector<float> surface_m;
    int lines = 0;
    int length = 0;
    std::size_t stride = 0;

    std::size_t index_of(int line, int position) const {
      return static_cast<std::size_t>(line) * stride + margin + static_cast<std::size_t>(position);
    }
  };
  /// Floats that may be read beyond either end of a line: the widest vector.
  static constexpr std::size_t margin = 64;

  const GridSpec& grid() const { return m_grid; }  ///< of the source, not of the window
  const Window& window() const { return m_window; }
  const Plane& rows() const { return m_rows; }
  const Plane& columns() const { return m_columns; }

 private:
  GridSpec m_grid;
  Window m_window;
  Plane m_rows;
  Plane m_columns;
};

/// What a sweep finds out about each path.
enum class SweepGeometry : std::uint8_t {
  line_of_sight,        ///< over the surface
  surface_diffraction,  ///< delta-Bullington over the surface (Model::p526)
  knife_edges,          ///< up to three knife edges over the surface (Model::knife_edges)
  p1812,  ///< surface_diffraction, and horizons and roughness of the ground: all that P.1812-6 asks for
  itm,  ///< line of sight over the surface; what the Irregular Terrain Model takes from the ground
  ground_diffraction  ///< line of sight over the surface; where there is none, Bullington's edge over the bare ground
                      ///< (Model::tr38901)
};

struct SweepQuestion {
  MapPoint transmitter;
  double transmitter_ground_m = 0.0;  ///< above the vertical datum
  double transmitter_height_m = 0.0;  ///< above ground
  double receiver_height_m = 1.5;     ///< above ground
  double radius_m = 0.0;
  double effective_earth_radius_m =
      0.0;  ///< itm: propagation::itm_earth_radius_m at the antenna's ground
  double beta_earth_radius_m = 0.0;  ///< p1812: a_β, for `beta_nu_root_m`; 0: not asked for
  double refractivity = 301.0;       ///< itm: N_0 at sea level, N-units
  /// Edges below this do not matter (knife_edge_loss_db): they may be reported as this. The longest wavelength's.
  double least_nu_root_m = -std::numeric_limits<double>::infinity();
  SweepGeometry geometry = SweepGeometry::line_of_sight;
  /// The pixels asked for, of the source's grid; within that of the terrain, as is the transmitter.
  Window window;
};

/// Paths to some pixels, one figure of each in every span; heights are above the antenna's ground. Spans that the
/// geometry does not give are empty. They are what the rows of sim/propagation/batch_*.hpp ask for.
struct SweptPaths {
  static constexpr std::size_t most = 1040;  ///< paths at a time

  std::span<const std::int32_t> pixel;       ///< row · width + column within the question's window
  std::span<const float> distance_m;         ///< to its middle, in the plane of the map
  std::span<const float> receiver_m;         ///< antenna
  std::span<const float> receiver_ground_m;  ///< below it
  std::span<const std::uint8_t> in_sight;    ///< 1 or 0, over the surface
  std::span<const float> nu_root_m;  ///< ν√λ of the geometry's edge; -inf: there is none

  // surface_diffraction and p1812: the smooth earth by least squares over the ground, P.1812-6 eq. 85
  // and 86, and what stands above the line between the antennas, eq. 87 (0 or less: nothing).
  std::span<const float> smooth_transmitter_m;
  std::span<const float> smooth_receiver_m;
  std::span<const float> obstacle_m;
  std::span<const float> obstacle_transmitter_slope;  ///< m/m
  std::span<const float> obstacle_receiver_slope;

  // knife_edges: of the edges on either side of the geometry's edge, the principal one; -inf: there is none
  std::span<const float> transmitter_side_nu_root_m;
  std::span<const float> receiver_side_nu_root_m;

  // p1812
  std::span<const float> beta_nu_root_m;             ///< ν√λ at a_β
  std::span<const float> horizon_transmitter_m;      ///< d_lt
  std::span<const float> horizon_receiver_m;         ///< d_lr
  std::span<const float> horizon_transmitter_slope;  ///< tangents of θ_t and θ_r
  std::span<const float> horizon_receiver_slope;
  std::span<const float> roughness_m;  ///< h_m of eq. 93

  // itm: figures of ItmPath, whose horizons stand in the spans above: d_L and θ_e, those of the terrain or, well within
  // sight, the usual ones.
  std::span<const float> effective_transmitter_m;  ///< h_e
  std::span<const float> effective_receiver_m;
  std::span<const float> irregularity_m;  ///< Δh
  std::span<const float> refractivity;    ///< N_s
};

/// Memory of a sweep, to be used again by the next: one for each thread.
class SweepScratch {
 public:
  SweepScratch();
  ~SweepScratch();
  struct Buffers;
  Buffers& buffers() { return *m_buffers; }

 private:
  std::unique_ptr<Buffers> m_buffers;
};

/// Calls `sink` with every pixel of the window within the radius that has ground, each once, some hundreds at a time.
/// The antenna's own pixel comes first. The same pixels have the same figures whatever window they are asked for in.
/// Points without ground obstruct nothing, and continue the ground before them.
void sweep(const SweepTerrain& terrain, const SweepQuestion& question, SweepScratch& scratch,
           const std::function<void(const SweptPaths&)>& sink);

}  // namespace gigacity::radio
