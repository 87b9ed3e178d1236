// SPDX-License-Identifier: Apache-2.0
// Fields of several values that a GeoPackage keeps in tables of their own, laid out as the Open Fibre Data
// Standard's GeoPackage is (its page on the publication format, and its dereference_nodes.sql).
#include <array>
#include <string>

#include <gdal.h>
#include <gtest/gtest.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "tests/geo/layer_support.hpp"

namespace gigacity::geo {
namespace {

class RelatedCodesTest : public LayerTest {
 protected:
  /// Nodes by GDAL, the rest by the SQL that the standard's layout asks for. Types: pop and exchange,
  /// cabinet, none.
  std::string network(const std::string& registered = "relation_nodes_type") const {
    const std::string nodes = write("nodes.csv",
                                    "ofds_id,name,status,wkt\nn-1,Centre,operational,POINT(1 "
                                    "1)\nn-2,Corner,operational,POINT(2 "
                                    "2)\nn-3,Pole,planned,POINT(3 3)\n");
    std::string made = file("network.gpkg");
    const auto run = [](GDALDatasetH dataset, const std::string& sql) {
      GDALDatasetReleaseResultSet(dataset,
                                  GDALDatasetExecuteSQL(dataset, sql.c_str(), nullptr, nullptr));
    };
    GDALDatasetH from = GDALOpenEx(nodes.c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr);
    GDALDatasetH to =
        GDALCreate(GDALGetDriverByName("GPKG"), made.c_str(), 0, 0, 0, GDT_Unknown, nullptr);
    OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(nullptr);
    OSRImportFromEPSG(wgs84, 4326);
    const std::array<const char*, 3> options{"FID=id", "GEOMETRY_NAME=geom", nullptr};
    OGRLayerH layer =
        GDALDatasetCreateLayer(to, "nodes", wgs84, wkbPoint, const_cast<char**>(options.data()));
    OGRLayerH rows = GDALDatasetGetLayer(from, 0);
    for (const char* name : {"ofds_id", "name", "status"}) {
      OGRFieldDefnH field = OGR_Fld_Create(name, OFTString);
      OGR_L_CreateField(layer, field, TRUE);
      OGR_Fld_Destroy(field);
    }
    while (OGRFeatureH row = OGR_L_GetNextFeature(rows)) {
      OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
      OGR_F_SetFrom(feature, row, TRUE);
      EXPECT_EQ(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
      OGR_F_Destroy(feature);
      OGR_F_Destroy(row);
    }
    OSRRelease(wgs84);
    run(to,
        "CREATE TABLE codelist_open_nodeType (id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT, "
        "description TEXT)");
    run(to, "INSERT INTO codelist_open_nodeType (code) VALUES ('pop'), ('exchange'), ('cabinet')");
    run(to, "CREATE TABLE relation_nodes_type (base_id INTEGER, related_id INTEGER)");
    run(to, "INSERT INTO relation_nodes_type VALUES (1, 2), (1, 1), (2, 3)");
    run(to,
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES "
        "('codelist_open_nodeType', 'attributes', 'codelist_open_nodeType')");
    run(to,
        "CREATE TABLE gpkgext_relations (id INTEGER PRIMARY KEY AUTOINCREMENT, base_table_name "
        "TEXT, base_primary_column TEXT, related_table_name TEXT, related_primary_column TEXT, "
        "relation_name TEXT, mapping_table_name TEXT)");
    run(to,
        "INSERT INTO gpkgext_relations (base_table_name, base_primary_column, related_table_name, "
        "related_primary_column, relation_name, mapping_table_name) VALUES ('nodes', 'id', "
        "'codelist_open_nodeType', 'id', 'attributes', '" +
            registered + "')");
    GDALClose(from);
    GDALClose(to);
    return made;
  }

  LayerSource nodes_of(const std::string& made) const {
    LayerSource source = from(made);
    source.layer = "nodes";
    return source;
  }

  LayerSchema nodes() const {
    return schema(GeometryKind::point,
                  {{.name = "id", .required = true, .unique = true, .aliases = {"ofds_id"}},
                   {.name = "name"},
                   {.name = "type"}});
  }
};

TEST_F(RelatedCodesTest, AreReadLikeAnyField) {
  const auto reading = read(nodes_of(network()), nodes());
  ASSERT_EQ(reading.errors(), "");
  ASSERT_EQ(reading.features.size(), 3U);
  EXPECT_EQ(reading.features[0].text_or("id", ""), "n-1");
  EXPECT_EQ(reading.features[0].id, "1");
  EXPECT_EQ(reading.features[0].text_or("type", ""), "pop;exchange") << "in the codelist's order";
  EXPECT_EQ(reading.features[1].text_or("type", ""), "cabinet");
  EXPECT_EQ(reading.features[2].text_or("type", "none"), "none");
}

TEST_F(RelatedCodesTest, CanBeFilteredBy) {
  LayerSource source = nodes_of(network());
  source.where = "type = 'cabinet' OR status = 'planned'";
  const auto reading = read(source, nodes());
  ASSERT_EQ(reading.errors(), "");
  ASSERT_EQ(reading.features.size(), 2U);
  EXPECT_EQ(reading.features[0].text_or("id", ""), "n-2");
  EXPECT_EQ(reading.features[0].id, "2") << "the feature id is the layer's";
  EXPECT_EQ(reading.features[1].text_or("id", ""), "n-3");
}

TEST_F(RelatedCodesTest, OfAnotherLayerAreNoFields) {
  const auto reading = read(nodes_of(network("relation_spans_type")), nodes());
  ASSERT_EQ(reading.errors(), "");
  ASSERT_EQ(reading.features.size(), 3U);
  EXPECT_EQ(reading.features[0].text_or("type", "none"), "none");
}

}  // namespace
}  // namespace gigacity::geo
