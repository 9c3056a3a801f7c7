"""The files of the project are light, portable and named in the README, and each rule refuses a bad example."""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
from pathlib import Path

import pytest
import typer.main

from tests.house.tree import heavy_files, machine_traces, project_files, unnamed_commands
from tests.house.verdict import hold
from tests.parts import ROOT

FILES = project_files(ROOT)


def test_no_file_is_heavy() -> None:
    assert Path("pyproject.toml") in FILES
    hold(heavy_files(ROOT, FILES))


def test_a_heavy_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_bytes(b"0" * 1_000_001)
    assert list(heavy_files(tmp_path, [Path("sales.csv")])) == ["sales.csv: 1.0 MB; at most 1 MB"]


def test_no_file_knows_the_machine_or_a_registry() -> None:
    hold(machine_traces(ROOT, FILES))


@pytest.mark.parametrize(
    "trace", ["/" + "tmp/x", "/" + "home/jo/x", "/" + "root/.cache", "https://pypi" + ".org/simple"]
)
def test_a_trace_of_the_machine_is_refused(trace: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f"one = 1\npath = {trace!r}\n")
    assert "a.py:2: " in "".join(machine_traces(tmp_path, [Path("a.py")]))


def test_what_looks_like_a_path_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("$HOME/work/x ../tmp/y reports/work/z <1/root/2>\n")
    assert not list(machine_traces(tmp_path, [Path("a.md")]))


def test_project_files_are_what_git_would_take(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    for name in (".gitignore", "kept.py", "dropped.log"):
        (tmp_path / name).write_text("*.log\n")
    assert project_files(tmp_path) == [Path(".gitignore"), Path("kept.py")]


def cli_commands() -> list[str]:
    """Every command of the command line as it is typed, ``mail send`` too; none before there is one."""
    if importlib.util.find_spec("wiseparts_nb.cli") is None:
        return []
    top = typer.main.get_command(importlib.import_module("wiseparts_nb.cli").app)
    return sorted(typed_commands(vars(top)["commands"]))


def typed_commands(commands: dict[str, object], *before: str) -> list[str]:
    found: list[str] = []
    for name, command in commands.items():
        if inner := vars(command).get("commands"):
            found += typed_commands(inner, *before, name)
        else:
            found.append(" ".join((*before, name)))
    return found


def test_every_command_is_named_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    hold(unnamed_commands(cli_commands(), readme))


def test_a_command_that_the_readme_lacks_is_refused() -> None:
    app, mail = typer.Typer(), typer.Typer()
    app.command("status")(lambda: None)
    app.command("due")(lambda: None)
    mail.command("send")(lambda: None)
    app.add_typer(mail, name="mail")
    commands = typed_commands(vars(typer.main.get_command(app))["commands"])
    readme = "Type `wiseparts status`, or `wiseparts dues`."
    assert list(unnamed_commands(commands, readme)) == [
        "README.md does not name `wiseparts due`",
        "README.md does not name `wiseparts mail send`",
    ]
