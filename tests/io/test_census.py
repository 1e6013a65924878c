from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from fibre_planner.io.census import read_census
from fibre_planner.model.errors import PlannerError

CRS = "EPSG:25832"
CELL = "CRS3035RES100mN2998400E4244400"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_cell_is_a_square_of_the_european_grid(tmp_path: Path) -> None:
    path = write(
        tmp_path / "wohnungen.csv",
        "GITTER_ID_100m;x_mp_100m;y_mp_100m;Insgesamt_Wohnungen;werterlaeuternde_Zeichen\n"
        f"{CELL};4244450;2998450;42;\n",
    )
    result = read_census(path, "EPSG:3035")
    (row,) = result.layers["census"].to_dict("records")
    assert row["geometry"].bounds == (4244400.0, 2998400.0, 4244500.0, 2998500.0)
    assert row["dwellings"] == 42
    assert row["source"] == "wohnungen.csv:1"
    (row,) = read_census(path, CRS).layers["census"].to_dict("records")
    assert abs(row["geometry"].area - 10_000) < 30  # the two systems stretch a little differently


def test_secret_cells_are_kept_without_a_figure(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", f"GITTER_ID_100m;Wohnungen\n{CELL};–\n{CELL[:-3]}500;3\n")
    result = read_census(path, CRS)
    assert result.layers["census"]["dwellings"].isna().tolist() == [True, False]
    assert any("1 cell is secret" in note for note in result.notes)


def test_buildings_by_size_are_counted_as_dwellings(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        "GITTER_ID_100m;Insgesamt_Gebaeude;1_Wohnung;2_Wohnungen;3bis6_Wohnungen;"
        f"7bis12_Wohnungen;13undmehr_Wohnungen\n{CELL};6;2;1;2;–;1\n",
    )
    (row,) = read_census(path, CRS).layers["census"].to_dict("records")
    assert row["dwellings"] == 2 * 1 + 1 * 2 + 2 * 4.5 + 20


@pytest.mark.parametrize(
    ("cell", "corner", "size"),
    [
        ("100mN26865E43357", (4335700.0, 2686500.0), 100.0),
        ("1kmN2686E4335", (4335000.0, 2686000.0), 1000.0),
        ("CRS3035RES1kmN2686000E4335000", (4335000.0, 2686000.0), 1000.0),
        ("CRS3035RES1000mN2686000E4335000", (4335000.0, 2686000.0), 1000.0),
    ],
)
def test_every_way_to_write_a_cell_is_read(
    tmp_path: Path, cell: str, corner: tuple[float, float], size: float
) -> None:
    path = write(tmp_path / "a.csv", f"Gitter_ID_100m;Wohnungen\n{cell};3\n")
    bounds = read_census(path, "EPSG:3035").layers["census"].geometry.iloc[0].bounds
    assert bounds == (*corner, corner[0] + size, corner[1] + size)


def test_only_cells_near_the_project_are_taken_and_the_rest_is_counted(tmp_path: Path) -> None:
    far = "CRS3035RES100mN3500000E4600000"
    content = f"GITTER_ID_100m;Wohnungen\n{CELL};1\n{far};2\nnonsense;3\n{CELL};4\n"
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("Zensus_100m.csv", content)
        archive.writestr("Zensus_1km.csv", content)
    bounds = (4244000.0, 2998000.0, 4245000.0, 2999000.0)
    result = read_census(tmp_path / "a.zip", "EPSG:3035", bounds=bounds)
    assert result.counts == {"rows": 4, "taken": 1, "outside": 1, "rejected": 2}
    assert sorted(result.rejected["code"]) == ["duplicate_id", "no_cell"]
    assert sorted(result.rejected["row"]) == ["3", "4"]


def test_another_table_is_no_grid(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="no column with cells"):
        read_census(write(tmp_path / "a.csv", "Straße;Nr\nWeg;1\n"), CRS)
    with pytest.raises(PlannerError, match="holds no cell"):
        read_census(write(tmp_path / "b.csv", "Gitter_ID_100m;Wohnungen\nx;1\n"), CRS)
    with pytest.raises(PlannerError, match="nothing about dwellings"):
        read_census(write(tmp_path / "c.csv", f"Gitter_ID_100m;Alter\n{CELL};1\n"), CRS)
    with pytest.raises(PlannerError, match="is empty"):
        read_census(write(tmp_path / "d.csv", ""), CRS)
