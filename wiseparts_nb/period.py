"""As of when: the day of the numbers, and every date bound that a KPI compares.

A part month is compared with the same number of working days of another month, never with the whole of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

__all__ = ["Period", "month_after", "month_end", "month_start"]

_WEEKEND = frozenset({5, 6})


def month_start(day: date) -> date:
    """Return the first day of the month."""
    return day.replace(day=1)


@cache
def month_after(day: date, months: int = 1) -> date:
    """Return the first day of the month that lies ``months`` later (earlier when negative)."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, 1)


def month_end(day: date) -> date:
    """Return the last day of the month."""
    return month_after(day) - timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Dates around ``as_of``, which is included in every number.

    ``country`` (ISO 3166, optionally ``subdivision``) gives the public holidays, ``closures`` adds the organisation's own;
    ``weekend`` holds weekday numbers (Monday 0), ``last_brief_on`` the day of the reader's last brief. Without a country only weekends and closures are not worked.
    """

    as_of: date
    zone: str = "UTC"
    country: str | None = None
    subdivision: str | None = None
    closures: frozenset[date] = frozenset()
    weekend: frozenset[int] = _WEEKEND
    last_brief_on: date | None = None

    @property
    def since(self) -> date:
        """The day up to which everything is already known: that of the last brief, else four weeks before ``as_of``.

        A brief made after ``as_of`` was not yet there.
        """
        if self.last_brief_on is None or self.last_brief_on > self.as_of:
            return self.as_of - timedelta(days=28)
        return self.last_brief_on

    @property
    def month_start(self) -> date:
        """First day of the running month."""
        return month_start(self.as_of)

    @property
    def month_end(self) -> date:
        """Last day of the running month."""
        return month_end(self.as_of)

    @property
    def previous_month(self) -> date:
        """First day of the month before."""
        return month_after(self.as_of, -1)

    @property
    def last_year_month(self) -> date:
        """First day of the same month a year before."""
        return month_after(self.as_of, -12)

    @cached_property
    def months(self) -> tuple[date, ...]:
        """First days of the twelve months that end with the running one."""
        return tuple(month_after(self.as_of, back) for back in range(-11, 1))

    @cached_property
    def closed(self) -> frozenset[date]:
        """Public holidays and closures from three years before ``as_of`` to the year after."""
        if self.country is None:
            return self.closures
        import holidays  # here: the country tables cost 0.1 s, and most commands never ask for them

        years = range(self.as_of.year - 3, self.as_of.year + 2)
        return self.closures | frozenset(
            holidays.country_holidays(self.country, subdiv=self.subdivision, years=years)
        )

    def is_working(self, day: date) -> bool:
        """Whether the organisation works on this day."""
        return day.weekday() not in self.weekend and day not in self.closed

    def working_days(self, start: date, end: date) -> int:
        """Count the working days from ``start`` to ``end``, both included."""
        return sum(map(self.is_working, _days(start, end)))

    @cached_property
    def elapsed_days(self) -> int:
        """Working days of the running month up to ``as_of``, included."""
        return self.working_days(self.month_start, self.as_of)

    @cached_property
    def month_days(self) -> int:
        """Working days of the whole running month."""
        return self.working_days(self.month_start, self.month_end)

    def same_days_end(self, month: date) -> date:
        """Return the day by which ``month`` had as many working days as the running month has now.

        The day before ``month`` when the running month has had none; the month's end when it never had as many.
        """
        if self.as_of == self.month_end:
            return month_end(month)
        return self._worked_by(month, month_end(month), self.elapsed_days)

    @property
    def last_year_same_end(self) -> date:
        """The day by which the year before had as many working days as this year has now; its end at the year's end."""
        start, end = date(self.as_of.year - 1, 1, 1), date(self.as_of.year - 1, 12, 31)
        if (self.as_of.month, self.as_of.day) == (end.month, end.day):
            return end
        return self._worked_by(start, end, self.working_days(month_after(start, 12), self.as_of))

    def _worked_by(self, start: date, end: date, days: int) -> date:
        """Return the day from ``start`` to ``end`` that completes ``days`` working days."""
        for day in _days(start, end):
            if days == 0:
                return day - timedelta(days=1)
            days -= self.is_working(day)
        return end

    def days_back(self, days: int) -> date:
        """Return the first day of a window of ``days`` days that ends with ``as_of``."""
        return self.as_of - timedelta(days=days - 1)

    def instant(self, day: date) -> datetime:
        """Return the UTC instant (naive, as stored) at which ``day`` begins in the organisation's zone."""
        return (
            datetime.combine(day, time.min, ZoneInfo(self.zone))
            .astimezone(UTC)
            .replace(tzinfo=None)
        )

    def local_day(self, at: datetime) -> date:
        """Return the organisation's day of a UTC instant (naive, as stored)."""
        return at.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zone)).date()

    @cached_property
    def bounds(self) -> dict[str, date | datetime]:
        """Every date that a KPI's SQL may name as ``$name``; ends are included, ``_at`` are UTC instants.

        ``ahead_end_at`` is the end of the look-ahead of 30 days and ``as_of_end_at`` the end of today, both excluded.
        """
        tomorrow = self.as_of + timedelta(days=1)
        return {
            "as_of": self.as_of,
            "month_start": self.month_start,
            "month_end": self.month_end,
            "previous_month_start": self.previous_month,
            "previous_month_same_end": self.same_days_end(self.previous_month),
            "previous_month_end": month_end(self.previous_month),
            "last_year_month_start": self.last_year_month,
            "last_year_month_same_end": self.same_days_end(self.last_year_month),
            "last_year_month_end": month_end(self.last_year_month),
            "twelve_months_start": month_after(self.as_of, -11),
            "year_before_start": month_after(self.as_of, -23),
            "year_start": self.as_of.replace(month=1, day=1),
            "last_year_start": date(self.as_of.year - 1, 1, 1),
            "last_year_same_end": self.last_year_same_end,
            "days_30_start": self.days_back(30),
            "days_90_start": self.days_back(90),
            "days_90_before_start": self.days_back(180),
            "year_ago_start": self.days_back(365),
            "year_ago_before_start": self.days_back(730),
            "ahead_end": self.as_of + timedelta(days=30),
            "since": self.since,
            "since_before": self.since - (self.as_of - self.since),
            "as_of_start_at": self.instant(self.as_of),
            "as_of_end_at": self.instant(tomorrow),
            "days_90_start_at": self.instant(self.days_back(90)),
            "ahead_end_at": self.instant(self.as_of + timedelta(days=31)),
        }


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=offset) for offset in range((end - start).days + 1))
