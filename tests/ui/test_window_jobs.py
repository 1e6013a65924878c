"""Background work: progress, cancel, outcomes, and the reference hazard of the Qt binding."""

import gc
import sys
import threading

import pytest
from PySide6.QtCore import QObject, QThread, Signal
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from fibre_planner.model.errors import PlannerError
from fibre_planner.progress import Report
from fibre_planner.ui.jobs import Job, Jobs

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def jobs() -> Jobs:
    return Jobs()


def test_result_arrives_in_the_thread_of_the_window(qtbot: QtBot, jobs: Jobs) -> None:
    threads: list[object] = []

    def work(report: Report) -> int:
        threads.append(QThread.currentThread())
        report(1.0, "done")
        return 42

    results: list[int] = []
    arrived: list[object] = []

    def done(result: int) -> None:
        results.append(result)
        arrived.append(QThread.currentThread())

    with qtbot.waitSignal(jobs.start("count", work, done).finished):
        pass
    assert results == [42]
    assert arrived[0] is not threads[0]
    assert not jobs.is_busy


def test_progress_is_told_with_its_sentence(qtbot: QtBot) -> None:
    told: list[tuple[float, str]] = []
    job = Job("count", lambda report: report(1.0, "all counted"))
    job.progressed.connect(lambda fraction, message: told.append((fraction, message)))
    with qtbot.waitSignal(job.finished):
        job.start()
    assert told == [(1.0, "all counted")]


def test_many_reports_are_thinned_out(qtbot: QtBot) -> None:
    told: list[float] = []

    def work(report: Report) -> None:
        for number in range(20_000):
            report(number / 20_001, "counting")

    job = Job("count", work)
    job.progressed.connect(lambda fraction, _: told.append(fraction))
    with qtbot.waitSignal(job.finished):
        job.start()
    assert len(told) < 500


def test_job_that_is_over_at_once_still_tells_its_result(qtbot: QtBot, jobs: Jobs) -> None:
    for number in range(30):
        with qtbot.waitSignal(
            jobs.start("nothing", lambda _, n=number: n, lambda _: None).succeeded
        ) as told:
            pass
        assert told.args == [number]


def test_cancelled_job_ends_at_its_next_report(qtbot: QtBot, jobs: Jobs) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(report: Report) -> str:
        begun.set()
        go_on.wait(10)
        report(0.5, "half")
        return "must not arrive"

    results: list[str] = []
    job = jobs.start("wait", work, results.append)
    qtbot.waitUntil(begun.is_set)
    jobs.cancel()
    with qtbot.waitSignals([job.cancelled, job.finished, jobs.cancelled]):
        go_on.set()
    assert results == []


def test_second_job_is_refused_while_one_is_running(qtbot: QtBot, jobs: Jobs) -> None:
    go_on = threading.Event()
    job = jobs.start("first", lambda _: go_on.wait(10), lambda _: None)
    with pytest.raises(PlannerError, match="first"):
        jobs.start("second", lambda _: None, lambda _: None)
    with qtbot.waitSignal(job.finished):
        go_on.set()


def test_next_job_may_start_from_the_result_of_the_one_before(qtbot: QtBot, jobs: Jobs) -> None:
    order: list[str] = []

    def first_done(_: object) -> None:
        order.append("first")
        jobs.start("second", lambda _: None, lambda _: order.append("second"))

    jobs.start("first", lambda _: None, first_done)
    qtbot.waitUntil(lambda: order == ["first", "second"] and not jobs.is_busy)


def test_error_the_user_can_mend_comes_with_its_remedy(qtbot: QtBot, jobs: Jobs) -> None:
    def work(_: Report) -> None:
        raise PlannerError("There are no streets.", "Import streets.")

    with qtbot.waitSignal(jobs.failed) as told:
        jobs.start("plan", work, lambda _: None)
    error, title = told.args
    assert (str(error), title) == ("There are no streets. Import streets.", "plan")


def test_fault_of_the_program_comes_with_its_trace(qtbot: QtBot, jobs: Jobs) -> None:
    def work(_: Report) -> None:
        raise ZeroDivisionError("division by nothing")

    with qtbot.waitSignal(jobs.broke) as told:
        jobs.start("plan", work, lambda _: None)
    assert "ZeroDivisionError: division by nothing" in told.args[0]


def test_work_whose_room_is_deleted_runs_to_its_end_without_ending_the_program(
    qtbot: QtBot,
) -> None:
    room, go, ended = QObject(), threading.Event(), threading.Event()

    def work(_: Report) -> None:
        go.wait(30)
        ended.set()

    Job("work", work, room).start()
    delete(room)
    gc.collect()  # with the thread, which was the job's alone, the process died here
    go.set()
    qtbot.waitUntil(ended.is_set)


class Sender(QObject):
    sent = Signal(bool)
    empty = Signal()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="constants are immortal from 3.12 on")
def test_emitting_keeps_the_references_of_true_and_none() -> None:
    sender = Sender()
    sender.sent.connect(lambda _: None)
    sender.sent.emit(True)
    before = (sys.getrefcount(True), sys.getrefcount(None))
    for _ in range(100):
        sender.sent.emit(True)
        sender.empty.emit()
        sender.setObjectName("name")
    after = (sys.getrefcount(True), sys.getrefcount(None))
    lost = [old - new for old, new in zip(before, after, strict=True)]
    assert max(lost) < 50
