"""The import that would cost every process 1.5 s stays away, whoever imports first."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "first",
    [
        "import wiseparts_nb.render.charts",
        "from wiseparts_nb.quick_imports import skip_slow_imports; skip_slow_imports(); import nbformat, altair",
    ],
)
def test_the_grammar_is_never_loaded(first: str):
    told = f"{first}; import sys; print(sys.modules['rfc3987_syntax'], 'lark' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["None", "False"]


def test_formats_that_our_schemas_use_are_still_checked():
    told = (
        "from wiseparts_nb.quick_imports import skip_slow_imports; skip_slow_imports(); import jsonschema;"
        "checker = jsonschema.FormatChecker(); print(checker.conforms('never', 'date'), checker.conforms('a:b', 'iri'))"
    )
    ended = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["False", "True"]


def test_only_the_store_loads_sqlalchemy():
    modules = "wiseparts_nb.cli, wiseparts_nb.customer.catalogue, wiseparts_nb.render"
    told = f"import {modules}, sys; print('sqlalchemy' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ended.stdout == "False\n"
