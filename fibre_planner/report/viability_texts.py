"""What the viability gap of a plan says in sentences, and what its parts are called."""

from __future__ import annotations

import pandas as pd

from fibre_planner.language import current_language, mark, ntr, tr
from fibre_planner.model.viability import GapCase, Part, Viability
from fibre_planner.report.numbers import format_date, format_money, format_number, format_share

_OWN_DRIVERS = {
    "ramp_years": mark("Years until the take-up is reached"),
    "discount_rate": mark("Discount rate"),
}
_ASSUMPTIONS = {
    "model": mark("Funding model"),
    "profile": mark("Funding profile"),
    "horizon_years": mark("Years of operation"),
    "build_years": mark("Years of building without a build order"),
    "service_delay_years": mark("Years from building to service"),
    "first_exponent": mark("Years the first year is discounted by"),
    "discount_spread": mark("Test of the discount rate, up and down"),
    "ramp_years": mark("Years until the take-up is reached"),
    "takeup_code": mark("Position of the take-up"),
    "segments": mark("Customers: share of the take-up, years later"),
    "models": mark("What the models count"),
    "samples": mark("Random draws"),
    "distribution": mark("Distribution of the draws"),
    "quantiles": mark("Quantiles told"),
    "together": mark("Prices drawn together"),
}
_DISTRIBUTIONS = {"triangular": mark("triangular"), "uniform": mark("uniform")}
_SEGMENTS = {"new": mark("new customers"), "upgrade": mark("upgraders")}
_MODELS = {
    "gap": mark("viability gap model (grant to a private operator)"),
    "operator": mark("operator model (the municipality builds and leases the network)"),
}
_LEVELS = {"low": mark("low"), "base": mark("base"), "high": mark("high")}
_LIMITS = {
    "cap": mark("held at its cap"),
    "minimum": mark("below its least grant, so it pays nothing"),
}


def viability_lines(found: Viability) -> list[str]:
    """Return what a reader wants to know first: gap, shares, how sure it is, what to mind."""
    base = found.cases["base"]
    lines = [gap_sentence(found)]
    if base.gap_eur:
        lines += [f"  {part_text(part, base)}" for part in base.financing.parts]
    return [*lines, spread_sentence(found), *caution_sentences(found)]


def gap_sentence(found: Viability) -> str:
    """Say how large the gap is, or that there is none and so no aid."""
    base = found.cases["base"]
    if not base.gap_eur:
        return tr(
            "There is no gap: over {years} years of operation the revenues exceed the costs by "
            "{surplus} (present value). The plan is privately viable, so no aid is due."
        ).format(
            years=found.assumptions.horizon_years, surplus=format_money(max(-base.balance_eur, 0.0))
        )
    text = tr(
        "The viability gap is {gap} (low {low}, high {high}), over {years} years of operation at "
        "{rate} a year: {model}."
    ).format(
        gap=format_money(base.gap_eur, 2),
        low=format_money(found.cases["low"].gap_eur),
        high=format_money(found.cases["high"].gap_eur),
        years=found.assumptions.horizon_years,
        rate=format_share(found.discount_rate),
        model=tr(_MODELS[found.assumptions.model]),
    )
    if found.connected:
        each = format_money(float(base.gap_eur) / found.connected)
        text += " " + tr("That is {each} per connected address.").format(each=each)
    if not found.cases["low"].gap_eur:
        text += " " + tr("At low costs and high revenues there is none.")
    return text


def part_text(part: Part, case: GapCase) -> str:
    """Say what a funder pays, its share of the gap, and what holds it back."""
    share = float(part.amount_eur / case.gap_eur) if case.gap_eur else 0.0
    text = f"{part.name}: {format_money(part.amount_eur, 2)} ({format_share(share)})"
    return f"{text}, {limit_text(part)}" if part.limit else text


def limit_text(part: Part) -> str:
    """Say what holds a funder's part back, nothing where nothing does."""
    return tr(_LIMITS[part.limit]) if part.limit else ""


def spread_sentence(found: Viability) -> str:
    """Say what the simulation found."""
    spread = found.spread
    return tr(
        "With all prices and assumptions drawn at random ({draws} draws) the gap is at most {p50} "
        "in {q50} of the draws and at most {p80} in {q80}; in {viable} there is none."
    ).format(
        draws=format_number(spread.samples),
        p50=format_money(spread.low_eur),
        q50=format_share(spread.quantile_low, 0),
        p80=format_money(spread.high_eur),
        q80=format_share(spread.quantile_high, 0),
        viable=format_share(spread.viable_share),
    )


def caution_sentences(found: Viability) -> list[str]:
    """Return what must be read with the figures: profile, assumptions, what is not in them."""
    lines = [
        tr("Funding profile: {name}, {date}. {source}.").format(
            name=found.profile.name,
            date=format_date(found.profile.date),
            source=found.profile.source.rstrip("."),
        )
    ]
    if found.not_eligible:
        text = ntr(
            "{count} connected address is not marked as eligible; aid is due for eligible ones "
            "only.",
            "{count} connected addresses are not marked as eligible; aid is due for eligible ones "
            "only.",
            found.not_eligible,
        )
        lines.append(text.format(count=format_number(found.not_eligible)))
    if found.not_built_eur:
        lines.append(
            tr("Not in it: {cost} for what is not built within the years of the plan.").format(
                cost=format_money(found.not_built_eur)
            )
        )
    return lines


def assumption_name(name: str) -> str:
    """Return what an assumption is called; one of the user's own keeps its name."""
    return tr(_ASSUMPTIONS[name]) if name in _ASSUMPTIONS else name.replace("_", " ")


def assumption_values(found: Viability) -> dict[str, str]:
    """Return the values of the assumptions as texts, by name."""
    made = found.assumptions
    ramp = (made.ramp_years_low, made.ramp_years_base, made.ramp_years_high)
    segments = [
        f"{_segment_name(segment.segment_id)} {format_share(segment.share, 0)}, "
        f"+{segment.delay_years}"
        for segment in made.segments
    ]
    quantiles = (made.quantile_low, made.quantile_high)
    return {
        "model": tr(_MODELS[made.model]),
        "profile": found.profile.name,
        "horizon_years": format_number(made.horizon_years),
        "build_years": format_number(made.build_years),
        "service_delay_years": format_number(made.service_delay_years),
        "first_exponent": format_number(made.first_exponent, 1),
        "discount_spread": format_share(made.discount_spread),
        "ramp_years": " / ".join(format_number(years, 1) for years in ramp),
        "takeup_code": made.takeup_code,
        "segments": "; ".join(segments),
        "samples": format_number(made.samples),
        "distribution": tr(_DISTRIBUTIONS[made.distribution]),
        "quantiles": " / ".join(format_share(quantile, 0) for quantile in quantiles),
    }


def _segment_name(segment_id: str) -> str:
    return tr(_SEGMENTS[segment_id]) if segment_id in _SEGMENTS else segment_id


def level_name(level: str) -> str:
    """Return what a price level is called."""
    return tr(_LEVELS[level])


def driver_names(found: Viability, catalogue: pd.DataFrame) -> dict[str, str]:
    """Return what the drivers are called, by code."""
    column = "name_de" if current_language() == "de" else "name"
    names = catalogue.set_index("code")[column].to_dict()
    return {
        code: tr(_OWN_DRIVERS[code]) if code in _OWN_DRIVERS else str(names.get(code, code))
        for code in found.drivers["code"].tolist()
    }
