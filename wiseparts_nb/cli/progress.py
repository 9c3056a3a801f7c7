"""How far a batch is, on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from wiseparts_nb.cli.output import note

if TYPE_CHECKING:
    from wiseparts_nb.jobs.report import Made

__all__ = ["Shown", "progress_shown"]

Shown: TypeAlias = "tuple[Callable[[int], None], Callable[[Made], None]]"
"""Called once with the number of reports to make, and with each as it is done."""


@contextmanager
def progress_shown(*, quiet: bool) -> Generator[Shown, None, None]:
    """Show how far a run is: a bar with rate and time left on a terminal, now and then a line elsewhere."""
    if quiet:
        yield (lambda _: None), (lambda _: None)
    elif sys.stderr.isatty():
        with _bar() as shown:
            yield shown
    else:
        yield _plain_progress()


@contextmanager
def _bar() -> Generator[Shown, None, None]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    rate, left = TextColumn("{task.fields[rate]}"), TimeRemainingColumn()
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        rate,
        TextColumn("left"),
        left,
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("reports", total=None, rate="")

        def begin(total: int) -> None:
            bar.update(task, total=total)

        def progress(made: Made) -> None:
            bar.advance(task)
            elapsed = bar.tasks[0].elapsed or 0.0
            bar.update(task, rate=_rate(bar.tasks[0].completed, elapsed))
            if made.error:
                bar.console.print(f"{made.key}: {made.error}", markup=False, highlight=False)

        yield begin, progress


def _rate(done: float, seconds: float) -> str:
    if not done or not seconds:
        return ""
    return f"{done / seconds:.1f} a second" if done > seconds else f"{seconds / done:.1f} s each"


def _plain_progress() -> Shown:
    total, done = 0, 0

    def begin(count: int) -> None:
        nonlocal total
        total = count
        note(f"{count} report{'' if count == 1 else 's'} to make")

    def progress(made: Made) -> None:
        nonlocal done
        done += 1
        if made.error:
            note(f"{made.key}: {made.error}")
        if done == total or done % max(total // 10, 1) == 0:
            note(f"{done} of {total}")

    return begin, progress
