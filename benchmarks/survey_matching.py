"""Matching replies of a market survey with addresses: how many right, how many silently wrong.

    python -m benchmarks.survey_matching [--project FILE] [--seed N] [--rows N]

A provider answers every address of a drawn city (or of a project); a tenth of the rows is
noisy: slips of the pen in the street (a letter added, left out, changed or two swapped, one or
two of them), abbreviations, other spellings, lost zeros and missing postcodes. The rows carry no
id and no place, so that the text alone decides. Told beside it, without a goal: the same with
slips in the house number, which the text alone cannot always show, and the same with ids, some
of which have lost their zeros.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.goals import tell
from benchmarks.machine import describe
from fibre_planner import workflow
from fibre_planner.analysis.survey.reply_matching import SURE, match_replies
from fibre_planner.model.tables import conform

NOISE = 0.10
_LETTERS = "abcdefghiklmnoprstuwzäöü"
_FIRST = [
    "Goethe",
    "Schiller",
    "Lessing",
    "Mozart",
    "Beethoven",
    "Bach",
    "Händel",
    "Haydn",
    "Brahms",
    "Wagner",
    "Kant",
    "Hegel",
    "Fichte",
    "Rosen",
    "Tulpen",
    "Nelken",
    "Dahlien",
    "Astern",
    "Veilchen",
    "Flieder",
    "Linden",
    "Eichen",
    "Buchen",
    "Birken",
    "Erlen",
    "Ahorn",
    "Kastanien",
    "Ulmen",
    "Tannen",
    "Fichten",
    "Kiefern",
    "Lärchen",
    "Kirsch",
    "Apfel",
    "Birnen",
    "Pflaumen",
    "Schloss",
    "Burg",
    "Kirch",
    "Markt",
    "Rathaus",
    "Schul",
    "Bahnhof",
    "Post",
    "Mühl",
    "Bach",
    "Wiesen",
    "Feld",
    "Wald",
    "Berg",
    "Tal",
    "See",
    "Quellen",
    "Brunnen",
    "Garten",
    "Weinberg",
    "Sonnen",
    "Mond",
    "Stern",
    "Adler",
    "Falken",
    "Amsel",
    "Drossel",
    "Finken",
    "Meisen",
    "Lerchen",
    "Schwalben",
    "Hirsch",
    "Reh",
    "Fuchs",
    "Hasen",
    "Dachs",
    "Marder",
    "Frankfurter",
    "Hanauer",
    "Mainzer",
    "Darmstädter",
    "Bieberer",
    "Waldstraßen",
    "Luisen",
    "Friedrich",
    "Wilhelm",
    "Ludwig",
    "Karl",
    "Bismarck",
    "Moltke",
    "Senefelder",
    "Bettina",
    "Körner",
    "Uhland",
    "Hölderlin",
    "Eichendorff",
    "Mörike",
    "Storm",
    "Fontane",
    "Rilke",
    "Heine",
    "Kleist",
    "Herder",
]
_LAST = ("straße", "weg", "platz", "gasse", "allee", "ring")
_FULL = (
    "Johann-Sebastian-Bach-Straße",
    "Wolfgang-Amadeus-Mozart-Straße",
    "Konrad-Adenauer-Straße",
    "Theodor-Heuss-Ring",
    "Kurt-Schumacher-Straße",
    "Carl-Ulrich-Straße",
    "Werner-von-Siemens-Straße",
    "Robert-Koch-Straße",
    "Albert-Einstein-Straße",
    "Sankt-Florian-Weg",
    "Am Alten Friedhof",
    "An den Eichen",
    "In der Lohwiese",
    "Große Marktstraße",
    "Kleine Biergasse",
)


def drawn_city(rows: int, rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Return addresses in streets with German names, numbers with suffixes, and zeros in front."""
    names = [*_FULL, *(first + last for first in _FIRST for last in _LAST)]
    names = [names[at] for at in rng.permutation(len(names))[: max(40, rows // 40)]]
    plan = pd.DataFrame({"street": rng.choice(np.array(names, dtype=object), rows)})
    plan = plan.sort_values("street", kind="stable", ignore_index=True)
    number = plan.groupby("street").cumcount() + 1
    suffixed = rng.random(rows) < 0.08
    zip_codes = pd.Series(names).map(lambda name: f"010{61 + 2 * (len(name) % 6)}")
    frame = plan.assign(
        address_id=[f"{value:010d}" for value in rng.permutation(rows) + 1000],
        house_number=number.astype("str"),
        suffix=np.where(suffixed, rng.choice(list("abc"), rows), ""),
        postcode=plan["street"].map(dict(zip(names, zip_codes, strict=True))),
        city="Drawn",
    )
    points = shapely.points(rng.uniform(0, 8000, (rows, 2)))
    return conform("addresses", gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:25832"))


def slip(text: str, rng: np.random.Generator) -> str:
    """Return a text with one letter added, left out, changed or swapped with the next."""
    at, kind = int(rng.integers(0, max(1, len(text) - 1))), int(rng.integers(0, 4))
    letter = _LETTERS[int(rng.integers(0, len(_LETTERS)))]
    return (
        text[:at] + letter + text[at:],
        text[:at] + text[at + 1 :],
        text[:at] + letter + text[at + 1 :],
        text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
    )[kind]


def abbreviate(street: str, rng: np.random.Generator) -> str:
    """Return a street as people shorten it: Str., Pl., J.-S.-Bach-Str."""
    for whole, short in (("straße", "str."), ("Straße", "Str."), ("platz", "pl."), ("Ring", "Rg.")):
        street = street.replace(whole, short)
    words = street.split("-")
    keep = len(words) - 2
    return "-".join([f"{w[: int(rng.integers(1, 4))]}." for w in words[:keep]] + words[keep:])


def noisy(addresses: gpd.GeoDataFrame, rng: np.random.Generator, numbers: bool) -> pd.DataFrame:
    """Return one reply for each address, in another order, a tenth of them noisy."""
    columns = ["street", "house_number", "suffix", "postcode"]
    replies = pd.DataFrame(addresses[columns]).assign(truth=addresses["address_id"])
    rows = rng.permutation(len(replies))[: round(NOISE * len(replies))]
    street = replies["street"].to_numpy(object)
    number = replies["house_number"].to_numpy(object)
    suffix = replies["suffix"].to_numpy(object)
    postcode = replies["postcode"].to_numpy(object)
    for turn, row in enumerate(rows):  # each row has its own kind of noise
        kind = turn % 6
        if kind == 0:
            street[row] = slip(street[row], rng)
        elif kind == 1:
            street[row] = slip(slip(street[row], rng), rng)
        elif kind == 2:
            street[row] = abbreviate(street[row], rng)
        elif kind == 3:
            street[row] = street[row].replace("ß", "ss").replace("ü", "ue").upper()
            suffix[row] = suffix[row].upper()
        elif kind == 4:
            postcode[row] = postcode[row].lstrip("0")
            number[row] = f"0{number[row]}"
        else:
            postcode[row] = ""
        if numbers and kind == 5:
            number[row] = str(int(number[row]) + int(rng.choice([-1, 1, 10])))
    replies = replies.assign(street=street, house_number=number, suffix=suffix, postcode=postcode)
    replies = replies.iloc[rng.permutation(len(replies))].reset_index(drop=True)
    return replies.assign(supply_id=[f"r{at:06d}" for at in range(len(replies))], provider="A")


def measure(name: str, replies: pd.DataFrame, addresses: gpd.GeoDataFrame, goal: bool) -> None:
    """Match replies and print the figures, against the goals where there are any."""
    truth = replies["truth"].to_numpy(object)
    supply = conform("supply", replies)
    wall, cpu = time.perf_counter(), time.process_time()
    found = match_replies(supply, addresses)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    sure = found.table["match"].isin(SURE).to_numpy()
    right = sure & (found.table["address_id"].to_numpy(object) == truth)
    wrong = sure & ~right
    review = (found.table["match"] == "review").to_numpy()
    offered = found.candidates.groupby("supply_id")["address_id"].agg(set)
    waiting = found.table.loc[review, "supply_id"]
    with_truth = sum(t in offered.get(i, ()) for i, t in zip(waiting, truth[review], strict=True))
    print(f" {name}: {len(replies):,} replies, {len(addresses):,} addresses")
    ways = found.table["match"].value_counts().to_dict()
    reasons = found.table.loc[review, "match_reason"].value_counts().to_dict()
    print(f"  found by {ways}; in review {reasons}")
    print(f"  review holds the right address among its candidates: {with_truth} of {review.sum()}")
    share = 100.0 * right.mean()
    if goal:
        tell("right", share, 99.5, "%", at_least=True)
        tell("silently wrong", float(wrong.sum()), 0, "rows")
        tell("time", wall, 10.0, "s")
        print(f"  processor time {cpu:.2f} s")
    else:
        print(f"  right {share:.2f} %, silently wrong {wrong.sum()}, {wall:.2f} s")
    if wrong.any():
        print(replies[wrong].assign(found=found.table["address_id"][wrong]).head(8).to_string())


def main() -> None:
    """Print the figures of one seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--project", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=20_000)
    call = parser.parse_args()
    print(describe())
    rng = np.random.default_rng(call.seed)
    if call.project:
        addresses = workflow.open_project(call.project).addresses
        named = (addresses["street"] != "") & addresses["house_number"].str.fullmatch(r"\d+")
        addresses = addresses[named].reset_index(drop=True)
    else:
        addresses = drawn_city(call.rows, rng)
    replies = noisy(addresses, rng, numbers=False)
    measure("text alone", replies, addresses, goal=True)
    measure("with slips in numbers", noisy(addresses, rng, numbers=True), addresses, goal=False)
    ids = replies["truth"].where(rng.random(len(replies)) < 0.9, replies["truth"].str.lstrip("0"))
    measure("with ids", replies.assign(address_id=ids), addresses, goal=False)


if __name__ == "__main__":
    main()
