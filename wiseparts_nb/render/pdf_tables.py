"""Tables on paper: columns that fill the room, rows that fit, and sums of those that don't."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from wiseparts_nb.card import Row, Table
from wiseparts_nb.render.fonts import Weight, text_width
from wiseparts_nb.render.pdf_fit import clip, clip_lines, shares
from wiseparts_nb.render.pdf_press import Drawn, Press
from wiseparts_nb.render.pdf_style import HALF, Style
from wiseparts_nb.text import Money, Number, Text, Value

__all__ = ["table_of"]

_Cells = Sequence[str]

_GAP = 14.0
"""Points between two columns."""
_SLACK = 0.2
"""Points that keep a cell from being cut by a rounding error."""
_WEIGHTS: tuple[Weight, ...] = (400, 600)


def table_of(part: Table, room: float, press: Press) -> Drawn:
    """Return a table that fills ``room`` points, with as many rows as the style prints."""
    style = press.style
    limit = press.most(style.rows if room > HALF else style.oldest)
    kept, cut = part.rows[:limit], part.rows[limit:] if limit is not None else ()
    heads = [press.show(column.label) for column in part.columns]
    rows = [[_cell(value, press) for value in row.cells] for row in kept]
    total = [_cell(value, press, empty="") for value in part.total.cells] if part.total else None
    rest = _rest(part, cut, press)
    sums = [line for line in (rest, total) if line]
    growing = [column.align == "left" for column in part.columns]
    widths = shares(_natural(heads, rows, sums, style), room, growing=growing)
    labels = _fitting(heads, widths, style.small, 500, lines=2)
    return {
        "kind": "table",
        "gap": _GAP,
        "status": _status_column(part),
        "columns": [
            {"label": label, "align": column.align, "width": width}
            for label, column, width in zip(labels, part.columns, widths, strict=True)
        ],
        "rows": [
            {"cells": _fitting(cells, widths, style.table, lines=2), "tone": row.tone}
            for cells, row in zip(rows, kept, strict=True)
        ],
        "rest": _summing(rest, widths, style.table) if rest else None,
        "total": _summing(total, widths, style.table) if total else None,
        "cut": 0 if rest else len(cut),
    }


def _natural(
    heads: _Cells, rows: Sequence[_Cells], sums: Sequence[_Cells], style: Style
) -> list[float]:
    """Return what each column needs for all its words, with its part of the gaps between columns."""
    return [
        max(
            text_width(head, style.small, weight=500),
            *(text_width(row[at], style.table) for row in rows),
            *(_sum_width(line, at, style.table) for line in sums),
            1.0,
        )
        + _gaps(at, len(heads))
        + _SLACK
        for at, head in enumerate(heads)
    ]


def _sum_width(line: _Cells, at: int, size: float) -> float:
    if at < _span(line):
        return 0.0
    return max(text_width(line[at], size, weight=weight) for weight in _WEIGHTS)


def _gaps(at: int, columns: int) -> float:
    return _GAP / 2 if at in {0, columns - 1} else _GAP


def _fitting(
    cells: _Cells, widths: Sequence[float], size: float, weight: Weight = 400, *, lines: int = 1
) -> list[str]:
    rooms = [width - _gaps(at, len(widths)) for at, width in enumerate(widths)]
    return [
        clip_lines(cell, room, size=size, weight=weight, lines=lines)
        for cell, room in zip(cells, rooms, strict=True)
    ]


def _summing(cells: _Cells, widths: Sequence[float], size: float) -> Drawn:
    span = _span(cells)
    label = clip(cells[0], sum(widths[:span]) - _GAP / 2, size=size, weight=600)
    return {"cells": [label, *_fitting(cells, widths, size)[1:]], "span": span}


def _span(cells: _Cells) -> int:
    """How many columns the label of a row of sums may take: its own and the empty ones after it."""
    return next((at for at, cell in enumerate(cells) if at and cell), len(cells))


def _cell(value: Value | None, press: Press, *, empty: str = "–") -> str:
    return empty if value is None else press.show(value) or empty


def _status_column(part: Table) -> int:
    """The column that a row's tone colours: the last one that holds no money."""
    for at in range(len(part.columns) - 1, 0, -1):
        if not any(isinstance(row.cells[at], Money) for row in part.rows):
            return at
    return 0


def _rest(part: Table, cut: Sequence[Row], press: Press) -> list[str] | None:
    """The rows that are not printed, as one line with their sums, so that the parts still add up to the total."""
    if not cut or not part.total:
        return None
    label = press.locale.text(Text("pdf.rest", {"n": Number(len(cut))}))
    sums = [
        _sum(part.total.cells[at], [row.cells[at] for row in cut])
        for at in range(1, len(part.columns))
    ]
    return [label, *("" if one is None else press.show(one) for one in sums)]


def _sum(total: Value | None, values: Iterable[Value | None]) -> Money | None:
    if not isinstance(total, Money):
        return None
    amounts = [value.amount for value in values if isinstance(value, Money)]
    return replace(total, amount=sum(amounts, start=Decimal(0)))
