"""Replies go through a survey: imported, matched, held against each other, frozen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from fibre_planner import workflow
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from tests.workflow.survey_files import EAST_M, NORTH_M, csv_file, project_with_town

DAY = dt.date(2026, 11, 23)


def imported(tmp_path: Path, *rows: str) -> Project:
    path = csv_file(tmp_path / "replies.csv", *rows)
    return workflow.import_replies(project_with_town(), path, "MEV 2026").project


def codes(project: Project) -> dict[str, int]:
    state = workflow.survey_state(project, "MEV 2026", today=DAY, horizon_years=3)
    return {finding.code: finding.count for finding in state.findings}


def test_replies_find_their_addresses_and_count_by_how(tmp_path: Path) -> None:
    project = imported(
        tmp_path,
        ";Goethe-Str.;14;1067;Nord;versorgt;FTTC;1000/50;;",
        "10;;;;Nord;versorgt;FTTH;1 Gbit/s;;",
        ";Hauptstr.;1;;Nord;versorgt;FTTH;1.000 Mbit/s;;",
        ";Sackgasse;1;;Nord;keine;;;;",
    )
    supply = project.supply.sort_values("source")
    assert supply["address_id"].tolist() == ["02", "10", "", ""]
    assert supply["match"].tolist() == ["text", "id", "review", "unknown"]
    assert supply["down_mbps"].tolist()[:3] == [1000.0, 1000.0, 1000.0]
    state = workflow.survey_state(project, "MEV 2026", today=DAY)
    assert state.providers == ("Nord",)
    assert state.queue["address_id"].tolist() == ["06", "07"]
    assert state.reasons == {"several_addresses": 1, "street_unknown": 1}


def test_matching_again_and_importing_again_change_nothing(tmp_path: Path) -> None:
    rows = (
        "3;Goethestr.;14;1067;Nord;versorgt;FTTH;1000;;",
        ";Hauptstr.;1;;Nord;versorgt;FTTH;1000;;",
    )
    first = imported(tmp_path, *rows)
    assert first.supply["match_reason"].tolist().count("id_contradicts_text") == 1
    again = workflow.match_survey(first, "MEV 2026")
    assert again.supply.equals(first.supply)
    step = workflow.import_replies(first, tmp_path / "replies.csv", "MEV 2026")
    assert step.project.supply.equals(first.supply)


def test_address_chosen_by_hand_outlasts_matching(tmp_path: Path) -> None:
    project = imported(tmp_path, ";Hauptstr.;1;;Nord;versorgt;FTTH;1000;;")
    (reply,) = project.supply["supply_id"]
    chosen = workflow.choose_address(project, reply, "07")
    matched = workflow.match_survey(chosen, "MEV 2026")
    assert matched.supply[["address_id", "match"]].iloc[0].tolist() == ["07", "hand"]
    with pytest.raises(PlannerError, match="no address"):
        workflow.choose_address(project, reply, "99")


def test_doubtful_replies_serve_nobody(tmp_path: Path) -> None:
    project = workflow.coverage(project_with_town(), today=DAY)
    path = csv_file(tmp_path / "r.csv", ";Hauptstr.;1;;Nord;versorgt;FTTH;1000;;")
    project = workflow.import_replies(project, path, "MEV").project
    assert (project.coverage["coverage_class"] == "unknown").all()
    (reply,) = project.supply["supply_id"]
    judged = workflow.choose_address(project, reply, "06").coverage.set_index("address_id")
    assert judged.loc["06", "technology"] == "FTTH"


def test_contradictions_are_named(tmp_path: Path) -> None:
    """Ten addresses; the replies speak of 02, 04, 05, 08 and 09."""
    project = imported(
        tmp_path,
        "02;;;;Nord;versorgt;FTTC;1000/50;;",  # more than VDSL gives
        "04;;;;Nord;versorgt;HFC;50/1000;;",  # more upload than download
        "05;;;;Nord;geplant;FTTH;1000;;ja",  # promised without date
        "08;;;;Nord;geplant;FTTH;1000;31.12.2031;ja",  # beyond three years
        "09;;;;Nord;versorgt;HFC;1000/50;;",
        "09;;;;Nord;keine;;;;",  # there and not there
        ";Sackgasse;1;;Nord;versorgt;FTTH;1000;;",
    )
    found = codes(project)
    assert found["rate_above_technology"] == 1
    assert found["upload_above_download"] == 1
    assert found["promise_without_date"] == 1
    assert found["promise_beyond_horizon"] == 1
    assert found["supplied_and_not"] == 2
    assert found["reply_for_unknown_address"] == 1
    assert found["address_without_reply"] == 5
    assert "reply_in_review" not in found


def test_frozen_survey_takes_no_more_replies_and_shows_changes(tmp_path: Path) -> None:
    project = imported(tmp_path, "02;;;;Nord;versorgt;FTTH;1000;;")
    frozen = workflow.freeze_survey(project, "MEV 2026")
    state = workflow.survey_state(frozen, "MEV 2026", today=DAY)
    assert len(state.digest) == 64
    assert not state.changed
    assert frozen.surveys[["survey", "replies", "providers"]].iloc[0].tolist() == [
        "MEV 2026",
        1,
        "Nord",
    ]
    with pytest.raises(PlannerError, match="frozen"):
        workflow.import_replies(frozen, tmp_path / "replies.csv", "MEV 2026")
    with pytest.raises(PlannerError, match="frozen"):
        workflow.freeze_survey(frozen, "MEV 2026")
    slower = frozen.with_layers(supply=frozen.supply.assign(down_mbps=50.0))
    assert workflow.survey_state(slower, "MEV 2026", today=DAY).changed
    workflow.save(frozen, tmp_path / "p.gpkg")
    loaded = workflow.open_project(tmp_path / "p.gpkg")
    assert not workflow.survey_state(loaded, "MEV 2026", today=DAY).changed


def test_survey_without_replies_is_not_frozen() -> None:
    with pytest.raises(PlannerError, match="no replies"):
        workflow.freeze_survey(project_with_town(), "MEV 2026")


def test_area_of_a_provider_speaks_of_all_addresses_in_it(tmp_path: Path) -> None:
    """The square holds 01 and 02, the first two houses of Goethestraße."""
    square = gpd.GeoDataFrame(
        {"technologie": ["FTTH"], "download": [1000]},
        geometry=[shapely.box(EAST_M - 10, NORTH_M - 10, EAST_M + 30, NORTH_M + 10)],
        crs="EPSG:25832",
    )
    square.to_file(tmp_path / "area.gpkg", layer="ausbau")
    step = workflow.import_replies(
        project_with_town(), tmp_path / "area.gpkg", "MEV 2026", provider="Süd", areas=True
    )
    rows = step.project.supply
    assert sorted(rows["address_id"]) == ["01", "02"]
    assert set(rows["provider"]) == {"Süd"}
    state = workflow.survey_state(step.project, "MEV 2026", today=DAY)
    assert state.matches["place"] == 2
    assert state.queue.empty


def test_points_of_a_shapefile_find_the_address_beside_them(tmp_path: Path) -> None:
    """One point lies 3 m from address 10, the other far from everything."""
    points = gpd.GeoDataFrame(
        {"technik": ["FTTH", "FTTH"], "download": [1000, 1000]},
        geometry=[
            shapely.Point(EAST_M + 3, NORTH_M + 900),
            shapely.Point(EAST_M + 5000, NORTH_M + 5000),
        ],
        crs="EPSG:25832",
    ).to_crs("EPSG:4326")
    points.to_file(tmp_path / "points.shp")
    step = workflow.import_replies(
        project_with_town(), tmp_path / "points.shp", "MEV 2026", provider="Süd"
    )
    rows = step.project.supply.sort_values("source")
    assert rows["address_id"].tolist() == ["10", ""]
    assert rows["match"].tolist() == ["place", "unknown"]
    assert rows["match_reason"].tolist() == ["", "nothing_near"]
