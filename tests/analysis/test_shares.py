import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis.shares import shares_by_district
from fibre_planner.model.ruleset import COVERAGE_CLASSES, ELIGIBILITIES
from fibre_planner.model.tables import conform
from tests.towns import town

HAMLET = town("3p21")


def test_addresses_and_dwellings_are_shared_by_district_and_in_total() -> None:
    people = HAMLET.addresses.assign(district=["Bieber", "Bieber", "Bürgel", ""])
    coverage = conform(
        "coverage",
        pd.DataFrame(
            {
                "address_id": ["p1", "p2", "p3", "p4"],
                "coverage_class": ["white", "served", "served", "unknown"],
                "eligible": ["yes", "no", "no", "unknown"],
                "technology": ["DSL", "FTTH", "HFC", "none"],
            }
        ),
    )
    table = shares_by_district(people, coverage)
    assert table["district"].tolist() == ["", "Bieber", "Bürgel", ""]
    assert table["kind"].tolist() == ["district"] * 3 + ["total"]
    assert table["addresses"].tolist() == [1, 2, 1, 4]
    assert table["dwellings"].tolist() == [1, 3, 2, 6]
    assert table["dwellings_unknown"].tolist() == [0, 1, 0, 1]
    assert table["class_served"].tolist() == [0, 1, 1, 2]
    assert table["class_served_share"].tolist() == [0.0, 0.5, 1.0, 0.5]
    assert table["eligible_yes_dwellings_share"].tolist() == [0.0, 1.0, 0.0, 0.5]
    assert table["technology_HFC"].tolist() == [0, 0, 1, 1]


def test_an_address_without_coverage_counts_as_unknown() -> None:
    table = shares_by_district(HAMLET.addresses, conform("coverage", pd.DataFrame()))
    assert table["class_unknown"].tolist() == [4, 4]
    assert table["technology_none"].tolist() == [4, 4]


def test_a_town_without_addresses_has_a_total_of_nothing() -> None:
    nobody = HAMLET.addresses.iloc[:0]
    table = shares_by_district(nobody, conform("coverage", pd.DataFrame()))
    assert table["addresses"].tolist() == [0]
    assert table["class_white_share"].tolist() == [0.0]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "Bieber", "Bürgel"]),
            st.sampled_from(COVERAGE_CLASSES),
            st.sampled_from(ELIGIBILITIES),
        ),
        min_size=4,
        max_size=4,
    )
)
@settings(max_examples=30, deadline=None)
def test_shares_of_a_district_add_up_and_districts_add_up_to_the_total(
    rows: list[tuple[str, str, str]],
) -> None:
    people = HAMLET.addresses.assign(district=[row[0] for row in rows])
    coverage = pd.DataFrame(
        {
            "address_id": people["address_id"],
            "coverage_class": [row[1] for row in rows],
            "eligible": [row[2] for row in rows],
        }
    )
    table = shares_by_district(people, conform("coverage", coverage))
    for prefix, values in (("class", COVERAGE_CLASSES), ("eligible", ELIGIBILITIES)):
        counts = table[[f"{prefix}_{value}" for value in values]]
        shares = table[[f"{prefix}_{value}_share" for value in values]]
        assert (counts.sum(axis=1) == table["addresses"]).all()
        assert (abs(shares.sum(axis=1) - 1) < 1e-12).all()
        assert (counts.iloc[:-1].sum() == counts.iloc[-1]).all()
