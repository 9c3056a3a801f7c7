"""CSV as it is written: every field as text, with the stated delimiter, quote and encoding, and never a guess.

Lines that are no rows of the file (ragged, in another encoding) are rejects. What makes the whole file doubtful, such as a quote that
is never closed and would swallow the rows after it, refuses the load.
"""

from __future__ import annotations

import csv
import mmap
import re
from itertools import islice
from pathlib import Path

import duckdb

from wiseparts_nb.errors import IngestError
from wiseparts_nb.source.mapping import Csv
from wiseparts_nb.source.quoting import literal, text_columns
from wiseparts_nb.source.staging import (
    Staging,
    checked_header,
    require,
    show,
    show_empty,
    unreadable,
)

__all__ = ["stage_csv"]

_ERRORS = {
    "MISSING COLUMNS": "ragged",
    "TOO MANY COLUMNS": "ragged",
    "INVALID ENCODING": "encoding",
    "UNQUOTED VALUE": "quote",
    "LINE SIZE OVER MAXIMUM": "line_size",
}


def stage_csv(at: Staging, name: str, source: Csv) -> None:
    """Stage a CSV file; ``source_row`` is the row as a spreadsheet shows it (in a file without preamble, the header is row 1)."""
    path = at.root / source.path
    if source.optional and not path.exists():
        show_empty(at, name, source.template)
        return
    readable = _in_utf8(at, name, require(name, path), source.encoding)
    header = checked_header(name, path, _header(readable, source), source.template)
    try:
        at.con.execute(
            f"""create table staged.{name} as select * from read_csv({literal(readable)},
                  auto_detect = false, header = false, skip = {source.header_row},
                  delim = {literal(source.delimiter)}, quote = {literal(source.quote)},
                  escape = {literal(source.quote)}, columns = {text_columns(header)}, encoding = 'utf-8',
                  allow_quoted_nulls = false, store_rejects = true, rejects_limit = 0,
                  rejects_table = 'errors_{name}', rejects_scan = 'scan_{name}')"""
        )
    except duckdb.Error as error:
        raise unreadable(name, path, error) from error
    gaps = _rejected_lines(at, name, path) + _blank_lines(readable, source)
    rows = _numbered(at, name, source.header_row + 1, gaps)
    show(at, name, rows, template=source.template, header=header)


def _in_utf8(at: Staging, name: str, path: Path, encoding: str) -> Path:
    """The file itself if it is UTF-8, else a copy that is: the engine reads other encodings by an extension only."""
    if encoding in ("utf-8", "utf-8-sig"):
        return path
    copy = at.work / f"{name}.utf8.csv"
    try:
        with (
            path.open(encoding=encoding, newline="") as old,
            copy.open("w", encoding="utf-8", newline="") as new,
        ):
            while block := old.read(1 << 20):
                new.write(block)
    except UnicodeError as error:
        said = f"[sources.{name}] {path.name} is not {encoding}: {error}. State its encoding."
        raise IngestError(said) from error
    return copy


def _header(path: Path, source: Csv) -> list[str]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        below = islice(file, source.header_row - 1, None)
        rows = csv.reader(below, delimiter=source.delimiter, quotechar=source.quote)
        return [field.strip() for field in next(rows, [])]


def _rejected_lines(at: Staging, name: str, path: Path) -> list[int]:
    opened = at.con.execute(
        f"""select min(line) from errors_{name} where csv_line[2:] like '%' || chr(10) || '%'
              and error_type in ('UNQUOTED VALUE', 'LINE SIZE OVER MAXIMUM')"""
    ).fetchall()[0][0]
    if opened is not None:
        said = "a quote is never closed, so the rows after it would be read as one value"
        way_out = "Close the quote, or state the quote character that the file uses."
        raise IngestError(f"[sources.{name}] {path.name}, row {opened}: {said}. {way_out}")
    rules = " ".join(
        f"when {literal(error)} then {literal(rule)}" for error, rule in _ERRORS.items()
    )
    at.con.execute(
        f"""insert into work.rejects
            select {literal(name)}, line, null, any_value(column_name),
                   trim(any_value(csv_line), chr(10) || chr(13)),
                   any_value(case error_type::text {rules} else lower(error_type::text) end)
            from errors_{name} group by line"""
    )
    return [
        line for (line,) in at.con.execute(f"select distinct line from errors_{name}").fetchall()
    ]


def _blank_lines(path: Path, source: Csv) -> list[int]:
    """Numbers of the empty lines below the header: the engine skips them without a word, which would shift every row number."""
    quote = re.escape(source.quote).encode()
    quoted = re.compile(quote + b"[^" + quote + b"]*" + quote)
    found: list[int] = []
    line = read = 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for blank in re.finditer(rb"(?<=\n)\r?\n", content):
            part = content[read : blank.start()]
            if part.count(source.quote.encode()) % 2 == 0:  # else the empty line is inside a value
                line += quoted.sub(b"", part).count(b"\n") + 1
                read = blank.end()
                found.append(line)
    return [number for number in found if number > source.header_row]


def _numbered(at: Staging, name: str, first: int, gaps: list[int]) -> str:
    """SELECT of the staged rows with their number: the position in the table, plus the lines above that gave no row."""
    if not gaps:
        return f"select rowid + {first} as source_row, * from staged.{name}"
    at.con.execute(f"create table staged.{name}_gaps (starts bigint, skipped bigint)")
    starts = {line - first - before: before + 1 for before, line in enumerate(sorted(set(gaps)))}
    at.con.execute(
        f"insert into staged.{name}_gaps select unnest(?::bigint[]), unnest(?::bigint[])",
        [list(starts), list(starts.values())],
    )
    at.con.execute(
        f"""create table staged.{name}_numbered as
            select t.rowid + {first} + coalesce(g.skipped, 0) as source_row, t.*
            from staged.{name} t asof left join staged.{name}_gaps g on t.rowid >= g.starts
            order by t.rowid"""
    )
    return f"select * from staged.{name}_numbered"
