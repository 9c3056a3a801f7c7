"""Worker processes of this machine: one job each at a time, so that a death is told to the job that caused it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    as_completed,
    wait,
)
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread

from wiseparts_nb.jobs.processes import end_marked
from wiseparts_nb.jobs.report import Job, Made, make_report

__all__ = ["made_by", "made_here"]

DIED = "The worker process died (killed, out of memory, or crashed in native code)."


@dataclass(frozen=True)
class _Lane:
    """One worker process behind an executor of its own; ``pid`` is known once it runs."""

    executor: ProcessPoolExecutor
    pid: Future[int]

    def end(self) -> None:
        """Kill the worker, whatever it is doing."""
        if self.pid.done() and self.pid.exception() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid.result(), signal.SIGKILL)
        self.executor.shutdown(wait=False, cancel_futures=True)


def made_here(jobs: Sequence[Job], workers: int) -> Generator[Made, None, None]:
    """Make reports in ``workers`` processes and yield each as it is done, in no order.

    Closing the iterator early kills the workers and every process that their reports started.
    """
    waiting = deque(jobs)
    idle = [_lane() for _ in range(min(workers, len(jobs)))]
    running: dict[Future[Made], tuple[Job, _Lane]] = {}
    try:
        while waiting or running:
            while waiting and idle:
                job, lane = waiting.popleft(), idle.pop()
                running[lane.executor.submit(make_report, job)] = (job, lane)
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                job, lane = running.pop(future)
                if isinstance(future.exception(), BrokenExecutor):
                    end_marked(job.mark)
                    lane.end()
                    lane = _lane()
                idle.append(lane)
                yield _outcome(job, future)
    finally:
        for lane in [*idle, *(lane for _, lane in running.values())]:
            lane.end()
        for job, _ in running.values():
            end_marked(job.mark)


def made_by(executor: Executor, jobs: Sequence[Job]) -> Generator[Made, None, None]:
    """Make reports by any executor of processes, here or on other machines, and yield each as it is done."""
    running = {executor.submit(make_report, job): job for job in jobs}
    try:
        for future in as_completed(running):
            yield _outcome(running[future], future)
    finally:
        for future in running:
            future.cancel()


def _outcome(job: Job, future: Future[Made]) -> Made:
    error = future.exception()
    if error is None:
        return future.result()
    reason = DIED if isinstance(error, BrokenExecutor) else f"{type(error).__name__}: {error}"
    return Made(job.key, "failed", (), reason, job.inputs)


def _lane() -> _Lane:
    # spawned, not forked: threads of this process (database, progress bar) do not survive a fork
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(1, mp_context=context, initializer=_begin)
    return _Lane(executor, executor.submit(os.getpid))


def _begin() -> None:
    """Leave Ctrl-C to the parent, and never outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
