"""Loading a company's own files: staged, checked row by row, and published whole or not at all.

Every row of a mapping's SELECT is taken, rejected by a rule, or excluded by a name that the mapping gives; the three counts add
up to the rows there were. A table with more rejects than the stated share refuses the load, and the snapshot in use stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from wiseparts_nb.errors import ConfigurationError, IngestError
from wiseparts_nb.source.intake import take
from wiseparts_nb.source.mapping import Mapping, read_mapping
from wiseparts_nb.source.quoting import literal
from wiseparts_nb.source.readers import as_filled_in, stage
from wiseparts_nb.source.schema import tables
from wiseparts_nb.source.snapshot import Load, Prepare, Snapshot, publish, working_folder
from wiseparts_nb.source.staging import Staging
from wiseparts_nb.source.templates import import_types

__all__ = ["Excluded", "LoadReport", "Rejected", "load"]

_TABLES = """
create schema staged;
create schema work;
create table work.rejects (source text, source_row bigint, table_name text, field text, value text, rule text);
create table work.exclusions (table_name text, name text, rows bigint);
"""
# Which day a company's books end on, by the first of these that it keeps.
_DATED = (
    ("sales_lines", "sold_on"),
    ("orders", "ordered_on"),
    ("quotes", "issued_on"),
    ("proposals", "issued_on"),
)


@dataclass(frozen=True)
class Rejected:
    """How often one rule was broken; a row may break several.

    Attributes
    ----------
    rows
        Rows that broke it.
    example
        The first offending value as written, None where it was blank, found in `source` at `source_row` (None: the row was made
        of several).
    """

    table: str
    field: str
    rule: str
    rows: int
    example: str | None
    source: str
    source_row: int | None


@dataclass(frozen=True)
class Excluded:
    """Rows that the mapping leaves out on purpose, by the name that it gives."""

    table: str
    name: str
    rows: int


@dataclass(frozen=True)
class LoadReport:
    """What a load did. Rows taken, rejected and excluded by table are in ``snapshot.loads``."""

    snapshot: Snapshot
    rejected: tuple[Rejected, ...]
    excluded: tuple[Excluded, ...]


def load(  # noqa: PLR0913 - each an option of `wiseparts load`
    mapping_path: Path,
    folder: Path,
    *,
    root: Path | None = None,
    as_of: date | None = None,
    max_rejects: float | None = None,
    rejects_csv: Path | None = None,
    prepare: Prepare | None = None,
    memory_limit: str = "1GB",
    threads: int = 2,
) -> LoadReport:
    """Read a mapping's sources, check every row, and publish a snapshot in `folder`.

    Parameters
    ----------
    root
        Where relative paths start; None: where the mapping says.
    as_of
        The last day that the numbers include; None: the mapping's, else the last day, up to today, that something was sold.
    max_rejects
        Share of a table's rows, 0 to 1, that may be rejected; None: the mapping's.
    rejects_csv
        Where every reject is written, also when the load is refused.
    prepare
        Runs last on the new snapshot, as for :func:`wiseparts_nb.source.snapshot.publish`.

    Raises
    ------
    ConfigurationError
        The mapping is wrong, or a file that it names is missing.
    IngestError
        A file is not what the mapping says, or too many rows were rejected.
    SourceError
        A database cannot be reached, or `folder` cannot be written.
    """
    mapping = read_mapping(mapping_path)
    about = mapping.snapshot
    start = root or mapping_path.parent / mapping.root
    mapping = mapping.model_copy(update={"sources": as_filled_in(mapping.sources, start)})
    limit = about.max_rejects if max_rejects is None else max_rejects
    with working_folder(folder, "load") as work:
        database = work / "load.duckdb"
        with duckdb.connect(str(database)) as con:
            con.execute(f"set memory_limit = {literal(memory_limit)}; set threads = {threads}")
            con.execute(f"set temp_directory = {literal(work / 'spill')}")
            con.execute(_TABLES)
            stage(Staging(con, start, work), mapping.sources)
            # From here on only what was staged can be read, whatever a SELECT says.
            con.execute("set enable_external_access = false")
            _create_views(con, mapping, mapping_path)
            names = [name for name in tables() if name in mapping.tables]
            loads = _with_lines(con, [take(con, mapping, name, mapping_path) for name in names])
            rejected, excluded = _rejected(con), _excluded(con)
            days = _days(con, mapping)
        if rejects_csv is not None:
            _write_rejects(database, rejects_csv)
        _refuse_too_many(loads, rejected, limit=limit, rejects_csv=rejects_csv)
        snapshot = publish(
            folder,
            lambda con: _fill(con, database, (each.table for each in loads)),
            as_of=_day(as_of or about.as_of, days, zone=about.zone),
            company=about.company,
            currency=about.currency,
            country=about.country,
            subdivision=about.subdivision,
            zone=about.zone,
            source=mapping_path.name,
            loads=loads,
            prepare=prepare,
            memory_limit=memory_limit,
            threads=threads,
        )
    return LoadReport(snapshot, rejected, excluded)


def _create_views(con: duckdb.DuckDBPyConnection, mapping: Mapping, path: Path) -> None:
    """Run the shared SELECTs once, as tables: what one numbers or ranks must not change between two readers."""
    for name, select in mapping.views.items():
        try:
            con.execute(f"create table {name} as {select.strip().rstrip(';')}")
        except duckdb.Error as error:
            raise ConfigurationError(f"{path}: the view {name!r} does not run: {error}") from error


def _with_lines(con: duckdb.DuckDBPyConnection, loads: Sequence[Load]) -> tuple[Load, ...]:
    """Count lines that never became rows with the table that most rows of their file went to."""
    lost = con.execute(
        """select source, count(distinct source_row) from work.rejects where table_name is null
           group by source"""
    ).fetchall()
    counted = {load.table: load for load in loads}
    for source, lines in lost:
        fed = [load for load in counted.values() if load.source == source]
        if fed:
            # Of two equal ones the later: tables that list what others name come first.
            main = max(reversed(fed), key=lambda load: load.taken + load.rejected + load.excluded)
            counted[main.table] = replace(main, rejected=main.rejected + lines)
            con.execute(
                "update work.rejects set table_name = ? where table_name is null and source = ?",
                [main.table, source],
            )
    return tuple(counted.values())


def _days(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> list[tuple[date, date | None]]:
    """First day, and last day up to today (None: all are to come), of each dated table that has rows."""
    today = datetime.now(ZoneInfo(mapping.snapshot.zone)).date()
    found = [
        con.execute(
            f"select min({column}), max({column}) filter ({column} <= ?) from work.taken_{name}",
            [today],
        ).fetchall()[0]
        for name, column in _DATED
        if name in mapping.tables
    ]
    return [(first, last) for first, last in found if first is not None]


def _day(stated: date | None, days: Sequence[tuple[date, date | None]], *, zone: str) -> date:
    if stated is None:
        day = next((last for _, last in days if last is not None), None)
        if day is None:
            way_out = "State as_of in [snapshot], or --as-of."
            raise IngestError(f"No sale, order, quote or proposal says what day it is. {way_out}")
        return day
    today = datetime.now(ZoneInfo(zone)).date()
    if stated > today:
        raise ConfigurationError(f"as_of is {stated}, which is still to come. Today is {today}.")
    first = min((first for first, _ in days), default=stated)
    if stated < first:
        raise ConfigurationError(
            f"as_of is {stated}, but the data begin on {first}. State a later day."
        )
    return stated


def _rejected(con: duckdb.DuckDBPyConnection) -> tuple[Rejected, ...]:
    rows = con.execute(
        """select coalesce(table_name, source), coalesce(field, ''), rule, count(*),
                  arg_min(struct_pack(v := value), source_row).v, arg_min(source, source_row), min(source_row)
           from (select * replace (coalesce(source_row, 9223372036854775807) as source_row) from work.rejects)
           group by 1, 2, 3 order by 1, 4 desc, 2, 3"""
    ).fetchall()
    nowhere = 9223372036854775807
    return tuple(
        Rejected(*row[:-1], source_row=None if row[-1] == nowhere else row[-1]) for row in rows
    )


def _excluded(con: duckdb.DuckDBPyConnection) -> tuple[Excluded, ...]:
    rows = con.execute("select table_name, name, rows from work.exclusions order by 1, 3 desc, 2")
    return tuple(Excluded(*row) for row in rows.fetchall())


def _write_rejects(database: Path, rejects_csv: Path) -> None:
    ordered = "select * from work.rejects order by table_name, source, source_row, field, rule"
    with duckdb.connect(str(database), read_only=True) as con:
        try:
            con.execute(f"copy ({ordered}) to {literal(rejects_csv)} (format csv, header)")
        except duckdb.Error as error:
            raise ConfigurationError(
                f"Cannot write the rejects to {rejects_csv}: {error}"
            ) from error


def _refuse_too_many(
    loads: Sequence[Load], rejected: Sequence[Rejected], *, limit: float, rejects_csv: Path | None
) -> None:
    refused = {
        each.table: each for each in loads if each.rejected > limit * (each.taken + each.rejected)
    }
    if refused:
        lines = ["Too many rows were rejected; the snapshot in use is unchanged."]
        for name, each in refused.items():
            rows = each.taken + each.rejected
            share = f"{each.rejected / rows:.1%}; at most {limit:.1%} may be"
            lines.append(f"  {name}: {each.rejected} of {rows} rows rejected ({share})")
            lines += [f"    {_said(rule)}" for rule in rejected if rule.table == name]
        lines.append(
            f"All are in {rejects_csv}."
            if rejects_csv
            else "`--rejects FILE.csv` writes all of them."
        )
        lines.append(
            "Correct the source or the mapping, name what is expected as an exclusion, or raise max_rejects."
        )
        raise IngestError("\n".join(lines))
    if not next(each.taken for each in loads if each.table == "customers"):
        raise IngestError("The sources hold not one customer; the snapshot in use is unchanged.")


def _said(rule: Rejected) -> str:
    value = "blank" if rule.example is None else repr(rule.example)
    row = "" if rule.source_row is None else f" row {rule.source_row}"
    return (
        f"{rule.rule} {rule.field}: {rule.rows} (first: {value} in {rule.source}{row}{_hint(rule)})"
    )


def _hint(rule: Rejected) -> str:
    if rule.rule == "encoding":
        return "; state its encoding"
    field = import_types().get(rule.table, {}).get(rule.field)
    if field is None or rule.rule not in ("check", "type"):
        return ""
    # the kind alone: how it is written is the mapping's to say, not the template's
    return f"; expected: {field.allowed if rule.rule == 'check' else field.type.partition(',')[0]}"


def _fill(con: duckdb.DuckDBPyConnection, database: Path, names: Iterable[str]) -> None:
    con.execute(f"attach {literal(database)} as loaded (read_only)")
    for name in names:
        con.execute(f"insert into {name} select * from loaded.work.taken_{name}")
    for name in ("rejects", "exclusions"):
        con.execute(f"insert into {name} select * from loaded.work.{name}")
    con.execute("detach loaded")
