"""A run of a batch: every report of it, over one state of the data, and a manifest of what there is and what failed."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from wiseparts_nb.errors import ConfigurationError, InputError
from wiseparts_nb.jobs.batch import Batch, keys_of
from wiseparts_nb.jobs.manifest import Manifest, last_days, made_before, write_manifest
from wiseparts_nb.jobs.parameters import check_parameters, parameters_of
from wiseparts_nb.jobs.report import WORK_PREFIX, Job, Made
from wiseparts_nb.jobs.workers import made_by, made_here
from wiseparts_nb.settings import Settings, environment_of
from wiseparts_nb.source.source import Source

__all__ = ["jobs_of", "run_batch"]

LANGUAGES_OF = "select customer_id, language from customers"
HELD_PREFIX = ".in-use-"
_MANIFEST_SECONDS = 2.0
_NOT_SEEN = {"memory_limit", "reports", "snapshot", "snapshots", "source_url", "threads"}
"""Settings that no reader sees in a report: a change of them does not make it another report."""


def jobs_of(
    batch: Batch, source: Source, settings: Settings, *, only: Sequence[str] = ()
) -> tuple[Job, ...]:
    """Return a batch's jobs, each with everything that a worker needs; all read the state of the data that is open now.

    Raises
    ------
    WisePartsError
        A customer, parameter or value does not exist or fit; then nothing has run.
    """
    known = parameters_of(batch.notebook)
    check_parameters(batch.parameters, known, batch=f"the batch {batch.name!r}")
    keys = keys_of(batch, source, only=only)
    languages = dict(source.table(LANGUAGES_OF)[1])
    environment = _environment(source, settings)
    chosen = settings.model_dump(mode="json", exclude=_NOT_SEEN)
    made_from = [_notebook_digest(batch), source.snapshot.id, _version(), chosen]
    last_briefs = last_days(settings.reports / batch.name, source.as_of)
    run = f"{os.getpid()}-{secrets.token_hex(4)}"

    def job(number: int, key: str) -> Job:
        language = batch.language
        if language == "customer":
            language = languages.get(key) or settings.language
        filled = {"customer_id": key, "as_of": source.as_of.isoformat(), "language": language}
        filled["since"] = last_briefs.get(key, "")
        parameters = {name: filled[name] for name in known if name in filled} | batch.parameters
        return Job(
            key,
            batch.notebook,
            parameters,
            batch.formats,
            (settings.reports / batch.name / source.as_of.isoformat()).absolute(),
            environment,
            _digest([*made_from, parameters]),
            f"{run}/{number}",
            batch.time_limit,
        )

    return tuple(job(number, key) for number, key in enumerate(keys))


def run_batch(  # noqa: PLR0913 - each a choice of its own, by name
    batch: Batch,
    source: Source,
    settings: Settings,
    *,
    only: Sequence[str] = (),
    workers: int = 2,
    resume: bool = False,
    begin: Callable[[int], None] = lambda _: None,
    progress: Callable[[Made], None] = lambda _: None,
    executor: Executor | None = None,
) -> Manifest:
    """Make every report of a batch; a failing one is told in the manifest and the others go on.

    Parameters
    ----------
    only
        Customer ids; the others of the batch are left out.
    resume
        Make only what is missing, failed, changed on disk, or made from other inputs.
    begin, progress
        Called once with the number of reports to make, then with each as it is done.
    executor
        Any ``concurrent.futures`` executor of processes; by default ``workers`` processes of this machine.

    Raises
    ------
    WisePartsError
        The batch cannot be run as it is stated; then nothing has run. Ctrl-C is no error: the manifest tells what was made.
    """
    with _held(source) as held:
        jobs = jobs_of(batch, held, settings, only=only)
        with _alone(jobs[0].folder):
            made = dict(made_before(jobs)) if resume else {}
            missing = tuple(job for job in jobs if job.key not in made)
            begin(len(missing))
            manifest = _about(batch, held, jobs, made)
            many = made_here(missing, workers) if executor is None else made_by(executor, missing)
            written = time.monotonic()
            with _tidy(jobs), closing(many), suppress(KeyboardInterrupt):
                for one in many:
                    made[one.key] = one
                    progress(one)
                    if time.monotonic() - written > _MANIFEST_SECONDS:
                        write_manifest(_with(manifest, jobs, made), jobs[0].folder)
                        written = time.monotonic()
            manifest = _with(manifest, jobs, made)
            write_manifest(manifest, jobs[0].folder)
    return manifest


def _about(batch: Batch, source: Source, jobs: Sequence[Job], made: Mapping[str, Made]) -> Manifest:
    return _with(
        Manifest(
            batch=batch.name,
            notebook=batch.notebook.name,
            snapshot=source.snapshot.id,
            as_of=source.as_of.isoformat(),
            version=_version(),
            started_at=_now(),
            finished_at="",
            folder=str(jobs[0].folder),
            reports=(),
        ),
        jobs,
        made,
    )


def _with(manifest: Manifest, jobs: Sequence[Job], made: Mapping[str, Made]) -> Manifest:
    reports = tuple(
        made.get(job.key) or Made(job.key, "stopped", error="The run was ended before it was made.")
        for job in jobs
    )
    return replace(manifest, finished_at=_now(), reports=reports)


def _environment(source: Source, settings: Settings) -> Mapping[str, str]:
    """Tell a kernel all settings, whatever its working folder, and the one state of the data that the run reads."""
    if settings.source_url is None:
        settings = settings.model_copy(update={"snapshot": source.snapshot.path})
    return environment_of(settings)


@contextmanager
def _held(source: Source) -> Generator[Source, None, None]:
    """Keep the snapshot's file under a name of our own, so that publishing newer ones cannot remove it during the run."""
    path = source.snapshot.path
    for left in _left_behind(path.parent, HELD_PREFIX):
        left.unlink(missing_ok=True)
    held = path.with_name(f"{HELD_PREFIX}{os.getpid()}-{secrets.token_hex(4)}{path.suffix}")
    try:
        os.link(path, held)
    except (
        OSError
    ):  # a live database, a read-only folder, a disk without links: read it where it is
        yield source
        return
    try:
        yield replace(source, snapshot=replace(source.snapshot, path=held))
    finally:
        held.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Generator[None, None, None]:
    """Refuse a second run that would write to the same folder; remove what a killed one left half made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("a")
    except OSError as error:
        raise ConfigurationError(
            f"Reports cannot be written to {folder}: {error.strerror}. Choose another folder with --out or 'reports' in wiseparts.toml."
        ) from None
    with lock:
        _take(lock, folder)
        _sweep(folder)
        try:
            yield
        finally:
            _sweep(folder)


def _take(lock: Any, folder: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: nothing to hold the second run back
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InputError(
            f"Another run is writing to {folder}. Let it end, or choose another folder with --out."
        ) from None


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{WORK_PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _tidy(jobs: Sequence[Job]) -> Generator[None, None, None]:
    """Remove the temporary folders of kernels whose worker was killed, in this run or in one that is gone."""
    try:
        yield
    finally:
        temporary = Path(tempfile.gettempdir())
        run = jobs[0].mark.partition("/")[0]
        for left in (*temporary.glob(f"wiseparts-{run}-*"), *_left_behind(temporary, "wiseparts-")):
            shutil.rmtree(left, ignore_errors=True)


def _left_behind(folder: Path, prefix: str) -> Generator[Path, None, None]:
    """Yield what a process that is gone has left: its number follows the prefix."""
    for path in folder.glob(f"{prefix}*"):
        owner = path.name.removeprefix(prefix).partition("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            yield path


def _notebook_digest(batch: Batch) -> str:
    return sha256(batch.notebook.read_bytes()).hexdigest()


def _digest(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def _version() -> str:
    return version("wiseparts-nb")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
