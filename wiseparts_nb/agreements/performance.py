"""How an agreement stands: actual, tiers, bonus, expected to date, projected, by customer and by month (A18 to A23, A28)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from itertools import accumulate

from wiseparts_nb.agreements.history import (
    Tally,
    customer_names,
    daily_amounts,
    exact,
    month_number,
    tallies,
)
from wiseparts_nb.agreements.outlook import Outlook, Outlooks, outlooks
from wiseparts_nb.agreements.standing import (
    Counted,
    Standing,
    alone,
    expected_of_all,
    parts_of_pool,
    together,
)
from wiseparts_nb.agreements.terms import Status, Terms
from wiseparts_nb.agreements.tiers import reached
from wiseparts_nb.errors import InputError
from wiseparts_nb.period import month_end
from wiseparts_nb.source.source import Source

__all__ = ["Month", "Performance", "Share", "Standing", "performance", "performances"]


@dataclass(frozen=True)
class Share:
    """One customer's part: its own standing, or where the customers are pooled its part of the pool's (:func:`.standing.parts_of_pool`).

    ``months`` are its amounts month by month, in the order of the performance's. ``name`` is empty of a customer that left the data.
    """

    customer_id: str
    name: str
    standing: Standing
    months: tuple[Decimal, ...]


@dataclass(frozen=True)
class Month:
    """One month of the period up to ``as_of``, its first and last perhaps in part.

    ``actual`` and ``year_before`` (the same days) are of the month; ``expected`` is the cumulative amount that is expected by its last
    day in the period or ``as_of``, ``cumulative`` what had come by then.
    """

    month: date
    actual: Decimal
    year_before: Decimal
    cumulative: Decimal
    expected: Decimal | None


@dataclass(frozen=True)
class Performance:
    """One agreement as of one day.

    Attributes
    ----------
    status, final
        Where the period stands; final once the days of grace are over, and no late line can come.
    total
        The customers together. Where each counts alone (``scope`` each) its amounts and bonuses are sums, ``expected`` is the target of
        one x the customers, ``reached`` the tiers that every customer reached, ``missing`` and ``next_bonus`` are None, and ``chances`` are the mean over the customers.
    reached_by
        Of each tier, how many customers reached it alone; of pooled customers all or none.
    shares
        The customers, the largest actual first.
    months
        History by month.
    path
        The cumulative amount at the end of each day that changed it; of ``performance`` alone.
    reached_on
        Of each tier the first day from which the pool's amount stayed at or above its threshold until ``as_of``, None where it is not reached (or ``scope`` is each); of ``performance`` alone.
    lines, unvalued
        Lines that counted, and those of them without a value in the metric (no cost: no margin), which count as nothing.
    working_days_left
        After ``as_of`` until the end.
    """

    terms: Terms
    as_of: date
    status: Status
    final: bool
    total: Standing
    reached_by: tuple[int, ...]
    shares: tuple[Share, ...]
    months: tuple[Month, ...]
    path: tuple[tuple[date, Decimal], ...]
    reached_on: tuple[date | None, ...]
    lines: int
    unvalued: int
    working_days_left: int


@dataclass(frozen=True)
class _Known:
    """What all agreements of one question have in common."""

    as_of: date
    names: Mapping[str, str]
    working_days: Callable[[date, date], int]


def performances(source: Source, terms: Sequence[Terms]) -> tuple[Performance, ...]:
    """Return how agreements stand, all in one pass over the sales and asked once per source.

    ``path`` and ``reached_on`` stay empty: :func:`performance` finds them, for one.

    Raises
    ------
    InputError
        One has no period, no customer or no tier yet.
    """
    known = source.once("performances", dict[tuple[Terms, ...], tuple[Performance, ...]])
    asked = tuple(terms)
    found = known.get(asked)
    if found is None:
        found = known[asked] = _performances(source, asked)
    return found


def performance(source: Source, terms: Terms) -> Performance:
    """Return how one agreement stands, asked once per source.

    Raises
    ------
    InputError
        It has no period, no customer or no tier yet.
    """
    (found,) = performances(source, (terms,))
    days = daily_amounts(source, terms)
    cumulative = accumulate(amount for _, amount in days)
    path = tuple((day, so_far) for (day, _), so_far in zip(days, cumulative, strict=True))
    return replace(found, path=path, reached_on=_reached_on(terms, path))


def _performances(source: Source, terms: tuple[Terms, ...]) -> tuple[Performance, ...]:
    for one in terms:
        _check(one)
    if not terms:
        return ()
    tallied = tallies(source, terms)
    amounts = [
        {customer: exact(tally.actual, pact.metric) for customer, tally in own.items()}
        for pact, own in zip(terms, tallied, strict=True)
    ]
    ahead = outlooks(source, terms, amounts)
    names = customer_names(source, terms)
    facts = _Known(source.as_of, names, cache(source.period.working_days))
    return tuple(
        _performance(pact, own, outlook, known=facts)
        for pact, own, outlook in zip(terms, tallied, ahead, strict=True)
    )


def _check(terms: Terms) -> None:
    """Refuse terms that say too little to count by."""
    lacking = {
        "has no first or last day": terms.days is None,
        "ends before it begins": terms.days is not None and terms.days < 1,
        "has no customer": not terms.customers,
        "has no tier": not terms.tiers,
    }
    for what, lacks in lacking.items():
        if lacks:
            raise InputError(
                f"The agreement {terms.description!r} {what}: complete its terms, then its performance can be computed."
            )


def _performance(
    terms: Terms, tallied: Mapping[str, Tally], outlook: Outlooks, *, known: _Known
) -> Performance:
    as_of, (first, last) = known.as_of, _ends(terms)
    status = terms.status(as_of) or "upcoming"
    months = range(month_number(first), month_number(min(as_of, last)) + 1 if as_of >= first else 0)
    total, standings = _standings(terms, tallied, outlook, as_of=as_of)
    amount = partial(exact, metric=terms.metric)
    shares = [
        Share(
            customer,
            known.names.get(customer, ""),
            standing,
            tuple(amount(tallied[customer].months.get(month, 0)) for month in months),
        )
        for customer, standing in standings.items()
    ]
    shares.sort(key=lambda one: (-one.standing.actual, one.customer_id))
    return Performance(
        terms=terms,
        as_of=as_of,
        status=status,
        final=status == "expired",
        total=total,
        reached_by=_reached_by(terms, [one.reached for one in standings.values()]),
        shares=tuple(shares),
        months=_months(terms, tuple(tallied.values()), months, as_of=as_of),
        path=(),
        reached_on=(),
        lines=sum(one.lines for one in tallied.values()),
        unvalued=sum(one.lines - one.valued for one in tallied.values()),
        working_days_left=known.working_days(max(as_of + timedelta(days=1), first), last),
    )


def _ends(terms: Terms) -> tuple[date, date]:
    """Return the first and last day of terms that were checked."""
    return terms.starts_on or date.max, terms.ends_on or date.min


def _standings(
    terms: Terms, tallied: Mapping[str, Tally], outlook: Outlooks, *, as_of: date
) -> tuple[Standing, dict[str, Standing]]:
    """Return the standing of all together, and of each customer."""
    counted = [_counted(terms, tally, outlook.customers[one]) for one, tally in tallied.items()]
    if terms.scope == "each":
        each = [alone(terms, one, as_of) for one in counted]
        return together(terms, each, outlook.total, as_of=as_of), dict(
            zip(tallied, each, strict=True)
        )
    pool = alone(terms, _counted(terms, _pooled(tallied.values()), outlook.total), as_of)
    parts = parts_of_pool(terms, pool, counted, as_of=as_of)
    return pool, dict(zip(tallied, parts, strict=True))


def _counted(terms: Terms, tally: Tally, outlook: Outlook) -> Counted:
    amounts = (tally.actual, tally.year_before, tally.whole_before)
    actual, year_before, whole_before = (exact(one, terms.metric) for one in amounts)
    return Counted(actual, year_before, whole_before, tally.orders, outlook)


def _pooled(tallied: Iterable[Tally]) -> Tally:
    """Return what a standing needs of all customers together."""
    together = Tally()
    for one in tallied:
        together.actual += one.actual
        together.year_before += one.year_before
        together.whole_before += one.whole_before
        together.orders += one.orders
    return together


def _reached_by(terms: Terms, tiers_reached: Sequence[int]) -> tuple[int, ...]:
    return tuple(sum(one > at for one in tiers_reached) for at in range(len(terms.tiers)))


def _reached_on(terms: Terms, path: Sequence[tuple[date, Decimal]]) -> tuple[date | None, ...]:
    """Return from which day on each tier stayed reached: the first of the last unbroken run of days above it."""
    found: list[date | None] = [None] * len(terms.tiers)
    if terms.scope == "each":
        return tuple(found)
    at_least = len(terms.tiers)
    for day, so_far in reversed(path):
        at_least = min(at_least, reached(terms.tiers, so_far))
        found[:at_least] = [day] * at_least
    return tuple(found)


def _months(
    terms: Terms, tallied: Sequence[Tally], months: range, *, as_of: date
) -> tuple[Month, ...]:
    _, last = _ends(terms)
    amount = partial(exact, metric=terms.metric)
    by_month = _added(one.months for one in tallied)
    by_month_before = _added(one.months_before for one in tallied)
    actual = [by_month[month] for month in months]
    before = [by_month_before[month - 12] for month in months]
    first_days = [date(month // 12, month % 12 + 1, 1) for month in months]
    return tuple(
        Month(
            month=first_day,
            actual=amount(own),
            year_before=amount(own_before),
            cumulative=amount(so_far),
            expected=expected_of_all(terms, min(month_end(first_day), last, as_of)),
        )
        for first_day, own, own_before, so_far in zip(
            first_days, actual, before, accumulate(actual), strict=True
        )
    )


def _added(amounts: Iterable[Mapping[int, int]]) -> Mapping[int, int]:
    added: defaultdict[int, int] = defaultdict(int)
    for one in amounts:
        for month, amount in one.items():
            added[month] += amount
    return added
