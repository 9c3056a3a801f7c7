"""The rows of one canonical table: selected, converted, checked, and sorted into taken, rejected and excluded.

All of it is SQL over whole tables. A row can break several rules of its own (``type``, ``not_null``, ``check``) and is listed under
each; rows that pass are held against the tables taken before them (``reference``: a line of a rejected customer is rejected) and then
against each other: of rows with one key the first is taken, the others are rejected as ``exact_duplicate`` or, where anything differs,
``duplicate``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from pathlib import Path

import duckdb

from wiseparts_nb.errors import ConfigurationError, UnknownNameError
from wiseparts_nb.source.mapping import Formats, Mapping, TableMap
from wiseparts_nb.source.rules import RowRules
from wiseparts_nb.source.schema import Table, tables
from wiseparts_nb.source.snapshot import Load

__all__ = ["take"]


def take(con: duckdb.DuckDBPyConnection, mapping: Mapping, name: str, path: Path) -> Load:
    """Check the rows of table `name`; those taken are in ``work.taken_NAME`` afterwards.

    Parameters
    ----------
    con
        Has the sources and views of the mapping, and the tables that this one refers to, taken before.
    path
        The mapping's file, for messages.

    Raises
    ------
    ConfigurationError
        The SELECT or an exclusion does not run, or gives columns that the table does not have, or too few.
    """
    table, spec = tables()[name], mapping.tables[name]
    source = spec.source or _source_of(mapping, spec.select, name)
    given = _select(con, table, spec, f"{path}: the SELECT of [tables.{name}]")
    _require_columns(table, given, mapping, f"{path}: the SELECT of [tables.{name}]")
    rules = RowRules(table, given, mapping.sources.get(source, Formats()))
    typed = rules.typed(f"work.raw_{name}", _exclusion_sql(spec))
    _run(
        con,
        f"create table work.typed_{name} as {typed}",
        f"{path}: an exclusion of [tables.{name}]",
    )
    _find_faults(con, table, rules)
    return _settle(con, table, source)


def _source_of(mapping: Mapping, select: str | None, name: str) -> str:
    """The first of the mapping's sources that a SELECT reads, directly or through its views; else the table's own name."""
    code = re.sub(r"--.*", "", select or "")
    for read in re.findall(r"\b(?:from|join)\s+(\w+)", code, re.IGNORECASE):
        if read in mapping.sources:
            return read
        if read in mapping.views:
            return _source_of(mapping, mapping.views[read], name)
    return name


def _select(
    con: duckdb.DuckDBPyConnection, table: Table, spec: TableMap, what: str
) -> dict[str, str]:
    """Run the table's SELECT into ``work.raw_NAME``; its columns and their types.

    A plain SELECT is given its source's row number, so that a reject can be found again; one that makes a row of several has
    no such number, and NULL says so.
    """
    select = (spec.select or f"select * from {spec.source or table.name}").strip().rstrip(";")
    plain = re.fullmatch(r"select\s+(?!distinct\b)(.*)", select, re.IGNORECASE | re.DOTALL)
    if plain and not re.search(r"\bgroup\s+by\s+all\b", select, re.IGNORECASE):
        numbered = f"select source_row, {plain[1]}"
        columns = _columns(con, numbered)
        select = numbered if columns and "source_row" not in columns[1:] else select
    _run(con, f"create table work.raw_{table.name} as {select}", what)
    described = con.execute(f"select name, type from pragma_table_info('work.raw_{table.name}')")
    return dict(described.fetchall())


def _columns(con: duckdb.DuckDBPyConnection, select: str) -> list[str]:
    """What a SELECT would give; nothing if it cannot run."""
    try:
        return [row[0] for row in con.execute(f"describe {select}").fetchall()]
    except duckdb.Error:
        return []


def _run(con: duckdb.DuckDBPyConnection, sql: str, what: str) -> None:
    try:
        con.execute(sql)
    except duckdb.Error as error:
        raise ConfigurationError(f"{what} does not run: {error}") from error


def _require_columns(
    table: Table, given: MappingType[str, str], mapping: Mapping, what: str
) -> None:
    for column in given:
        # A leading underscore marks what only the exclusions read.
        if column not in (*table.names, "source_row") and not column.startswith("_"):
            raise ConfigurationError(f"{what}: {UnknownNameError('column', column, table.names)}")
    for column in table.columns:
        if column.required and column.name not in given:
            raise ConfigurationError(f"{what} must give {column.name!r}, which is never NULL.")
    for reference in table.references:
        if reference.column in given and reference.table not in mapping.tables:
            way_out = f"Add [tables.{reference.table}], or leave {reference.column} out."
            raise ConfigurationError(
                f"{what} gives {reference.column!r}, a key of {reference.table}. {way_out}"
            )


def _exclusion_sql(spec: TableMap) -> str:
    cases = " ".join(f"when ({each.where}) then '{each.name}'" for each in spec.exclusions)
    return f"case {cases} end" if cases else "null::varchar"


def _find_faults(con: duckdb.DuckDBPyConnection, table: Table, rules: RowRules) -> None:
    """Fill ``work.bad_NAME``: one row a fault; a row is held against others only once it is good itself."""
    raw, typed, bad = (f"work.{stage}_{table.name}" for stage in ("raw", "typed", "bad"))
    con.execute(
        f"create table {bad} (_n bigint, source_row bigint, field text, value text, rule text)"
    )
    for faults in rules.faults(raw, typed):
        con.execute(f"insert into {bad} {faults}")
    for faults in _unknown_references(table, rules.given):
        con.execute(f"insert into {bad} {faults}")
    if table.primary_key:
        _reject_duplicates(con, table)


def _good(table: Table) -> str:
    return f"(select * from work.typed_{table.name} where not _bad and _excluded is null)"


def _unknown_references(table: Table, given: MappingType[str, str]) -> Iterator[str]:
    for reference in table.references:
        column = reference.column
        if column in given:
            yield f"""select t._n, t.source_row, '{column}', t.{column}, 'reference' from {_good(table)} t
                anti join work.taken_{reference.table} p on t.{column} = p.{reference.key}
                where t.{column} is not null"""


def _reject_duplicates(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    key, bad = ", ".join(table.primary_key), f"work.bad_{table.name}"
    good = f"(select * from {_good(table)} where _n not in (select _n from {bad}))"
    con.execute(
        f"create temp table twice as select {key} from {good} group by {key} having count(*) > 1"
    )
    others = [name for name in table.names if name not in table.primary_key]
    same = [f"{name} is not distinct from first_value({name}) over same_key" for name in others]
    con.execute(
        f"""insert into {bad} select _n, source_row, '{key}', concat_ws(', ', {key}),
                   case when {" and ".join(same) or "true"} then 'exact_duplicate' else 'duplicate' end
            from {good} semi join twice using ({key})
            window same_key as (partition by {key} order by _n) qualify row_number() over same_key > 1"""
    )
    con.execute("drop table twice")


def _settle(con: duckdb.DuckDBPyConnection, table: Table, source: str) -> Load:
    """Keep the good rows and the findings, drop the rest, count."""
    name = table.name
    con.execute(
        f"""create table work.taken_{name} as select {", ".join(table.names)} from {_good(table)}
            where _n not in (select _n from work.bad_{name}) order by _n"""
    )
    con.execute(
        f"""insert into work.rejects select '{source}', source_row, '{name}', field, value, rule
            from work.bad_{name} order by _n"""
    )
    con.execute(
        f"""insert into work.exclusions select '{name}', _excluded, count(*) from work.typed_{name}
            where _excluded is not null group by _excluded"""
    )
    taken, excluded, rejected = con.execute(
        f"""select (select count(*) from work.taken_{name}),
                   (select count(*) from work.typed_{name} where _excluded is not null),
                   (select count(distinct _n) from work.bad_{name})"""
    ).fetchall()[0]
    for stage in ("raw", "typed", "bad"):
        con.execute(f"drop table work.{stage}_{name}")
    return Load(name, source, taken=taken, rejected=rejected, excluded=excluded)
