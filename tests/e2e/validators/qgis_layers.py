# SPDX-License-Identifier: Apache-2.0
"""qgis_layers.py FOLDER: opens every layer of a run's folder in QGIS, as dragging it into the window
would, and prints what QGIS made of it, one JSON object a line."""
import json
import pathlib
import sys

from osgeo import ogr
from qgis.core import QgsApplication, QgsRasterLayer, QgsVectorLayer, QgsWkbTypes

folder = pathlib.Path(sys.argv[1])
QgsApplication.setPrefixPath("/usr", True)
application = QgsApplication([], False)
application.initQgis()


def show(name, layer, **more):
    print(json.dumps({"name": name, "valid": layer.isValid(), "crs": layer.crs().authid(), **more}))


def show_vector(name, source):
    layer = QgsVectorLayer(source, name, "ogr")
    renderer = layer.renderer()
    geometries = [feature.geometry() for feature in layer.getFeatures()]
    show(name, layer, kind="vector", features=len(geometries),
         geometry=QgsWkbTypes.displayString(layer.wkbType()),
         colour=renderer.symbol().color().name() if renderer and renderer.type() == "singleSymbol" else "",
         invalid=sum(not g.isNull() and not g.isGeosValid() for g in geometries))


def show_raster(path):
    layer = QgsRasterLayer(str(path), path.name)
    renderer = layer.renderer()
    show(path.name, layer, kind="raster", renderer=renderer.type(),
         legend=[[label, colour.name()] for label, colour in renderer.legendSymbologyItems()])


for path in sorted(folder.iterdir()):
    if path.suffix == ".tif":
        show_raster(path)
    elif path.suffix == ".gpkg":
        source = ogr.Open(str(path))
        for layer in source:
            if layer.GetGeomType() != ogr.wkbNone:
                show_vector(f"{path.name}:{layer.GetName()}", f"{path}|layername={layer.GetName()}")
    elif path.suffix in (".fgb", ".geojson", ".csv"):
        show_vector(path.name, str(path))
