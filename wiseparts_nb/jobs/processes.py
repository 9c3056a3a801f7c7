"""Processes that a report starts, found again by a mark in their environment and ended when they must not go on.

A kernel and whatever it starts inherit the mark, whatever group or session they move to and whoever their parent is by then.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from threading import Event, Timer

import psutil

__all__ = ["MARK", "end_marked", "limited"]

MARK = "WISEPARTS_REPORT_MARK"
_GRACE_SECONDS = 20.0


def end_marked(mark: str) -> int:
    """Kill every process of this user whose mark is ``mark`` or begins with ``mark/``, but this one; return how many."""
    ended = 0
    for (
        pid
    ) in psutil.pids():  # process_iter may know another process by a number that has come round
        if pid == os.getpid():
            continue
        with suppress(psutil.Error):
            process = psutil.Process(pid)
            own = process.environ().get(MARK, "")
            if own == mark or own.startswith(f"{mark}/"):
                process.kill()
                ended += 1
    return ended


@contextmanager
def limited(seconds: float, mark: str) -> Generator[Event, None, None]:
    """Give what happens inside so many seconds; the event tells whether they ran out.

    Then the marked processes are killed, which ends a notebook at once. What hangs in this process itself (a native call of
    an exporter) cannot be interrupted: 20 seconds later this process ends, and its parent starts another.
    """
    expired = Event()

    def expire() -> None:
        expired.set()
        end_marked(mark)

    timers = [Timer(seconds, expire), Timer(seconds + _GRACE_SECONDS, os._exit, (70,))]
    for timer in timers:
        timer.daemon = True
        timer.start()
    try:
        yield expired
    finally:
        for timer in timers:
            timer.cancel()
