"""Batches run by real kernels in real worker processes."""

from __future__ import annotations

import json
import multiprocessing
import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.conftest import AS_OF, HOSTILE, WriteNotebook, publish_company
from wiseparts_nb.errors import ConfigurationError, InputError
from wiseparts_nb.jobs.batch import Batch
from wiseparts_nb.jobs.guards import alone, left_behind
from wiseparts_nb.jobs.manifest import Manifest, made_before, write_manifest
from wiseparts_nb.jobs.naming import file_stem
from wiseparts_nb.jobs.processes import MARK, end_marked, limited
from wiseparts_nb.jobs.report import File, Job, Made
from wiseparts_nb.jobs.run import jobs_of, run_batch
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.source import Source, open_source

TROUBLE = """\
import os, signal, sys
match customer_id:
    case "C-2":
        sys.exit(0)
    case "C-3":
        os.kill(os.getppid(), signal.SIGKILL)
    case "0123":
        os._exit(0)
"""
TELL = """\
import json
json.dumps([customer_id, as_of, language, rows])
"""
SNAPSHOT = """\
import duckdb, os
duckdb.connect(os.environ["WISEPARTS_SNAPSHOT"], read_only=True).sql("select id from snapshot").fetchall()[0][0]
"""


def batch(notebook: Path, **fields: Any) -> Batch:
    return Batch.model_validate({"name": "b", "notebook": notebook, "formats": ["ipynb"], **fields})


def shown(path: Path) -> str:
    """What the last cell of a finished notebook returned."""
    output = json.loads(path.read_text(encoding="utf-8"))["cells"][-1]["outputs"][0]
    return "".join(output["data"]["text/plain"]).strip("'")


def test_each_failing_report_is_told_and_the_others_are_made(
    source: Source, settings: Settings, write_notebook: WriteNotebook
) -> None:
    asked = batch(write_notebook(TROUBLE, "assert customer_id\n" + TELL), parameters={"rows": 7})
    seen: list[Made] = []
    manifest = run_batch(asked, source, settings, progress=seen.append)

    made = {one.key: one for one in manifest.reports}
    states = {key: one.state for key, one in made.items()}
    failed = {"C-2": "failed", "C-3": "failed", "0123": "failed"}
    assert states == {"C-1": "done", HOSTILE: "done", **failed}
    assert [one.key for one in manifest.reports] == sorted(states)
    assert {one.key for one in seen} == set(states)
    assert manifest.exit_code == 2
    assert made["C-2"].error == "Code cell 2: SystemExit: 0"
    assert "worker process died" in made["C-3"].error
    assert made["0123"].error == "The kernel died in code cell 2."

    folder = settings.reports / "b" / AS_OF.isoformat()
    paths = {key: folder / f"{file_stem(key)}.ipynb" for key in ("C-1", HOSTILE)}
    visible = {path for path in folder.iterdir() if not path.name.startswith(".")}
    assert visible == {*paths.values(), folder / "manifest.json", folder / "failed"}
    assert {path.name for path in folder.iterdir()} - {path.name for path in visible} <= {".lock"}
    for key, language in (("C-1", "fr"), (HOSTILE, "en")):
        (file,) = made[key].files
        assert file.sha256 == sha256(paths[key].read_bytes()).hexdigest()
        told = json.loads(shown(paths[key]).encode().decode("unicode_escape"))
        assert told == [key, "2026-03-03", language, 7]
    kept = folder / "failed" / "C-2.ipynb"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "SystemExit" in kept.read_text(encoding="utf-8")
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8")) == json.loads(
        manifest.text()
    )
    assert not list(settings.snapshots.glob(".in-use-*"))


def test_a_run_reads_one_snapshot_whatever_is_published_meanwhile(
    tmp_path: Path, write_notebook: WriteNotebook
) -> None:
    settings = Settings(snapshots=tmp_path / "own", reports=tmp_path / "reports")
    publish_company(settings.snapshots)
    source = open_source(settings)

    def publish_four(_made: Made) -> None:
        for _ in range(4):
            publish_company(settings.snapshots)

    asked = batch(write_notebook(SNAPSHOT), customers=["C-1", "C-2"])
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        manifest = run_batch(asked, source, settings, progress=publish_four, executor=executor)
    assert not source.snapshot.path.exists()
    assert [one.state for one in manifest.reports] == ["done", "done"], manifest.reports
    folder = Path(manifest.folder)
    assert [shown(folder / f"{key}.ipynb") for key in ("C-1", "C-2")] == [source.snapshot.id] * 2


def test_a_report_that_takes_too_long_is_ended_with_all_that_it_started(
    source: Source, settings: Settings, write_notebook: WriteNotebook
) -> None:
    sleep = (
        "import subprocess, time\n"
        "subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
        "time.sleep(600)"
    )
    asked = batch(write_notebook(sleep), customers=["C-1"], time_limit=8)
    start = time.monotonic()
    manifest = run_batch(asked, source, settings)
    assert time.monotonic() - start < 60
    assert "took longer than 8 seconds" in manifest.reports[0].error
    assert manifest.exit_code == 3
    assert not marked_by(os.getpid())


def marked_by(pid: int) -> list[int]:
    """Processes that carry the mark of a run of process ``pid``."""
    found: list[int] = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{MARK}={pid}-".encode() in environment.read_bytes():
                found.append(int(environment.parent.name))
        except OSError:
            pass
    return found


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, MARK: "test-1/2"}
    with subprocess.Popen(["sleep", "60"], env=environment, start_new_session=True) as process:
        yield process
        process.kill()


def test_marked_processes_are_ended_when_time_is_out(sleeper: subprocess.Popen[bytes]) -> None:
    with limited(0.2, "test-1/2") as expired:
        assert sleeper.wait(timeout=20) == -9
    assert expired.is_set()


def test_only_the_run_s_own_processes_are_ended(sleeper: subprocess.Popen[bytes]) -> None:
    with limited(60, "test-1/2") as expired:
        assert end_marked("test-1/3") == end_marked("test") == end_marked("test-1/22") == 0
        assert sleeper.poll() is None
    assert not expired.is_set()
    assert end_marked("test-1") == 1
    assert sleeper.wait(timeout=20) == -9


def kept(jobs: tuple[Job, ...], **changed: Any) -> Mapping[str, Made]:
    """Write what a run of ``jobs`` would have made, and return what a resumed one takes over."""
    reports: list[Made] = []
    for job in jobs:
        path = job.folder / f"{file_stem(job.key)}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(job.key)
        files = (File(path.name, path.stat().st_size, sha256(path.read_bytes()).hexdigest()),)
        reports.append(replace(Made(job.key, "done", files, "", job.inputs), **changed))
    about = Manifest("b", "n", "s", "d", "v", "t", "t", str(jobs[0].folder), tuple(reports))
    write_manifest(about, jobs[0].folder)
    return made_before(jobs)


@pytest.fixture
def jobs(source: Source, settings: Settings, write_notebook: WriteNotebook) -> tuple[Job, ...]:
    return jobs_of(batch(write_notebook("1"), customers=["C-1", "C-2"]), source, settings)


def test_resume_keeps_what_is_whole(jobs: tuple[Job, ...]) -> None:
    assert {key: made.state for key, made in kept(jobs).items()} == {"C-1": "kept", "C-2": "kept"}


def test_resume_makes_again_what_failed_or_was_never_reached(jobs: tuple[Job, ...]) -> None:
    assert made_before(jobs) == {}
    assert kept(jobs, state="failed", files=()) == {}
    assert kept(jobs, state="stopped", files=()) == {}


def test_resume_makes_again_what_was_changed_or_removed(jobs: tuple[Job, ...]) -> None:
    kept(jobs)
    (jobs[0].folder / "C-1.ipynb").write_text("changed")
    assert list(made_before(jobs)) == ["C-2"]
    (jobs[0].folder / "C-2.ipynb").unlink()
    assert made_before(jobs) == {}


def test_resume_makes_again_what_other_inputs_or_formats_would_give(
    jobs: tuple[Job, ...], source: Source, settings: Settings, write_notebook: WriteNotebook
) -> None:
    kept(jobs)
    customers = ["C-1", "C-2"]
    same = batch(write_notebook("1"), customers=customers)
    other_source = replace(source, snapshot=replace(source.snapshot, id="newer"))
    assert made_before(jobs_of(same, source, settings))
    for changed in (
        jobs_of(
            batch(same.notebook, customers=customers, parameters={"rows": 6}), source, settings
        ),
        jobs_of(batch(same.notebook, customers=customers, language="en"), source, settings),
        jobs_of(batch(same.notebook, customers=customers, formats=["html"]), source, settings),
        jobs_of(same, other_source, settings),
        jobs_of(same, source, settings.model_copy(update={"active_days": 90})),
        jobs_of(batch(write_notebook("2"), customers=customers), source, settings),
    ):
        assert made_before(changed) == {}


def test_a_run_of_some_customers_leaves_the_others_in_the_manifest(jobs: tuple[Job, ...]) -> None:
    kept(jobs)
    kept(jobs[:1], error="again")
    assert set(made_before(jobs)) == {"C-1", "C-2"}


def test_a_spoiled_manifest_is_no_manifest(jobs: tuple[Job, ...]) -> None:
    kept(jobs)
    (jobs[0].folder / "manifest.json").write_text('{"reports": 3')
    assert made_before(jobs) == {}


def test_language_is_the_customer_s_else_the_organisation_s(
    jobs: tuple[Job, ...], source: Source, settings: Settings
) -> None:
    own = jobs_of(batch(jobs[0].notebook), source, settings)
    assert {job.key: job.parameters["language"] for job in own} == {
        "C-1": "fr", "C-2": "es", "C-3": "es", "0123": "en", HOSTILE: "en",
    }  # fmt: skip


def test_a_notebook_is_told_only_what_it_asks(
    source: Source, settings: Settings, write_notebook: WriteNotebook
) -> None:
    notebook = write_notebook("1", parameters="customer_id: str = ''  # who")
    (job,) = jobs_of(batch(notebook, customers=["C-1"]), source, settings)
    assert job.parameters == {"customer_id": "C-1"}


def test_two_runs_never_write_to_one_folder(tmp_path: Path) -> None:
    with (
        alone(tmp_path),
        pytest.raises(InputError, match="Another run is writing"),
        alone(tmp_path),
    ):
        pass
    (tmp_path / ".making-left").mkdir()
    with alone(tmp_path):
        assert not (tmp_path / ".making-left").exists()


def test_what_a_killed_run_left_behind_is_found_by_its_owner(tmp_path: Path) -> None:
    with subprocess.Popen(["true"]) as gone:
        pass
    for name in (f"x-{gone.pid}-a", f"x-{os.getpid()}-a", "x-pg-a", "x-"):
        (tmp_path / name).touch()
    assert [path.name for path in left_behind(tmp_path, "x-")] == [f"x-{gone.pid}-a"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(ConfigurationError, match="Reports cannot be written"),
        alone(tmp_path / "file" / "x"),
    ):
        pass


def test_the_worker_of_a_killed_run_does_not_outlive_it(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import os, signal, time\n"
        "from wiseparts_nb.jobs.workers import _lane\n"
        "if __name__ == '__main__':\n"
        "    lane = _lane()\n"
        "    print(lane.pid.result(), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, script], check=False, capture_output=True, text=True)
    assert done.returncode == -9, done.stderr
    deadline = time.monotonic() + 20
    while Path(f"/proc/{done.stdout.strip()}/environ").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not Path(f"/proc/{done.stdout.strip()}/environ").exists()
