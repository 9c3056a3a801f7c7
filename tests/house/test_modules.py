"""The package keeps the rules for modules, and each rule refuses a bad example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.modules import (
    Module,
    modules_under,
    unfitting_names,
    unlisted_exports,
    unwanted_bases,
    unwanted_imports,
    unwanted_lengths,
    unwanted_skips,
)
from tests.house.verdict import hold
from tests.parts import ROOT

Rule = Callable[[Module], Iterator[str]]

PACKAGE = modules_under(ROOT, "wiseparts_nb")
PACKAGE_RULES: list[Rule] = [unlisted_exports, unwanted_bases, unfitting_names, unwanted_imports]


def broken(rule: Rule, modules: list[Module]) -> str:
    return "\n".join(mistake for module in modules for mistake in rule(module))


@pytest.mark.parametrize("rule", PACKAGE_RULES, ids=lambda rule: rule.__name__)
def test_the_package_keeps(rule: Rule) -> None:
    assert PACKAGE
    hold(mistake for module in PACKAGE for mistake in rule(module))


def test_the_package_keeps_the_ruler() -> None:
    assert PACKAGE
    hold(unwanted_lengths(PACKAGE))


def test_tests_skip_only_for_a_missing_part() -> None:
    tests = [m for m in modules_under(ROOT, "tests") if m.path != Path("tests/parts.py")]
    hold(mistake for module in tests for mistake in unwanted_skips(module))


REFUSED: list[tuple[Rule, str, str, str]] = [
    (unlisted_exports, "a.py", "def tier(): ...", "has no __all__; it defines tier"),
    (unlisted_exports, "a.py", "__all__ = []\nrate = 1", "lacks rate"),
    (unlisted_exports, "a.py", "__all__ = []\nRate: type = float", "lacks Rate"),
    (unlisted_exports, "a.py", "__all__ = ['tier']", "lists tier, which is not there"),
    (unwanted_bases, "a.py", "class A: ...\nclass B(A): ...", "a.py:2: B inherits from A"),
    (unwanted_bases, "a.py", "import abc\nclass B(abc.ABC): ...", "inherits from abc.ABC"),
    (unfitting_names, "date_utils.py", "", "date_utils says nothing"),
    (unfitting_names, "helpers/a.py", "", "helpers says nothing"),
    (unfitting_names, "a.py", "def get_tier(): ...", "get_tier: values are nouns"),
    (unfitting_names, "a.py", "def _get_tier(): ...", "_get_tier: values are nouns"),
    (unfitting_names, "a.py", "class TierManager: ...", "TierManager is vague"),
    (unfitting_names, "a.py", "def sales_data(): ...", "sales_data is vague"),
    (unwanted_imports, "card.py", "import altair as alt", "imports altair"),
    (
        unwanted_imports,
        "card.py",
        "def f():\n    from IPython.display import HTML",
        "imports IPython",
    ),
    (unwanted_skips, "a.py", "import pytest\npytest.skip('no server')", "a.py:2: pytest.skip"),
    (unwanted_skips, "a.py", "import pytest\n@pytest.mark.skipif(True)\ndef f(): ...", "skipif"),
    (unwanted_skips, "a.py", "import pytest\npytest.importorskip('psycopg')", "importorskip"),
]


def written(root: Path, name: str, text: str) -> Module:
    path = root / "wiseparts_nb" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n")
    return Module(root, path.relative_to(root))


@pytest.mark.parametrize(
    ("rule", "name", "text", "said"), REFUSED, ids=[f"{r[0].__name__}-{r[3]}" for r in REFUSED]
)
def test_refused(rule: Rule, name: str, text: str, said: str, tmp_path: Path) -> None:
    assert said in broken(rule, [written(tmp_path, name, text)])


def test_what_the_rules_allow(tmp_path: Path) -> None:
    text = (
        "from typing import Generic, NamedTuple, TypeVar\n"
        "from pydantic import BaseModel\n"
        "from wiseparts_nb.errors import ScopeError\n"
        "__all__ = ['RATE', 'Batch', 'Box', 'Point', 'Strict', 'TierError', 'metadata']\n"
        "RATE = 1\n"
        "T = TypeVar('T')\n"
        "class Point(NamedTuple): ...\n"
        "class Box(Generic[T]): ...\n"
        "class Strict(BaseModel): ...\n"
        "class Batch(Strict): ...\n"
        "class TierError(ScopeError): ...\n"
        "def metadata(): ...\n"
    )
    module = written(tmp_path, "tier.py", text)
    assert not "".join(broken(rule, [module]) for rule in PACKAGE_RULES)
    assert not broken(unwanted_imports, [written(tmp_path, "render/charts.py", "import altair")])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\n" * 401, "a.py: 402 lines; at most 400"),
        ("x = 1\n" * 121, "the median is 122 lines"),
        ("def f():\n" + "    x = 1\n" * 51, "f has 52 lines; at most 50"),
        ("def f():\n" + "    x = 1\n" * 9, "functions: the median is 10 lines"),
        ("def f(): ...\n" * 4 + "def g():\n" + "    x = 1\n" * 26, "4 of 5 have at most 25 lines"),
    ],
    ids=["module", "median module", "function", "median function", "most functions"],
)
def test_the_ruler_refuses(text: str, said: str, tmp_path: Path) -> None:
    assert said in "\n".join(unwanted_lengths([written(tmp_path, "a.py", text)]))


def test_the_ruler_leaves_out_docstrings(tmp_path: Path) -> None:
    text = 'def f():\n    """' + "Say more.\n" * 60 + '"""\n    return 1'
    assert not list(unwanted_lengths([written(tmp_path, "a.py", text)]))
