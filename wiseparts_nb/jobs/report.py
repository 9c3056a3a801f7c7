"""One report: run its notebook, export it, and put finished files in place, all of them or none."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any, Literal, TypeVar

from wiseparts_nb.errors import RunError
from wiseparts_nb.jobs.batch import Format
from wiseparts_nb.jobs.execution import executed, prepared
from wiseparts_nb.jobs.naming import file_stem, inside
from wiseparts_nb.jobs.processes import MARK, limited

__all__ = ["FAILED_FOLDER", "WORK_PREFIX", "File", "Job", "Made", "State", "make_report"]

T = TypeVar("T")

WORK_PREFIX = ".making-"
"""Folders of unfinished files begin so; those of a run that was killed are removed by the next."""

FAILED_FOLDER = "failed"
"""Notebooks of failed reports, with the error in place, readable by their owner only."""

State = Literal["done", "kept", "failed", "stopped"]
"""done: made now; kept: made before and still whole; failed: see the error; stopped: the run was ended before it."""


@dataclass(frozen=True)
class Job:
    """One report to make: plain values only, so that any worker process can take it.

    ``inputs`` is a digest of all that the report is made from: equal inputs, equal report. ``mark`` is found in the
    environment of every process that the report starts. ``time_limit`` is in seconds, for the whole report.
    """

    key: str
    notebook: Path
    parameters: Mapping[str, Any]
    formats: tuple[Format, ...]
    folder: Path
    environment: Mapping[str, str]
    inputs: str
    mark: str
    time_limit: float = 300.0


@dataclass(frozen=True)
class File:
    """A file in place. ``bytes`` is its size, ``sha256`` of its content."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Made:
    """What came of a job: its files, or the reason why there are none. ``seconds`` by step."""

    key: str
    state: State
    files: tuple[File, ...] = ()
    error: str = ""
    inputs: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict[str, float])


def make_report(job: Job) -> Made:
    """Make one report; whatever goes wrong inside it is told in the result, never raised."""
    seconds: dict[str, float] = {}
    try:
        job.folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=WORK_PREFIX, dir=job.folder))
        try:
            files = _files(job, work, seconds)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except Exception as error:  # noqa: BLE001 - one failing report never stops its batch
        return Made(job.key, "failed", (), _reason(error), job.inputs, seconds)
    return Made(job.key, "done", files, "", job.inputs, seconds)


def _files(job: Job, work: Path, seconds: dict[str, float]) -> tuple[File, ...]:
    os.environ.update({**job.environment, MARK: job.mark})  # the kernel inherits them
    notebook = prepared(job.notebook, job.parameters)
    with limited(job.time_limit, job.mark) as expired:
        try:
            written = _written(job, notebook, work, seconds)
        except Exception as error:  # noqa: BLE001 - raised again, once the notebook is kept
            _keep_failed(job, notebook, work)
            raise (_too_long(job) if expired.is_set() else error) from None
    if expired.is_set():
        raise _too_long(job)
    return tuple(_put_in_place(path, job.folder) for path in written)


def _written(job: Job, notebook: Any, work: Path, seconds: dict[str, float]) -> list[Path]:
    scratch = f"wiseparts-{job.mark.partition('/')[0]}-"
    folder = job.notebook.parent
    _timed(seconds, "run", lambda: executed(notebook, folder=folder, scratch=scratch))
    written: list[Path] = []
    for kind in job.formats:
        path = work / f"{file_stem(job.key)}.{kind}"
        path.write_bytes(_timed(seconds, kind, lambda kind=kind: _exported(kind, notebook)))
        written.append(path)
    return written


def _exported(kind: str, notebook: Any) -> bytes:
    import nbformat

    if kind == "ipynb":
        return nbformat.writes(notebook).encode("utf-8")
    body, _ = _exporter(kind).from_notebook_node(notebook)
    return body.encode("utf-8") if isinstance(body, str) else body


@cache
def _exporter(kind: str) -> Any:
    """Return the exporter of a format, kept from report to report."""
    from nbconvert.exporters import get_exporter

    return get_exporter(f"wiseparts-{kind}")()


def _timed(seconds: dict[str, float], step: str, work: Callable[[], T]) -> T:
    start = perf_counter()
    try:
        return work()
    finally:
        seconds[step] = round(perf_counter() - start, 3)


def _put_in_place(path: Path, folder: Path) -> File:
    content = path.read_bytes()
    target = inside(folder, path.name)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    path.replace(target)
    return File(target.name, len(content), sha256(content).hexdigest())


def _keep_failed(job: Job, notebook: Any, work: Path) -> None:
    """Keep what was run of a failed report, for whoever looks into it."""
    import nbformat

    half = work / "failed.ipynb"
    half.touch(mode=0o600)
    half.write_text(nbformat.writes(notebook), encoding="utf-8")
    folder = job.folder / FAILED_FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    half.replace(inside(folder, f"{file_stem(job.key)}.ipynb"))


def _too_long(job: Job) -> RunError:
    return RunError(
        f"It took longer than {job.time_limit:g} seconds and was ended. Raise time_limit in the batch file if that is too short."
    )


def _reason(error: Exception) -> str:
    if isinstance(error, RunError):
        return str(error)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "The disk is full. Free some space, or choose another folder with --out."
    said = str(error).strip().splitlines()
    return f"{type(error).__name__}: {said[0]}" if said else type(error).__name__
