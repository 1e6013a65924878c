"""What fits typed letters best: worked out on a handful of names."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fibre_planner.ui.palette.ranking import best, folded, letters_score, prepared, scores

STREETS = [
    "Luisenstraße 12", "Luisenstraße 120", "Luisenstraße 12a", "Große Luisenstraße 12",
    "Bahnhofstraße 12", "Café-Weg 1",
]  # fmt: skip


def found(typed: str) -> list[str]:
    return [STREETS[number] for number in best(scores(prepared(STREETS), typed), 10).tolist()]


def test_a_house_number_is_found_before_longer_ones_that_begin_with_it() -> None:
    assert found("luisenstr 12") == [
        "Luisenstraße 12",
        "Luisenstraße 120",
        "Luisenstraße 12a",
        "Große Luisenstraße 12",
    ]
    assert found("Luisenstr. 12a") == ["Luisenstraße 12a"]


def test_accents_case_and_sharp_s_do_not_matter() -> None:
    assert folded("GROẞE Straße") == "grosse strasse"
    assert found("cafe") == ["Café-Weg 1"]
    assert found("LUISENSTRASSE 120") == ["Luisenstraße 120"]


def test_every_typed_word_has_to_be_there() -> None:
    assert found("luisen bahnhof") == []
    assert found("") == []
    assert len(found("12")) == 5


def test_initials_find_a_command_before_scattered_letters_do() -> None:
    assert letters_score("Plan network", "pn") > letters_score("Plan network", "lan") > 0
    assert letters_score("Plan network", "xq") == letters_score("Plan network", "p") == 0


@given(st.lists(st.text(max_size=12), max_size=8), st.text(max_size=5))
def test_what_is_found_holds_every_typed_word(texts: list[str], typed: str) -> None:
    points = scores(prepared(texts), typed)
    assert points.shape == (len(texts),)
    for text, point in zip(texts, points.tolist(), strict=True):
        if point:
            line = folded(text.replace("\n", " "))
            assert all(word in line for word in folded(typed).split())


def test_the_best_are_the_same_with_and_without_a_cut() -> None:
    points = np.array([5, 0, 9, 9, 1, 7, 7, 7, 2, 3, 9, 4, 6])
    assert best(points, 3).tolist() == [2, 3, 10]
    assert best(points, 2).tolist() == [2, 3]
