"""What holds for the gap of any prices, and what its random draws must keep."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis.viability.uncertainty import triangular
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.viability import assumptions_from_dict, read_assumptions
from tests.analysis.viability.paper_plan import CATALOGUE, paper_gap, paper_plan, prices

BRIEF = settings(max_examples=12, deadline=None)
amount = st.floats(0.0, 200.0)
rate = st.floats(0.0, 0.3)


@BRIEF
@given(st.lists(amount, min_size=2, max_size=2), rate)
def test_gap_falls_when_revenue_rises(revenue: list[float], a_rate: float) -> None:
    low, high = sorted(revenue)
    dear, cheap = (
        paper_gap(catalogue=prices(ER01=value), rate=a_rate, samples=1).cases["base"]
        for value in (low, high)
    )
    assert dear.balance_eur >= cheap.balance_eur - 1e-6
    assert dear.gap_eur >= cheap.gap_eur >= 0


@BRIEF
@given(rate, st.floats(0.0, 5.0), st.integers(7, 20))
def test_gap_without_customers_is_discounted_building_and_operation(
    a_rate: float, percent: float, horizon: int
) -> None:
    catalogue = prices(AN01=0.0, OX01=percent)
    found = paper_gap(catalogue=catalogue, rate=a_rate, samples=1, horizon_years=horizon)
    yearly = 1_564_640.0 * percent / 100.0
    expected = 1_564_640.0 + sum(yearly / (1.0 + a_rate) ** t for t in range(1, horizon + 1))
    assert found.cases["base"].balance_eur == pytest.approx(expected)
    assert found.cases["base"].years["customers"].sum() == 0.0


@BRIEF
@given(st.floats(0.0, 1000.0), st.tuples(rate, rate))
def test_higher_rate_raises_a_gap_whose_later_years_all_earn(
    revenue: float, rates: tuple[float, float]
) -> None:
    catalogue = prices(ER01=300.0 + revenue)
    low, high = (
        paper_gap(catalogue=catalogue, rate=a_rate, samples=1).cases["base"]
        for a_rate in sorted(rates)
    )
    assert (low.years["discounted_eur"].iloc[1:] < 0.0).all()
    assert high.balance_eur >= low.balance_eur - 1e-6


@BRIEF
@given(st.tuples(rate, rate))
def test_higher_rate_lowers_a_gap_whose_later_years_all_cost(rates: tuple[float, float]) -> None:
    low, high = (
        paper_gap(catalogue=prices(ER01=0.0), rate=a_rate, samples=1).cases["base"]
        for a_rate in sorted(rates)
    )
    assert high.balance_eur <= low.balance_eur + 1e-6


@BRIEF
@given(st.lists(amount, min_size=4, max_size=4), st.integers(1, 4))
def test_parts_and_budget_years_are_the_gap_at_every_price_level(
    values: list[float], build_years: int
) -> None:
    codes = ("ER01", "OX01", "OX02", "PO02")
    catalogue = prices(**dict(zip(codes, values, strict=True)))
    found = paper_gap(catalogue=catalogue, build_years=build_years, samples=1)
    for case in found.cases.values():
        assert case.gap_eur >= 0
        assert case.financing.check_eur == 0
        assert sum(part.amount_eur for part in case.financing.parts) == case.gap_eur
        assert len(case.financing.years) == build_years


def test_enough_revenue_leaves_no_gap_and_no_aid() -> None:
    found = paper_gap(catalogue=prices(ER01=1000.0), samples=200)
    case = found.cases["base"]
    assert case.balance_eur < 0.0
    assert case.gap_eur == 0
    assert all(part.amount_eur == 0 for part in case.financing.parts)
    assert found.spread.high_eur == 0.0
    assert found.spread.viable_share == 1.0


def test_same_seed_gives_the_same_figures_and_another_seed_others() -> None:
    plan = paper_plan()
    other = replace(plan, scenario=replace(plan.scenario, seed=7))
    assert paper_gap(plan).spread == paper_gap(plan).spread
    assert paper_gap(plan).spread.low_eur != paper_gap(other).spread.low_eur


def test_quantiles_lie_in_order_between_the_low_and_the_high_gap() -> None:
    found = paper_gap(samples=2000)
    low, high = (float(found.cases[level].gap_eur) for level in ("low", "high"))
    assert low < found.spread.low_eur < found.spread.high_eur < high
    uniform = paper_gap(samples=2000, distribution="uniform")
    assert uniform.spread.high_eur > found.spread.high_eur


def test_simulation_without_any_doubt_gives_the_base_gap() -> None:
    plan = paper_plan()
    items = plan.items.copy()
    for level in ("low", "high"):
        items[f"price_{level}_eur"] = items["price_base_eur"]
    base = CATALOGUE["base"]
    found = paper_gap(
        replace(plan, items=items),
        catalogue=CATALOGUE.assign(low=base, high=base),
        discount_spread=0.0,
        ramp_years_low=2.0,
        ramp_years_high=2.0,
    )
    case = found.cases["base"]
    assert found.tornado.empty
    assert (found.spread.low_eur, found.spread.high_eur) == pytest.approx([case.balance_eur] * 2)
    assert found.cases["low"].gap_eur == case.gap_eur == found.cases["high"].gap_eur


def test_triangular_draws_turn_at_the_mode() -> None:
    # 0 to 10 with the mode at 2: a fifth of the draws lies below 2; at u = 0.05 sqrt(0.05·10·2).
    one = np.ones(1)
    drawn = triangular(np.array([[0.0], [0.05], [0.2], [1.0]]), 0 * one, 2 * one, 10 * one)
    assert drawn.ravel().tolist() == pytest.approx([0.0, 1.0, 2.0, 10.0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"horizon_years": 6},
        {"ramp_years_low": 0.0},
        {"model": "charity"},
        {"distribution": "normal"},
        {"segments": [{"segment_id": "new", "share": 1.2, "delay_years": 0}]},
        {"quantile_high": 1.0},
    ],
)
def test_assumptions_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(PlannerError):
        assumptions_from_dict({**read_assumptions().to_dict(), **wrong})


def test_assumptions_survive_as_plain_values() -> None:
    shipped = read_assumptions()
    assert assumptions_from_dict(shipped.to_dict()) == shipped


def test_missing_position_of_the_catalogue_is_named() -> None:
    with pytest.raises(PlannerError, match="ER01"):
        paper_gap(catalogue=CATALOGUE.loc[CATALOGUE["code"] != "ER01"])
    with pytest.raises(PlannerError, match="OX02"):
        paper_gap(catalogue=prices(OX02=float("nan")))
