"""What the tools check, checked here too: import direction, sorted __all__, stripped notebooks, start-up."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.test_notebooks import NOTEBOOKS
from tests.parts import ROOT

BIN = Path(sys.executable).parent
HEAVY = {
    "IPython",
    "altair",
    "ipywidgets",
    "jupyterlab",
    "nbconvert",
    "papermill",
    "vl_convert",
    "voila",
}
START_SECONDS = 2.0

MEASURE = """
import json, sys, time
start = time.perf_counter()
import wiseparts_nb
print(json.dumps([time.perf_counter() - start, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, check=False, capture_output=True, text=True)


def test_imports_go_down_the_layers() -> None:
    done = run(BIN / "lint-imports", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "text", "said"),
    [
        ("errors.py", "import wiseparts_nb.card", "wiseparts_nb.errors is not allowed to import"),
        (
            "period.py",
            "from wiseparts_nb import scope",
            "wiseparts_nb.period is not allowed to import",
        ),
        ("novelty.py", "", "novelty"),
    ],
    ids=["up", "up by one", "in no layer"],
)
def test_an_import_up_the_layers_is_refused(
    module: str, text: str, said: str, tmp_path: Path
) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    package = tmp_path / "wiseparts_nb"
    package.mkdir()
    for name in ("__init__.py", "card.py", "scope.py"):
        (package / name).write_text("")
    (package / module).write_text(text)
    script = "import sys; from importlinter.cli import lint_imports_command as lint; sys.path.insert(0, '.'); lint()"
    done = run(sys.executable, "-c", script, "--no-cache", cwd=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert said in done.stdout


def test_every_all_is_sorted() -> None:
    done = run(BIN / "ruff", "check", "--select", "RUF022", "wiseparts_nb", "tests")
    assert done.returncode == 0, done.stdout


def test_an_unsorted_all_is_refused(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "a.py").write_text("__all__ = ['b', 'a']\n")
    assert "RUF022" in run(BIN / "ruff", "check", "a.py", cwd=tmp_path).stdout


def test_every_notebook_is_stripped() -> None:
    if NOTEBOOKS:
        done = run(BIN / "nbstripout", "--verify", *NOTEBOOKS)
        assert done.returncode == 0, f"{done.stdout}{done.stderr}\ntype make fmt"


def test_the_package_starts_light_and_quickly() -> None:
    seconds, loaded = json.loads(run(sys.executable, "-c", MEASURE).stdout)
    assert not HEAVY & set(loaded)
    assert seconds < START_SECONDS


def test_heavy_packages_would_be_seen() -> None:
    script = MEASURE.replace("import wiseparts_nb", "import altair")
    assert HEAVY & set(json.loads(run(sys.executable, "-c", script).stdout)[1])


def test_every_rule_left_out_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    left_out = re.findall(r'^  "[A-Z]+[0-9]*",.*', text, re.MULTILINE)
    assert left_out
    assert not [line for line in left_out if not re.search(r", +# \S", line)]
