"""Two providers' replies to the market survey; they contradict each other and themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely

from sample_data.addresses import CITY, Address
from sample_data.mistakes import Mistake
from sample_data.plan_files import read_plan
from sample_data.writing import write_rows, write_workbook

MAINNETZ_FILE = "replies_mainnetz.csv"
GLASKRAFT_FILE = "replies_glaskraft.xlsx"

Row = list[Any]

_MAINNETZ_HEADER = (
    "Adress-ID",
    "Straße",
    "Hausnummer",
    "Zusatz",
    "PLZ",
    "Ort",
    "Anbieter",
    "Status",
    "Technologie",
    "Download (Mbit/s)",
    "Upload (Mbit/s)",
    "verfügbar ab",
    "verbindlich",
    "Bemerkung",
)
_GLASKRAFT_HEADER = (
    "adress_id",
    "strasse",
    "hausnummer",
    "zusatz",
    "plz",
    "ort",
    "anbieter",
    "status",
    "technologie",
    "down_mbit",
    "up_mbit",
    "verfuegbar_ab",
    "verbindlich",
    "bemerkung",
)
_ID, _STREET, _NUMBER, _POSTCODE, _STATUS = 0, 1, 2, 4, 7
_TECHNOLOGY, _DOWN, _UP, _FROM, _BINDING, _NOTE = 8, 9, 10, 11, 12, 13


def write_replies(folder: Path, addresses: list[Address]) -> list[Mistake]:
    """Write both files and return the errors in them."""
    mainnetz, glaskraft = _replies("MainNetz", addresses), _replies("Glaskraft", addresses)
    for row in mainnetz:
        row[_DOWN] = f"{row[_DOWN]:.1f}".replace(".", ",") if row[_DOWN] != "" else ""
        row[_UP] = f"{row[_UP]:.1f}".replace(".", ",") if row[_UP] != "" else ""
        row[_FROM] = ".".join(reversed(row[_FROM].split("-")))
    mistakes = _spoil_mainnetz(mainnetz) + _spoil_glaskraft(glaskraft)
    # German office software of the older kind: Windows code page, CRLF.
    write_rows(folder / MAINNETZ_FILE, [_MAINNETZ_HEADER, *mainnetz], "cp1252", "\r\n")
    write_workbook(folder / GLASKRAFT_FILE, "Markterkundung", [_GLASKRAFT_HEADER, *glaskraft])
    return mistakes


def _replies(provider: str, addresses: list[Address]) -> list[Row]:
    """Return the provider's rows in the order of the addresses."""
    places = shapely.points(np.array([address.place for address in addresses]))
    rows: dict[str, Row] = {}
    for area in read_plan("survey_areas"):  # where areas overlap, the first one counts
        if area["provider"] != provider:
            continue
        inside = shapely.contains(shapely.polygons(area["points"]), places)
        for address in np.array(addresses, dtype=object)[inside]:
            rows.setdefault(address.address_id, _reply(address, area))
    return [rows[address_id] for address_id in sorted(rows)]


def _reply(address: Address, area: dict[str, Any]) -> Row:
    rates = [float(area[name]) if area[name] else "" for name in ("down_mbps", "up_mbps")]
    number = int(address.number) if area["provider"] == "Glaskraft" else address.number
    return [
        address.address_id,
        address.street,
        number,
        address.suffix,
        address.postcode,
        CITY,
        area["provider"],
        area["status"],
        area["technology"],
        *rates,
        area["available_from"],
        area["binding"],
        area["note"],
    ]


def _spoil_mainnetz(rows: list[Row]) -> list[Mistake]:
    """Put errors into rows that are far enough apart, and add two rows."""
    mistakes: list[Mistake] = []

    def note(row: Row, what: str, answer: str) -> None:
        code = f"M{len(mistakes) + 1:02d}"
        mistakes.append(Mistake(code, MAINNETZ_FILE, row[_ID], what, answer))

    planned = [row for row in rows if row[_STATUS] == "geplant"]
    row = planned[10]
    row[_DOWN] = "1 Gbit/s"
    note(row, "download as the text “1 Gbit/s”", "import: 1000 Mbit/s")
    row = planned[40]
    row[_DOWN], row[_UP] = "300,0", "1000,0"
    note(row, "upload above download", "check: `upload_above_download`")
    row = planned[70]
    row[_FROM] = ""
    note(row, "planned without a date", "check: `promise_without_date`")
    row = planned[100]
    row[_POSTCODE] = "6399"
    note(row, "postcode with four digits", "import: a leading zero is put back, and said")
    row = planned[130]
    row[_STREET] = row[_STREET].replace("straße", "str.").replace("gasse", "g.")
    note(row, "street name abbreviated", "import: matched by its object id")
    row = planned[160]
    again = [*row[:_STATUS], "keine", "keine", "", "", "", "", "doch kein Ausbau"]
    rows.append(again)
    note(row, "two rows for one address: planned, and none", "check: `contradictory_supply`")
    row = planned[190]
    row[_FROM] = "30.06.2034"
    note(row, "planned beyond the horizon of the rule sets", "coverage: plan does not count")
    unknown = [
        "DEHE699988000001",
        "Phantasiegasse",
        "7",
        "",
        "63991",
        CITY,
        "MainNetz",
        "geplant",
        "FTTH",
        "1000,0",
        "500,0",
        "30.06.2027",
        "ja",
        "",
    ]
    rows.append(unknown)
    note(
        unknown, "reply for an address the town does not have", "check: `supply_of_unknown_address`"
    )
    return mistakes


def _spoil_glaskraft(rows: list[Row]) -> list[Mistake]:
    """Put errors into rows of the workbook, and add two rows."""
    mistakes: list[Mistake] = []

    def note(row: Row, what: str, answer: str) -> None:
        code = f"G{len(mistakes) + 1:02d}"
        mistakes.append(Mistake(code, GLASKRAFT_FILE, row[_ID], what, answer))

    planned = [row for row in rows if row[_STATUS] == "geplant"]
    row = planned[5]
    row[_NOTE] = '=HYPERLINK("http://example.invalid/";"Ausbauplan")'
    note(row, "remark that begins with “=”", "import: text; reports: never a formula")
    row = planned[35]
    row[_POSTCODE] = int(row[_POSTCODE][1:])
    note(
        row,
        "postcode as a number that lost its first digit",
        "import: a leading zero is put back, and said",
    )
    row = planned[65]
    row[_NOTE] = "<script>alert('Glaskraft')</script>"
    note(row, "remark with markup", "import: text; HTML map: text")
    row = planned[95]
    row[_DOWN] = "1 Gbit/s"
    note(row, "download as the text “1 Gbit/s”", "import: 1000 Mbit/s")
    row = planned[125]
    row[_DOWN] = -1000.0
    note(row, "negative download", "check: `impossible_rate`")
    row = planned[155]
    row[_TECHNOLOGY] = "Lichtwellenleiter"
    note(row, "technology by an unknown name", "import: `unknown_word`")
    row = planned[185]
    row[_ID] = ""
    mistakes.append(
        Mistake(
            "G07",
            GLASKRAFT_FILE,
            f"{row[_STREET]} {row[_NUMBER]}",
            "row without an object id",
            "import: matched by street and number",
        )
    )
    unknown = [
        "DEHE699988000002",
        "Am Luftschloss",
        1,
        "",
        "63992",
        CITY,
        "Glaskraft",
        "geplant",
        "FTTH",
        1000.0,
        1000.0,
        "2028-09-30",
        "ja",
        "",
    ]
    rows.append(unknown)
    note(
        unknown, "reply for an address the town does not have", "check: `supply_of_unknown_address`"
    )
    return mistakes
