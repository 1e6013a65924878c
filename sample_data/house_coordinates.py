"""The official house coordinates of the town (HK-DE, 18 fields), with errors put in on purpose."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sample_data.addresses import CITY, Address
from sample_data.curves import Points
from sample_data.mistakes import Mistake
from sample_data.plan_files import EAST_M, NORTH_M
from sample_data.writing import write_rows

FILE = "hauskoordinaten.csv"
_ZONE_M = 32_000_000.0

Row = list[str]


def write_house_coordinates(
    folder: Path, addresses: list[Address], districts: list[str]
) -> list[Mistake]:
    """Write the file and return the errors in it; field names: NBA OI QUA LAN RBZ KRS GMD ...

    Layout: NBA;OI;QUA;LAN;RBZ;KRS;GMD;OTT;SSS;HNR;ADZ;East;North;STN;PLZ;ONM;ZON;POT
    """
    rows = [_row(address, districts) for address in addresses]
    wrong, mistakes = _wrong_rows(addresses, districts)
    write_rows(folder / FILE, rows + wrong)
    return mistakes


def _row(address: Address, districts: list[str]) -> Row:
    part = f"{districts.index(address.district) + 1:04d}"
    key = f"{address.street_key:05d}"
    head = ["N", address.address_id, "A", "06", "9", "99", "001", part, key]
    return [
        *head,
        address.number,
        address.suffix,
        *_coordinates(address.place),
        address.street,
        address.postcode,
        CITY,
        "",
        address.district,
    ]


def _coordinates(place: Points) -> tuple[str, str]:
    """Return easting with zone prefix and northing, with decimal comma."""
    east = f"{place[0] + EAST_M + _ZONE_M:.3f}".replace(".", ",")
    return east, f"{place[1] + NORTH_M:.3f}".replace(".", ",")


def _wrong_rows(addresses: list[Address], districts: list[str]) -> tuple[list[Row], list[Mistake]]:
    """Return rows with errors: a copy of a good row with one thing changed each."""
    examples = {address.street: address for address in addresses if not address.suffix}
    rows: list[Row] = []
    mistakes: list[Mistake] = []

    def add(street: str, what: str, answer: str, **changes: str) -> Row:
        number = len(mistakes) + 1
        row = _row(examples[street], districts)
        row[1] = f"DEHE6999900000{number:02d}"
        for name, value in changes.items():
            row[_FIELDS.index(name)] = value
        rows.append(row)
        mistakes.append(Mistake(f"H{number:02d}", FILE, row[1], what, answer))
        return row

    start = examples["Goethestraße"].place
    east, north = _coordinates(start + np.array([0.6, 0.4]))
    add(
        "Goethestraße",
        "the same address again under another object id, 0.7 m away",
        "import: `duplicate_address`",
        EAST=east,
        NORTH=north,
    )
    add(
        "Mozartstraße",
        "the same address and place again under another object id",
        "import: `duplicate_address`",
    )
    row = add(
        "Lessingstraße",
        "object is reported as new and deleted further down",
        "import: `deleted`; the delete record is counted",
        HNR="98",
    )
    rows.append(["L", *row[1:]])
    add(
        "Kaiserstraße",
        "placeholder without a house number",
        "import: `no_house_number`",
        HNR="",
    )
    row = add(
        "Schillerstraße",
        "easting and northing swapped",
        "import: the axes are put right, and said",
        HNR="114",
    )
    row[11], row[12] = row[12], row[11]
    add(
        "Am Rebenhang",
        "coordinates are not numbers",
        "import: `no_coordinates`",
        HNR="96",
        EAST="NaN",
        NORTH="NaN",
    )
    add("Nordring", "house number 99999", "check: `odd_house_number`", HNR="99999")
    add("Westwall", "house number 0 stands for none", "import: `no_house_number`", HNR="0")
    east, north = _coordinates(np.array([31_250.0, 18_400.0]))
    add(
        "Lindenstraße",
        "lies 35 km outside the municipality",
        "check: `outside_municipality`",
        HNR="93",
        EAST=east,
        NORTH=north,
    )
    for label, spot, what in (
        ("Waldhaus", (570.0, 2750.0), "hunting lodge in the forest, no street within 100 m"),
        ("Schäferei", (330.0, 1525.0), "sheepfold in the fields, no street within 100 m"),
        ("Pumpwerk", (3010.0, 860.0), "waterworks in the meadows, no street within 100 m"),
    ):
        east, north = _coordinates(np.array(spot))
        add(
            "Frankfurter Straße",
            f"{label}: {what}",
            "check: `address_far_from_street`",
            HNR="1",
            STN=label,
            SSS="09990",
            EAST=east,
            NORTH=north,
        )
    east, north = _coordinates(np.array([1330.0, 664.0]))
    add(
        "Mainkai",
        "house of Mainkai (north bank) with a place on the south bank",
        "plan: must not be joined to Mainkai across the river",
        HNR="99",
        EAST=east,
        NORTH=north,
    )
    add(
        "Steingasse",
        "street name missing",
        "check: `missing_street`",
        HNR="94",
        STN="",
        SSS="",
    )
    add(
        "Lange Gasse",
        "house number with letters in the number field: 12 1/2",
        "import: number 12, suffix 1/2",
        HNR="12 1/2",
    )
    add(
        "Fischergasse",
        "postcode without its place, municipality key of another town",
        "check: `missing_postcode`",
        HNR="95",
        GMD="002",
        PLZ="",
    )
    return rows, mistakes


_FIELDS = (
    "NBA",
    "OI",
    "QUA",
    "LAN",
    "RBZ",
    "KRS",
    "GMD",
    "OTT",
    "SSS",
    "HNR",
    "ADZ",
    "EAST",
    "NORTH",
    "STN",
    "PLZ",
    "ONM",
    "ZON",
    "POT",
)
