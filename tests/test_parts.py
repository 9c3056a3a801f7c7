"""The real parts really run, and a missing one is told."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from playwright.sync_api import Browser

from tests.parts import PARTS, ROOT, Part, require
from tests.postgres_server import running_postgres


@pytest.mark.needs_postgres
def test_postgres_answers_and_holds_what_it_is_given(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TEMP TABLE parts AS SELECT 9999.995::numeric AS amount")
        assert connection.execute("SELECT amount::text FROM parts").fetchone() == ("9999.995",)


@pytest.mark.needs_postgres
def test_postgres_and_its_folder_are_gone_when_the_process_that_asked_is_killed() -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from tests.postgres_server import running_postgres\n"
        "with running_postgres(Path(sys.argv[1])) as url:\n"
        "    print(url, flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, str(require("postgres"))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        with psycopg.connect(url) as connection:
            answer = connection.execute("SHOW unix_socket_directories").fetchone()
        process.kill()
    assert answer is not None
    folder = Path(answer[0])
    deadline = time.monotonic() + 10
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()


def test_postgres_that_cannot_start_says_why() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # initdb runs as another user when the tests run as root
        (folder / "initdb").write_text("#!/bin/sh\necho 'no space left' >&2\nexit 1\n")
        (folder / "initdb").chmod(0o755)
        with pytest.raises(RuntimeError, match="no space left"), running_postgres(folder):
            pass


@pytest.mark.needs_chromium
def test_chromium_opens_a_page(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 400})
    page.set_content("<p>Fiche de rendez-vous</p>")
    assert page.inner_text("p") == "Fiche de rendez-vous"
    page.close()


@pytest.mark.needs_data
def test_the_data_beside_the_project_holds_parquet_files(shared_data: Path) -> None:
    assert list(shared_data.glob("*/*.parquet"))


@pytest.fixture
def missing_part(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(PARTS, "none", Part("Nothing", lambda: None, "apt-get install nothing"))
    return "none"


def test_a_missing_part_skips_with_the_line_that_installs_it(
    missing_part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install nothing"):
        require(missing_part)


def test_a_missing_part_fails_in_ci(missing_part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install nothing"):
        require(missing_part)
