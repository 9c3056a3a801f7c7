"""The parts beside Python that tests use: how each is found, and the line that installs it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

__all__ = ["PARTS", "ROOT", "Part", "chromium_path", "postgres_bin", "require", "shared_data_path"]

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Part:
    """Something a test needs that pip does not install.

    ``find`` gives its path, or None where it is missing; ``install`` is the line to type then.
    """

    name: str
    find: Callable[[], Path | None]
    install: str


def chromium_path() -> Path | None:
    """Path of Chromium or Chrome; None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((Path(path) for name in names if (path := shutil.which(name))), None)


def postgres_bin() -> Path | None:
    """Folder with ``initdb`` and ``postgres``, the newest version first; None where there is none."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(installed, key=lambda path: int(path.parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    return next((path.parent for path in [*newest, *([Path(on_path)] if on_path else [])]), None)


def shared_data_path() -> Path | None:
    """Folder of third-party data beside the project; None where it is not laid out."""
    path = ROOT.parent / "shared" / "data"
    return path if path.is_dir() else None


def _pdftoppm_path() -> Path | None:
    path = shutil.which("pdftoppm")
    return Path(path) if path else None


_APT = "sudo apt-get install -y --no-install-recommends "

PARTS: dict[str, Part] = {
    "chromium": Part("Chromium", chromium_path, _APT + "chromium"),
    "data": Part("the third-party data", shared_data_path, "lay it out in ../shared/data"),
    "pdftoppm": Part("pdftoppm", _pdftoppm_path, _APT + "poppler-utils"),
    "postgres": Part("PostgreSQL", postgres_bin, _APT + "postgresql"),
}


def require(part: str) -> Path:
    """Path of ``part``, a key of :data:`PARTS`.

    Where it is missing the running test is skipped with the line that installs it; with CI set it
    fails, so that no green run hides a test that never ran.
    """
    found = PARTS[part].find()
    if found is not None:
        return found
    reason = f"{PARTS[part].name} is missing; to install it: {PARTS[part].install}"
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
