"""Spans of days that a reader may choose, and the earlier span that each is compared with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.period import Period, month_after, month_end, month_start

__all__ = [
    "AGAINST",
    "SPANS",
    "Against",
    "Comparison",
    "Piece",
    "Span",
    "comparison",
    "pieces",
    "span_between",
    "span_of",
]

Against = Literal["year_before", "span_before", "nothing"]
AGAINST: tuple[Against, ...] = get_args(Against)

_YEAR = 12
_EARLIEST = date(1900, 1, 1)
_WAY_OUT = "Write a month as 2026-10, or two days as 2026-01-01..2026-03-31."


@dataclass(frozen=True)
class Span:
    """Days from ``first`` to ``last``, both included; ``name`` is how an address spells the choice."""

    name: str
    first: date
    last: date

    @property
    def whole_months(self) -> bool:
        """Whether it begins on a month's first day and ends on a month's last."""
        return self.first.day == 1 and self.last == month_end(self.last)


@dataclass(frozen=True)
class Comparison:
    """The earlier span; ``working_days`` says that its last month is cut after as many working days.

    An earlier span may be empty (``last`` before ``first``) where the running month has had no working day.
    """

    first: date
    last: date
    working_days: bool


@dataclass(frozen=True)
class Piece:
    """The part of a span that lies in one calendar month, with its part of the earlier span (None: not compared)."""

    month: date
    first: date
    last: date
    before: tuple[date, date] | None


SPANS: Mapping[str, Callable[[Period], tuple[date, date]]] = {
    "this_month": lambda period: (period.month_start, period.as_of),
    "last_month": lambda period: (period.previous_month, month_end(period.previous_month)),
    "last_3_months": lambda period: (period.months[-3], period.as_of),
    "last_12_months": lambda period: (period.months[0], period.as_of),
    "year_to_date": lambda period: (period.as_of.replace(month=1, day=1), period.as_of),
}
"""Spans by name. Months are calendar months that end with the running one, cut at ``as_of``."""


def span_of(name: str, period: Period) -> Span:
    """Return the span that an address spells: a name of ``SPANS``, a month (``2026-10``) or two days (``2026-01-01..2026-03-31``).

    It ends at ``as_of`` where it would go on beyond.

    Raises
    ------
    InputError
        It is none of these, ends before it begins, or begins after ``as_of``.
    """
    if name in SPANS:
        return Span(name, *SPANS[name](period))
    if re.fullmatch(r"\d{4}-\d{2}", name):
        first = _day(f"{name}-01", name)
        return _within(Span(name, first, month_end(first)), period)
    if ".." in name:
        start, _, end = name.partition("..")
        return span_between(start, end, period)
    raise UnknownNameError("span", name, SPANS, way_out=_WAY_OUT)


def span_between(start: str, end: str, period: Period) -> Span:
    """Return the span from one day to another; an empty ``end`` is ``as_of``, an empty ``start`` the year's first day.

    Raises
    ------
    InputError
        One is not a day, they are in the wrong order, or ``start`` lies after ``as_of``.
    """
    last = _day(end, end) if end else period.as_of
    first = _day(start, start) if start else last.replace(month=1, day=1)
    if first > last:
        raise InputError(
            f"The span begins on {first}, after its end on {last}. Give the earlier day first, such as {last}..{first}."
        )
    return _within(Span(f"{first}..{last}", first, last), period)


def _within(span: Span, period: Period) -> Span:
    if span.first < _EARLIEST:
        raise InputError(
            f"The span {span.name!r} begins on {span.first}. Choose one that begins on {_EARLIEST} or later."
        )
    if span.first > period.as_of:
        raise InputError(
            f"The span {span.name!r} begins on {span.first}, but the data end on {period.as_of}. Choose an earlier one."
        )
    return replace(span, last=min(span.last, period.as_of))


def _day(text: str, value: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{value!r} is no day of the calendar. {_WAY_OUT}") from None


def comparison(span: Span, against: Against, period: Period) -> Comparison | None:
    """Return the earlier span, None where nothing is compared.

    A span that ends within a month, having begun by that month's first day, is compared on as many working days of the other
    month; the year to date on as many working days of last year, as on the customer's page. Any other span is moved by whole
    months, or, where it does not begin with a month, the span just before has as many calendar days.
    """
    if against == "nothing":
        return None
    first = _mover(span, against)(span.first)
    if span.name == "year_to_date" and against == "year_before":
        whole = span.last == date(span.last.year, _YEAR, 31)
        return Comparison(first, period.last_year_same_end, not whole)
    if span.first.day != 1 and against == "span_before":
        return Comparison(first, span.first - timedelta(days=1), working_days=False)
    month = month_after(span.last, -_months_back(span, against))
    if span.last == month_end(span.last):
        return Comparison(first, month_end(month), working_days=False)
    if span.first <= month_start(span.last):
        at = replace(period, as_of=span.last)
        return Comparison(first, at.same_days_end(month), working_days=True)
    return Comparison(first, _same_day(span.last, month), working_days=False)


def pieces(span: Span, compared: Comparison | None, against: Against) -> tuple[Piece, ...]:
    """Return the span by calendar month, the oldest first: together exactly the span, and the earlier span."""
    months = _month_starts(span)
    firsts = [max(month, span.first) for month in months]
    ends = [min(month_end(month), span.last) for month in months]
    if compared is None:
        return tuple(Piece(*one, None) for one in zip(months, firsts, ends, strict=True))
    moved = [_mover(span, against)(first) for first in firsts]
    lasts = [min(after - timedelta(days=1), compared.last) for after in moved[1:]] + [compared.last]
    before = zip(moved, lasts, strict=True)
    return tuple(Piece(*one) for one in zip(months, firsts, ends, before, strict=True))


def _mover(span: Span, against: Against) -> Callable[[date], date]:
    """Return what moves a day of the span to its counterpart in the earlier one."""
    if against == "span_before" and span.first.day != 1:
        days = timedelta(days=(span.last - span.first).days + 1)
        return lambda day: day - days
    back = _months_back(span, against)
    return lambda day: _same_day(day, month_after(day, -back))


def _months_back(span: Span, against: Against) -> int:
    return _YEAR if against == "year_before" else len(_month_starts(span))


def _month_starts(span: Span) -> list[date]:
    count = (span.last.year - span.first.year) * _YEAR + span.last.month - span.first.month + 1
    return [month_after(span.first, later) for later in range(count)]


def _same_day(day: date, month: date) -> date:
    """Return the day of the same number in another month, its last where it has no such day."""
    return min(month + timedelta(days=day.day - 1), month_end(month))
