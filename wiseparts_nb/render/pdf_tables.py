"""Tables on paper: columns that fill the room, rows that fit, and sums of those that don't."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from wiseparts_nb.card import Cell, Difference, Portion, Row, Table, Trend
from wiseparts_nb.render.cell_words import in_words
from wiseparts_nb.render.fonts import Weight, text_width
from wiseparts_nb.render.pdf_fit import clip, clip_lines, shares
from wiseparts_nb.render.pdf_press import Drawn, Press
from wiseparts_nb.render.pdf_style import HALF, Style
from wiseparts_nb.render.tabular import Rich
from wiseparts_nb.text import Money, Number, Text

__all__ = ["table_of"]

_Cells = Sequence[str]

_GAP = 14.0
"""Points between two columns."""
_LINES = 8
"""Lines of a cell where a document has as many pages as it needs."""
_SLACK = 0.2
"""Points that keep a cell from being cut by a rounding error."""
_WEIGHTS: tuple[Weight, ...] = (400, 600)


def table_of(part: Table, room: float, press: Press) -> Drawn:
    """Return a table that fills ``room`` points, with as many rows as the style prints."""
    part, style = _without_trends(part), press.style
    limit = press.most(style.rows if room > HALF else style.oldest)
    kept, cut = part.rows[:limit], part.rows[limit:] if limit is not None else ()
    lines = _LINES if press.whole else 2
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
            {"cells": _fitting(cells, widths, style.table, lines=lines), "tone": row.tone}
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


def _cell(cell: Cell | None, press: Press, *, empty: str = "–") -> str:
    return empty if cell is None else in_words(cell, press.show) or empty


def _without_trends(part: Table) -> Table:
    """The table without its columns of tiny lines: on paper their room is for words."""
    lines = [
        at
        for at in range(len(part.columns))
        if any(isinstance(row.cells[at], Trend) for row in part.rows)
    ]
    kept = [at for at in range(len(part.columns)) if at not in lines]
    if not lines or not kept:
        return part

    def row(one: Row) -> Row:
        return replace(one, cells=tuple(one.cells[at] for at in kept))

    return replace(
        part,
        columns=tuple(part.columns[at] for at in kept),
        rows=tuple(map(row, part.rows)),
        total=part.total and row(part.total),
    )


def _status_column(part: Table) -> int:
    """The column that a row's tone colours: the last one of plain values that holds no money."""
    for at in range(len(part.columns) - 1, 0, -1):
        if not any(isinstance(row.cells[at], Money | Rich) for row in part.rows):
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


def _sum(total: Cell | None, cells: Iterable[Cell | None]) -> Money | None:
    known = _money(total)
    if known is None:
        return None
    amounts = [money.amount for cell in cells if (money := _money(cell)) is not None]
    return replace(known, amount=sum(amounts, start=Decimal(0)))


def _money(cell: Cell | None) -> Money | None:
    value = cell.value if isinstance(cell, Difference | Portion) else cell
    return value if isinstance(value, Money) else None
