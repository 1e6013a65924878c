"""Work done in a thread of its own beside other work, where neither needs the other's result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from threading import Event
from typing import TypeVar

from fibre_planner.progress import Cancelled, Report

Made = TypeVar("Made")


@contextmanager
def beside(work: Callable[[Report], Made]) -> Iterator[Callable[[], Made]]:
    """Do some work in a thread while the block runs; gives what waits for its result.

    work: is given a report that raises Cancelled once an error has ended the block; nobody waits
    for its end then. Waiting raises what the work raises.
    """
    unwanted = Event()

    def asked(_fraction: float, _message: str) -> None:
        if unwanted.is_set():
            raise Cancelled

    pool = ThreadPoolExecutor(1, thread_name_prefix="side work")
    made = pool.submit(copy_context().run, work, asked)
    try:
        yield made.result
    except BaseException:
        unwanted.set()
        raise
    finally:
        pool.shutdown(wait=False)
