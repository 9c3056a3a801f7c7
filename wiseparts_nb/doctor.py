"""What this machine has of what the workbench uses, and the line that installs what is missing."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from wiseparts_nb.errors import SourceError
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.snapshot import current, describe

__all__ = ["Finding", "findings"]

_APT = "sudo apt-get install -y --no-install-recommends"
_LEAST_FREE = 2_000_000_000
_LEAST_MEMORY = 2_000_000_000
_PACKAGES = ("duckdb", "pandas", "altair", "papermill", "nbconvert", "typst", "jupyterlab", "voila")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked for.

    Attributes
    ----------
    found
        What is there: a version, a path, a size; empty where it is missing.
    needed_for
        What does not work without it.
    way_out
        The line to type, or what to do, where it is missing.
    required
        False where the workbench runs without it.
    """

    name: str
    found: str
    needed_for: str
    way_out: str = ""
    required: bool = True

    @property
    def missing(self) -> bool:
        """Whether it is not there."""
        return not self.found


def findings(settings: Settings) -> Iterator[Finding]:
    """Yield what there is and what there is not, the required things first."""
    yield _python()
    yield from map(_package, _PACKAGES)
    yield _this_package()
    yield _font()
    yield from _space(settings)
    yield _numbers(settings)
    yield _program("pictures of PDF pages in tests", "poppler-utils", "pdftoppm")
    yield _program("tests of pages", "chromium", "chromium", "chromium-browser", "google-chrome")
    yield _postgres()


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3])) if sys.version_info >= (3, 11) else ""
    return Finding("Python 3.11 or newer", found, "everything", f"{_APT} python3 python3-venv")


def _package(name: str) -> Finding:
    return Finding(name, _version(name), "everything", "scripts/set-up .venv requirements.lock")


def _this_package() -> Finding:
    """A kernel works in another folder, so it finds the workbench only where it is installed."""
    found = _version("wiseparts-nb")
    return Finding("wiseparts-nb in kernels", found, "notebooks and reports", "pip install -e .")


def _font() -> Finding:
    found = _version("fontpkg-inter")
    return Finding("the typeface Inter", found, "charts and PDF", "pip install fontpkg-inter")


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def _space(settings: Settings) -> Iterator[Finding]:
    import psutil

    wanted = settings.snapshots.absolute()
    folder = next(path for path in (wanted, *wanted.parents) if path.exists())
    free, memory = shutil.disk_usage(folder).free, psutil.virtual_memory().total
    yield Finding(
        "disk for snapshots",
        f"{free / 1e9:.0f} GB free" if free >= _LEAST_FREE else "",
        "publishing snapshots",
        f"free {_LEAST_FREE / 1e9:.0f} GB beside {folder}, or set 'snapshots' in wiseparts.toml",
    )
    yield Finding(
        "memory",
        f"{memory / 1e9:.0f} GB" if memory >= _LEAST_MEMORY else "",
        "batches of reports",
        f"use a machine with {_LEAST_MEMORY / 1e9:.0f} GB, or run with --jobs 1",
    )


def _numbers(settings: Settings) -> Finding:
    found, way_out = "", ""
    try:
        if settings.source_url is not None:
            found = "a live PostgreSQL"
        else:
            snapshot = describe(settings.snapshot or current(settings.snapshots))
            found = f"{snapshot.company}, as of {snapshot.as_of}"
    except SourceError as error:
        way_out = str(error)
    return Finding("a snapshot", found, "every number", way_out, required=False)


def _program(needed_for: str, package: str, *names: str) -> Finding:
    found = next(filter(None, map(shutil.which, names)), "")
    return Finding(names[0], found, needed_for, f"{_APT} {package}", required=False)


def _postgres() -> Finding:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_major)
    found = str(installed[-1].parent) if installed else shutil.which("initdb") or ""
    way_out = f"{_APT} postgresql"
    return Finding("PostgreSQL", found, "tests on PostgreSQL", way_out, required=False)


def _major(path: Path) -> int:
    return int(path.parts[-3]) if path.parts[-3].isdigit() else 0
