"""The bill adds up by hand, and price factors and percentages stand on the right base."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from fibre_planner.analysis.bill import cents, make_bill
from fibre_planner.analysis.sizing import read_material
from fibre_planner.analysis.streets.trench_prices import read_prices
from fibre_planner.model.catalogue import read_catalogue

CATALOGUE = read_catalogue("hessen-2024")
CODES = ["TB01", "TB03", "TB14", "HA01", "PL01", "PL02", "UV01"]
PRICES = read_prices(CATALOGUE, CODES)
MATERIAL = read_material(0.15)


def test_hand_worked_bill() -> None:
    parts = [
        {("TB01", ""): np.array([10.0, 5.0]), ("TB01", "TB14"): np.array([0.0, 20.0])},
        {("HA01", ""): np.array([1.0, 1.0])},
    ]
    bill = make_bill(parts, PRICES, CATALOGUE, MATERIAL)
    items = bill.items.set_index("code")
    # 15 m × 160 EUR, 20 m × 160 EUR × 0.7, 2 × 1,200 EUR: 2,400 + 2,240 + 2,400 = 7,040 EUR.
    assert items.loc["TB01", "cost_base_eur"] == pytest.approx(2400.0)
    assert items.loc["TB14", ["quantity", "price_base_eur", "cost_base_eur"]].tolist() == [
        pytest.approx(20.0),
        pytest.approx(112.0),
        pytest.approx(2240.0),
    ]
    assert items.loc["TB14", "unit"] == "m"
    assert bill.construction_eur[1] == pytest.approx(7040.0)
    # Planning 12 % and documentation 2 % of 7,040; contingency 10 % of all: 8,025.60 × 1.1.
    assert items.loc["PL01", "cost_base_eur"] == pytest.approx(844.8)
    assert items.loc["PL02", "cost_base_eur"] == pytest.approx(140.8)
    assert items.loc["UV01", "cost_base_eur"] == pytest.approx(802.56)
    assert bill.total.base == Decimal("8828.16")
    assert bill.surcharge_factor[1] == pytest.approx(1.254)
    # Low: 15 × 110 + 20 × 55 + 2 × 800 = 4,350; × 1.09 × 1.05.
    assert bill.total.low == Decimal("4978.58")


def test_position_without_quantity_has_no_row() -> None:
    bill = make_bill([{("TB01", ""): np.array([0.0])}], PRICES, CATALOGUE, MATERIAL)
    assert set(bill.items["code"]) == {"PL01", "PL02", "UV01"}
    assert bill.total.base == Decimal("0.00")
    assert bill.surcharge_factor.tolist() == [1.0, 1.0, 1.0]


def test_half_a_cent_is_rounded_up() -> None:
    assert cents(0.125) == Decimal("0.13")
    assert cents(2.675) == Decimal("2.68")
