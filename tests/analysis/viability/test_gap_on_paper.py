"""The viability gap of a plan on paper, reckoned by hand to the cent.

Cost and plan: see `paper_plan`. 400 units, take-up 35 % (AN01), ramp of two years; three quarters
of the customers are new, a quarter changes a year later. Built in 2027, in service from 2028 on,
seven years of operation: 2027 (t = 0) to 2034 (t = 7).

Ramp after one year 0.75 × 1/2 = 0.375, after two 0.75 + 0.25 × 1/2 = 0.875, then 1, so that 150,
350 and 400 units are reached: 52.5, 122.5 and 140 customers; 52.5, 70 and 17.5 are gained.

year  building   equipment  passive 1 %  service  revenue     sum            × 0.8^t
                 (180 each)             (84 each) (420 each)
2027  1,564,640                                               1,564,640.00   1,564,640.00
2028              9,450     15,646.40    4,410     22,050         7,456.40       5,965.12
2029             12,600     15,646.40   10,290     51,450       -12,913.60      -8,264.704
2030              3,150     15,646.40   11,760     58,800       -28,243.60     -14,460.7232
2031                        15,646.40   11,760     58,800       -31,393.60     -12,858.81856
2032                        15,646.40   11,760     58,800       -31,393.60     -10,287.054848
2033                        15,646.40   11,760     58,800       -31,393.60      -8,229.6438784
2034                        15,646.40   11,760     58,800       -31,393.60      -6,583.71510272
                                                                             1,509,920.46041088

Gap 1,509,920.46. Federal 50 % = 754,960.23; state 40 % = 603,968.184; own 10 % = 150,992.046.
Rounded down 754,960.23 + 603,968.18 + 150,992.04 = 1,509,920.45; the cent that is left goes to the
largest remainder (0.6 cent), the municipality's: 150,992.05.

Operator model: lease 18 × 12 = 216 a customer, without operation and equipment:
11,340 × 0.8 + 26,460 × 0.64 + 30,240 × (0.512 + 0.4096 + 0.32768 + 0.262144 + 0.2097152)
= 9,072 + 16,934.40 + 52,047.249408 = 78,053.649408; need 1,564,640 - that = 1,486,586.350592.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from tests.analysis.viability.paper_plan import in_two_years, paper_gap, paper_plan

BUILT = [1_564_640.0, *[0.0] * 7]
DISCOUNTED = [
    1_564_640.0,
    5_965.12,
    -8_264.704,
    -14_460.7232,
    -12_858.81856,
    -10_287.054848,
    -8_229.6438784,
    -6_583.71510272,
]


def test_years_are_those_reckoned_by_hand() -> None:
    years = paper_gap().cases["base"].years
    assert years["year"].tolist() == list(range(2027, 2035))
    assert years["capex_eur"].tolist() == pytest.approx(BUILT)
    assert years["customers"].tolist() == pytest.approx([0.0, 52.5, 122.5, *[140.0] * 5])
    assert years["equipment_eur"].tolist() == pytest.approx([0, 9_450, 12_600, 3_150, 0, 0, 0, 0])
    operated = [0, 20_056.4, 25_936.4, *[27_406.4] * 5]
    assert years["opex_eur"].tolist() == pytest.approx(operated)
    assert years["revenue_eur"].tolist() == pytest.approx([0, 22_050, 51_450, *[58_800] * 5])
    assert years["discounted_eur"].tolist() == pytest.approx(DISCOUNTED)
    assert years["cumulated_eur"].iloc[-1] == pytest.approx(1_509_920.46041088)


def test_gap_and_shares_are_those_reckoned_by_hand() -> None:
    case = paper_gap().cases["base"]
    assert case.gap_eur == Decimal("1509920.46")
    assert [(part.funder_id, str(part.amount_eur)) for part in case.financing.parts] == [
        ("federal", "754960.23"),
        ("state", "603968.18"),
        ("own", "150992.05"),
    ]
    assert case.financing.years == (2027,)
    assert case.financing.check_eur == 0


def test_operator_needs_building_less_the_present_lease() -> None:
    case = paper_gap(model="operator").cases["base"]
    assert case.gap_eur == Decimal("1486586.35")
    assert case.years["opex_eur"].sum() == 0.0
    assert case.years["equipment_eur"].sum() == 0.0


def test_low_gap_has_low_costs_and_high_revenues() -> None:
    cases = paper_gap().cases
    # 880,000 × 1.08 × 1.05 and 1,780,000 × 1.15 × 1.20, plus 3 % documentation in neither.
    assert cases["low"].years["capex_eur"].iloc[0] == pytest.approx(997_920.0)
    assert cases["high"].years["capex_eur"].iloc[0] == pytest.approx(2_456_400.0)
    # 400 units × 50 % × 42 × 12, and 400 × 20 % × 28 × 12.
    assert cases["low"].years["revenue_eur"].iloc[-1] == pytest.approx(100_800.0)
    assert cases["high"].years["revenue_eur"].iloc[-1] == pytest.approx(26_880.0)
    assert cases["low"].gap_eur < cases["base"].gap_eur < cases["high"].gap_eur


def test_build_order_gives_capex_customers_and_budget_years() -> None:
    # 300 units serve from 2028 on, 100 from 2030 on; horizon until 2036.
    case = paper_gap(in_two_years(paper_plan())).cases["base"]
    years = case.years
    assert years["year"].tolist() == list(range(2027, 2037))
    assert years["capex_eur"].tolist()[:4] == pytest.approx([1_173_480.0, 0.0, 391_160.0, 0.0])
    # 300 × 0.375; 300 × 0.875; 300 + 100 × 0.375; 300 + 100 × 0.875; 400.
    assert years["reached_units"].tolist()[1:6] == pytest.approx([112.5, 262.5, 337.5, 387.5, 400])
    # One percent of three quarters, then of all.
    assert years["opex_eur"].iloc[1] == pytest.approx(11_734.8 + 112.5 * 0.35 * 84)
    assert case.financing.years == (2027, 2029)
    # Three quarters of the need fall on 2027, to a cent for each funder.
    first, second = case.financing.by_year_eur
    assert float(first) == pytest.approx(0.75 * float(case.gap_eur), abs=0.03)
    assert first + second == case.gap_eur


def test_building_without_an_order_is_spread_evenly_over_the_years_asked_for() -> None:
    years = paper_gap(build_years=2).cases["base"].years
    assert years["capex_eur"].tolist()[:3] == pytest.approx([782_320.0, 782_320.0, 0.0])
    assert len(years) == 2 + 7


def test_amounts_can_count_at_the_end_of_their_year() -> None:
    begin, end = paper_gap(), paper_gap(first_exponent=1.0)
    ratio = end.cases["base"].balance_eur / begin.cases["base"].balance_eur
    assert ratio == pytest.approx(0.8)


def test_addresses_that_are_not_eligible_are_counted() -> None:
    found = paper_gap()
    assert (found.connected, found.not_eligible) == (3, 2)


def test_tornado_moves_one_driver_at_a_time_and_has_the_largest_swing_first() -> None:
    found = paper_gap()
    table = found.tornado.set_index("code")
    assert table.index[0] == "TB02"
    assert (np.diff(found.tornado["swing_eur"]) <= 0.0).all()
    # Trench at 80: 35 × 10,000 × 1.12 × 1.10 = 431,200 less building, and 1 % of it a year less:
    # 4,312 × (0.8 + … + 0.2097152 = 3.1611392).
    saved = 431_200.0 + 4_312.0 * 3.1611392
    base = found.cases["base"].balance_eur
    assert table.loc["TB02", "gap_low_eur"] == pytest.approx(base - saved)
    # Revenue at 42 instead of 35: 7 × 12 for each customer of each year.
    more = 84.0 * (52.5 * 0.8 + 122.5 * 0.64 + 140.0 * 1.7211392)
    assert table.loc["ER01", "gap_high_eur"] == pytest.approx(base - more)
    assert {"discount_rate", "ramp_years", "AN01", "OX02", "PO02"} <= set(table.index)
