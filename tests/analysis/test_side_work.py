"""Work beside other work: its result, its errors, and its end when nobody wants it any more."""

from __future__ import annotations

from threading import Event, current_thread

import pytest

from fibre_planner.analysis.side_work import beside
from fibre_planner.progress import Cancelled, Report

PATIENCE_SECONDS = 20.0


def test_work_goes_on_while_the_block_runs_and_its_result_can_be_waited_for() -> None:
    told = Event()

    def work(_report: Report) -> str:
        assert told.wait(PATIENCE_SECONDS)
        return current_thread().name

    with beside(work) as wait:
        told.set()
        assert wait() != current_thread().name


def test_whoever_waits_for_work_is_told_why_it_came_to_nothing() -> None:
    def work(_report: Report) -> None:
        raise ValueError("no ground")

    with pytest.raises(ValueError, match="no ground"), beside(work) as wait:
        wait()


def test_an_error_in_the_block_ends_the_work_at_its_next_step() -> None:
    left, ended = Event(), Event()

    def work(report: Report) -> None:
        report(0.0, "")
        assert left.wait(PATIENCE_SECONDS)
        try:
            report(0.5, "")
        except Cancelled:
            ended.set()
            raise

    with pytest.raises(Cancelled), beside(work):
        raise Cancelled
    left.set()
    assert ended.wait(PATIENCE_SECONDS)
