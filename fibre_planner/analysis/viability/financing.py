"""Who pays a gap: quotas, caps and least grants, to the cent and by budget year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from fibre_planner.model.funding import Funder, FundingProfile
from fibre_planner.model.viability import Financing, Limit, Part

_CENTS_PER_EUR = 100


def split_cents(total: int, weights: Sequence[Fraction]) -> list[int]:
    """Return whole cents in proportion to weights that add up to a total (largest remainder).

    Every share is rounded down; the cents that are left go one each to the largest remainders,
    to the first ones where several are alike. Without any weight all goes to the first.
    """
    whole = sum(weights, Fraction(0))
    if not whole:
        return [total if at == 0 else 0 for at in range(len(weights))]
    exact = [total * weight / whole for weight in weights]
    cents = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda at: (cents[at] - exact[at], at))
    for at in order[: total - sum(cents)]:
        cents[at] += 1
    return cents


def finance(
    gap_eur: Decimal, profile: FundingProfile, capex_eur: Sequence[float], years: Sequence[int]
) -> Financing:
    """Return who pays a gap of whole cents, in all and by budget year.

    Each funder pays quota × gap, at most its cap and nothing below its least grant; one pays what
    is left. Parts of a cent go to the largest remainders, so that the parts are the gap. Each
    part is then spread over the years of building in proportion to their capex in the same way;
    a year needs the sum of its parts.
    """
    gap = int(gap_eur * _CENTS_PER_EUR)
    shares = [_share(gap, funder) for funder in profile.funders]
    asked = [share for share, _ in shares]
    rest = gap - sum(asked, Fraction(0))
    asked = [
        rest if funder.rest else share for funder, share in zip(profile.funders, asked, strict=True)
    ]
    amounts = split_cents(gap, asked)
    weights = [Fraction(str(max(float(amount), 0.0))) for amount in capex_eur]
    parts = [
        Part(
            funder_id=funder.funder_id,
            name=funder.name,
            amount_eur=_euros(amount),
            by_year_eur=tuple(map(_euros, split_cents(amount, weights))),
            limit=limit,
        )
        for funder, amount, (_, limit) in zip(profile.funders, amounts, shares, strict=True)
    ]
    return Financing(_euros(gap), tuple(int(year) for year in years), tuple(parts))


def _share(gap: int, funder: Funder) -> tuple[Fraction, Limit]:
    """Return a funder's part in cents before rounding, and what held it back."""
    share = Fraction(str(funder.quota)) * gap
    if funder.rest:
        return Fraction(0), ""
    cap = None if funder.cap_eur is None else int(Fraction(str(funder.cap_eur)) * _CENTS_PER_EUR)
    limited = cap is not None and share > cap
    if cap is not None and limited:
        share = Fraction(cap)
    if share < Fraction(str(funder.minimum_eur)) * _CENTS_PER_EUR:
        return Fraction(0), "minimum" if gap and funder.quota else ""
    return share, "cap" if limited else ""


def _euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
