"""What twelve months tell: a run above or below last year, a season, a month out of line; by published thresholds.

Every function reads two tuples, the months and the same months a year before, the oldest first. The running month is left
out by the caller until it is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

__all__ = [
    "FAR",
    "LEAST_GAP",
    "LEVEL",
    "LOW_SEASON",
    "RUN_MONTHS",
    "SEASON_MOST",
    "UNUSUAL_MOST",
    "MonthRun",
    "low_season",
    "run",
    "run_before",
    "unusual_months",
]

LEVEL = Decimal("0.01")
"""A month within this fraction of last year's is neither above nor below it."""
RUN_MONTHS = 3
"""Months in a row on the same side of last year that make a run."""
LOW_SEASON = Decimal("0.7")
"""A month is low at or under this part of its year's median month; a season is low in both years."""
SEASON_MOST = 3
"""More low months than this are a lack of orders, not a season."""
FAR = Decimal("1.5")
"""A spike is at least this many times, a drop at most one part in as many, of the months beside it and last year's."""
LEAST_GAP = Decimal(500)
"""A spike or a drop is at least this amount away from them all."""
UNUSUAL_MOST = 2
"""Where more months are out of line than this, orders come in lumps and no month is unusual."""


@dataclass(frozen=True)
class MonthRun:
    """``months`` in a row above last year (``up``), or below it."""

    up: bool
    months: int


def run(actual: Sequence[Decimal], earlier: Sequence[Decimal]) -> MonthRun | None:
    """Return the run that lasts until the last month; None where it is shorter than ``RUN_MONTHS``."""
    sides = [_side(*pair) for pair in zip(actual, earlier, strict=True)]
    if not sides or sides[-1] is None:
        return None
    months = next(
        (back for back, side in enumerate(reversed(sides)) if side != sides[-1]), len(sides)
    )
    return MonthRun(sides[-1], months) if months >= RUN_MONTHS else None


def run_before(actual: Sequence[Decimal], earlier: Sequence[Decimal]) -> MonthRun | None:
    """Return the opposite run that ended where the last one began."""
    last = run(actual, earlier)
    if last is None:
        return None
    before = run(actual[: -last.months], earlier[: -last.months])
    return before if before is not None and before.up != last.up else None


def _side(actual: Decimal, earlier: Decimal) -> bool | None:
    """Whether a month is above last year's; None where it is level, or there is nothing to compare with."""
    if earlier <= 0 or abs(actual - earlier) < LEVEL * earlier:
        return None
    return actual > earlier


def low_season(actual: Sequence[Decimal], earlier: Sequence[Decimal]) -> tuple[int, ...]:
    """Return the places of the months that are low in both years; none where they are many."""
    both = set(_low(actual)) & set(_low(earlier))
    return tuple(sorted(both)) if len(both) <= SEASON_MOST else ()


def _low(months: Sequence[Decimal]) -> list[int]:
    typical = median(months) if months else Decimal(0)
    if typical < LEAST_GAP:  # too little to have a season
        return []
    return [place for place, net in enumerate(months) if net <= LOW_SEASON * typical]


def unusual_months(
    actual: Sequence[Decimal], earlier: Sequence[Decimal], *, before: Decimal
) -> tuple[tuple[int, bool], ...]:
    """Return place and side (True: a spike) of the months far from both neighbours and from last year's month.

    ``before`` is the month before the first one; the last one has one neighbour.
    """
    found: list[tuple[int, bool]] = []
    for place, net in enumerate(actual):
        previous = actual[place - 1] if place else before
        around = (previous, *actual[place + 1 : place + 2], earlier[place])
        if net >= FAR * max(around) and net - max(around) >= LEAST_GAP and min(around) > 0:
            found.append((place, True))
        elif net * FAR <= min(around) and min(around) - net >= LEAST_GAP:
            found.append((place, False))
    return tuple(found) if len(found) <= UNUSUAL_MOST else ()
