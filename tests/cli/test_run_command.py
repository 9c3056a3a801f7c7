"""``wiseparts run`` as a person types it: the real brief, and Ctrl-C half way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Type
from tests.jobs.conftest import PARAMETERS, notebook_of
from tests.jobs.test_run import marked_by
from tests.parts import ROOT
from wiseparts_nb.source.snapshot import Snapshot

WISEPARTS = Path(sys.executable).with_name("wiseparts")


def test_the_brief_is_made_in_html_and_pdf_in_the_asked_language(
    wiseparts: Type, tmp_path: Path, company: Snapshot
) -> None:
    batch = str(ROOT / "parameters" / "meeting_briefs.yaml")
    said = wiseparts("run", batch, "--only", "C-0002", "--lang", "fr", "--out", "out", "--json")
    assert said.code == 0, said.out
    (made,) = said.document["reports"]
    folder = tmp_path / "out" / "meeting_briefs" / company.as_of.isoformat()
    assert {file["name"] for file in made["files"]} >= {"C-0002.html", "C-0002.pdf"}
    html = (folder / "C-0002.html").read_text(encoding="utf-8")
    assert 'lang="fr"' in html
    assert (folder / "C-0002.pdf").read_bytes().startswith(b"%PDF-")

    again = wiseparts("run", batch, "--only", "C-0002", "--lang", "fr", "--out", "out", "--resume")
    assert again.code == 0
    assert "0 made, 1 kept from before" in again.out
    assert "They are in out/meeting_briefs" in again.out


def test_a_parameter_that_the_brief_does_not_have_is_refused_before_anything_runs(
    wiseparts: Type, tmp_path: Path
) -> None:
    notebook = ROOT / "notebooks" / "reports" / "meeting_brief.ipynb"
    (tmp_path / "b.yaml").write_text(f"notebook: {notebook}\nparameters: {{sinse: '2026-01-01'}}\n")
    said = wiseparts("run", "b.yaml")
    assert said.code == 4
    assert "Did you mean 'since'?" in said.err
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize(
    "how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda s: s.name
)
def test_a_run_that_is_ended_leaves_no_process_and_no_half_file(
    how: signal.Signals,
    company: Snapshot,
    tmp_path: Path,
) -> None:
    begun = tmp_path / "begun"
    sleep = f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(600)"
    (tmp_path / "report.ipynb").write_text(json.dumps(notebook_of(PARAMETERS, sleep)))
    (tmp_path / "slow.yaml").write_text("notebook: report.ipynb\nformats: [ipynb]\nlimit: 3\n")
    environment = {**os.environ, "WISEPARTS_SNAPSHOTS": str(company.path.parent)}
    command = [WISEPARTS, "run", "slow.yaml", "--jobs", "1"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        until(begun.exists, 60)
        assert marked_by(run.pid)
        run.send_signal(how)
        out, _ = run.communicate(timeout=60)
    until(lambda: not marked_by(run.pid), 20)
    if how is signal.SIGKILL:
        return  # what it left half made is hidden, and removed by the next run
    assert run.returncode == 3
    assert "0 made, 3 not made" in out
    assert "The same command with --resume makes the rest." in out
    folder = tmp_path / "reports" / "slow" / company.as_of.isoformat()
    assert {path.name for path in folder.iterdir()} == {"manifest.json", ".lock"}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {one["state"] for one in manifest["reports"]} == {"stopped"}
    assert not list(company.path.parent.glob(f".in-use-{run.pid}-*"))


def until(holds: object, seconds: float) -> None:
    """Wait until ``holds()``; fail after so many seconds."""
    assert callable(holds)
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, holds
        time.sleep(0.1)
