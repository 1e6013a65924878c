from __future__ import annotations

from pathlib import Path

import pytest

from fibre_planner.io.encoding import detect_encoding, read_text
from fibre_planner.model.errors import PlannerError


def write(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("iso-8859-1", "ISO-8859-1"),
        ("cp850", "DOS (cp850)"),
    ],
)
def test_umlauts_survive_in_every_usual_encoding(tmp_path: Path, codec: str, label: str) -> None:
    text, encoding = read_text(write(tmp_path, "Größe;Straße\r\nÄpfel;Öl\r\n".encode(codec)))
    assert text == "Größe;Straße\nÄpfel;Öl\n"
    assert encoding.label == label
    assert encoding.damaged == 0
    assert label in encoding.note()


def test_windows_characters_make_it_cp1252(tmp_path: Path) -> None:
    text, encoding = read_text(write(tmp_path, "Preis – 5 € für Öl".encode("cp1252")))
    assert text == "Preis – 5 € für Öl"
    assert encoding.codec == "cp1252"


def test_plain_ascii_is_called_utf8(tmp_path: Path) -> None:
    assert detect_encoding(write(tmp_path, b"a;b\n")).label == "UTF-8"


def test_single_damaged_character_does_not_spoil_the_others(tmp_path: Path) -> None:
    content = ("Straße;" * 50).encode() + b"\xff" + "Öl".encode()
    text, encoding = read_text(write(tmp_path, content))
    assert encoding.codec == "utf-8"
    assert encoding.damaged == 1
    assert "1" in encoding.note()
    assert text.endswith("\N{REPLACEMENT CHARACTER}Öl")


def test_character_across_two_blocks_is_whole(tmp_path: Path) -> None:
    content = b"a" * ((1 << 20) - 1) + "ß".encode() + b"\n"
    text, encoding = read_text(write(tmp_path, content))
    assert encoding.damaged == 0
    assert text.endswith("aß\n")


def test_binary_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match=r"table\.csv is no text file"):
        detect_encoding(write(tmp_path, b"PK\x03\x04\x00\x00"))
