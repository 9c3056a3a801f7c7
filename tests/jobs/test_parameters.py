from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.jobs.conftest import PARAMETERS, WriteNotebook
from wiseparts_nb.errors import ConfigurationError, WisePartsError
from wiseparts_nb.jobs.parameters import Parameter, check_parameters, parameters_of

TYPED = PARAMETERS + (
    "since: str | None = None  # day of the last brief\n"
    "brands: list[str] = []  # brands to show\n"
    "share: float = 0.5  # of the sales\n"
    "deep: bool = False  # all levels\n"
    "anything = 1\n"
)


def test_parameters_are_read_with_type_and_help(write_notebook: WriteNotebook) -> None:
    known = parameters_of(write_notebook())
    assert list(known) == ["customer_id", "as_of", "language", "rows"]
    assert known["rows"] == Parameter("rows", "int", "rows of the table")


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"rows": 3},
        {"since": None},
        {"since": "2026-01-01"},
        {"brands": ["A", "B"]},
        {"share": 1},
        {"share": 0.1, "deep": True},
        {"anything": {"a": 1}},
    ],
    ids=str,
)
def test_what_fits_is_taken(given: dict[str, Any], write_notebook: WriteNotebook) -> None:
    check_parameters(given, parameters_of(write_notebook(parameters=TYPED)), batch="b")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"row": 3}, "Unknown parameter in b 'row'. Did you mean 'rows'?"),
        ({"x; import os": 1}, "Unknown parameter in b 'x; import os'"),
        ({"rows": "3"}, "gives '3' for 'rows'; expected int (rows of the table)"),
        ({"rows": True}, "gives True for 'rows'"),
        ({"rows": 3.5}, "gives 3.5 for 'rows'"),
        ({"since": 20260101}, "expected str | None (day of the last brief). Write it in quotes."),
        ({"brands": ["A", 1]}, "expected list[str]"),
        ({"deep": 1}, "expected bool"),
        ({"customer_id": "C-2"}, "which the run fills in; use customers instead"),
        ({"as_of": "2026-01-01"}, "use --as-of instead"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(
    given: dict[str, Any], said: str, write_notebook: WriteNotebook
) -> None:
    known = parameters_of(write_notebook(parameters=TYPED))
    with pytest.raises(WisePartsError) as error:
        check_parameters(given, known, batch="b")
    assert said in str(error.value)


def test_a_notebook_without_a_customer_is_refused(write_notebook: WriteNotebook) -> None:
    known = parameters_of(write_notebook(parameters="customer: str = ''  # who"))
    with pytest.raises(ConfigurationError, match="has no parameter 'customer_id'"):
        check_parameters({}, known, batch="b")


def test_what_is_no_notebook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.ipynb"
    for text in ("", "{}", "print(1)", '{"cells": 3}'):
        path.write_text(text)
        with pytest.raises(ConfigurationError, match="is not a Jupyter notebook"):
            parameters_of(path)


def test_untagged_or_broken_parameters_are_refused(write_notebook: WriteNotebook) -> None:
    path = write_notebook()
    path.write_text(path.read_text().replace('"parameters"', '"other"'))
    with pytest.raises(ConfigurationError, match="no cell tagged 'parameters'"):
        parameters_of(path)
    with pytest.raises(ConfigurationError, match="is not Python"):
        parameters_of(write_notebook(parameters="customer_id = ="))
