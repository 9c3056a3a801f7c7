"""Where the lines of a course lie: its days across, its amounts upwards, its months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from wiseparts_nb.card import Course, PathPoint, TierMark
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.amounts import shown_as
from wiseparts_nb.render.charts.marks import Medium, Plane
from wiseparts_nb.render.charts.names import Box
from wiseparts_nb.text import Money, Value

__all__ = ["At", "Frame", "MonthSpan", "Skyline", "between"]

At = tuple[float, float]
"""A point in px from the upper left."""

_HIGHEST_TIER = 2.0
"""Tiers beyond this multiple of all amounts are left out, but for the next one: they would flatten the lines."""
_SHORT_FROM = 1000
_SAMPLE = 3.0  # px


@dataclass(frozen=True)
class MonthSpan:
    """A month's part of the period, in px."""

    month: date
    left: float
    right: float

    @property
    def middle(self) -> float:
        """Px from the left."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Frame:
    """A course with its reader, and the px that its upper plot has."""

    part: Course
    locale: Locale
    width: float
    medium: Medium
    left: float
    right: float
    top: float
    bottom: float

    @cached_property
    def days(self) -> int:
        """Days of the period, at least one."""
        return max((self.part.end - self.part.start).days + 1, 1)

    @cached_property
    def tiers(self) -> tuple[TierMark, ...]:
        """The tiers that are drawn, the lowest first."""
        ordered = sorted(self.part.tiers, key=lambda tier: tier.at)
        most = max(self.amounts, default=0.0)
        following = next((tier for tier in ordered if tier.at > most), None)
        return tuple(t for t in ordered if t is following or float(t.at) <= most * _HIGHEST_TIER)

    @cached_property
    def projected(self) -> tuple[PathPoint, ...]:
        """The projection with today, from which it starts."""
        today = self.part.actual[-1:]
        if not self.part.projected or not today or self.part.projected[0].day <= today[0].day:
            return self.part.projected
        start = PathPoint(today[0].day, today[0].amount, today[0].amount, today[0].amount)
        return (start, *self.part.projected)

    @cached_property
    def amounts(self) -> list[float]:
        """Every amount of the lines and of the range."""
        points = (*self.part.actual, *self.part.projected, *self.part.expected)
        known = (amount for one in points for amount in (one.amount, one.low, one.high))
        return [float(amount) for amount in known if amount is not None]

    @cached_property
    def plane(self) -> Plane:
        """Days from the start across, amounts upwards."""
        seen = [0.0, *self.amounts, *(float(tier.at) for tier in self.tiers)]
        low, high = min(seen), max(seen)
        return Plane(
            0, self.days, self.left, self.right,
            low, high if high > low else low + 1, self.bottom, self.top,
        )  # fmt: skip

    def x(self, day: date) -> float:
        """Px of the end of a day; days outside the period lie at its edges."""
        passed = (day - self.part.start).days + 1
        return self.plane.x(min(max(passed, 0), self.days))

    def y(self, amount: object) -> float:
        """Px of an amount."""
        return self.plane.y(float(str(amount)))

    @cached_property
    def actual_line(self) -> list[At]:
        """From zero at the start to today."""
        origin = [(self.plane.x(0), self.y(0))] if self.part.actual else []
        return _thinned([*origin, *self._places(self.part.actual)])

    @cached_property
    def projected_line(self) -> list[At]:
        """From today, or from zero at the start, to the end."""
        origin = [] if self.part.actual or not self.projected else [(self.plane.x(0), self.y(0))]
        return _thinned([*origin, *self._places(self.projected)])

    @cached_property
    def expected_line(self) -> list[At]:
        """The first point is that of the start, before anything is sold."""
        places = self._places(self.part.expected)
        if len(places) > 1 and self.part.expected[0].day <= self.part.start:
            places[0] = (self.plane.x(0), places[0][1])
        return places

    @cached_property
    def range_edges(self) -> tuple[list[At], list[At]]:
        """The upper and the lower edge of the projection's range, none where it has none."""
        points = self.projected
        if all(point.low is None or point.high is None for point in points):
            return [], []
        lows = [
            (self.x(one.day), self.y(one.amount if one.low is None else one.low)) for one in points
        ]
        highs = [
            (self.x(one.day), self.y(one.amount if one.high is None else one.high))
            for one in points
        ]
        return _thinned(highs), _thinned(lows)  # fmt: skip

    def _places(self, points: Sequence[PathPoint]) -> list[At]:
        return [(self.x(point.day), self.y(point.amount)) for point in points]

    @cached_property
    def months(self) -> list[MonthSpan]:
        """The months of the period, the first and the last perhaps in part."""
        spans: list[MonthSpan] = []
        month = self.part.start.replace(day=1)
        while month <= self.part.end:
            following = (month + timedelta(32)).replace(day=1)
            first, last = max(month, self.part.start), min(following, self.part.end + timedelta(1))
            day = timedelta(1)
            spans.append(MonthSpan(month, self.x(first - day), self.x(last - day)))
            month = following
        return spans

    def short(self, amount: object) -> str:
        """An amount as a label says it: thousands of money, pieces of a quantity."""
        value: Value = shown_as(self.part)(Decimal(str(amount)))
        if isinstance(value, Money) and abs(value.amount) >= _SHORT_FROM:
            value = Money(value.amount, "short")
        return self.locale.show(value)

    @cached_property
    def skyline(self) -> Skyline:
        """Where the lines pass."""
        return Skyline(
            (self.actual_line, self.projected_line, self.expected_line, *self.range_edges)
        )


class Skyline:
    """Where lines pass, so that words stay off them."""

    def __init__(self, lines: Sequence[Sequence[At]]) -> None:
        """Sample the lines at every few px."""
        self._points = sorted(
            point for line in lines for pair in pairwise(line) for point in _samples(*pair)
        )  # fmt: skip

    def meets(self, box: Box) -> bool:
        """Whether a line passes through a box."""
        return any(
            box.left <= x <= box.right and box.top <= y <= box.bottom for x, y in self._points
        )


def between(line: Sequence[At], x: float) -> float | None:
    """Return how high a line is at an x, None beside it."""
    for (x1, y1), (x2, y2) in pairwise(line):
        if x1 <= x <= x2:
            return y1 if x2 == x1 else y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return None


def _samples(start: At, end: At) -> Iterator[At]:
    steps = max(int(max(abs(end[0] - start[0]), abs(end[1] - start[1])) / _SAMPLE), 1)
    for step in range(steps + 1):
        part = step / steps
        yield start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _thinned(line: Sequence[At]) -> list[At]:
    """The line with at most one point a px: the last of each, and the first of all."""
    kept: dict[int, At] = {}
    for point in line:
        kept[int(point[0])] = point
    return [*line[:1], *(point for point in kept.values() if point != line[0])]
