"""A live PostgreSQL as source: the canonical tables from the same DDL, filled from a snapshot or by your own processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from wiseparts_nb.errors import SourceError
from wiseparts_nb.source.engine import PostgreSQL, in_one_line, postgres_driver
from wiseparts_nb.source.quoting import literal
from wiseparts_nb.source.schema import Table, ddl, fingerprint, tables
from wiseparts_nb.source.snapshot import Load, Snapshot, describe

__all__ = ["SCHEMA", "copy_to_postgres", "describe_database", "open_postgres", "postgres_ddl"]

SCHEMA = "wiseparts"
_ABOUT = """
create table about (id text, as_of date, created_at timestamptz, company text, currency text, country text,
                    subdivision text, zone text, source text, schema text);
create table loads (table_name text, source text, taken bigint, rejected bigint, excluded bigint)
"""
_BLOCK = 50_000
"""Rows copied at a time."""


def postgres_ddl(schema: str = SCHEMA, *, constrained: bool = True) -> str:
    """Return the statements that create the canonical tables in ``schema``.

    ``constrained`` False leaves keys, references and checks out, for rows that were checked before.
    """
    import sqlglot

    text = ddl() if constrained else ";".join(table.bare_ddl() for table in tables().values())
    statements = sqlglot.transpile(text, read="duckdb", write="postgres")
    return ";\n".join([f"create schema {schema}", f"set search_path to {schema}", *statements])


def copy_to_postgres(snapshot: Path, url: str, *, schema: str = SCHEMA) -> None:
    """Copy a snapshot into a new schema of a PostgreSQL, with keys, references, checks and reading indexes.

    Raises
    ------
    SourceError
        The database does not answer, or the schema is there already; nothing is left of a copy that failed.
    """
    psycopg = postgres_driver()
    about = describe(snapshot)
    try:
        # attached, for a process that has the file open already may open it in the same way only
        with psycopg.connect(url, options="-c timezone=UTC") as server, duckdb.connect() as file:
            file.execute(f"attach {literal(snapshot)} as filled (read_only); use filled")
            server.execute(postgres_ddl(schema).encode())
            for table in tables().values():
                _copy(file, server, table)
                if table.rows_of_a_customer and table.name != "customers":
                    columns = ", ".join(filter(None, ["customer_id", table.day]))
                    server.execute(f"create index on {table.name} ({columns})".encode())
            _write_about(server, about)
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("analyze")
    except psycopg.errors.DuplicateSchema:
        way_out = f"Drop it first (drop schema {schema} cascade), or choose another name."
        raise SourceError(f"The schema {schema!r} is there already. {way_out}") from None
    except psycopg.Error as error:
        raise SourceError(f"PostgreSQL refuses the copy: {in_one_line(error)}.") from None


def _copy(file: duckdb.DuckDBPyConnection, server: Any, table: Table) -> None:
    columns = ", ".join(table.names)
    rows = file.execute(f"select {columns} from {table.name}")
    with server.cursor().copy(f"copy {table.name} ({columns}) from stdin") as copying:
        while block := rows.fetchmany(_BLOCK):
            for row in block:
                copying.write_row(row)


def _write_about(server: Any, about: Snapshot) -> None:
    server.execute(_ABOUT)
    row = (about.id, about.as_of, about.created_at, about.company, about.currency, about.country)
    row += (about.subdivision, about.zone, about.source, fingerprint())
    server.execute(f"insert into about values ({', '.join(['%s'] * len(row))})", row)
    for load in about.loads:
        values = (load.table, load.source, load.taken, load.rejected, load.excluded)
        server.execute("insert into loads values (%s, %s, %s, %s, %s)", values)


def open_postgres(url: str, *, schema: str = SCHEMA) -> PostgreSQL:
    """Open a live database for reading.

    Raises
    ------
    SourceError
        It does not answer, or psycopg is not installed.
    """
    return PostgreSQL(url, schema=schema)


def describe_database(engine: PostgreSQL) -> Snapshot:
    """Return what a live database says about itself, in the words of a snapshot.

    Raises
    ------
    SourceError
        It has no canonical tables, or those of another version.
    """
    psycopg = postgres_driver()
    way_out = "Make them with copy_to_postgres (README, 'Live PostgreSQL')."
    try:
        about = engine.table(f"select * from {engine.schema}.about", {})[1]
        loads = engine.table(f"select * from {engine.schema}.loads", {})[1]
    except psycopg.errors.UndefinedTable:
        raise SourceError(
            f"PostgreSQL has no tables in the schema {engine.schema!r}. {way_out}"
        ) from None
    if not about:
        raise SourceError(f"The tables in {engine.schema!r} do not say what they hold. {way_out}")
    *fields, schema = about[0]
    if schema != fingerprint():
        raise SourceError(
            f"The tables in {engine.schema!r} are of another version ({schema}, not {fingerprint()}). {way_out}"
        )
    return Snapshot(Path("postgresql"), *fields, loads=tuple(Load(*load) for load in loads))
