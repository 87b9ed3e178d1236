// SPDX-License-Identifier: Apache-2.0
// Terrain that lies nowhere, holds nothing, or holds something else than heights in metres.
#include <fmt/format.h>

#include "tests/e2e/bad_layers.hpp"

namespace gigacity::test {
namespace {

using std::filesystem::path;

const std::vector<std::string> wgs84{"-a_srs", "EPSG:4326"};
const std::vector<std::string> corners{"-a_ullr", "116.8", "35.5", "117.05", "35.3"};

/// A raster over the demo county with one value everywhere; `edited` are further changes to its header.
std::string flat(const path& folder, const std::string& type, const std::string& value,
                 const std::vector<std::string>& options,
                 const std::vector<std::string>& edited = {}) {
  std::vector<std::string> command{"gdal_create", "-q",  "-of", "GTiff", "-outsize", "40",
                                   "40",          "-ot", type,  "-burn", value};
  command.insert(command.end(), options.begin(), options.end());
  command.push_back(folder / "dem.tif");
  gdal(command);
  if (!edited.empty()) {
    std::vector<std::string> edit{"gdal_edit.py"};
    edit.insert(edit.end(), edited.begin(), edited.end());
    edit.push_back(folder / "dem.tif");
    gdal(edit);
  }
  return folder / "dem.tif";
}

std::vector<std::string> joined(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

BadLayer bad_terrain(const std::string& name, const std::string& type, const std::string& value,
                     const std::vector<std::string>& options, std::vector<std::string> said,
                     Ending ending = Ending::refused) {
  said.push_back("dem.tif");
  return {name, [=](const path& f) { return as_terrain(flat(f, type, value, options)); },
          std::move(said), ending};
}

/// As above, in its place; `edited` are options of gdal_edit.py.
BadLayer bad_header(const std::string& name, const std::vector<std::string>& edited,
                    std::vector<std::string> said, Ending ending = Ending::refused) {
  said.push_back("dem.tif");
  return {name,
          [=](const path& f) {
            return as_terrain(flat(f, "Int16", "50", joined(wgs84, corners), edited));
          },
          std::move(said), ending};
}

BadLayer bad_virtual(const std::string& name, const std::string& inside, int side,
                     const std::string& transform, std::vector<std::string> said,
                     Ending ending = Ending::refused) {
  said.push_back("dem.vrt");
  return {
      name,
      [=](const path& f) {
        return as_terrain(written(
            f, "dem.vrt",
            fmt::format("<VRTDataset rasterXSize=\"{0}\" rasterYSize=\"{0}\"><SRS>EPSG:4326</SRS>"
                        "<GeoTransform>{1}</GeoTransform>{2}</VRTDataset>",
                        side, transform, inside)));
      },
      std::move(said), ending};
}

/// The demo's terrain in small blocks, a part of which is overwritten.
std::string overwritten(const path& folder, const std::string& options) {
  gdal({"gdal_translate", "-q", "-co", "COMPRESS=" + options, "-co", "TILED=YES", "-co",
        "BLOCKXSIZE=64", "-co", "BLOCKYSIZE=64", demo_folder() + "terrain.tif",
        folder / "whole.tif"});
  const auto bytes = read_text(folder / "whole.tif");
  written(folder, "dem/whole.tif", bytes);
  return damaged(folder / "dem", folder / "dem/whole.tif", 1.0, 0.45, 0.55);
}

std::vector<BadLayer> bad_rasters() {
  const auto both = joined(wgs84, corners);
  const std::string band = "<VRTRasterBand dataType=\"Float32\" band=\"1\"/>";
  const std::string here = "116.8,0.0125,0,35.5,0,-0.01";
  return {
      bad_terrain("NoGeoreference", "Float32", "50", wgs84, {"has no georeference"}),
      bad_terrain("NoCrs", "Float32", "50", corners, {"has no coordinate reference system"}),
      bad_terrain("CrsOfASite", "Float32", "50",
                  joined({"-a_srs", R"(LOCAL_CS["site grid",UNIT["metre",1]])"}, corners),
                  {"has no coordinate reference system"}),
      bad_terrain("CrsGeocentric", "Float32", "50", joined({"-a_srs", "EPSG:4978"}, corners),
                  {"neither geographic nor projected"}),
      bad_terrain("Elsewhere", "Float32", "50", joined(wgs84, {"-a_ullr", "2", "49", "3", "48"}),
                  {"does not overlap", "2.0000"}),
      bad_terrain("OnlyAPart", "Float32", "50",
                  joined(wgs84, {"-a_ullr", "116.8", "35.5", "116.93", "35.3"}),
                  {"without data", "%"}, Ending::warned),
      bad_terrain("NothingButNodata", "Float32", "-9999", joined({"-a_nodata", "-9999"}, both),
                  {"has no data anywhere in the area"}),
      bad_terrain("NothingButNan", "Float32", "nan", both, {"has no data anywhere in the area"}),
      bad_terrain("NothingButVoidsThatItDoesNotDeclare", "Int16", "-32768", both,
                  {"declares no nodata value", "-32768", "has no data anywhere"}),
      bad_terrain("HigherThanEverest", "Float32", "50000", both, {"9000 m"}),
      bad_terrain("TheSameEverywhere", "Float32", "50", both, {"50 m everywhere"}, Ending::warned),
      bad_terrain("Picture", "Byte", "100", joined({"-bands", "3", "-co", "PHOTOMETRIC=RGB"}, both),
                  {"is a picture"}),
      bad_terrain("ComplexNumbers", "CFloat32", "100", both, {"complex numbers"}),
      bad_header("ScaleOfNothing", {"-scale", "0"}, {"a scale of 0"}),
      bad_header("ScaleNotANumber", {"-scale", "nan"}, {"a scale of nan"}),
      bad_header("ScaledBeyondTheEarth", {"-scale", "1000", "-offset", "1e9"}, {"9000 m"}),
      bad_header("Feet", {"-units", "ft"}, {"unit of 0.3048 m", "metres"}),
      bad_header("FeetByItsCrs", {"-a_srs", "EPSG:4326+6360"}, {"unit of 0.3048", "metres"}),
      {"MapOfClasses",
       [=](const path& f) {
         const auto map = flat(f, "Byte", "50", both);
         gdal({"gdaldem", "color-relief", "-q", map,
               written(f, "colours.txt", "0 0 0 0\n100 255 255 255\n"), f / "rgb.tif"});
         gdal({"rgb2pct.py", f / "rgb.tif", f / "classes.tif"});
         return as_terrain(f / "classes.tif");
       },
       {"classes.tif", "colour table"}},
      bad_virtual("PixelsWithoutExtent", band, 20, "116.8,0,0,35.5,0,0", {"have no extent"}),
      bad_virtual("NoBand", "", 20, here, {"is not a raster that GDAL can read"}),
      bad_virtual("PartsThatAreNotThere",
                  "<VRTRasterBand dataType=\"Float32\" band=\"1\"><SimpleSource><SourceFilename "
                  "relativeToVRT=\"1\">gone.tif</SourceFilename><SourceBand>1</SourceBand>"
                  "</SimpleSource></VRTRasterBand>",
                  20, here, {"gone.tif", "No such file"}),
      bad_virtual("LargerThanAnyDisk", band, 2'000'000'000, "116.8,1.25e-10,0,35.5,0,-1e-10",
                  {"pixels in the area", "at most 1e+12"}),
      {"CutOffInTheHeader",
       [](const path& f) { return as_terrain(damaged(f, demo_folder() + "terrain.tif", 0.001)); },
       {"terrain.tif", "is not a raster"}},
      {"CutOffInThePixels",
       [](const path& f) { return as_terrain(damaged(f, demo_folder() + "terrain.tif", 0.5)); },
       {"terrain.tif", "damaged or incomplete"}},
      {"OverwrittenDeflate",
       [](const path& f) { return as_terrain(overwritten(f, "DEFLATE")); },
       {"whole.tif", "damaged or incomplete"},
       Ending::refused,
       "run"},
      {"OverwrittenLzw",
       [](const path& f) { return as_terrain(overwritten(f, "LZW")); },
       {"whole.tif", "damaged or incomplete"},
       Ending::refused,
       "run"},
  };
}

class BadRasters : public BadLayers {};

TEST_P(BadRasters, IsTold) {
  expect_told(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, BadRasters, testing::ValuesIn(bad_rasters()), name_of_case);

}  // namespace
}  // namespace gigacity::test
