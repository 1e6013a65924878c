from __future__ import annotations

import pytest

from fibre_planner import workflow
from fibre_planner.model.project import Project
from tests.sample_data.town_files import answers


@pytest.mark.slow
def test_import_and_check_name_each_deliberate_error(sample_town: Project) -> None:
    rejected = list(zip(sample_town.rejected["code"], sample_town.rejected["values"], strict=True))
    found = {finding.code: finding for finding in workflow.check(sample_town)}
    of_address = sample_town.supply.groupby("address_id")["supply_id"].agg(set)
    unnamed = []
    for mistake, row, stage, code in answers():
        if stage == "import":
            named = any(code == reason and _cell(row, values) for reason, values in rejected)
        else:
            rows = set(found[code].rows) if code in found else set()
            named = row in rows or bool(rows & of_address.get(row, set()))
        if not named:
            unnamed.append((mistake, code))
    assert len(answers()) > 20
    assert not unnamed


def _cell(row: str, values: str) -> bool:
    return f'"{row}"' in values


@pytest.mark.slow
def test_the_town_is_loaded_with_every_layer(sample_town: Project) -> None:
    for name in ("addresses", "supply", "streets", "ducts", "nodes", "sites", "areas"):
        assert len(sample_town.layer(name)) > 9
    assert 3_800 < len(sample_town.addresses) < 4_000
    assert (sample_town.addresses["dwellings"] >= 0).mean() > 0.99
    assert (sample_town.streets["surface"] == "sett").sum() > 50
