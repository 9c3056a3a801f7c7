"""How goals stand: actual, expected to date, projected, by sub-period and by member (the KPI behind every surface)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from wiseparts_nb.errors import InputError
from wiseparts_nb.goals.counting import Counted, Customers, counted, customers_served, data_begin
from wiseparts_nb.goals.goal import Goal
from wiseparts_nb.goals.landing import Landing, landings
from wiseparts_nb.goals.people import Person, people
from wiseparts_nb.goals.problems import problems
from wiseparts_nb.goals.split import Spread, days_between, spread, stretches, year_before
from wiseparts_nb.goals.terms import GoalTerms, Pace, Status
from wiseparts_nb.source.source import Source

__all__ = ["GoalPerformance", "Member", "Part", "followed", "goal", "goals"]

_Method = Literal["outlook", "pace", "final"]
"""outlook: the customers' own projections; pace: that of the last thirteen weeks; final: the period is over."""


@dataclass(frozen=True)
class Part:
    """One sub-period, both days included.

    ``expected`` is the part of ``target`` that falls on the days up to ``as_of``; ``cumulative`` and ``cumulative_target`` are
    of the period from its first day to this sub-period's last.
    """

    starts_on: date
    ends_on: date
    target: Decimal | None
    actual: Decimal
    year_before: Decimal
    expected: Decimal | None
    cumulative: Decimal
    cumulative_target: Decimal | None

    @property
    def ahead(self) -> bool | None:
        """Whether actual is at least what is expected by now; None without a target."""
        return None if self.expected is None else self.actual >= self.expected


@dataclass(frozen=True)
class Member:
    """What one member brought: to date, in the same days a year before, by sub-period, and where it will land.

    The members' amounts sum to the goal's. ``customers`` counts those who count through this member, for a goal over sales.
    """

    person: Person
    actual: Decimal
    year_before: Decimal
    projected: Decimal
    parts: tuple[Decimal, ...]
    customers: int


@dataclass(frozen=True)
class GoalPerformance:
    """One goal as of one day.

    Attributes
    ----------
    actual, year_before
        From the first day to ``as_of``, and in the same days a year before.
    reached, missing
        How many levels (target, stretch) are reached, and what the next one still asks for; None after the last.
    expected
        Where it should be by ``as_of``, None without a target.
    projected, low, high
        Where the period will land, with the 80 % range; equal to ``actual`` once it is over.
    chances
        The chance (0 to 1) of each level.
    pace
        What the target is really spread over; see :class:`~wiseparts_nb.goals.split.Spread`.
    path
        The cumulative amount at the end of each day that changed it.
    months
        Month by month of the period, its last day and what is expected by then; none without a target.
    """

    terms: GoalTerms
    as_of: date
    status: Status
    actual: Decimal
    year_before: Decimal
    reached: int
    missing: Decimal | None
    expected: Decimal | None
    projected: Decimal
    low: Decimal
    high: Decimal
    chances: tuple[float, ...]
    method: _Method
    pace: Pace | None
    parts: tuple[Part, ...]
    members: tuple[Member, ...]
    path: tuple[tuple[date, Decimal], ...]
    months: tuple[tuple[date, Decimal], ...]
    working_days_left: int

    @property
    def gap(self) -> Decimal | None:
        """Actual minus expected; None without a target."""
        return None if self.expected is None else self.actual - self.expected

    @property
    def ahead(self) -> bool | None:
        """The thumb: up where actual is at least what is expected by now; None without a target."""
        return None if self.gap is None else self.gap >= 0


@dataclass(frozen=True)
class _Found:
    """What one goal is made from."""

    terms: GoalTerms
    span: tuple[date, date]
    members: tuple[Person, ...]
    counted: Counted
    customers: Customers
    landing: Landing

    @property
    def start(self) -> date:
        return self.span[0]

    @property
    def end(self) -> date:
        return self.span[1]


def goal(source: Source, terms: GoalTerms) -> GoalPerformance:
    """Return how one goal stands, asked once per source.

    Raises
    ------
    InputError
        It has no period yet.
    """
    return source.once(f"goal {terms!r}", lambda: goals(source, (terms,))[0])


def followed(
    source: Source, kept: Iterable[Goal], *, margin: bool = True
) -> dict[str, GoalPerformance]:
    """Return how kept goals stand, by id; without those that do not say enough, and those in margin unless it may be seen."""
    told = {
        one.goal_id: one.in_force
        for one in kept
        if not problems(one.in_force) and (margin or one.in_force.measure != "margin")
    }
    terms = tuple(told.values())
    found = source.once(f"goals {terms!r}", lambda: goals(source, terms)) if terms else ()
    return dict(zip(told, found, strict=True))


def goals(source: Source, terms: Sequence[GoalTerms]) -> tuple[GoalPerformance, ...]:
    """Return how goals stand, all of them in one pass over each sort of data.

    Raises
    ------
    InputError
        One has no period yet.
    """
    spans = [_span(one) for one in terms]
    known = people(source)
    members = [known.members(one) for one in terms]
    staff = [[one.staff_id for one in own] for own in members]
    amounts = counted(source, terms, staff)
    customers = customers_served(source, terms, staff)
    landed = landings(source, terms, amounts, customers)
    found = zip(terms, spans, members, amounts, customers, landed, strict=True)
    return tuple(
        _performance(source, _Found(one, span, own, brought, served, landing))
        for one, span, own, brought, served, landing in found
    )


def _span(terms: GoalTerms) -> tuple[date, date]:
    if terms.starts_on is None or terms.ends_on is None or terms.ends_on < terms.starts_on:
        raise InputError(
            f"The goal {terms.description!r} has no period yet: a first day, and a last day that is not before it."
            " Set both, then it can be followed."
        )
    return terms.starts_on, terms.ends_on


def _performance(source: Source, found: _Found) -> GoalPerformance:
    terms, as_of = found.terms, source.as_of
    until = min(as_of, found.end)
    days = found.counted.by_day()
    spreading = spread(terms, source.period, season=_season(source, found, days))
    actual = _sum(days, found.start, until)
    levels = terms.levels
    reached = sum(actual >= one and actual > 0 for one in levels)
    status = terms.status(as_of)
    assert status is not None  # noqa: S101  # it has a period
    return GoalPerformance(
        terms,
        as_of,
        status,
        actual,
        _sum(days, year_before(found.start), year_before(until))
        if until >= found.start
        else Decimal(0),
        reached,
        max(levels[reached] - actual, Decimal(0)) if reached < len(levels) else None,
        None if spreading is None else spreading.expected(as_of),
        found.landing.projected,
        found.landing.low,
        found.landing.high,
        found.landing.chances,
        found.landing.method,
        None if spreading is None else spreading.pace,
        _parts(terms, days, spreading, as_of),
        _members(found, until),
        _path(days, found.start, until),
        _months(found, spreading),
        source.period.working_days(max(found.start, as_of + timedelta(days=1)), found.end),
    )


def _season(
    source: Source, found: _Found, days: Mapping[date, Decimal]
) -> Mapping[date, Decimal] | None:
    """Return what each day brought, where the data reach over the whole period a year before."""
    if found.terms.pace != "season":
        return None
    begin = data_begin(source, found.terms)
    start, end = year_before(found.start), year_before(found.end)
    return days if begin is not None and begin <= start and end <= source.as_of else None


def _parts(
    terms: GoalTerms, days: Mapping[date, Decimal], spreading: Spread | None, as_of: date
) -> tuple[Part, ...]:
    assert terms.starts_on is not None  # noqa: S101  # it has a period
    assert terms.ends_on is not None  # noqa: S101  # as above
    made: list[Part] = []
    cumulative = Decimal(0)
    for start, end in stretches(terms.starts_on, terms.ends_on, terms.step):
        until = min(end, as_of)
        actual = _sum(days, start, until)
        cumulative += actual
        earlier = (
            _sum(days, year_before(start), year_before(until)) if until >= start else Decimal(0)
        )
        expected = None
        if spreading is not None:
            expected = spreading.part(start, until) if until >= start else Decimal(0)
        made.append(
            Part(
                start,
                end,
                None if spreading is None else spreading.part(start, end),
                actual,
                earlier,
                expected,
                cumulative,
                None if spreading is None else spreading.expected(end),
            )
        )
    return tuple(made)


def _members(found: _Found, until: date) -> tuple[Member, ...]:
    """Return the members, the largest amount first."""
    pieces = stretches(found.start, found.end, found.terms.step)
    served = list(found.customers.staff.values())
    made = [
        Member(
            one,
            found.counted.of(one.staff_id, found.start, until),
            found.counted.of(one.staff_id, year_before(found.start), year_before(until))
            if until >= found.start
            else Decimal(0),
            found.landing.members.get(one.staff_id, Decimal(0)),
            tuple(found.counted.of(one.staff_id, start, min(end, until)) for start, end in pieces),
            served.count(one.staff_id),
        )
        for one in found.members
    ]
    return tuple(sorted(made, key=lambda one: (-one.actual, one.person.staff_id)))


def _months(found: _Found, spreading: Spread | None) -> tuple[tuple[date, Decimal], ...]:
    if spreading is None:
        return ()
    ends = (end for _, end in stretches(found.start, found.end, "month"))
    return tuple((end, spreading.expected(end)) for end in ends)


def _path(
    days: Mapping[date, Decimal], start: date, until: date
) -> tuple[tuple[date, Decimal], ...]:
    path: list[tuple[date, Decimal]] = []
    total = Decimal(0)
    for day in days_between(start, until):
        if days.get(day):
            total += days[day]
            path.append((day, total))
    return tuple(path)


def _sum(days: Mapping[date, Decimal], start: date, end: date) -> Decimal:
    return sum((amount for day, amount in days.items() if start <= day <= end), Decimal(0))
