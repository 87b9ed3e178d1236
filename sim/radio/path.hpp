// SPDX-License-Identifier: Apache-2.0
// From one antenna to one receiver: the profile between them, and what a model makes of it. The
// coverage engine computes every pixel through these functions; they are also what a single path is
// printed from.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/raster_source.hpp"
#include "core/terrain_profile.hpp"
#include "sim/propagation/diffraction.hpp"
#include "sim/propagation/knife_edges.hpp"
#include "sim/propagation/profile_walk.hpp"
#include "sim/radio/coverage_options.hpp"

namespace gigacity::radio {

/// Calls `row` for each row of a window, also where it reaches outside the grid, with its place in the
/// window, its ground (NaN where the terrain has no data) and its surface (the ground where the
/// surface has no data). Reads the sources once, in strips, so that their own copies stay small.
void for_each_land_row(
    const RasterSource& terrain, const RasterSource& surface, const Window& window,
    const std::function<void(int, std::span<const float>, std::span<const float>)>& row);

/// Ground and surface of a window of the grid, side by side in memory.
class Landscape {
 public:
  struct Heights {
    float ground_m = no_value;   ///< NaN where the terrain has no data
    float surface_m = no_value;  ///< the ground where the surface has no data
  };

  /// Reads the window once, also where it reaches outside the grid (NaN).
  Landscape(const RasterSource& terrain, const RasterSource& surface, const Window& window);

  const GridSpec& grid() const { return m_grid; }  ///< of the whole area
  const Window& window() const { return m_window; }
  bool has_gaps() const { return m_has_gaps; }
  /// A pixel of the whole grid; it must lie in the window.
  const Heights& at(Pixel p) const {
    return m_heights[static_cast<std::size_t>(p.row - m_window.row) *
                         static_cast<std::size_t>(m_window.width) +
                     static_cast<std::size_t>(p.column - m_window.column)];
  }

 private:
  GridSpec m_grid;
  Window m_window;
  std::vector<Heights> m_heights;
  bool m_has_gaps = false;
};

/// The window that holds every straight path between points of the box.
Window window_around(const GridSpec& grid, const MapBox& box);

/// How far from a site its ground is looked for.
inline constexpr int ground_search_pixels = 3;

/// The ground an antenna stands on: of the point's pixel, or of the nearest pixel with data within
/// `ground_search_pixels`; between equals the northern, then the western one.
std::optional<double> ground_at(const RasterSource& terrain, MapPoint point);

/// Samples profiles into memory of its own, which the next sample overwrites: one for each thread.
class ProfileSampler {
 public:
  explicit ProfileSampler(std::size_t points) : m_ground_m(points), m_surface_m(points) {}

  /// The straight path between two points of the landscape's window, at equal steps of at most one
  /// pixel. The ground is interpolated between the middles of four pixels (at the edge of what is known, that of the pixel itself); what stands on it is that of
  /// the pixel a point lies in, so that walls of buildings stay walls. In the pixels of the two ends the
  /// surface is the ground: an antenna's height above ground already says where it is on its building,
  /// and a receiver stands beside the building it shares its pixel with. Points without terrain get the
  /// ground between their neighbours, and obstruct nothing.
  TerrainProfile sample(const Landscape& landscape, MapPoint transmitter, MapPoint receiver);

 private:
  void fill_gaps(std::size_t points);

  std::vector<float> m_ground_m;
  std::vector<float> m_surface_m;
};

/// Points of the longest profile that a radius asks for.
std::size_t profile_points(const GridSpec& grid, double radius_m);

/// The two ends of a path.
struct PathEnds {
  double transmitter_ground_m = 0.0;  ///< above the vertical datum
  double transmitter_height_m = 0.0;  ///< above ground
  double receiver_ground_m = 0.0;
  double receiver_height_m = 0.0;

  double transmitter_m() const { return transmitter_ground_m + transmitter_height_m; }
  double receiver_m() const { return receiver_ground_m + receiver_height_m; }
};

/// What a model needs to know of a path, whatever the carrier; parts that it does not need stay
/// empty.
struct PathGeometry {
  PathEnds ends;
  double distance_m = 0.0;  ///< in the plane of the map
  bool line_of_sight = true;
  propagation::DeltaBullington diffraction;  ///< p526: over the surface
  propagation::KnifeEdges edges;             ///< knife_edges: over the surface
  propagation::BullingtonEdge ground;        ///< tr38901: over the bare terrain, where it obstructs
  std::optional<propagation::P1812Path> p1812;
  std::optional<propagation::ItmPath> itm;
};

bool needs_profile(Model model);

/// Without a profile (free space), from the distance alone.
PathGeometry path_geometry(const PathEnds& ends, double distance_m);

/// `options` say the climate.
PathGeometry path_geometry(Model model, const PathEnds& ends, const TerrainProfile& profile,
                           double effective_earth_radius_m, const propagation::StepTables& tables,
                           const CoverageOptions& options = {});

/// P.1812's and ITM's look at a profile. Between neighbouring pixels, where there is no point, one is put in the
/// middle: the models ask for three.
propagation::P1812Path p1812_path_of(const TerrainProfile& profile, const PathEnds& ends,
                                     const propagation::RadioClimate& climate);
propagation::ItmPath itm_path_of(const TerrainProfile& profile, const PathEnds& ends, double n0);

/// The edges of P.526's cascaded knife edges over the surface.
propagation::KnifeEdges knife_edges_of(const TerrainProfile& profile, const PathEnds& ends,
                                       double effective_earth_radius_m);

/// Basic transmission loss between isotropic antennas, dB, by the model:
/// free_space  P.525 over the distance in space.
/// p526        P.525, and delta-Bullington diffraction over the surface as P.1812 has it: obstacles
/// are terrain
///             plus buildings (g_i), antennas stand above the ground, the smooth earth is the
///             terrain's.
/// knife_edges P.525, and up to three cascaded knife edges (P.526-11) over the surface.
/// tr38901     path loss of the scenario with or without line of sight, as the surface decides. The
/// report
///             knows buildings but no hills: where the bare terrain obstructs too, Bullington's
///             loss over the bare terrain is added. This is our extension.
/// p1812       P.1812-6 inland, vertical polarisation, half of the locations.
/// itm         the Irregular Terrain Model over the bare terrain, vertical polarisation, half of the locations and
///             situations.
/// `options` say the share of time that the last two ask for, and the climate. Never negative.
double path_loss_db(Model model, propagation::Environment environment, const PathGeometry& path,
                    double frequency_mhz, const CoverageOptions& options = {});

}  // namespace gigacity::radio
