"""The arguments of commands that read a file of any layout into a layer."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable

from fibre_planner.language import tr


def add_reading(read: ArgumentParser, column: Callable[[str], tuple[str, str]]) -> None:
    """Add which columns, coordinate system and layer to read; column reads one target=source."""
    read.add_argument(
        "--columns",
        type=column,
        nargs="+",
        metavar="target=source",
        help=tr("which column of the file feeds which column of the layer"),
    )
    read.add_argument("--crs", metavar="EPSG:n", help=tr("coordinate system of the file"))
    read.add_argument(
        "--layer",
        dest="source_layer",
        metavar=tr("NAME"),
        help=tr("layer or sheet of the file, where it has several"),
    )
