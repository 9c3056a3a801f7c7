"""Excel sheets, as text: what a person would have typed, so that the same rules hold as for CSV."""

from __future__ import annotations

import csv
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from wiseparts_nb.errors import ConfigurationError, IngestError, UnknownNameError
from wiseparts_nb.source.mapping import Excel
from wiseparts_nb.source.quoting import identifier, literal, text_columns
from wiseparts_nb.source.staging import Staging, checked_header, require, show, show_empty

__all__ = ["stage_excel"]


def stage_excel(at: Staging, name: str, source: Excel) -> None:
    """Stage a sheet; ``source_row`` is the row as Excel shows it. Rows without any value are no rows."""
    path = at.root / source.path
    if source.optional and not path.exists():
        show_empty(at, name, source.template)
        return
    rows = iter(_sheet(name, require(name, path), source.sheet))
    titles = next(islice(rows, source.header_row - 1, None), [])
    header = [_as_typed(value, source.decimal).strip() for value in titles]
    while header and not header[-1]:
        header.pop()
    checked_header(name, path, header, source.template)
    copy = at.work / f"{name}.sheet.csv"
    with copy.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, quoting=csv.QUOTE_ALL)
        lines.writerows(
            [_as_typed(value, source.decimal) for value in row[: len(header)]] for row in rows
        )
    at.con.execute(
        f"""create table staged.{name} as select * from read_csv({literal(copy)}, auto_detect = false,
              header = false, delim = ',', quote = '"', escape = '"', columns = {text_columns(header)},
              allow_quoted_nulls = false)"""
    )
    numbered = f"select rowid + {source.header_row + 1} as source_row, * from staged.{name}"
    written = " or ".join(f"{identifier(column)} <> ''" for column in header)
    show(
        at,
        name,
        f"select * from ({numbered}) where {written}",
        template=source.template,
        header=header,
    )


def _sheet(name: str, path: Path, sheet: str | None) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError) as error:
        raise IngestError(
            f"[sources.{name}] {path.name} is not an Excel workbook: {error}."
        ) from error
    if sheet is not None and sheet not in workbook.sheet_names:
        raise ConfigurationError(
            f"{path.name}: {UnknownNameError('sheet', sheet, workbook.sheet_names)}"
        )
    chosen = sheet or workbook.sheet_names[0]
    return workbook.get_sheet_by_name(chosen).to_python(skip_empty_area=False)


def _as_typed(value: Any, decimal: str) -> str:
    """A cell as somebody would type it under the source's formats; days are always ISO."""
    match value:
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return f"{value:.0f}"
        case float():
            return f"{Decimal(repr(value)):f}".replace(".", decimal)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)
