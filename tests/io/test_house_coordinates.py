"""House coordinates: layouts, coordinates, numbers, encodings, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from fibre_planner.io.house_coordinates import (
    looks_like_house_coordinates,
    read_house_coordinates,
)
from fibre_planner.model.errors import PlannerError
from fibre_planner.progress import Cancelled
from tests.io.house_rows import CRS, places, read, row

HESSEN_HEADER = (
    "nba;oid;qua;landschl;land;regbezschl;regbez;kreisschl;kreis;gmdschl;gmd;ottschl;ott;"
    "strschl;str;hnr;adz;zone;ostwert;nordwert"
)


def test_row_of_the_federal_layout_becomes_an_address(tmp_path: Path) -> None:
    imported = read(tmp_path, "# HK-DE 4.2", row(number="12", suffix="A"))
    address = imported.layers["addresses"].iloc[0]
    assert address["address_id"] == "DEHE000000000001"
    assert (address["street"], address["house_number"], address["suffix"]) == (
        "Frankfurter Straße",
        "12",
        "a",
    )
    assert (address["postcode"], address["city"], address["district"]) == (
        "63065",
        "Offenbach am Main",
        "Mitte",
    )
    assert address["ags"] == "06413000"
    assert places(imported) == [(483300.125, 5549840.5)]
    assert imported.counts["rows_read"] == 1


def test_berlin_row_of_zone_33_lies_in_berlin(tmp_path: Path) -> None:
    line = (
        "N;DEBE000000000001;A;11;0;00;004;0402;00001;1;;33385802,013;5816000,099;"
        "Aachener Strasse;10713;Berlin;;;"
    )
    imported = read(tmp_path, line, crs="EPSG:25833")
    assert places(imported) == [(385802.013, 5816000.099)]
    assert imported.layers["addresses"]["ags"].tolist() == ["11000004"]
    assert read(tmp_path, line).layers["addresses"].to_crs(4326).geometry[0].x == pytest.approx(
        13.32, abs=0.01
    )


def test_hessen_layout_with_header_is_read_by_its_column_names(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        HESSEN_HEADER,
        "N;DEHE000000000007;A;06;Hessen;4;Darmstadt;13;Offenbach;000;Offenbach am Main;0001;"
        "Bieber;00042;Aschaffenburger Straße;7;b;32;483300,125;5549840,5",
        "N;DEHE000000000008;A;06;Hessen;4;Darmstadt;13;Offenbach;000;Offenbach am Main;0001;"
        "Bieber;00042;Aschaffenburger Straße;0;;32;483310,125;5549840,5",
    )
    address = imported.layers["addresses"].iloc[0]
    assert (address["street"], address["house_number"], address["suffix"]) == (
        "Aschaffenburger Straße",
        "7",
        "b",
    )
    assert (address["city"], address["district"], address["postcode"], address["ags"]) == (
        "Offenbach am Main",
        "Bieber",
        "",
        "06413000",
    )
    assert imported.rejected["code"].tolist() == ["no_house_number"]
    assert imported.rejected["row"].tolist() == ["2"]


def test_federal_layout_may_name_its_columns(tmp_path: Path) -> None:
    header = "NBA;OI;QUA;LAN;RBZ;KRS;GMD;OTT;SSS;HNR;ADZ;East;North;STN;PLZ;ONM;ZON;POT"
    imported = read(tmp_path, header, row("A1"), row("A2", "0"))
    assert imported.layers["addresses"]["street"].tolist() == ["Frankfurter Straße"]
    assert imported.rejected["row"].tolist() == ["2"]


def test_unnamed_federal_columns_may_stand_under_another_header(tmp_path: Path) -> None:
    header = "NBA;OID;QUA;LAN;RBZ;KRS;GMD;OTT;SSS;HAUSNR;ZUSATZ;RW;HW;STN;PLZ;ONM;ZON;POT"
    imported = read(tmp_path, header, row("A1"))
    assert imported.layers["addresses"]["address_id"].tolist() == ["A1"]
    assert imported.counts["rows_read"] == 1


@pytest.mark.parametrize(
    ("key", "ags"),
    [
        ("06;4;13;000", "06413000"),
        ("6;4;13;0", "06413000"),
        ("06;4;13;06413000", "06413000"),
        ("06;4;06413;000", "06413000"),
        ("06;;13;000", ""),
    ],
)
def test_municipality_key_keeps_its_leading_zeros(tmp_path: Path, key: str, ags: str) -> None:
    imported = read(tmp_path, row().replace("06;4;13;000", key))
    assert imported.layers["addresses"]["ags"].tolist() == [ags]


def test_file_of_which_nothing_is_taken_says_so(tmp_path: Path) -> None:
    imported = read(tmp_path, row(x="3483300,12"))
    assert imported.layers["addresses"].empty
    assert any("No row could be taken over" in note for note in imported.notes)


def test_north_rhine_westphalia_ends_with_street_and_date(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        "N;DENW000000000001;A;05;3;34;002;0001;00010;5;;32294000.250;5628000.750;Markt;2011-05-01",
    )
    assert imported.layers["addresses"]["street"].tolist() == ["Markt"]
    assert imported.layers["addresses"]["ags"].tolist() == ["05334002"]
    assert places(imported) == [(294000.25, 5628000.75)]


def test_file_without_postal_part_is_read(tmp_path: Path) -> None:
    imported = read(
        tmp_path, "N;DEBY1;A;09;1;62;000;0001;00010;5;;32691000,25;5334000,75;Marienplatz"
    )
    assert imported.layers["addresses"]["ags"].tolist() == ["09162000"]


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("32483300,125", "5549840,500"),
        ("483300,125", "5549840,5"),
        ("32483300.125", "5549840.500"),
        ("483.300,125", "5.549.840,5"),
        (" 483300,125 ", '"5549840,5"'),
        ("5549840,500", "32483300,125"),
        ("5549840.5", "483300.125"),
    ],
)
def test_coordinates_are_read_however_they_are_written(tmp_path: Path, x: str, y: str) -> None:
    assert places(read(tmp_path, row(x=x, y=y))) == [(483300.125, 5549840.5)]


def test_swapped_axes_are_mended_and_said(tmp_path: Path) -> None:
    imported = read(
        tmp_path, row("A1"), row("A2", "2", x="5549840,500", y="32483300,125"), row("A3", "3")
    )
    assert imported.counts["rows_swapped"] == 1
    assert any("swapped" in note for note in imported.notes)
    assert len(set(places(imported))) == 1


@pytest.mark.parametrize(("x", "y"), [("8,7665", "50,1006"), ("50.1006", "8.7665")])
def test_degrees_are_not_taken_for_metres(tmp_path: Path, x: str, y: str) -> None:
    imported = read(tmp_path, row(x=x, y=y))
    (place,) = places(imported)
    assert place == pytest.approx((483_300, 5_549_840), abs=30)
    assert imported.counts["rows_in_degrees"] == 1


@pytest.mark.parametrize(
    ("x", "y", "code"),
    [
        ("", "5549840,5", "no_coordinates"),
        ("NaN", "NaN", "no_coordinates"),
        ("inf", "5549840,5", "no_coordinates"),
        ("1e5", "5549840,5", "no_coordinates"),
        ("0", "0", "impossible_coordinates"),
        ("32483300", "1", "impossible_coordinates"),
        ("3483300,12", "5549840,5", "gauss_krueger"),
    ],
)
def test_impossible_coordinates_are_rejected(tmp_path: Path, x: str, y: str, code: str) -> None:
    imported = read(
        tmp_path, row("A1"), row("A2", "2", x=x, y=y), *(row(f"B{n}") for n in range(9))
    )
    assert imported.rejected["code"].tolist() == [code]
    assert imported.rejected["row"].tolist() == ["2"]
    assert x in imported.rejected["values"][0]
    assert len(imported.layers["addresses"]) == 10


@pytest.mark.parametrize("number", ["", "0", "000"])
def test_placeholder_without_number_is_rejected(tmp_path: Path, number: str) -> None:
    imported = read(tmp_path, row("A1"), row("A2", number))
    assert imported.rejected["code"].tolist() == ["no_house_number"]
    assert "placeholder" in imported.rejected["reason"][0]


@pytest.mark.parametrize(
    ("number", "suffix", "found"),
    [
        ("0012", "", ("12", "")),
        ("12 1/2", "", ("12", "1/2")),
        ("12", "1/2", ("12", "1/2")),
        ("12", "/1", ("12", "/1")),
        ("12a", "", ("12", "a")),
        ("12", "Block C", ("12", "block c")),
        ("5-", "", ("5-", "")),
    ],
)
def test_number_and_suffix_are_kept_apart(
    tmp_path: Path, number: str, suffix: str, found: tuple[str, str]
) -> None:
    address = read(tmp_path, row(number=number, suffix=suffix)).layers["addresses"].iloc[0]
    assert (address["house_number"], address["suffix"]) == found


def test_row_for_several_numbers_becomes_several_addresses(tmp_path: Path) -> None:
    imported = read(tmp_path, row("A1", "12-14"), row("A2", "7", "a-b"))
    assert imported.layers["addresses"]["address_id"].tolist() == [
        "A1-12",
        "A1-14",
        "A2-7a",
        "A2-7b",
    ]
    assert imported.counts["rows_split"] == 2
    assert imported.counts["addresses_after_splitting"] == 4


def test_short_and_long_rows_are_rejected_with_what_they_hold(tmp_path: Path) -> None:
    imported = read(tmp_path, row("A1"), "N;A2;A;06", row("A3") + ";more;and more", row("A4"))
    assert imported.rejected["code"].tolist() == ["short_row", "long_row"]
    assert "N;A2;A;06" in imported.rejected["values"][0]
    assert imported.layers["addresses"]["address_id"].tolist() == ["A1", "A4"]


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("iso-8859-1", "ISO-8859-1"),
        ("cp850", "DOS"),
    ],
)
def test_encoding_is_detected_and_said(tmp_path: Path, encoding: str, label: str) -> None:
    path = tmp_path / "hk.txt"
    path.write_bytes(f"{row(street='Grüner Weg')}\r\n".encode(encoding))
    imported = read_house_coordinates(path, CRS)
    assert imported.layers["addresses"]["street"].tolist() == ["Grüner Weg"]
    assert any(label in note for note in imported.notes)


def test_windows_dash_makes_the_encoding_cp1252(tmp_path: Path) -> None:
    imported = read(tmp_path, row(street="Weg – Süd"), encoding="cp1252")
    assert imported.layers["addresses"]["street"].tolist() == ["Weg – Süd"]
    assert any("cp1252" in note for note in imported.notes)


def test_formula_and_markup_in_a_street_stay_text(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        row("A1", street="=1+1"),
        row("A2", street="<script>alert(1)</script>"),
        row("A3", street='"Am Tor'),
    )
    assert imported.layers["addresses"]["street"].tolist() == [
        "=1+1",
        "<script>alert(1)</script>",
        "Am Tor",
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"\r\n", b"name;street\nA;B\n", b"PK\x03\x04\x00\x00rest", b"# only a comment\n"],
)
def test_other_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hk.txt"
    path.write_bytes(content)
    assert not looks_like_house_coordinates(path)
    with pytest.raises(PlannerError, match=r"hk\.txt"):
        read_house_coordinates(path, CRS)


def test_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    assert not looks_like_house_coordinates(tmp_path / "none.txt")
    with pytest.raises(PlannerError, match="cannot be read"):
        read_house_coordinates(tmp_path / "none.txt", CRS)


def test_reading_can_be_cancelled_at_every_report(tmp_path: Path) -> None:
    path = tmp_path / "hk.txt"
    path.write_text(row(), encoding="utf-8")
    fractions: list[float] = []
    read_house_coordinates(path, CRS, report=lambda fraction, _: fractions.append(fraction))
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    for stop in fractions:

        def cancel(fraction: float, _: str, stop: float = stop) -> None:
            if fraction >= stop:
                raise Cancelled

        with pytest.raises(Cancelled):
            read_house_coordinates(path, CRS, report=cancel)
