"""What a file can be imported as: tables of the project, and what feeds them."""

TABLE_LAYERS: tuple[str, ...] = (
    "addresses",
    "supply",
    "supply_areas",
    "streets",
    "ducts",
    "nodes",
    "sites",
    "areas",
    "buildings",
    "places",
    "catalogue",
)
"""Read by columns. supply_areas: polygons with the columns of supply, which become supply rows."""

IMPORT_LAYERS: tuple[str, ...] = (*TABLE_LAYERS, "census", "raster", "osm")
"""census: grid cells with dwellings. raster: the federal broadband raster, which only screens.
osm: OpenStreetMap data, which fill several layers."""
