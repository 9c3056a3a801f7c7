"""How a target is spread over its period: a weight a day, sub-periods that add up exactly, what is expected by a day.

The weights are fractions, so nothing is lost before the one rounding; a sub-period's target is the difference of two rounded
cumulative targets, and the last cumulative one is the target itself: the sub-periods sum to it to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from wiseparts_nb.goals.terms import COUNTS, GoalTerms, Measure, Pace, Step
from wiseparts_nb.period import Period, month_after, month_end

__all__ = ["Spread", "days_between", "spread", "stretches", "year_before"]

_CENT = Decimal("0.01")
_MONTHS = {"month": 1, "quarter": 3}


def days_between(start: date, end: date) -> Iterator[date]:
    """Yield the days from ``start`` to ``end``, both included."""
    return (start + timedelta(days=at) for at in range((end - start).days + 1))


def year_before(day: date) -> date:
    """Return the same day a year before; 29 February becomes 28."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def stretches(start: date, end: date, step: Step) -> tuple[tuple[date, date], ...]:
    """Return the sub-periods, by calendar month or quarter; the first and last may be parts of one."""
    if step == "none":
        return ((start, end),)
    months = _MONTHS[step]
    found: list[tuple[date, date]] = []
    first = start
    while first <= end:
        last = month_end(month_after(first, months - 1 - (first.month - 1) % months))
        found.append((first, min(last, end)))
        first = last + timedelta(days=1)
    return tuple(found)


@dataclass(frozen=True)
class Spread:
    """A target over its days.

    ``pace`` is what it is really spread over: working days where there is no whole year before to tell a season, calendar
    days where nobody works. ``cumulative`` has the share (0 to 1) that is expected by the end of each day.
    """

    target: Decimal
    pace: Pace
    digits: Decimal
    cumulative: Mapping[date, Fraction]

    def expected(self, day: date) -> Decimal:
        """Return what is expected by the end of a day: nothing before the period, the target from its last day on."""
        days = list(self.cumulative)
        if day < days[0]:
            return Decimal(0)
        if day >= days[-1]:
            return self.target
        share = Fraction(self.target) * self.cumulative[day]
        exact = Decimal(share.numerator) / Decimal(share.denominator)
        return min(exact.quantize(self.digits), self.target)

    def part(self, start: date, end: date) -> Decimal:
        """Return the target of a sub-period."""
        return self.expected(end) - self.expected(start - timedelta(days=1))


def spread(
    terms: GoalTerms, period: Period, *, season: Mapping[date, Decimal] | None = None
) -> Spread | None:
    """Return how a goal's target is spread; None where it has no target or no period.

    ``season`` has what each day a year before brought (days without are zero); None where the data do not reach back over
    the whole of it.
    """
    start, end = terms.starts_on, terms.ends_on
    if terms.target is None or start is None or end is None or end < start:
        return None
    pace, weights = _weights(terms.pace, start, end, period, season)
    total = sum(weights.values())
    passed, cumulative = Fraction(0), dict[date, Fraction]()
    for day, weight in weights.items():
        passed += weight
        cumulative[day] = passed / total
    return Spread(terms.target, pace, _digits(terms.measure), cumulative)


def _digits(measure: Measure) -> Decimal:
    """Half a visit is no target: counts are spread in whole ones."""
    return Decimal(1) if measure in COUNTS else _CENT


def _weights(
    pace: Pace, start: date, end: date, period: Period, season: Mapping[date, Decimal] | None
) -> tuple[Pace, dict[date, Fraction]]:
    days = list(days_between(start, end))
    if pace == "season" and season is not None:
        weights = _of_season(days, period, season)
        if any(weights.values()):
            return "season", weights
    if pace != "calendar":
        weights = {day: Fraction(period.is_working(day)) for day in days}
        if any(weights.values()):
            return "working", weights
    return "calendar", dict.fromkeys(days, Fraction(1))


def _of_season(
    days: list[date], period: Period, season: Mapping[date, Decimal]
) -> dict[date, Fraction]:
    """Weigh each month by what it brought a year before, evenly over its working days; returns that prevail weigh nothing."""
    months: dict[tuple[int, int], list[date]] = {}
    for day in days:
        months.setdefault((day.year, day.month), []).append(day)
    weights: dict[date, Fraction] = {}
    for own in months.values():
        earlier = {year_before(day) for day in own}
        brought = max(sum((season.get(day, Decimal(0)) for day in earlier), Decimal(0)), Decimal(0))
        worked = [day for day in own if period.is_working(day)] or own
        weights |= dict.fromkeys(own, Fraction(0))
        weights |= dict.fromkeys(worked, Fraction(brought) / len(worked))
    return weights
