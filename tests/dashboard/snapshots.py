"""Snapshots that change under the pages: older, newer, damaged, gone."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

__all__ = ["altered", "put_in_place", "take_away"]


def altered(snapshot: Path, copy: Path, *statements: str) -> Path:
    """Copy a snapshot and run statements on the copy."""
    shutil.copyfile(snapshot, copy)
    with duckdb.connect(str(copy)) as con:
        for statement in statements:
            con.execute(statement)
    return copy


def put_in_place(snapshot: Path, folder: Path) -> None:
    """Make a snapshot the current one of a folder, as publishing does."""
    folder.mkdir(exist_ok=True)
    named = folder / snapshot.name
    if not named.exists():
        shutil.copyfile(snapshot, named)
    link = folder / "next"
    link.symlink_to(named.name)
    link.replace(folder / "current.duckdb")


def take_away(folder: Path) -> None:
    """Remove a folder of snapshots with all that is in it."""
    shutil.rmtree(folder)
