"""Buildings and entrances: what stands on the ground and what gets a house number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from shapely.geometry.base import BaseGeometry

from sample_data.curves import Points
from sample_data.plan_files import read_plan
from sample_data.street_network import Street


@dataclass(frozen=True, eq=False)
class Building:
    """A footprint with its use, storeys and flats."""

    shape: BaseGeometry
    use: str
    levels: int
    flats: int
    name: str = ""


@dataclass(frozen=True, eq=False)
class Entrance:
    """A door that gets a house number.

    drawn: position of the street in the plan; side: 1 left, -1 right; along_m: how far along it.
    behind: a house behind another, which gets that one's number with a letter.
    """

    street: Street
    drawn: int
    side: int
    along_m: float
    place: Points
    flats: int = 0
    behind: bool = False


@dataclass(frozen=True)
class Style:
    """How a street side is built up; lengths in metres, each as lowest and highest.

    form: closed (wall to wall), free (standing alone), across (slabs end-on to the street).
    group: houses wall to wall before a gap, or doors of a slab; flats: behind each door.
    rear_share: share of houses with a building behind or beside them.
    """

    name: str
    form: str
    width_m: tuple[float, float]
    depth_m: tuple[float, float]
    setback_m: tuple[float, float]
    group: tuple[int, int]
    gap_m: tuple[float, float]
    levels: tuple[int, int]
    flats: tuple[int, int]
    use: str
    rear_share: float


@dataclass
class Built:
    """Buildings and entrances put up so far."""

    buildings: list[Building] = field(default_factory=list)
    entrances: list[Entrance] = field(default_factory=list)

    def add(self, building: Building, *doors: Entrance) -> None:
        """Put up one building with its doors."""
        self.buildings.append(building)
        self.entrances.extend(doors)


def read_styles() -> dict[str, Style]:
    """Return the building styles of the plan by name."""

    def pair(row: dict[str, Any], name: str, kind: type) -> Any:
        return (kind(row[f"{name}_low"]), kind(row[f"{name}_high"]))

    return {
        row["style"]: Style(
            name=row["style"],
            form=row["form"],
            width_m=pair(row, "width", float),
            depth_m=pair(row, "depth", float),
            setback_m=pair(row, "setback", float),
            group=pair(row, "group", int),
            gap_m=pair(row, "gap", float),
            levels=pair(row, "levels", int),
            flats=pair(row, "flats", int),
            use=row["use"],
            rear_share=float(row["rear_share"]),
        )
        for row in read_plan("building_styles")
    }
