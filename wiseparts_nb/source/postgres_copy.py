"""Rows out of a PostgreSQL by COPY: all queries of one database see the same moment, and nothing is written there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from wiseparts_nb.errors import ConfigurationError, IngestError, SourceError
from wiseparts_nb.source.mapping import Postgres
from wiseparts_nb.source.quoting import identifier, literal, text_columns
from wiseparts_nb.source.staging import Staging, checked_header, show

__all__ = ["stage_postgres"]

_TYPES = {
    "bool": "BOOLEAN",
    "int2": "BIGINT",
    "int4": "BIGINT",
    "int8": "BIGINT",
    "float4": "DOUBLE",
    "float8": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "timestamptz": "TIMESTAMPTZ",
}
_WIDEST_DECIMAL = 38


def stage_postgres(at: Staging, queries: Mapping[str, Postgres]) -> None:
    """Stage the answers of queries; ``source_row`` is the position in the answer."""
    try:
        import psycopg
    except ImportError as error:
        way_out = 'Install it: pip install "wiseparts-nb[postgres]"'
        raise ConfigurationError(
            f"[sources.{next(iter(queries))}] needs psycopg. {way_out}"
        ) from error
    for variable in dict.fromkeys(query.dsn_env for query in queries.values()):
        asked = {name: query.query for name, query in queries.items() if query.dsn_env == variable}
        address = os.environ.get(variable)
        if not address:
            said = f"needs the environment variable {variable}, such as postgresql://reader@host/database"
            raise ConfigurationError(f"[sources.{next(iter(asked))}] {said}.")
        try:
            with psycopg.connect(address, options="-c TimeZone=UTC -c DateStyle=ISO") as server:
                server.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                server.read_only = True
                for name, query in asked.items():
                    _copy(at, server, name, query.strip().rstrip(";"))
        except psycopg.Error as error:
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            said = f"PostgreSQL at {variable} refuses: {reason}. Asked for: {', '.join(asked)}."
            raise SourceError(said) from error


def _copy(at: Staging, server: Any, name: str, query: str) -> None:
    copy = at.work / f"{name}.copy.csv"
    with server.cursor() as cursor:
        cursor.execute(f"select * from ({query}) q limit 0")
        types = {column.name: _type(column) for column in cursor.description}
        checked_header(name, Path("the query"), [column.name for column in cursor.description])
        with (
            copy.open("wb") as file,
            cursor.copy(f"copy ({query}) to stdout (format csv, force_quote *)") as rows,
        ):
            for block in rows:
                file.write(block)
    # Quoted and empty is an empty text, bare and empty is NULL: hence force_quote there, allow_quoted_nulls here.
    try:
        at.con.execute(
            f"""create table staged.{name} as select {", ".join(_cast(*column) for column in types.items())}
                from read_csv({literal(copy)}, auto_detect = false, header = false, delim = ',',
                  quote = '"', escape = '"', columns = {text_columns(types)}, allow_quoted_nulls = false)"""
        )
    except duckdb.Error as error:
        said = f"[sources.{name}] a value cannot be taken over: {error}. Cast it in the query."
        raise IngestError(said) from error
    show(
        at, name, f"select rowid + 1 as source_row, * from staged.{name}", template=None, header=()
    )


def _type(column: Any) -> str:
    import psycopg

    known = psycopg.adapters.types.get(column.type_code)
    name = known.name if known else ""
    if name == "numeric" and column.precision and column.precision <= _WIDEST_DECIMAL:
        return f"DECIMAL({column.precision},{column.scale or 0})"
    return _TYPES.get(name, "VARCHAR")


def _cast(column: str, kind: str) -> str:
    value = f"cast({identifier(column)} as {kind})"
    value = f"timezone('UTC', {value})" if kind == "TIMESTAMPTZ" else value
    return f"{value} as {identifier(column)}"
