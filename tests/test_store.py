"""The workbench's own store: what is remembered stays, whoever writes at once; what is broken is told and left alone."""

from __future__ import annotations

import os
import pwd
import re
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.engine import Connection

from tests.parts import ROOT
from wiseparts_nb.errors import InputError, StoreError, UnknownNameError
from wiseparts_nb.settings import Settings, environment_of
from wiseparts_nb.store import VIEW_SETTINGS, Store, open_store, tables

WRITERS = 8
WRITES = 25
WRITING = """
import os, sys
from wiseparts_nb.settings import Settings
from wiseparts_nb.store import open_store
address, writers, writes = sys.argv[1], *map(int, sys.argv[2:])
store = open_store(Settings(store=address))
ready, start = os.pipe()
def write(writer):
    os.close(start)
    os.read(ready, 1)  # returns when the parent lets go
    for n in range(writes):
        store.remember(f"{writer}-{n}", "language", "fr")
        store.remember("everybody", "theme", ("dark", "light")[n % 2])
children = []
for writer in range(writers):
    children.append(os.fork())
    if not children[-1]:
        write(writer)
        os._exit(0)
os.close(start)
sys.exit(sum(os.waitpid(child, 0)[1] for child in children))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a store that was never written, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/new/workbench.sqlite"
        return
    url: str = request.getfixturevalue("postgres_url")
    database = f"store_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"create database {database}".encode())
    yield f"{url.rpartition('/')[0]}/{database}".replace("postgresql:", "postgresql+psycopg:")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"drop database {database}".encode())


def opened(address: str | Path) -> Store:
    text = f"sqlite:///{address}" if isinstance(address, Path) else address
    return open_store(Settings(store=text))


def test_what_is_remembered(address: str) -> None:
    store = opened(address)
    assert store.remembered("U-1") == {}
    store.remember("U-1", "all_sales", True)
    store.remember("U-1", "theme", "dark")
    store.remember("U-2", "language", "es")
    store.remember("U-1", "theme", "light")
    assert opened(address).remembered("U-1") == {"all_sales": True, "theme": "light"}
    assert opened(address).remembered("U-2") == {"language": "es"}
    assert opened(address).remembered("U-3") == {}


def test_hostile_words_are_only_words(address: str) -> None:
    store = opened(address)
    for reader in ("'; drop table view_settings; --", "", "é\u202e%s:x", "x" * 10_000):
        store.remember(reader, "language", "fr")
        assert store.remembered(reader) == {"language": "fr"}


@pytest.mark.parametrize(
    ("name", "value", "error", "said"),
    [
        ("colour", "dark", UnknownNameError, "Unknown view setting 'colour'"),
        ("themes", "dark", UnknownNameError, "Did you mean 'theme'"),
        ("theme", "pink", InputError, "'theme' is 'pink'; it can be 'auto', 'dark', 'light'"),
        ("language", "de", InputError, "'language' is 'de'"),
        ("all_sales", 1, InputError, "'all_sales' is 1; it can be False, True"),
        ("all_sales", "True", InputError, "'all_sales' is 'True'"),
    ],
)
def test_what_is_refused(
    tmp_path: Path, name: str, value: Any, error: type[InputError], said: str
) -> None:
    file = tmp_path / "w.sqlite"
    with pytest.raises(error, match=said):
        opened(file).remember("U-1", name, value)
    assert not file.exists()


def test_every_choice_comes_back_as_it_was(tmp_path: Path) -> None:
    store = opened(tmp_path / "w.sqlite")
    for name, choices in VIEW_SETTINGS.items():
        for choice in choices:
            store.remember("U-1", name, choice)
            assert store.remembered("U-1")[name] is choice


def test_a_setting_that_went_away_is_absent(tmp_path: Path) -> None:
    file = tmp_path / "w.sqlite"
    opened(file).remember("U-1", "theme", "dark")
    with sqlite3.connect(file) as connection:
        connection.execute(
            "insert into view_settings values ('U-1', 'density', 'high', '2026-01-01')"
        )
        connection.execute("update view_settings set value = 'sepia' where name = 'theme'")
    connection.close()
    assert opened(file).remembered("U-1") == {}


def test_the_file_is_its_owners_alone_and_safe(tmp_path: Path) -> None:
    file = tmp_path / "data" / "workbench.sqlite"
    before = os.umask(0)
    try:
        opened(file).remember("U-1", "theme", "dark")
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["workbench.sqlite"]
    connection = sqlite3.connect(file)
    assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
    connection.close()


def test_reading_creates_nothing(tmp_path: Path) -> None:
    assert opened(tmp_path / "data" / "workbench.sqlite").remembered("U-1") == {}
    assert not list(tmp_path.iterdir())


def test_a_relative_file_is_found_from_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "notebooks" / "dashboards").mkdir(parents=True)
    monkeypatch.delenv("WISEPARTS_STORE", raising=False)
    monkeypatch.chdir(tmp_path / "notebooks" / "dashboards")
    store = open_store(Settings())
    store.remember("U-1", "theme", "dark")
    assert store.place.file == tmp_path / "data" / "workbench.sqlite"
    monkeypatch.chdir(tmp_path)
    assert environment_of(Settings())["WISEPARTS_STORE"] == f"sqlite:///{store.place.file}"
    assert open_store(Settings()).remembered("U-1") == {"theme": "dark"}


def test_nothing_is_lost_among_many_writers(address: str) -> None:
    """All begin at once, on a store that is not there yet."""
    arguments = [address, str(WRITERS), str(WRITES)]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WRITING, *arguments],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    store = opened(address)
    names = [f"{writer}-{n}" for writer in range(WRITERS) for n in range(WRITES)]
    assert [store.remembered(name) for name in names] == [{"language": "fr"}] * len(names)
    assert store.remembered("everybody")["theme"] in ("dark", "light")


def test_threads_share_a_store(address: str) -> None:
    store = opened(address)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.remember(f"U-{n}", "language", "es"), range(40)))
    assert all(store.remembered(f"U-{n}") == {"language": "es"} for n in range(40))


def _next_step(connection: Connection) -> None:
    connection.exec_driver_sql("create table ledger (run text)")


def test_an_older_store_is_brought_up_once(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(address).remember("U-1", "theme", "dark")
    monkeypatch.setattr(tables, "STEPS", (*tables.STEPS, _next_step))
    store = opened(address)
    assert store.remembered("U-1") == {"theme": "dark"}
    with ThreadPoolExecutor(4) as pool:  # a second `create table` would fail
        list(pool.map(lambda n: store.remember(f"U-{n}", "theme", "light"), range(2, 10)))
    assert store.remembered("U-1") == {"theme": "dark"}
    with store.place.engine.connect() as connection:
        assert tables.version_of(connection) == len(tables.STEPS)
        assert connection.exec_driver_sql("select count(*) from ledger").scalar() == 0


def test_a_failed_step_leaves_the_store_as_it_was(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(connection: Connection) -> None:
        _next_step(connection)
        connection.exec_driver_sql("select * from nowhere")

    opened(address).remember("U-1", "theme", "dark")
    with monkeypatch.context() as patched:
        patched.setattr(tables, "STEPS", (*tables.STEPS, half))
        with pytest.raises(StoreError, match=r"cannot be written: .*nowhere"):
            opened(address).remember("U-1", "theme", "light")
    store = opened(address)
    store.remember("U-2", "theme", "light")
    assert store.remembered("U-1") == {"theme": "dark"}


def test_a_newer_store_is_left_alone(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(address)
    with monkeypatch.context() as patched:
        patched.setattr(tables, "STEPS", (*tables.STEPS, _next_step))
        store.remember("U-1", "theme", "dark")
    for refused in (
        lambda: opened(address),
        lambda: store.remembered("U-1"),
        lambda: store.remember("U-1", "theme", "light"),
    ):
        with pytest.raises(StoreError, match="a newer workbench made it, version 3 and not 2"):
            refused()


def _other_database(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("create table recipes (name text)")
    connection.commit()
    connection.close()


def _truncated(file: Path) -> None:
    opened(file).remember("U-1", "theme", "dark")
    os.truncate(file, 6000)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda file: file.write_bytes(b"not a database " * 999), "file is not a database"),
        (lambda file: file.touch(), "it is no store of the workbench"),
        (_other_database, "it is no store of the workbench"),
        (_truncated, "malformed"),
    ],
    ids=["text", "empty", "foreign", "truncated"],
)
def test_a_broken_file_is_told_and_kept(
    tmp_path: Path, spoil: Callable[[Path], Any], said: str
) -> None:
    file = tmp_path / "w.sqlite"
    store = opened(file)
    spoil(file)
    before = file.read_bytes()
    one_sentence(lambda: opened(file), said)
    one_sentence(lambda: store.remember("U-1", "theme", "dark"), said)
    assert file.read_bytes() == before


def one_sentence(act: Callable[[], Any], said: str) -> None:
    with pytest.raises(StoreError, match=said) as told:
        act()
    message = str(told.value)
    assert message.endswith(".")
    assert re.search(r"\. |\n", message) is None


def test_no_folder_to_create_it_in(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    store = opened(tmp_path / "data" / "w.sqlite")
    assert store.remembered("U-1") == {}
    one_sentence(lambda: store.remember("U-1", "theme", "dark"), "cannot be written: (File|Not)")


@pytest.fixture
def read_only() -> Iterator[Path]:
    """A folder with a store that nobody may write to, seen by a user who is not root."""
    with TemporaryDirectory() as name:
        folder, user = Path(name), os.geteuid()
        opened(folder / "there.sqlite").remember("U-1", "theme", "dark")
        (folder / "there.sqlite").chmod(0o444)
        folder.chmod(0o555)
        if not user:
            os.seteuid(pwd.getpwnam("nobody").pw_uid)
        try:
            yield folder
        finally:
            os.seteuid(user)
            folder.chmod(0o755)


def test_a_read_only_folder(read_only: Path) -> None:
    store = opened(read_only / "new.sqlite")
    one_sentence(
        lambda: store.remember("U-1", "theme", "light"), "cannot be written: Permission denied; see"
    )
    assert [path.name for path in read_only.iterdir()] == ["there.sqlite"]


def test_a_read_only_file(read_only: Path) -> None:
    """Reading needs the folder too, for readers take turns by a file beside it."""
    file = read_only / "there.sqlite"
    before = file.read_bytes()
    one_sentence(lambda: opened(file), "there.sqlite cannot be read: ")
    assert file.read_bytes() == before


def test_a_full_disk(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk."""
    file = tmp_path / "w.sqlite"
    opened(file).remember("U-1", "theme", "dark")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    store = opened(file)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        one_sentence(
            lambda: store.remember("U-1", "theme", "light"), "cannot be written: (disk|database)"
        )
        one_sentence(
            lambda: opened(tmp_path / "new.sqlite").remember("U-1", "theme", "light"),
            "cannot be written: (disk|database)",
        )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not (tmp_path / "new.sqlite").exists()
    store.remember("U-1", "language", "fr")
    assert opened(file).remembered("U-1") == {"theme": "dark", "language": "fr"}


def test_a_file_that_went_away_is_made_again(tmp_path: Path) -> None:
    file = tmp_path / "data" / "w.sqlite"
    store = opened(file)
    store.remember("U-1", "theme", "dark")
    shutil.rmtree(file.parent)
    assert store.remembered("U-1") == {}
    store.remember("U-1", "theme", "light")
    assert store.remembered("U-1") == {"theme": "light"}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://user:secret@host/x", "begins with 'mysql'"),
        ("sqlite://", "begins with 'sqlite'"),
        ("workbench.sqlite", "sqlite:///FILE or postgresql://"),
        ("postgresql://user:secret@:port/x:y", "no address of a PostgreSQL|invalid"),
        ("postgresql://user:secret@127.0.0.1:1/x", "in PostgreSQL cannot be read: .*refused"),
    ],
)
def test_an_address_that_cannot_be_used(address: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as told:
        open_store(Settings(store=address))
    assert "secret" not in str(told.value)
