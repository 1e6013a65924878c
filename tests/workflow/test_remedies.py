"""Remedies of findings: certain, counted in the history, and nothing vanishes."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner import workflow
from fibre_planner.model.finding import Finding
from fibre_planner.model.project import DEFAULT_CRS, Project, new_project


def found(project: Project, code: str) -> list[Finding]:
    return [finding for finding in workflow.check(project) if finding.code == code]


def project_with_mistakes() -> Project:
    """Two rows of one address and one without dwellings, a bow tie, a street without length."""
    places = [(485_000, 5_550_000), (485_002, 5_550_000), (485_060, 5_550_000)]
    addresses = gpd.GeoDataFrame(
        {
            "address_id": ["a", "b", "c"],
            "street": "Am Bach",
            "house_number": ["1", "1", "2"],
            "dwellings": [1, 1, -1],
        },
        geometry=[shapely.Point(place) for place in places],
        crs=DEFAULT_CRS,
    )
    bow_tie = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    moved = shapely.transform(bow_tie, lambda points: points + np.array([485_000.0, 5_550_000.0]))
    areas = gpd.GeoDataFrame(
        {"area_id": ["w"], "kind": "district", "name": "West"}, geometry=[moved], crs=DEFAULT_CRS
    )
    lines = [
        shapely.LineString([(485_000, 5_550_005), (485_070, 5_550_005)]),
        shapely.LineString([(485_000, 5_550_005), (485_000, 5_550_005)]),
    ]
    streets = gpd.GeoDataFrame({"street_id": ["s", "t"]}, geometry=lines, crs=DEFAULT_CRS)
    return new_project("mistakes").with_layers(addresses=addresses, areas=areas, streets=streets)


def test_duplicates_are_set_apart_and_kept_among_the_rejected_rows() -> None:
    project = project_with_mistakes()
    after = workflow.mend(project, found(project, "duplicate_address"))
    assert list(after.addresses["address_id"]) == ["a", "c"]
    assert list(after.rejected["row"]) == ["b"]
    assert found(after, "duplicate_address") == []


def test_unknown_dwellings_are_estimated_and_known_ones_kept() -> None:
    project = project_with_mistakes()
    after = workflow.mend(project, found(project, "missing_dwellings"))
    assert list(after.addresses["dwellings"])[:2] == [1, 1]
    assert (after.addresses["dwellings"] > 0).all()
    assert found(after, "missing_dwellings") == []


def test_bow_tie_becomes_the_two_triangles_it_is_made_of() -> None:
    project = project_with_mistakes()
    after = workflow.mend(project, found(project, "invalid_shape"))
    shape = after.areas.geometry.iloc[0]
    assert shape.is_valid
    assert shape.area == 50.0
    assert found(after, "invalid_shape") == []


def test_street_without_length_is_taken_out_and_kept_with_the_reason() -> None:
    project = project_with_mistakes()
    after = workflow.mend(project, found(project, "street_without_length"))
    assert list(after.streets["street_id"]) == ["s"]
    assert "1 street has no length." in after.rejected["reason"].iloc[0]


def test_several_findings_are_mended_in_one_entry_of_the_history() -> None:
    project = project_with_mistakes()
    findings = workflow.check(project)
    after = workflow.mend(project, findings)
    assert len(after.history) == len(project.history) + 1
    assert after.history["what"].iloc[-1] == "Mended 4 findings"


def test_what_only_a_person_can_decide_has_no_remedy_and_changes_nothing() -> None:
    project = project_with_mistakes()
    finding = Finding("broken_network", "warning", "streets", ("s",), "An island.", "Look at it.")
    assert workflow.remedy_title(finding) == ""
    assert workflow.mend(project, [finding]) is project


def test_mending_the_same_finding_twice_changes_nothing_more() -> None:
    project = project_with_mistakes()
    findings = found(project, "duplicate_address")
    once = workflow.mend(project, findings)
    twice = workflow.mend(once, findings)
    pd.testing.assert_frame_equal(once.addresses, twice.addresses)
    pd.testing.assert_frame_equal(once.rejected, twice.rejected)
