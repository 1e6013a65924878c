"""Whoever waits for the solver is told and heard, and leaves with the best tree."""

from __future__ import annotations

import time

import pytest

from fibre_planner.analysis import steiner
from fibre_planner.analysis.steiner.tree import Tree
from fibre_planner.analysis.steiner.watch import Watch, attend
from fibre_planner.language import in_language
from fibre_planner.progress import Cancelled, Enough, silent
from tests.analysis.steiner.graphs import street_grid
from tests.analysis.steiner.judge import faults


def raised_after(count, error):
    """Return a report that raises from its call after so many, and the calls it has heard."""
    heard = []

    def report(fraction, message):
        heard.append((fraction, message))
        if len(heard) > count:
            raise error

    return report, heard


def sentences(graph):
    """Return what is reported on the way to a tree, without what is said again."""
    heard = []
    steiner.solve(*graph, report=lambda fraction, message: heard.append((fraction, message)))
    assert all(0.0 <= fraction <= 1.0 and message for fraction, message in heard)
    assert [fraction for fraction, _ in heard] == sorted(fraction for fraction, _ in heard)
    return sorted({message for _, message in heard})


def at_sentence(sentence, error):
    """Return a report that raises when it hears a sentence."""

    def report(_fraction, message):
        if message == sentence:
            raise error

    return report


def test_cancel_comes_through_at_every_stage():
    graph = street_grid(20, 20, 90)
    stages = sentences(graph)
    assert len(stages) >= 5
    for sentence in stages:
        with pytest.raises(Cancelled):
            steiner.solve(*graph, report=at_sentence(sentence, Cancelled))


def test_enough_at_any_stage_gives_the_tree_known_by_then():
    graph = street_grid(20, 20, 90)
    best = steiner.solve(*graph).cost
    for sentence in sentences(graph):
        tree = steiner.solve(*graph, report=at_sentence(sentence, Enough))
        assert faults(*graph, tree) == []
        assert tree.lower_bound <= best <= tree.cost


def test_nothing_is_reported_after_enough():
    report, heard = raised_after(2, Enough)
    steiner.solve(*street_grid(20, 20, 90), report=report)
    assert len(heard) == 3


def test_better_trees_are_shown_on_the_way_and_become_cheaper():
    graph = street_grid(60, 60, 700)
    shown = []
    tree = steiner.solve(*graph, better=shown.append)
    assert shown
    costs = [one.cost for one in shown]
    assert costs == sorted(costs, reverse=True)
    assert tree.cost <= costs[-1]
    assert all(faults(*graph, one) == [] for one in shown)
    assert all(one.lower_bound <= tree.cost for one in shown)


def test_cancel_from_the_view_of_a_better_tree_comes_through():
    def closed(_tree):
        raise Cancelled

    with pytest.raises(Cancelled):
        steiner.solve(*street_grid(60, 60, 700), better=closed)


def test_work_that_is_silent_is_reported_all_the_same():
    ended = []

    def work(watch):
        watch.tell(0.5, "measuring")
        until = time.perf_counter() + 10.0
        while watch.goes_on and time.perf_counter() < until:
            ended[:] = [time.perf_counter()]
        return Tree([], 0.0, 0.0, proven=False)

    report, heard = raised_after(3, Cancelled)
    with pytest.raises(Cancelled):
        attend(work, Watch(None), report, None)
    assert heard == [(0.5, "measuring")] * 4


def test_time_limit_gives_the_best_tree_although_the_work_goes_on():
    kept = Tree([], 7.0, 0.0, proven=False)

    def work(watch):
        watch.best = lambda: kept
        while watch.spent < 5.0:
            pass
        return Tree([], 5.0, 5.0, proven=True)

    assert attend(work, Watch(0.1), silent, None) is kept


def test_fault_of_the_work_reaches_the_caller():
    def work(_watch):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        attend(work, Watch(None), silent, None)


def test_language_of_the_caller_is_spoken():
    heard = set()
    with in_language("de"):
        steiner.solve(*street_grid(5, 5, 9), report=lambda _fraction, told: heard.add(told))
    assert "Graph wird gelesen" in heard
