"""Where queries run: a published snapshot in DuckDB, or a live PostgreSQL. One text, the same answers on both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import duckdb

from wiseparts_nb.errors import SourceError
from wiseparts_nb.source.kept import Kept, kept_in
from wiseparts_nb.source.rows import ListRows, NumpyRows, Rows

__all__ = ["DuckDB", "Engine", "PostgreSQL", "in_one_line", "postgres_driver"]

_PARAMETER = re.compile(r"\$([a-z_0-9]+)")
_DECIMAL = re.compile(r"DECIMAL\(\d+,\s*(\d+)\)")
_WIDTHS = {"DATE": "M8[D]", "HUGEINT": "i8"}
"""What arrays hold otherwise as microseconds, and sums of whole numbers as doubles."""


class Engine(Protocol):
    """Runs a query of the portable subset with named parameters (``$name``)."""

    schema: str
    kept: Kept

    def rows(self, sql: str, bound: Mapping[str, Any], *, many: bool) -> Rows:
        """Return rows that start with ``customer_id``; ``many`` expects those of all customers."""
        ...

    def stored(self, name: str, bound: Mapping[str, Any], *, many: bool) -> Rows:
        """Return rows that the source keeps under a name of ``kept``."""
        ...

    def table(self, sql: str, bound: Mapping[str, Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return column names and rows of any query."""
        ...

    def close(self) -> None:
        """Give the connection back."""
        ...


class DuckDB:
    """A snapshot, opened read-only with no way to any other file."""

    schema = "main"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.kept = kept_in(connection)

    @classmethod
    def open(cls, path: Path, *, threads: int = 2, memory_limit: str = "2GB") -> DuckDB:
        """Open a snapshot file.

        Raises
        ------
        SourceError
            The file cannot be read as a DuckDB database.
        """
        config: dict[str, str | bool | int | float | list[str]] = {
            "threads": threads,
            "memory_limit": memory_limit,
            "enable_external_access": "false",
            "lock_configuration": "true",
        }
        try:
            return cls(duckdb.connect(str(path), read_only=True, config=config))
        except duckdb.Error as error:
            raise SourceError(
                f"The snapshot {str(path)!r} cannot be opened: {error}. Load it again with 'wiseparts load' or 'wiseparts demo'."
            ) from None

    def rows(self, sql: str, bound: Mapping[str, Any], *, many: bool) -> Rows:
        """Return rows by customer."""
        return self._rows(
            f"select * from ({sql}\n) order by customer_id" if many else sql, bound, many=many
        )

    def stored(self, name: str, bound: Mapping[str, Any], *, many: bool) -> Rows:
        """Return kept rows, which lie in the order of their customers."""
        one = "" if many else " where customer_id = $lens_customer"
        return self._rows(f"select * from {self.schema}.{name}{one}", bound, many=many)

    def _rows(self, sql: str, bound: Mapping[str, Any], *, many: bool) -> Rows:
        result = self._run(sql, bound)
        columns = [column[0] for column in result.description]
        if not many:
            return ListRows(columns, result.fetchall())
        types = {column[0]: str(column[1]) for column in result.description}
        scales = {
            name: int(found[1]) for name, kind in types.items() if (found := _DECIMAL.match(kind))
        }
        arrays = result.fetchnumpy()
        own = {
            name: arrays[name].astype(_WIDTHS[kind])
            for name, kind in types.items()
            if kind in _WIDTHS
        }
        return NumpyRows(arrays | own, scales)

    def table(self, sql: str, bound: Mapping[str, Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return column names and rows."""
        result = self._run(sql, bound)
        return [column[0] for column in result.description], result.fetchall()

    def _run(self, sql: str, bound: Mapping[str, Any]) -> Any:
        return self.connection.execute(sql, _mentioned(sql, bound))

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


class PostgreSQL:
    """A live database with the canonical tables in one schema (needs the extra ``wiseparts-nb[postgres]``)."""

    def __init__(self, url: str, *, schema: str = "wiseparts") -> None:
        psycopg = postgres_driver()
        self.schema = schema
        self.kept = Kept()
        try:
            self._connection = psycopg.connect(url, autocommit=False, options="-c timezone=UTC")
            # one transaction, one state of the data: all figures of a page belong together
            self._connection.execute("set transaction isolation level repeatable read, read only")
        except psycopg.ProgrammingError:  # its words repeat the address, password and all
            raise SourceError(
                "source_url is no address of a PostgreSQL, such as postgresql://reader@host/database."
            ) from None
        except psycopg.Error as error:
            raise SourceError(
                f"PostgreSQL does not answer: {in_one_line(error)}. Check source_url in wiseparts.toml."
            ) from None

    def rows(self, sql: str, bound: Mapping[str, Any], *, many: bool) -> Rows:
        """Return rows by customer."""
        del many
        return ListRows(*self.table(sql, bound))

    def stored(self, name: str, bound: Mapping[str, Any], *, many: bool) -> Rows:
        """Return kept rows; a live database keeps none."""
        del many
        return ListRows(*self.table(f"select * from {self.schema}.{name}", bound))

    def table(self, sql: str, bound: Mapping[str, Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return column names and rows."""
        text = _in_postgres(sql)
        cursor = self._connection.execute(
            text.encode(), {name: bound[name] for name in re.findall(r"%\((\w+)\)s", text)}
        )
        return [column.name for column in cursor.description or ()], cursor.fetchall()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def postgres_driver() -> Any:
    """Return psycopg, which only those who read PostgreSQL need.

    Raises
    ------
    SourceError
        It is not installed.
    """
    try:
        import psycopg
    except ImportError:
        raise SourceError(
            "Reading PostgreSQL needs psycopg: pip install 'wiseparts-nb[postgres]'."
        ) from None
    return psycopg


def in_one_line(error: Exception) -> str:
    """Return what a server said, to stand within a sentence."""
    return " ".join(str(error).split()).rstrip(".?")


def _mentioned(sql: str, bound: Mapping[str, Any]) -> dict[str, Any]:
    return {name: bound[name] for name in set(_PARAMETER.findall(sql))}


@lru_cache(maxsize=512)
def _in_postgres(sql: str) -> str:
    import sqlglot  # here: a third of a second, and snapshots never need it

    (statement,) = sqlglot.transpile(sql, read="duckdb", write="postgres")
    return re.sub(r"%(?!\(\w+\)s)", "%%", statement)
