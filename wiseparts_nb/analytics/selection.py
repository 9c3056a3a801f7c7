"""The lines that a cut counts, in SQL: every card, table and export of a page selects by this text alone.

Days and ids travel as values; only closed names of columns stand in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from wiseparts_nb.analytics.cut import Cut
from wiseparts_nb.analytics.dimensions import DIMENSIONS, Dimension

__all__ = ["Days", "Selection", "joined", "selection"]

Days = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True)
class Selection:
    """Conditions on ``sales_lines as line``: ``now`` and ``before`` tell the two spans apart, ``narrowed`` applies the filters.

    ``both`` holds for a line that counts in either span, ``only_now`` for one that counts now; ``values`` are bound.
    """

    now: str
    before: str
    narrowed: str
    values: Mapping[str, Any]

    @property
    def both(self) -> str:
        """Which lines count in either span."""
        return f"({self.now} or {self.before}){self.narrowed}"

    @property
    def only_now(self) -> str:
        """Which lines count in the span itself."""
        return f"{self.now}{self.narrowed}"


def selection(cut: Cut) -> Selection:
    """Return the conditions of a cut."""
    values: dict[str, Any] = {}
    now = _within("now", joined([(one.first, one.last) for one in cut.pieces]), values)
    earlier = [one.before for one in cut.pieces if one.before is not None]
    before = _within("before", joined(earlier), values)
    narrowed = "".join(
        f" and {_among(dimension, ids, values)}"
        for dimension, ids in cut.filters.items()
        if dimension != "month"
    )
    return Selection(now, before, narrowed, values)


def joined(stretches: Sequence[Days]) -> list[Days]:
    """Return the fewest stretches that hold the same days: months in a row are one."""
    joined: list[Days] = []
    for first, last in stretches:
        if last < first:
            continue
        if joined and joined[-1][1] + timedelta(days=1) == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _within(name: str, stretches: Sequence[Days], values: dict[str, Any]) -> str:
    conditions = list(_conditions(name, stretches, values))
    return f"({' or '.join(conditions)})" if conditions else "false"


def _conditions(name: str, stretches: Sequence[Days], values: dict[str, Any]) -> Iterator[str]:
    for at, (first, last) in enumerate(stretches):
        start, end = f"{name}_{at}_first", f"{name}_{at}_last"
        values |= {start: first, end: last}
        yield f"line.sold_on between ${start} and ${end}"


def _among(dimension: Dimension, ids: Sequence[str], values: dict[str, Any]) -> str:
    column = f"line.{DIMENSIONS[dimension].column}"
    named = {f"{dimension}_{at}": one for at, one in enumerate(ids) if one}
    values |= named
    conditions = [f"{column} in ({', '.join(f'${name}' for name in named)})"] if named else []
    if "" in ids:
        conditions.append(f"{column} is null")
    return f"({' or '.join(conditions)})" if conditions else "false"
