"""Which layer a file is probably for, by its name; the user has the last word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from fibre_planner.language import mark, tr

IMPORT_LAYERS: Mapping[str, str] = {
    "osm": mark("OpenStreetMap (addresses, streets, buildings, areas)"),
    "addresses": mark("Addresses"),
    "supply": mark("Supply by address"),
    "supply_areas": mark("Supply as areas"),
    "streets": mark("Streets"),
    "buildings": mark("Buildings"),
    "areas": mark("Areas (districts, business parks, barriers)"),
    "places": mark("Schools, hospitals, town halls"),
    "ducts": mark("Existing ducts"),
    "nodes": mark("Existing nodes (PoP, cabinets)"),
    "sites": mark("Construction sites"),
    "catalogue": mark("Price catalogue"),
    "census": mark("Census grid (dwellings)"),
    "raster": mark("Broadband raster (screening)"),
}
"""Layer of an import → English title."""

FILE_PATTERNS = (
    "*.osm.pbf *.pbf *.osm *.osm.gz *.csv *.txt *.xlsx *.ods *.geojson *.json *.gpkg *.shp"
    " *.fgb *.gml *.kml *.dxf *.zip"
)

_HINTS: tuple[tuple[str, str], ...] = (
    ("supply_areas", r"polygon|supply_area|versorgungsgebiet|ausbaugebiet"),
    (
        "supply",
        r"supply|repl(y|ies)|antwort|meldung|versorgung|markterkundung|mev|anbieter|provider",
    ),
    ("census", r"zensus|census"),
    ("raster", r"raster|breitbandatlas"),
    ("catalogue", r"preis|price|catalog|katalog"),
    ("sites", r"baustell|site|massnahme|maßnahme"),
    ("ducts", r"leerrohr|duct|rohr"),
    ("nodes", r"knoten|node|pop|nvt|kvz|cabinet|verteiler"),
    ("streets", r"stra(ss|ß)e|street|road|weg"),
    ("buildings", r"geb(ae|ä)ude|building|hausumring"),
    ("places", r"schul|school|places|einrichtung|krankenh|hospital"),
    ("areas", r"area|gebiet|ortsteil|district|bezirk|grenze|barrier"),
    ("addresses", r"adress|address|hauskoord|hausnummer|^hk|^nba"),
)
_OSM_ENDINGS = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")


def guess_layer(path: Path) -> str:
    """Return the layer that a file's name speaks of, addresses where it says nothing."""
    name = path.name.lower()
    if name.endswith(_OSM_ENDINGS):
        return "osm"
    return next((layer for layer, hint in _HINTS if re.search(hint, name)), "addresses")


def layer_titles() -> dict[str, str]:
    """Return the layers a file may be for, with their titles."""
    return {layer: tr(title) for layer, title in IMPORT_LAYERS.items()}
