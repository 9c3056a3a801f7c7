"""Every notebook is thin and stripped, and the rule refuses those that are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.house.notebooks import mistakes
from tests.house.verdict import hold
from tests.parts import ROOT

NOTEBOOKS = [
    path.relative_to(ROOT)
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb"))
    if ".ipynb_checkpoints" not in path.parts
]


def markdown(source: str = "# Meeting brief\n\nOne page before a visit.") -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True)}


def code(source: str, *tags: str, **stored: object) -> dict[str, Any]:
    cell = {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": [source]}
    return cell | {"outputs": [], "execution_count": None} | stored


PARAMETERS = code('customer_id: str = "C-0001"  # customer to report on', "parameters")


def said_of(folder: Path, *cells: dict[str, Any], kind: str = "reports") -> str:
    path = Path("notebooks", kind, "a.ipynb")
    (folder / path).parent.mkdir(parents=True)
    (folder / path).write_text(json.dumps({"cells": cells}))
    return "\n".join(mistakes(folder, path))


def test_every_notebook_is_thin_and_stripped() -> None:
    hold(f"{path}: {mistake}" for path in NOTEBOOKS for mistake in mistakes(ROOT, path))


def test_a_thin_notebook_is_taken(tmp_path: Path) -> None:
    show = code("from wiseparts_nb.notebook import brief\n\nbrief(customer_id)", "remove-input")
    assert not said_of(tmp_path, markdown(), PARAMETERS, show)


def test_a_tour_needs_no_parameters(tmp_path: Path) -> None:
    assert not said_of(tmp_path, markdown(), code("import wiseparts_nb"), kind="explore")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (code("1", outputs=[{"output_type": "stream"}]), "stored outputs"),
        (code("1", execution_count=3), "stored outputs"),
        (code("1", "hide-input"), "unknown tags hide-input"),
        (code("%matplotlib inline"), "is not plain Python"),
        (code("def total(): ..."), "def belongs"),
        (code("total = lambda: 1"), "lambda belongs"),
        (code("class Total: ..."), "class belongs"),
        (code("for x in y:\n    x"), "for belongs"),
        (code("[x for x in y]"), "for belongs"),
        (code("while True: ..."), "while belongs"),
        (code('rows("select *\\nfrom sales_lines")'), "SQL belongs"),
        (code('sales.groupby("brand").sum()'), ".groupby belongs"),
        (code("import pandas as pd"), "imports pandas"),
        (code("from datetime import date"), "imports from datetime"),
        (code("x: int = 1  # one", "parameters"), "2 cells are tagged parameters"),
    ],
)
def test_a_thick_notebook_is_refused(cell: dict[str, Any], said: str, tmp_path: Path) -> None:
    assert said in said_of(tmp_path, markdown(), PARAMETERS, cell)


@pytest.mark.parametrize("source", ["# Title only", "A paragraph", "## Second level\n\nText."])
def test_the_first_cell_is_a_title_and_a_paragraph(source: str, tmp_path: Path) -> None:
    assert "first cell" in said_of(tmp_path, markdown(source), PARAMETERS)


@pytest.mark.parametrize(
    "source",
    [
        'customer_id = "C-0001"  # customer',
        "customer_id: str  # customer",
        'customer_id: str = "C-0001"',
        'customer_id: str = "# C-0001"',
    ],
    ids=["no type", "no default", "no comment", "hash in the default"],
)
def test_parameters_are_typed_and_explained(source: str, tmp_path: Path) -> None:
    assert "parameter `customer_id" in said_of(tmp_path, markdown(), code(source, "parameters"))


def test_a_report_without_parameters_is_refused(tmp_path: Path) -> None:
    assert "0 cells are tagged parameters" in said_of(tmp_path, markdown())
