// SPDX-License-Identifier: Apache-2.0
// Result rasters as Cloud-Optimized GeoTIFF, written tile by tile.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/progress.hpp"
#include "core/raster.hpp"
#include "geo/crs.hpp"

namespace gigacity::geo {

enum class PixelType { float32, int32, byte };

/// A class of a categorical raster: its code, name and colour.
struct RasterClass {
  int code = 0;
  std::string name;
  std::array<unsigned char, 3> colour{};
};

/// One stop of a colour ramp for a continuous raster; between stops it is interpolated.
struct ColourStop {
  double value = 0.0;
  std::array<unsigned char, 3> colour{};
  std::string label;
};

struct RasterDescription {
  std::string name;    ///< band description: "SS-RSRP"
  std::string unit{};  ///< "dBm"; empty for classes
  PixelType type = PixelType::float32;
  double nodata = file_nodata;
  std::vector<RasterClass> classes{};  ///< class raster: colour table and names, nearest overviews
  std::vector<ColourStop> ramp{};  ///< continuous raster: QML style beside it, average overviews
  std::map<std::string, std::string> metadata{};
};

/// Writes tiles to a scratch file and makes the COG on finish(): DEFLATE with predictor, 512-pixel
/// blocks, overviews, statistics, unit, description, nodata; a QML style for QGIS beside it. The
/// file appears under its name only once whole, and nothing is left where that fails. One writer is
/// used from one thread; several may work at once. Throws OutputError where GDAL reports an error, and
/// std::invalid_argument for a nodata value that the pixel type cannot hold.
class CogWriter {
 public:
  CogWriter(std::filesystem::path file, const GridSpec& grid, const Crs& crs,
            RasterDescription description);
  ~CogWriter();
  CogWriter(CogWriter&&) noexcept;
  CogWriter& operator=(CogWriter&&) noexcept;

  /// NaN is written as nodata.
  void write(const Window& window, const Raster<float>& values);
  /// Throws OutputError, also for what shows only at close; Cancelled.
  void finish(const Progress& progress);

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

/// A raster as an RGBA picture in Web Mercator, at most `max_side` pixels wide or high, for the
/// report's map. One across the antimeridian goes on beyond 180 degrees.
struct MapPicture {
  std::vector<unsigned char> png;
  double west_deg = 0.0;
  double south_deg = 0.0;
  double east_deg = 0.0;
  double north_deg = 0.0;
};
/// Coloured by the description's classes or ramp; nodata and classes without a colour are transparent.
/// Throws InputError where the file cannot be read, as the hillshade does.
MapPicture map_picture(const std::filesystem::path& file, const RasterDescription& description,
                       int max_side);
/// Shaded relief of a window of a terrain raster, as grey; transparent where it has no data.
MapPicture hillshade_picture(const std::filesystem::path& terrain, const Window& window,
                             int max_side);

}  // namespace gigacity::geo
