"""A small company, and notebooks named for what they do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from wiseparts_nb.settings import Settings
from wiseparts_nb.source.snapshot import publish
from wiseparts_nb.source.source import Source, open_source

HOSTILE = '../../x"; raise SystemExit #\\\né'
CUSTOMERS = {"C-1": "fr", "C-2": "es", "C-3": None, "0123": "en", HOSTILE: "en"}
AS_OF = date(2026, 3, 3)

PARAMETERS = """\
customer_id: str = "C-1"  # customer to report on
as_of: str = ""  # day of the numbers
language: str = "en"  # en, fr or es
rows: int = 5  # rows of the table
"""

WriteNotebook = Callable[..., Path]


def publish_company(folder: Path) -> None:
    """Publish five customers, two of them with a visit planned."""
    publish(
        folder, _fill, as_of=AS_OF, company="Test", currency="EUR", country="FR",
        zone="Europe/Paris", source="test",
    )  # fmt: skip


def _fill(connection: duckdb.DuckDBPyConnection) -> None:
    for key, language in CUSTOMERS.items():
        row = [key, f"Customer {key}", "customer", language]
        connection.execute(
            "insert into customers (customer_id, name, kind, language) values (?, ?, ?, ?)", row
        )
    for key, customer, at, kind, status in (
        ("A-1", "C-2", "2026-03-03 09:00:00", "visit", "planned"),
        ("A-2", "C-1", "2026-03-09 22:30:00", "meeting", "planned"),
        ("A-3", "C-3", "2026-03-09 23:30:00", "visit", "planned"),  # the 10th in Paris
        ("A-4", "C-3", "2026-03-04 09:00:00", "call", "planned"),
        ("A-5", "C-3", "2026-03-04 09:00:00", "visit", "done"),
    ):
        connection.execute(
            "insert into activities (activity_id, customer_id, starts_at, kind, status) values (?, ?, ?, ?, ?)",
            [key, customer, at, kind, status],
        )


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with one published snapshot."""
    folder = tmp_path_factory.mktemp("snapshots")
    publish_company(folder)
    return folder


@pytest.fixture
def settings(snapshots: Path, tmp_path: Path) -> Settings:
    return Settings(snapshots=snapshots, reports=tmp_path / "reports", language="es")


@pytest.fixture
def source(settings: Settings) -> Iterator[Source]:
    opened = open_source(settings)
    yield opened
    opened.close()


@pytest.fixture
def write_notebook(tmp_path: Path) -> WriteNotebook:
    """``write_notebook(*cells, parameters=...)`` writes a notebook and returns its path."""

    def write(*cells: str, parameters: str = PARAMETERS) -> Path:
        path = tmp_path / "report.ipynb"
        path.write_text(json.dumps(notebook_of(parameters, *cells)), encoding="utf-8")
        return path

    return write


def notebook_of(parameters: str, *cells: str) -> dict[str, object]:
    """Return a notebook, the first cell tagged as its parameters."""
    return {
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{number}",
                "metadata": {"tags": ["parameters"]} if number == 0 else {},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for number, source in enumerate((parameters, *cells))
        ],
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
