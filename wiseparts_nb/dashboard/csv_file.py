"""Rows as a CSV file that a spreadsheet opens as it stands, and that runs nothing there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from wiseparts_nb.dashboard.kind import File
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.errors import AccessError

__all__ = ["csv_file", "file_name"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


def csv_file(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], visit: Visit
) -> File:
    """Return rows as a file: UTF-8 with a mark, so that every spreadsheet reads accents; text that looks like a formula is quoted.

    Raises
    ------
    AccessError
        The reader has no right to export.
    """
    if not visit.reader.may("export"):
        raise AccessError(
            "You have no right to export rows. Ask whoever administers the workbench."
        )
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_safe(value) for value in row] for row in rows)
    content = ("\ufeff" + text.getvalue()).encode("utf-8")
    return File(f"{file_name(name)}.csv", "text/csv;charset=utf-8", content)


def file_name(name: str) -> str:
    """Return a name that any file system takes."""
    return _NOT_IN_NAMES.sub("-", name).strip("-.")[:100] or "rows"


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
