"""The engine of a snapshot: it reads its own file, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from wiseparts_nb.errors import SourceError
from wiseparts_nb.source.engine import DuckDB


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[DuckDB]:
    """A file with one table, opened as a snapshot is."""
    path = tmp_path / "one.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table given as select 'C-1' as customer_id, 7 as n")
    (tmp_path / "secret.csv").write_text("word\nhidden\n")
    engine = DuckDB.open(path, threads=1, memory_limit="200MB")
    yield engine
    engine.close()


def test_values_are_bound_by_name(opened: DuckDB) -> None:
    columns, rows = opened.table(
        "select n + $more as n from given", {"more": 1, "unused": object()}
    )
    assert (columns, rows) == (["n"], [(8,)])
    hostile = "x'; drop table given; --"
    assert opened.table("select $word as word", {"word": hostile})[1] == [(hostile,)]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{folder}/secret.csv')",
        "select * from '{folder}/secret.csv'",
        "select content from read_text('{folder}/secret.csv')",
        "select * from glob('{folder}/*')",
        "copy given to '{folder}/out.csv'",
        "attach '{folder}/other.duckdb' as other",
        "export database '{folder}/out'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set memory_limit = '64GB'",
        "pragma enable_external_access",
        "insert into given values ('C-2', 1)",
        "create table made (n integer)",
        "delete from given",
        "update given set n = 0",
        "drop table given",
    ],
)
def test_no_other_file_and_no_change(opened: DuckDB, tmp_path: Path, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        opened.table(sql.format(folder=tmp_path), {})
    assert opened.table("select n from given", {})[1] == [(7,)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.duckdb", "secret.csv"]


@pytest.mark.parametrize("content", [None, b"", b"no database" * 1000])
def test_a_file_that_is_no_snapshot(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "broken.duckdb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=r"broken\.duckdb' cannot be opened: .*'wiseparts demo'"):
        DuckDB.open(path)
