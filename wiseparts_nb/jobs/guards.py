"""What a run holds while it works, and gives back however it ends: its folder, its snapshot, its temporary files."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from wiseparts_nb.errors import ConfigurationError, InputError
from wiseparts_nb.jobs.report import WORK_PREFIX, Job
from wiseparts_nb.source.source import Source

__all__ = ["alone", "held_snapshot", "left_behind", "tidy"]

HELD_PREFIX = ".in-use-"


@contextmanager
def held_snapshot(source: Source) -> Generator[Source, None, None]:
    """Keep the snapshot's file under a name of our own, so that publishing newer ones cannot remove it during the run."""
    path = source.snapshot.path
    for left in left_behind(path.parent, HELD_PREFIX):
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
def alone(folder: Path) -> Generator[None, None, None]:
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
def tidy(jobs: Sequence[Job]) -> Generator[None, None, None]:
    """Remove the temporary folders of kernels whose worker was killed, in this run or in one that is gone."""
    try:
        yield
    finally:
        temporary = Path(tempfile.gettempdir())
        run = jobs[0].mark.partition("/")[0]
        for left in (*temporary.glob(f"wiseparts-{run}-*"), *left_behind(temporary, "wiseparts-")):
            shutil.rmtree(left, ignore_errors=True)


def left_behind(folder: Path, prefix: str) -> Generator[Path, None, None]:
    """Yield what a process that is gone has left: its number follows the prefix."""
    for path in folder.glob(f"{prefix}*"):
        owner = path.name.removeprefix(prefix).partition("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            yield path
