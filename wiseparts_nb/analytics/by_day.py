"""Every measure by day: one pass over the lines gives the totals and the months of a cut."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from wiseparts_nb.analytics.amounts import NO_LINES, Tally
from wiseparts_nb.analytics.cut import MEASURES, Cut, Measure
from wiseparts_nb.analytics.selection import selection
from wiseparts_nb.source.source import Source

__all__ = ["MonthTallies", "months_of"]

_SUMS = ",\n       ".join(
    f"sum(line.{one}) as {one}, count(line.{one}) as {one}_known" for one in MEASURES
)
_BY_DAY = f"""
select line.sold_on as day, count(*) as lines,
       {_SUMS},
       sum(case when line.margin is not null then line.net end) as net_of_margin
from sales_lines as line
where {{selected}}
group by line.sold_on
"""


@dataclass(frozen=True)
class MonthTallies:
    """One month of a cut: each measure now and before, and the net sales of the lines whose margin is known."""

    month: date
    now: dict[Measure, Tally]
    before: dict[Measure, Tally]
    net_of_margin: tuple[Decimal, Decimal]


def months_of(source: Source, cut: Cut) -> tuple[MonthTallies, ...]:
    """Return the months of a cut, the oldest first, those without sales too."""
    selected = selection(cut)
    columns, rows = source.table(_BY_DAY.format(selected=selected.both), **selected.values)
    days = sorted(
        (dict(zip(columns, row, strict=True)) for row in rows), key=lambda row: row["day"]
    )
    at = [row["day"] for row in days]

    def between(first: date, last: date) -> list[dict[str, Any]]:
        return days[bisect_left(at, first) : bisect_right(at, last)]

    return tuple(_months(cut, between))


def _months(cut: Cut, between: Any) -> Iterator[MonthTallies]:
    for piece in cut.pieces:
        now = between(piece.first, piece.last)
        before = between(*piece.before) if piece.before else []
        yield MonthTallies(
            piece.month, _tallies(now), _tallies(before), (_base(now), _base(before))
        )


def _tallies(days: list[dict[str, Any]]) -> dict[Measure, Tally]:
    return {measure: sum((_tally(day, measure) for day in days), NO_LINES) for measure in MEASURES}


def _tally(day: dict[str, Any], measure: Measure) -> Tally:
    return Tally(day["lines"], day[f"{measure}_known"], day[measure] or Decimal(0))


def _base(days: list[dict[str, Any]]) -> Decimal:
    return sum((day["net_of_margin"] or Decimal(0) for day in days), Decimal(0))
