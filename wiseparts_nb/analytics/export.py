"""A cut as a file: XLSX with a sheet per dimension and one of lines, or one table as CSV.

Names come from the data and may be hostile: in XLSX every text is written as text, in CSV a text that a spreadsheet would
take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from wiseparts_nb.analytics.breakdown import Breakdown, breakdowns
from wiseparts_nb.analytics.cut import Cut
from wiseparts_nb.analytics.dimensions import Dimension
from wiseparts_nb.analytics.lines import Lines, lines
from wiseparts_nb.analytics.sheets import (
    Content,
    Head,
    Sheet,
    breakdown_sheet,
    introduction,
    lines_sheet,
)
from wiseparts_nb.locale import Locale
from wiseparts_nb.source.source import Source

__all__ = ["EXPORTED_LINES", "breakdown_csv", "lines_csv", "workbook"]

EXPORTED_LINES = 100_000
"""Lines that one workbook holds at most, the newest."""

_FORMATS = {
    "text": "@",
    "date": "yyyy-mm-dd",
    "money": "#,##0.00",
    "quantity": "#,##0.###",
    "share": "0.0%",
    "count": "0",
}
_WIDTHS = {"text": 24, "date": 12, "money": 16, "quantity": 14, "share": 10, "count": 8}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\ufeff"


def workbook(
    source: Source,
    cut: Cut,
    *,
    locale: Locale,
    by: Sequence[Dimension],
    most_lines: int = EXPORTED_LINES,
) -> bytes:
    """Return a cut as XLSX: a sheet for each dimension with every value of it, then the newest ``most_lines`` invoice lines.

    Above each sheet stand the cut in words and the day of the data. Amounts are numbers and days are dates.
    """
    import xlsxwriter

    found = breakdowns(source, cut, by=by, limit=None)
    sheets = [breakdown_sheet(found[one], locale) for one in by]
    sheets.append(lines_sheet(lines(source, cut, limit=most_lines), locale))
    words = introduction(source, cut, locale)
    content = BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        forms = {name: {"num_format": pattern} for name, pattern in _FORMATS.items()}
        plain = {name: book.add_format(form) for name, form in forms.items()}
        bold = {
            name: book.add_format(form | {"bold": True, "top": 1}) for name, form in forms.items()
        }
        title = book.add_format({"bold": True})
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name[:31]), sheet, words, (plain, bold, title))
    return content.getvalue()


_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def _write(page: Any, sheet: Sheet, words: Sequence[str], formats: Any) -> None:
    plain, bold, title = formats
    for at, one in enumerate(words):
        page.write_string(at, 0, one, title if at == 0 else None)
    top = len(words) + 1
    for at, head in enumerate(sheet.heads):
        page.set_column(at, at, _WIDTHS[head.form], plain[head.form])
        page.write_string(top, at, head.name, title)
    page.freeze_panes(top + 1, 0)
    for below, row in enumerate(sheet.rows, top + 1):
        _write_row(page, below, sheet.heads, row, plain)
    if sheet.total is not None:
        _write_row(page, top + 1 + len(sheet.rows), sheet.heads, sheet.total, bold)


def _write_row(
    page: Any, at: int, heads: Sequence[Head], row: Sequence[Content], formats: Any
) -> None:
    for column, (head, value) in enumerate(zip(heads, row, strict=True)):
        form = formats[head.form]
        match value:
            case None:
                pass
            case str():
                page.write_string(at, column, value, form)
            case date():
                page.write_datetime(at, column, value, form)
            case _:
                page.write_number(at, column, float(value), form)


def breakdown_csv(breakdown: Breakdown, locale: Locale) -> bytes:
    """Return a breakdown as CSV, its total row last."""
    return _csv(breakdown_sheet(breakdown, locale), locale)


def lines_csv(lines: Lines, locale: Locale) -> bytes:
    """Return invoice lines as CSV."""
    return _csv(lines_sheet(lines, locale), locale)


def _csv(sheet: Sheet, locale: Locale) -> bytes:
    """Write what a spreadsheet in the reader's language opens: UTF-8 with a mark, and the comma where it is the decimal sign."""
    mark = "." if locale.language == "en" else ","
    content = StringIO()
    table = csv.writer(content, delimiter="," if mark == "." else ";")
    table.writerow([_harmless(head.name) for head in sheet.heads])
    rows = [*sheet.rows, *([sheet.total] if sheet.total else [])]
    table.writerows([_plain(value, mark) for value in row] for row in rows)
    return (_BOM + content.getvalue()).encode()


def _plain(value: Content, mark: str) -> str:
    match value:
        case None:
            return ""
        case str():
            return _harmless(value)
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}".replace(".", mark)
        case _:
            return f"{value:.6f}".replace(".", mark)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
