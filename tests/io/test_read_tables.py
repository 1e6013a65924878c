"""Tables of text: delimiters, encodings, titles, coordinates, and what is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fibre_planner.io.layers import preview
from tests.io.reading import CRS, HEAD, ROW, accounted, read, sentence, write


def test_a_german_table_is_read_without_a_word_from_the_user(tmp_path: Path) -> None:
    result = read(write(tmp_path / "adr.csv", HEAD + ROW))
    (row,) = result.layers["addresses"].to_dict("records")
    assert (row["street"], row["house_number"], row["suffix"]) == ("Kaiserstraße", "12", "a")
    assert (row["postcode"], row["city"]) == ("63065", "Offenbach")
    assert (row["geometry"].x, row["geometry"].y) == (483300.5, 5549840.25)
    assert row["source"] == "adr.csv:1"
    assert result.columns["x"] == "Rechtswert"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp1252", "ISO-8859-1"),
        ("cp850", "CP850"),
        ("mac_roman", "Mac Roman"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
    ],
)
def test_the_encoding_is_found_and_said(tmp_path: Path, encoding: str, said: str) -> None:
    result = read(write(tmp_path / "adr.csv", HEAD + ROW, encoding))
    assert result.layers["addresses"]["street"].tolist() == ["Kaiserstraße"]
    assert any(said in note for note in result.notes)


def test_text_encoded_twice_is_mended(tmp_path: Path) -> None:
    twice = (HEAD + ROW).encode().decode("cp1252")
    result = read(write(tmp_path / "adr.csv", twice))
    assert result.layers["addresses"]["street"].tolist() == ["Kaiserstraße"]
    assert any("twice" in note for note in result.notes)


def test_a_broken_byte_in_utf8_is_reported_with_its_line(tmp_path: Path) -> None:
    good = (HEAD + ROW + "Königstraße;1;;63065;Offenbach;483301;5549841\n").encode()
    result = read(write(tmp_path / "adr.csv", good + b"K\xe4se;2;;63065;O;483302;5549842\n"))
    assert len(result.layers["addresses"]) == 3
    assert any("in line 4" in note for note in result.notes)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    content = (HEAD + ROW.replace(",", ".")).replace(";", delimiter)
    assert len(read(write(tmp_path / "adr.csv", content)).layers["addresses"]) == 1


def test_titles_above_the_header_and_blank_rows_are_skipped(tmp_path: Path) -> None:
    content = "Adressliste der Stadt;;;;;;\n;;;;;;\n" + HEAD + ";;;;;;\n" + ROW
    result = read(write(tmp_path / "adr.csv", content))
    assert result.layers["addresses"]["source"].tolist() == ["adr.csv:2"]
    assert any("2 rows above" in note for note in result.notes)


def test_a_row_with_too_many_cells_is_kept_among_the_rejected(tmp_path: Path) -> None:
    result = read(write(tmp_path / "adr.csv", HEAD + ROW + "a;b;c;d;e;f;g;h;i\n"))
    assert result.rejected["code"].tolist() == ["too_many_cells"]
    assert '"9": "i"' in result.rejected["values"].iloc[0]
    assert accounted(result)


def test_a_lone_quotation_mark_does_not_swallow_the_rows_after_it(tmp_path: Path) -> None:
    rows = "".join(f'Weg {n};{n};;63065;"Ort;483{n:03};5549840\n' for n in range(1, 60))
    assert len(read(write(tmp_path / "adr.csv", HEAD + rows)).layers["addresses"]) == 59


def test_list_and_ranges_of_house_numbers_become_rows(tmp_path: Path) -> None:
    content = HEAD + "Weg;12-16;;63065;O;483300;5549840\nWeg;27/1;;63065;O;483310;5549840\n"
    result = read(write(tmp_path / "adr.csv", content))
    told = sorted(result.layers["addresses"]["house_number"] + result.layers["addresses"]["suffix"])
    assert told == ["12", "14", "16", "27/1"]
    assert result.counts == {"rows": 2, "parts": 2, "taken": 4, "rejected": 0}


def test_street_and_number_in_one_cell_are_parted(tmp_path: Path) -> None:
    content = "Anschrift;x;y\n" + "".join(
        f"{cell};48330{n};5549840\n"
        for n, cell in enumerate(
            ["Straße des 17. Juni 135", "Hauptstr. 12 - 14", "Am Markt 3 b", "Weg 12 1/2", "Allee"]
        )
    )
    result = read(write(tmp_path / "adr.csv", content))
    rows = result.layers["addresses"]
    told = set(rows["street"] + "|" + rows["house_number"] + "|" + rows["suffix"])
    assert told == {
        "Straße des 17. Juni|135|",
        "Hauptstr.|12|",
        "Hauptstr.|14|",
        "Am Markt|3|b",
        "Weg|12|1/2",
    }
    assert result.rejected["code"].tolist() == ["no_house_number"]
    assert accounted(result)


def test_degrees_are_never_taken_for_metres(tmp_path: Path) -> None:
    content = "Straße;Nr;x;y\nWeg;1;8,7665;50,1006\n"
    path = write(tmp_path / "adr.csv", content)
    result = read(path)
    point = result.layers["addresses"].geometry.iloc[0]
    assert (round(point.x, -1), round(point.y, -1)) == (483300, 5549840)
    assert any("EPSG:4326" in note for note in result.notes)
    assert "look like degrees" in sentence(path, source_crs="EPSG:25832")


def test_metres_are_never_taken_for_degrees(tmp_path: Path) -> None:
    path = write(tmp_path / "adr.csv", HEAD + ROW)
    assert "are no degrees" in sentence(path, source_crs="EPSG:4326")


def test_degrees_of_another_country_are_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path / "adr.csv", "Straße;Nr;lon;lat\nCalle;1;-3,7;40,4\n")
    assert "--crs" in sentence(path)
    assert len(read(path, source_crs="EPSG:4326").layers["addresses"]) == 1


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [
        ("32483300,5", "5549840,25", "zone 32"),
        ("5549840,25", "483300,5", "exchanged"),
        ("483300.5", "5549840.25", "EPSG:25832"),
    ],
)
def test_zone_prefix_and_exchanged_axes_are_noticed(
    tmp_path: Path, x: str, y: str, said: str
) -> None:
    content = f"Straße;Hausnummer;Rechtswert;Hochwert\nWeg;1;{x};{y}\n"
    result = read(write(tmp_path / "adr.csv", content))
    point = result.layers["addresses"].geometry.iloc[0]
    assert (point.x, point.y) == (483300.5, 5549840.25)
    assert any(said in note for note in result.notes)


def test_gauss_krueger_is_recognised_by_its_zone(tmp_path: Path) -> None:
    # Offenbach in zone 3: 3483357, 5551620 (EPSG:31467), about 483300, 5549840 in UTM 32.
    content = "Straße;Nr;Rechtswert;Hochwert\nWeg;1;3483357;5551620\n"
    result = read(write(tmp_path / "adr.csv", content))
    point = result.layers["addresses"].geometry.iloc[0]
    assert abs(point.x - 483300) < 50
    assert abs(point.y - 5549840) < 50


def test_a_single_exchanged_row_is_turned_round(tmp_path: Path) -> None:
    rows = "".join(f"Weg;{n};483300,{n};5549840\n" for n in range(1, 9))
    content = "Straße;Nr;x;y\n" + rows + "Weg;9;5549840;483300\n"
    result = read(write(tmp_path / "adr.csv", content))
    assert result.layers["addresses"].geometry.x.max() < 500_000
    assert any(note.startswith("1 row had its two") for note in result.notes)


def test_rows_without_usable_coordinates_are_rejected_with_the_reason(tmp_path: Path) -> None:
    cells = ["483300;5549840", ";", "0;0", "NaN;NaN", "abc;5549840", "inf;5549840"]
    content = "Straße;Nr;x;y\n" + "".join(f"Weg;{n};{c}\n" for n, c in enumerate(cells, start=1))
    result = read(write(tmp_path / "adr.csv", content))
    assert dict(zip(result.rejected["row"], result.rejected["code"], strict=True)) == {
        "2": "no_coordinates",
        "3": "zero_coordinates",
        "4": "no_coordinates",
        "5": "no_coordinates",
        "6": "no_coordinates",
    }
    assert accounted(result)


def test_repeated_ids_and_repeated_rows_name_the_row_they_repeat(tmp_path: Path) -> None:
    with_id = "id;Straße;Nr;x;y\na;Weg;1;483300;5549840\na;Weg;2;483310;5549840\n"
    result = read(write(tmp_path / "a.csv", with_id))
    assert result.rejected["code"].tolist() == ["duplicate_id"]
    assert "row 1" in result.rejected["reason"].iloc[0]
    without = "Straße;Nr;x;y\nWeg;1;483300;5549840\nWeg;1;483300;5549840\nWeg;1;490000;5549840\n"
    result = read(write(tmp_path / "b.csv", without))
    assert result.rejected["row"].tolist() == ["2"]
    assert len(result.layers["addresses"]) == 2  # one name at two places is left to the check


def test_ids_do_not_depend_on_the_order_of_the_rows(tmp_path: Path) -> None:
    rows = [f"Weg;{n};48330{n};5549840\n" for n in range(1, 5)]
    first = read(write(tmp_path / "a.csv", "Straße;Nr;x;y\n" + "".join(rows)))
    second = read(write(tmp_path / "b.csv", "Straße;Nr;x;y\n" + "".join(reversed(rows))))
    columns = ["address_id", "street", "house_number"]
    assert (
        first.layers["addresses"][columns].to_dict()
        == second.layers["addresses"][columns].to_dict()
    )


SUPPLY = (
    "adress_id;Anbieter;Status;Technologie;Bandbreite;Verfügbar ab;Verbindlich\n"
    "a1;Telekom;versorgt;VDSL;100/40 Mbit/s;;nein\n"
    "a1;Glas GmbH;geplant;FTTH;1 Gbit/s;Q3 2027;ja\n"
    "a2;Kabel AG;versorgt;Kabel;1.000;31.12.2026;x\n"
    "a3;Telekom;keine;keine;;2027;\n"
    "a4;Telekom;vielleicht;FTTH;1000;;\n"
)


def test_words_rates_and_dates_of_a_market_survey_are_understood(tmp_path: Path) -> None:
    result = read(write(tmp_path / "mev.csv", SUPPLY), "supply")
    rows = result.layers["supply"].sort_values(["address_id", "provider"])
    assert rows["status"].tolist() == ["planned", "existing", "existing", "none"]
    assert rows["technology"].tolist() == ["FTTH", "FTTC", "HFC", "none"]
    assert rows["down_mbps"].tolist()[:3] == [1000.0, 100.0, 1000.0]
    assert rows["up_mbps"].tolist()[1] == 40.0
    assert rows["available_from"].tolist() == ["2027-09-30", "", "2026-12-31", "2027-12-31"]
    assert rows["binding"].tolist() == [True, False, True, False]
    assert result.rejected["code"].tolist() == ["unknown_word"]
    assert "“vielleicht”" in result.rejected["reason"].iloc[0]
    assert accounted(result, "supply")


def test_supply_that_names_its_address_in_words_is_kept_for_matching(tmp_path: Path) -> None:
    content = "Straße;Nr;PLZ;Anbieter\nKaiserstr.;12-14;1067;Telekom\nKaiserstr.;???;1067;Telekom\n"
    result = read(write(tmp_path / "mev.csv", content), "supply")
    rows = result.layers["supply"].sort_values("house_number")
    assert rows["house_number"].tolist() == ["12", "14", "???"]
    assert set(rows["postcode"]) == {"01067"}
    assert set(rows["address_id"]) == {""}
    assert accounted(result, "supply")


def test_a_constant_fills_a_column(tmp_path: Path) -> None:
    path = write(tmp_path / "mev.csv", "adress_id;down\na1;50\n")
    result = read(path, "supply", columns={"provider": "=Telekom", "status": "=geplant"})
    assert result.layers["supply"]["provider"].tolist() == ["Telekom"]
    assert result.layers["supply"]["status"].tolist() == ["planned"]


def test_a_given_column_goes_before_a_guess(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Straße;neu;Nr;x;y\nalt;Weg;1;483300;5549840\n")
    result = read(path, columns={"street": "neu"})
    assert result.layers["addresses"]["street"].tolist() == ["Weg"]
    assert result.columns["street"] == "neu"


def test_unknown_columns_are_named_with_those_there_are(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", HEAD + ROW)
    assert "Its columns are: Straße" in sentence(path, columns={"street": "Gasse"})
    assert "has no column “colour”" in sentence(path, columns={"colour": "Ort"})
    assert "no column that is known as" in sentence(
        write(tmp_path / "b.csv", "foo;bar\n1a;2b\n"), "supply"
    )
    assert "says nowhere where" in sentence(write(tmp_path / "c.csv", "Straße;Nr\nWeg;1\n"))


def test_a_formula_in_a_cell_stays_text(tmp_path: Path) -> None:
    content = HEAD + "=cmd|'/C calc'!A0;1;;63065;O;483300;5549840\n"
    result = read(write(tmp_path / "adr.csv", content))
    assert result.layers["addresses"]["street"].tolist() == ["=cmd|'/C calc'!A0"]


def test_a_cell_of_ten_thousand_characters_is_kept_with_its_row(tmp_path: Path) -> None:
    content = HEAD + f"Weg;{'9' * 10_000};;63065;O;483300;5549840\nWeg;😀;;1;O;483300;5549840\n"
    result = read(write(tmp_path / "adr.csv", content))
    assert len(result.rejected) == 2
    assert "9" * 10_000 in result.rejected["values"].iloc[0]
    assert accounted(result)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n\r\n", "is empty"),
        ("a.csv", b"<!DOCTYPE html><html>404</html>", "is a web page"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password"),
        ("a.xlsx", b"PK\x03\x04 this is no archive", "is damaged"),
        ("a.csv", b"%PDF-1.7 ...", "is a PDF"),
        ("a.csv", b"1;2;3\n4;5;6\n", "no row with the names"),
        ("a.csv", b"Strasse;Nr;x;y\x00\x01\x02\x00\n" * 3, "zero bytes"),
        ("a.gml", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><gml/>", "entities"),
        ("a.gml", b"<OGRVRTDataSource><x/></OGRVRTDataSource>", "refers to other files"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": [{"ty', "damaged or not"),
        ("a.gpkg", b"SQLite format 3\x00" + bytes(500), "damaged or not"),
        ("a.shp", b"\x00\x00\x27\x0a" + bytes(100), "needs its files"),
    ],
)
def test_bad_files_get_one_clear_sentence(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    assert said in sentence(write(tmp_path / name, content))


def test_a_missing_file_and_a_folder_get_a_sentence(tmp_path: Path) -> None:
    assert "There is no file" in sentence(tmp_path / "nowhere.csv")
    assert "is a folder" in sentence(tmp_path)


def test_a_header_without_rows_is_no_error(tmp_path: Path) -> None:
    result = read(write(tmp_path / "adr.csv", HEAD))
    assert result.counts["rows"] == 0
    assert result.layers["addresses"].crs == CRS


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_the_one_table_of_an_archive_is_read(tmp_path: Path) -> None:
    files = {"daten/adr.csv": (HEAD + ROW).encode(), "liesmich.pdf": b"%PDF", "__MACOSX/x": b"1"}
    result = read(zipped(tmp_path / "a.zip", files))
    assert result.layers["addresses"]["source"].tolist() == ["a.zip/daten/adr.csv:1"]


def test_an_archive_of_several_files_asks_which_one(tmp_path: Path) -> None:
    files = {"a.csv": (HEAD + ROW).encode(), "b.csv": (HEAD + ROW).encode()}
    path = zipped(tmp_path / "x.zip", files)
    assert "a.csv, b.csv" in sentence(path)
    assert read(path, source_layer="b").counts["taken"] == 1
    assert preview(path).sub_layers == ("a.csv", "b.csv")


def test_an_archive_cannot_write_outside_its_folder(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"../../evil.csv": (HEAD + ROW).encode(), "/abs.csv": b"a"})
    assert "holds nothing" in sentence(path)
    assert not list(tmp_path.parent.glob("evil.csv"))


def test_an_archive_bomb_is_not_opened(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("a.csv", bytes(150_000_000))
    path = write(tmp_path / "bomb.zip", stream.getvalue())
    assert "far more than a city" in sentence(path)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.lists(
            st.one_of(
                st.sampled_from(["1", "12-14", "483300", "5549840", "0", "Weg", "5-", "=1+1"]),
                st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
            ),
            min_size=1,
            max_size=6,
        ),
        max_size=8,
    )
)
def test_every_row_of_any_table_is_accounted_for(tmp_path: Path, rows: list[list[str]]) -> None:
    lines = [";".join(cell.replace(";", "").replace('"', "") for cell in row) for row in rows]
    content = "Straße;Nr;x;y\nWeg;1;483300;5549840\n" + "\n".join(lines) + "\n"
    result = read(write(tmp_path / "a.csv", content), source_crs=CRS)
    told = sum(any(cell.strip() for cell in line.split(";")) for line in lines) + 1
    assert result.counts["rows"] == told
    assert accounted(result)
