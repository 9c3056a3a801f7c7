"""Bullets and courses as tables: the amounts, then the tiers; the months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from wiseparts_nb.card import Bullet, Column, Course, PathPoint, Row, Table, TierMark
from wiseparts_nb.render.amounts import Shown, alike, shown_as
from wiseparts_nb.text import Day, Listing, Text, Value

__all__ = ["bullet_table", "course_table"]

_Line = tuple[Value | None, ...]


def bullet_table(part: Bullet) -> Table:
    """Return a bullet's amounts, then its tiers with threshold, rate and state."""
    rows: list[_Line] = [(Text("tabular.amount"), part.value, None)]
    if part.projected_value is not None:
        rows.append((Text("tabular.projection"), part.projected_value, None))
    if part.low is not None and part.high is not None:
        rows.append((Text("tabular.low"), alike(part.value, part.low), None))
        rows.append((Text("tabular.high"), alike(part.value, part.high), None))
    rows += [(tier.label, _threshold(tier), tier.state or None) for tier in part.tiers]
    heads = (_head("name"), _head("value", right=True), _head("state"))
    return _filled(heads, rows)


def course_table(part: Course) -> Table:
    """Return the months of a course: what had come and what was expected by the end of each."""
    shown = shown_as(part)
    gaps = {gap.month.replace(day=1): gap.amount for gap in part.gaps}
    actual, projected, expected = (
        _by_month(line) for line in (part.actual, part.projected, part.expected)
    )
    rows: list[_Line] = [
        (
            Day(month, "month_year"), _amount(actual.get(month), shown), _amount(expected.get(month), shown),
            _signed(gaps.get(month), part), *_range(projected.get(month), shown),
        )
        for month in sorted({*actual, *projected, *expected, *gaps})
    ]  # fmt: skip
    names = ("amount", "expected", "gap", "projection", "low", "high")
    heads = (_head("month"), *(_head(name, right=True) for name in names))
    return _filled(heads, rows)


def _head(word: str, *, right: bool = False) -> Column:
    return Column(Text(f"tabular.{word}"), "right" if right else "left")


def _filled(heads: Sequence[Column], rows: Sequence[_Line]) -> Table:
    """The table without columns in which nothing stands."""
    kept = [at for at in range(len(heads)) if not at or any(row[at] is not None for row in rows)]
    lines = tuple(Row(tuple(row[at] for at in kept)) for row in rows)
    return Table(tuple(heads[at] for at in kept), lines)


def _threshold(tier: TierMark) -> Value:
    return Listing((tier.threshold, tier.rate)) if tier.rate != "" else tier.threshold


def _by_month(points: Iterable[PathPoint]) -> dict[date, PathPoint]:
    """The last point of each month."""
    return {point.day.replace(day=1): point for point in points}


def _amount(point: PathPoint | None, shown: Shown) -> Value | None:
    return None if point is None else shown(point.amount)


def _signed(amount: Decimal | None, part: Course) -> Value | None:
    return None if amount is None else shown_as(part, signed=True)(amount)


def _range(point: PathPoint | None, shown: Shown) -> _Line:
    if point is None:
        return None, None, None
    bounds = (point.low, point.high)
    return shown(point.amount), *(None if bound is None else shown(bound) for bound in bounds)
