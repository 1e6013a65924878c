"""Shares of a gap: worked by hand to the cent, and laws that hold for any profile."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fibre_planner.analysis.viability.financing import finance, split_cents
from fibre_planner.model.funding import FundingProfile, funding_profile_from_dict
from fibre_planner.model.funding import read_funding_profile as read
from fibre_planner.model.viability import Financing
from fibre_planner.resources import RESOURCES, read_toml

SHIPPED = "federal-hessen-2025"


def profile(*terms: tuple[float, float | None, float]) -> FundingProfile:
    """Return a profile of funders with quota, cap and least grant; the last one pays the rest."""
    table = read_toml(RESOURCES / "funding_profiles" / f"{SHIPPED}.toml")
    rows = [
        {"funder_id": f"f{at}", "name": f"F{at}", "source": "-", "quota": quota, "cap_eur": cap}
        | {"minimum_eur": least}
        for at, (quota, cap, least) in enumerate(terms)
    ]
    rows.append({"funder_id": "own", "name": "Own", "source": "-", "rest": True})
    return funding_profile_from_dict("drawn", {**table, "funders": rows})


def amounts(found: Financing) -> list[str]:
    return [str(part.amount_eur) for part in found.parts]


def test_cents_that_are_left_go_to_the_largest_remainders_first() -> None:
    # 100 × 1/6, 2/6, 3/6 = 16.67, 33.33, 50: the one cent left goes to the first.
    assert split_cents(100, [Fraction(1), Fraction(2), Fraction(3)]) == [17, 33, 50]
    # Alike remainders: the first ones.
    assert split_cents(100, [Fraction(1)] * 3) == [34, 33, 33]
    assert split_cents(7, [Fraction(0), Fraction(0)]) == [7, 0]


def test_half_four_tenths_and_a_tenth_of_an_odd_amount_add_up_to_it() -> None:
    # 300,000.05: 150,000.025, 120,000.020, 30,000.005 → one cent more for the federal part,
    # whose remainder (0.5) is as large as the municipality's and which stands first.
    found = finance(Decimal("300000.05"), read(SHIPPED), [1.0], [2027])
    assert amounts(found) == ["150000.03", "120000.02", "30000.00"]
    assert found.check_eur == 0


def test_parts_are_spread_over_years_by_their_capex() -> None:
    # Capex 2 : 1. 150,000.03 → 100,000.02 + 50,000.01; 120,000.02 → 80,000.0133 + 40,000.0067,
    # the cent goes to the second year; 30,000.00 → 20,000 + 10,000.
    found = finance(Decimal("300000.05"), read(SHIPPED), [2.0e6, 1.0e6], [2027, 2028])
    by_year = [tuple(map(str, part.by_year_eur)) for part in found.parts]
    assert by_year == [
        ("100000.02", "50000.01"),
        ("80000.01", "40000.01"),
        ("20000.00", "10000.00"),
    ]
    assert tuple(map(str, found.by_year_eur)) == ("200000.03", "100000.02")
    assert found.years == (2027, 2028)


def test_what_a_cap_leaves_is_paid_by_the_rest() -> None:
    found = finance(Decimal("1000.00"), profile((0.5, 300.0, 0.0), (0.4, None, 0.0)), [1.0], [2027])
    assert amounts(found) == ["300.00", "400.00", "300.00"]
    assert [part.limit for part in found.parts] == ["cap", "", ""]


def test_part_below_the_least_grant_is_not_paid() -> None:
    found = finance(Decimal("150000.00"), read(SHIPPED), [1.0], [2027])
    # Half of it is 75,000, less than the federal least grant of 100,000.
    assert amounts(found) == ["0.00", "60000.00", "90000.00"]
    assert [part.limit for part in found.parts] == ["minimum", "", ""]


def test_nothing_is_paid_where_there_is_no_gap() -> None:
    found = finance(Decimal("0.00"), read(SHIPPED), [5.0, 3.0], [2027, 2028])
    assert amounts(found) == ["0.00", "0.00", "0.00"]
    assert [part.limit for part in found.parts] == ["", "", ""]
    assert found.check_eur == 0


money = st.integers(0, 10**13).map(lambda cents: Decimal(cents).scaleb(-2))
quota = st.integers(0, 5000).map(lambda n: n / 10_000)
cap = st.one_of(st.none(), st.integers(0, 10**11).map(lambda cents: cents / 100))
term = st.tuples(quota, cap, st.sampled_from([0.0, 100.0, 1e5]))
capex = st.lists(st.floats(0.0, 1e9, allow_subnormal=False), min_size=1, max_size=8)


@given(money, st.tuples(term, term), capex)
def test_parts_and_years_always_add_up_to_the_gap(
    gap: Decimal,
    terms: tuple[tuple[float, float | None, float], tuple[float, float | None, float]],
    capex_eur: list[float],
) -> None:
    found = finance(gap, profile(*terms), capex_eur, range(2027, 2027 + len(capex_eur)))
    assert sum(part.amount_eur for part in found.parts) == gap
    assert found.check_eur == 0
    for part, limits in zip(found.parts, [*terms, (0.0, None, 0.0)], strict=True):
        assert sum(part.by_year_eur) == part.amount_eur
        assert min(part.by_year_eur) >= 0
        assert limits[1] is None or part.amount_eur <= Decimal(str(limits[1]))
        assert part.amount_eur == 0 or part.amount_eur >= Decimal(str(limits[2])) - Decimal("0.01")


@given(money, st.tuples(quota, quota))
def test_no_part_is_a_cent_away_from_its_quota(gap: Decimal, quotas: tuple[float, float]) -> None:
    found = finance(gap, profile(*((share, None, 0.0) for share in quotas)), [1.0], [2027])
    rest = 1 - sum(Decimal(str(share)) for share in quotas)
    for part, share in zip(found.parts, [*map(str, quotas), str(rest)], strict=True):
        assert abs(part.amount_eur - gap * Decimal(share)) < Decimal("0.01")


def test_year_of_a_funder_pays_in_proportion_to_the_cent() -> None:
    found = finance(Decimal("1000000.00"), read(SHIPPED), [1.0, 1.0, 1.0], [2027, 2028, 2029])
    assert [str(amount) for amount in found.by_year_eur] == ["333333.35", "333333.33", "333333.32"]
