"""A demo company in a folder of its own, and the command line as a person types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from wiseparts_nb.cli import main
from wiseparts_nb.demo.company import publish_demo
from wiseparts_nb.source.snapshot import Snapshot


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Stdout as one JSON document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Stdout as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Type = Callable[..., Said]


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return publish_demo(tmp_path_factory.mktemp("company"), customers=20, lines=2000)


@pytest.fixture
def type_(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Type:
    """``type_("kpi", "--list")`` runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def typed(*words: str) -> Said:
        code = main(words)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return typed


@pytest.fixture
def wiseparts(type_: Type, company: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Type:
    """Run a command in an empty folder, on the demo company."""
    monkeypatch.setenv("WISEPARTS_SNAPSHOTS", str(company.path.parent))
    return type_
