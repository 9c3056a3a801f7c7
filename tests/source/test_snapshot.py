from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.parts import ROOT
from tests.source.companies import rows_of
from wiseparts_nb.errors import SourceError
from wiseparts_nb.source.snapshot import Load, Snapshot, current, describe, publish, working_folder


def fill_with(lines: int = 1000) -> Callable[[duckdb.DuckDBPyConnection], None]:
    def fill(con: duckdb.DuckDBPyConnection) -> None:
        con.execute(
            "insert into customers (customer_id, name, kind) values ('C-1', 'Quay', 'customer')"
        )
        con.execute(
            f"""insert into sales_lines (invoice_id, line_no, customer_id, sold_on, quantity, net)
                select 'I' || i, 1, 'C-' || (i * 7 % 10), date '2026-01-01' + (i * 13 % 300)::int, 1, i from range({lines}) t (i)"""
        )

    return fill


def published(
    folder: Path, fill: Callable[[duckdb.DuckDBPyConnection], None] | None = None, **more: Any
) -> Snapshot:
    about: dict[str, Any] = {"as_of": date(2026, 11, 23), "company": "Test", "currency": "EUR"}
    about |= {"country": "FR", "zone": "Europe/Paris", "source": "test", **more}
    return publish(folder, fill or fill_with(), **about)


def test_a_snapshot_describes_itself(tmp_path: Path):
    before = datetime.now(UTC).replace(microsecond=0)
    loads = [Load("sales_lines", "ledger", taken=1000, rejected=3, excluded=2)]
    snapshot = published(tmp_path, loads=loads, subdivision="57")
    assert current(tmp_path) == snapshot.path
    assert describe(tmp_path / "current.duckdb") == snapshot
    assert before <= snapshot.created_at <= datetime.now(UTC)
    assert snapshot.id.startswith(f"{snapshot.created_at:%Y-%m-%dT%H%M}-")
    assert (snapshot.as_of, snapshot.subdivision) == (date(2026, 11, 23), "57")
    # What is filled but not listed is counted.
    assert snapshot.loads == (Load("customers", "test", taken=1, rejected=0), *loads)


def test_lines_lie_sorted_by_customer_and_day_without_an_index(tmp_path: Path):
    path = published(tmp_path, fill_with(50_000), memory_limit="80MB").path
    lying = rows_of(path, "select customer_id, sold_on, invoice_id from sales_lines")
    assert lying == sorted(lying)
    assert len(lying) == 50_000
    assert rows_of(path, "select count(*) from duckdb_indexes()") == [(0,)]
    assert rows_of(path, "select count(*) from duckdb_constraints()") == [(0,)]


def test_prepare_sees_the_sorted_tables_and_may_add_one(tmp_path: Path):
    def prepare(con: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
        assert snapshot.as_of == date(2026, 11, 23)
        con.execute(
            "create table pool as select customer_id, sum(net) as net from sales_lines group by 1"
        )

    path = published(tmp_path, prepare=prepare).path
    assert rows_of(path, "select sum(net) from pool") == [(999 * 1000 / 2,)]


def test_a_failed_publish_changes_nothing(tmp_path: Path):
    first = published(tmp_path)

    def fails(con: duckdb.DuckDBPyConnection) -> None:
        fill_with()(con)
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        published(tmp_path, fails)
    assert current(tmp_path) == first.path
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["current.duckdb", first.path.name])


def test_the_last_three_stay_and_the_one_in_use_among_them(tmp_path: Path):
    paths = [published(tmp_path, fill_with(1)).path for _ in range(5)]
    assert sorted(tmp_path.glob("snapshot-*")) == sorted(paths[2:])
    assert current(tmp_path) == paths[-1]


KILLED = """
import sys, time
from pathlib import Path
from tests.source.test_snapshot import fill_with, published

def fill(con, *snapshot):
    fill_with(200_000)(con)
    print("filled", flush=True)
    time.sleep(60)

published(Path(sys.argv[1]), fill if sys.argv[2] == "fill" else None, prepare=fill if sys.argv[2] != "fill" else None)
"""


@pytest.mark.parametrize("stage", ["fill", "prepare"])
def test_a_publish_killed_half_way_leaves_the_snapshot_in_use_and_one_folder_to_sweep(
    tmp_path: Path, stage: str
):
    first = published(tmp_path)
    arguments = [sys.executable, "-c", KILLED, str(tmp_path), stage]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "filled\n"
        process.send_signal(signal.SIGKILL)
    assert current(tmp_path) == first.path
    assert describe(current(tmp_path)) == first
    [left] = [p for p in tmp_path.iterdir() if p.suffix == ".tmp"]
    published(tmp_path)
    assert left.exists()  # it could still be at work
    old = time.time() - 2 * 3600
    for path in (*left.rglob("*"), left):
        os.utime(path, (old, old))
    published(tmp_path)
    assert not left.exists()


def test_readers_never_see_less_than_a_whole_snapshot(tmp_path: Path):
    published(tmp_path, fill_with(2000))
    done, seen = threading.Event(), []

    def read() -> None:
        while not done.is_set():
            path = current(tmp_path)
            describe(path)
            seen.append(rows_of(path, "select count(*), sum(net) from sales_lines")[0])

    reader = threading.Thread(target=read)
    reader.start()
    kept_open = duckdb.connect(str(current(tmp_path)), read_only=True)
    for lines in (3000, 4000, 5000, 6000):
        published(tmp_path, fill_with(lines))
    done.set()
    reader.join()
    assert kept_open.execute("select count(*) from sales_lines").fetchall() == [(2000,)]
    kept_open.close()
    assert set(seen) <= {(n, n * (n - 1) / 2) for n in (2000, 3000, 4000, 5000, 6000)}
    assert len(seen) > 1


def test_two_publishers_at_once_both_arrive(tmp_path: Path):
    made: list[Path] = []
    threads = [
        threading.Thread(target=lambda: made.append(published(tmp_path).path)) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2
    assert current(tmp_path) in made


def test_nothing_published_says_how_to_begin(tmp_path: Path):
    with pytest.raises(SourceError, match=r"no snapshot in .*wiseparts load"):
        current(tmp_path)
    published(tmp_path).path.unlink()
    with pytest.raises(SourceError, match="which is gone"):
        current(tmp_path)


def damaged(path: Path, how: str) -> None:
    whole = path.read_bytes()
    path.unlink()
    match how:
        case "missing":
            return
        case "empty":
            path.write_bytes(b"")
        case "cut in the header":
            path.write_bytes(whole[:5000])
        case "cut in half":
            path.write_bytes(whole[: len(whole) // 2])
        case "cut by a byte":
            path.write_bytes(whole[:-1])
        case "no database":
            path.write_bytes(b"sold_on;net\n" * 5000)
        case "scribbled on":
            path.write_bytes(whole[:20] + b"scribble" + whole[28:])
        case "foreign":
            with duckdb.connect(str(path)) as con:
                con.execute("create table sales (net double)")
        case "of another version":
            path.write_bytes(whole)
            with duckdb.connect(str(path)) as con:
                con.execute("update snapshot set schema = 'cafe0000'")
        case _:
            raise AssertionError(how)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("missing", "There is no snapshot at"),
        ("empty", "is empty"),
        ("cut in the header", "is cut off"),
        ("cut in half", "is cut off"),
        ("cut by a byte", "is cut off"),
        ("no database", "is not a DuckDB file"),
        ("scribbled on", "is damaged"),
        ("foreign", "is a DuckDB file but not a snapshot"),
        ("of another version", r"another version of the tables \(cafe0000.*Rebuild it"),
    ],
)
def test_a_broken_file_gives_one_clear_error(tmp_path: Path, how: str, said: str):
    path = published(tmp_path, fill_with(200_000)).path
    damaged(path, how)
    with pytest.raises(SourceError, match=said) as error:
        describe(path)
    assert "wiseparts load" in str(error.value)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SourceError, match="Choose a folder that you may write to"):
        published(tmp_path / "file" / "snapshots")


def test_a_full_disk_is_told_and_nothing_is_left(tmp_path: Path):
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with (
        pytest.raises(SourceError, match=r"disk of .* is full\. Free some space"),
        working_folder(tmp_path, "load"),
    ):
        raise full
    assert not list(tmp_path.iterdir())
