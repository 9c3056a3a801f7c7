"""Charts as tables: the same facts in rows, for readers, terminals and media that don't see the picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import TypeAlias, assert_never

from wiseparts_nb.card import (
    Bars,
    Bullet,
    Column,
    Course,
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
    Progress,
    Reasons,
    Row,
    Scatter,
    ScatterPoint,
    Table,
    Thumb,
    To,
    Trend,
)
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.amounts import Shown, shown_as
from wiseparts_nb.render.tabular_progress import bullet_table, course_table
from wiseparts_nb.text import Day, Listing, Money, Number, Percent, Text, Value, Words

__all__ = ["Charted", "Rich", "as_table", "leading_column", "status_column"]

Charted: TypeAlias = Bars | Months | Path | Dots | Panels | Dumbbell | Scatter | Bullet | Course
"""The parts that are drawn from their own data; a picture's data are its author's."""

Rich: TypeAlias = Named | Trend | Delta | Difference | Portion | Reasons | Thumb | Progress | To
"""The cells that say more than a value."""

_MOST_POINTS = 50


def as_table(part: Charted, locale: Locale) -> Table:  # noqa: PLR0911  # one return a kind of part
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
        case Scatter():
            return _scatter(part)
        case Bullet():
            return bullet_table(part)
        case Course():
            return course_table(part)
        case _:
            assert_never(part)


def leading_column(part: Table) -> int:
    """Return the column that names the rows: the first with names that have something under them, otherwise the first of all.

    What stands before it is a rank.
    """
    named = (
        at
        for at in range(len(part.columns))
        if any(isinstance(row.cells[at], Named) for row in part.rows)
    )
    return next(named, 0)


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


def _if_known(amount: Decimal | None, shown: Shown = Money) -> Money | Number | None:
    return None if amount is None else shown(amount)


def _months(part: Months) -> Table:
    heads = [
        _left("month"),
        *map(_right, ("amount", "projection", "low", "high", "earlier", "change")),
    ]
    keys = [month.key for month in part.months]
    return _table(heads, [_month(month, shown_as(part)) for month in part.months], keys)


def _month(month: MonthBar, shown: Shown) -> tuple[Value | None, ...]:
    change = None if month.change is None else Percent(month.change, signed=True)
    amounts = (month.actual, month.projected, month.low, month.high, month.earlier)
    return (
        Day(month.month, "month_year"),
        *(_if_known(amount, shown) for amount in amounts),
        change,
    )


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


def _range(point: PathPoint | None) -> tuple[Value | None, ...]:
    return (
        (None, None, None)
        if point is None
        else (Money(point.amount), _if_known(point.low), _if_known(point.high))
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
        (Day(month, "month_year"), *(_if_known(own.get(month)) for own in amounts))
        for month in months
    ]
    return Table(tuple(heads), tuple(map(Row, [*sums, *rows])))


def _scatter(part: Scatter) -> Table:
    """The points that have a name or a role, the named first and the largest next; where none has, the largest of all."""
    known = sorted(
        (point for point in part.points if isfinite(point.x) and isfinite(point.y)),
        key=lambda point: (not point.named, -point.size if isfinite(point.size) else 0.0),
    )
    chosen = [point for point in known if point.named or point.role != "plain"] or known
    rows = [_point(point) for point in chosen[:_MOST_POINTS]]
    heads = [_left("name"), *(Column(words, "right") for words in (part.x_label, part.y_label))]
    return _table([*heads, _left("facts")], rows, [point.key for point in chosen[:_MOST_POINTS]])


def _point(point: ScatterPoint) -> tuple[Value | None, ...]:
    place = (Percent(point.x, signed=True), Percent(point.y, signed=True))
    return point.name, *place, Listing(point.facts) if point.facts else None
