"""Charts as tables: the same facts in rows, for readers, terminals and media that don't see the picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias, assert_never

from wiseparts_nb.card import (
    Bars,
    Column,
    Delta,
    Difference,
    Dots,
    Dumbbell,
    MonthBar,
    Months,
    Named,
    Panels,
    Path,
    PathPoint,
    Portion,
    Reasons,
    Row,
    Table,
    To,
    Trend,
)
from wiseparts_nb.locale import Locale
from wiseparts_nb.text import Day, Money, Number, Percent, Text, Value, Words

__all__ = ["Charted", "Rich", "as_table", "status_column"]

Charted: TypeAlias = Bars | Months | Path | Dots | Panels | Dumbbell
"""The parts that are drawn from their own data; a picture's data are its author's."""

Rich: TypeAlias = Named | Trend | Delta | Difference | Portion | Reasons | To
"""The cells that say more than a value."""


def as_table(part: Charted, locale: Locale) -> Table:
    """Return what the chart shows, one row a mark, with the exact values; columns without any value are left out."""
    match part:
        case Bars():
            heads = [_left("name"), _right("value"), _right("share")]
            rows = [(bar.label, bar.value, bar.share) for bar in part.bars]
            return _table(heads, rows, [bar.key for bar in part.bars])
        case Months():
            return _months(part)
        case Path():
            return _path(part)
        case Dots():
            heads = [_left("name"), _right("times"), _left("days")]
            return _table(
                heads, [(row.label, *_happened(row.days, part, locale)) for row in part.rows]
            )
        case Panels():
            return _panels(part, locale)
        case Dumbbell():
            shares = [Column(part.hollow_label, "right"), Column(part.filled_label, "right")]
            heads = [_left("name"), *shares, _right("gap")]
            return _table(
                heads,
                [
                    (row.label, Percent(row.hollow), Percent(row.filled), row.gap)
                    for row in part.rows
                ],
            )
        case _:
            assert_never(part)


def status_column(part: Table) -> int | None:
    """Return the place of the cell that a row's tone colours, None where no row has a tone.

    It is the last cell in words after the first; where there is none, the last that stands at the left. Cells that say more than
    a value have colours of their own.
    """
    if all(row.tone == "neutral" for row in part.rows):
        return None
    places = [at for at in range(len(part.columns) - 1, 0, -1) if not _rich(part, at)]
    said = (at for at in places if any(isinstance(row.cells[at], Text) for row in part.rows))
    left = (at for at in places if part.columns[at].align == "left")
    return next(said, next(left, places[0] if places else None))


def _rich(part: Table, at: int) -> bool:
    return any(isinstance(row.cells[at], Rich) for row in part.rows)


def _left(word: str) -> Column:
    return Column(Text(f"tabular.{word}"))


def _right(word: str) -> Column:
    return Column(Text(f"tabular.{word}"), "right")


def _table(
    heads: Sequence[Column],
    rows: Sequence[tuple[Value | None, ...]],
    keys: Sequence[str | None] | None = None,
) -> Table:
    kept = [at for at in range(len(heads)) if at == 0 or any(row[at] is not None for row in rows)]
    return Table(
        tuple(heads[at] for at in kept),
        tuple(
            Row(tuple(row[at] for at in kept), key=key)
            for row, key in zip(rows, keys or [None] * len(rows), strict=True)
        ),
    )


def _euros(amount: Decimal | None) -> Money | None:
    return None if amount is None else Money(amount)


def _months(part: Months) -> Table:
    heads = [
        _left("month"),
        *map(_right, ("amount", "projection", "low", "high", "earlier", "change")),
    ]
    keys = [f"month:{month.month:%Y-%m}" for month in part.months]
    return _table(heads, [_month(month) for month in part.months], keys)


def _month(month: MonthBar) -> tuple[Value | None, ...]:
    change = None if month.change is None else Percent(month.change, signed=True)
    amounts = (month.actual, month.projected, month.low, month.high, month.earlier)
    return (Day(month.month, "month_year"), *map(_euros, amounts), change)


def _path(part: Path) -> Table:
    actual, projected, earlier = (
        {point.day: point for point in line} for line in (part.actual, part.projected, part.earlier)
    )
    heads = [_left("day"), *map(_right, ("amount", "projection", "low", "high"))]
    heads.append(Column(part.earlier_label or Text("tabular.earlier"), "right"))
    return _table(heads, [
        (Day(day, "short"), _amount(actual.get(day)), *_range(projected.get(day)), _amount(earlier.get(day)))
        for day in sorted({*actual, *projected, *earlier})
    ])  # fmt: skip


def _amount(point: PathPoint | None) -> Money | None:
    return None if point is None else Money(point.amount)


def _range(point: PathPoint | None) -> tuple[Money | None, ...]:
    return (
        (None, None, None)
        if point is None
        else (Money(point.amount), _euros(point.low), _euros(point.high))
    )


def _happened(days: Sequence[date], part: Dots, locale: Locale) -> tuple[Number, str | None]:
    seen = [locale.show(Day(day, "short")) for day in sorted(days) if part.start <= day <= part.end]
    return Number(len(seen)), ", ".join(seen) or None


def _panels(part: Panels, locale: Locale) -> Table:
    """Months down, panels across: totals and changes first, as the panels' heads say them."""
    shown: Callable[[Words | Value], str] = locale.show
    heads = [_left("month"), *(Column(shown(panel.label), "right") for panel in part.panels)]
    months = sorted({month.month for panel in part.panels for month in panel.months})
    amounts = [{month.month: month.actual for month in panel.months} for panel in part.panels]
    sums: list[tuple[Value | None, ...]] = [
        (Text("tabular.total"), *(panel.total for panel in part.panels))
    ]
    if any(panel.change is not None for panel in part.panels):
        sums.append((Text("tabular.change"), *(panel.change for panel in part.panels)))
    rows = [
        (Day(month, "month_year"), *(_euros(own.get(month)) for own in amounts)) for month in months
    ]
    return Table(tuple(heads), tuple(map(Row, [*sums, *rows])))
