"""Last 12 months: each beside the same month a year before, and what a reader should see in them (C23 to C28)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from wiseparts_nb.card import Card, MonthBar, Months, Note
from wiseparts_nb.customer.changes import relative_change
from wiseparts_nb.customer.month_patterns import (
    RUN_MONTHS,
    MonthRun,
    low_season,
    run,
    run_before,
    unusual_months,
)
from wiseparts_nb.customer.month_projection import MonthProjection, month_projection
from wiseparts_nb.customer.monthly_sales import MONTHLY_SALES, SALES_ROWS, nets
from wiseparts_nb.period import Period, month_after
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Money, Number, Text, Value
from wiseparts_nb.widget import Widget

__all__ = [
    "WIDGET",
    "Landing",
    "Last12Months",
    "MonthSales",
    "UnusualMonth",
    "card",
    "last_12_months",
]


@dataclass(frozen=True)
class Landing:
    """Where the running month will land, with its 80 % range."""

    projected: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class MonthSales:
    """Net sales of a month and of the same month a year before.

    ``change`` is a fraction: of whole months only, of the projection where the month is running; None without a fair base.
    """

    month: date
    net: Decimal
    earlier: Decimal
    change: float | None


@dataclass(frozen=True)
class UnusualMonth:
    """A month far above (``up``) or below the months beside it and last year's."""

    month: date
    net: Decimal
    earlier: Decimal
    up: bool


@dataclass(frozen=True)
class Last12Months:
    """Twelve months, the oldest first; ``whole`` says that the last one is over.

    ``run`` is the run above or below last year that lasts until the last whole month, ``before`` the opposite one that
    ended there; ``season`` the months that are low in both years; ``projection`` that of the running month.
    """

    as_of: date
    months: tuple[MonthSales, ...]
    whole: bool
    run: MonthRun | None
    before: MonthRun | None
    season: tuple[date, ...]
    unusual: tuple[UnusualMonth, ...]
    projection: Landing | None = None

    @property
    def over(self) -> tuple[MonthSales, ...]:
        """The months that are over."""
        return self.months if self.whole else self.months[:-1]


def last_12_months(source: Source) -> Answers[Last12Months]:
    """Net sales of the twelve months that end with the running one, beside the same months a year before.

    Months without sales are zero. The running month is split into what was sold and what is projected, where there is
    enough history to rely on it. Runs, season and unusual months follow the thresholds of ``month_patterns`` and leave
    the running month out. None where nothing was sold in the last 24 months.
    """
    months = source.rows(MONTHLY_SALES)
    off = "projection" in source.settings.features_off
    ahead = {} if off else month_projection(source)
    return source.combined(
        lambda customer_id: _value(
            source.period, months.of(customer_id), _landing(ahead.get(customer_id))
        )
    )


def _landing(found: MonthProjection | None) -> Landing | None:
    """Return the projection where it can be relied on and the month isn't over."""
    if found is None or found.too_early or found.as_of == found.ends_on:
        return None
    return Landing(found.projected, found.low, found.high)


def _value(period: Period, rows: list[Any], landing: Landing | None) -> Last12Months | None:
    if not rows:
        return None
    earlier = nets(rows, [month_after(month, -12) for month in period.months])
    actual = nets(rows, period.months)
    whole = period.as_of == period.month_end
    count = 12 if whole else 11
    over = actual[:count], earlier[:count]
    # the month before the first one is the running month's of last year
    unusual = unusual_months(*over, before=earlier[-1])
    return Last12Months(
        as_of=period.as_of,
        months=tuple(_months(period, actual, earlier, landing)),
        whole=whole,
        run=run(*over),
        before=run_before(*over),
        season=tuple(period.months[place] for place in low_season(*over)),
        unusual=tuple(
            UnusualMonth(period.months[place], actual[place], earlier[place], up)
            for place, up in unusual
        ),
        projection=landing,
    )


def _months(
    period: Period,
    actual: tuple[Decimal, ...],
    earlier: tuple[Decimal, ...],
    landing: Landing | None,
) -> Iterator[MonthSales]:
    for month, net, base in zip(period.months, actual, earlier, strict=True):
        landed = net
        if month == period.month_start and period.as_of != period.month_end:
            landed = landing.projected if landing else None
        change = None if landed is None else relative_change(landed, base)
        yield MonthSales(month, net, base, change)


def card(value: Last12Months) -> Card:
    """Draw both tiers; the sentence tells the run, notes tell season, unusual months and the projection."""
    return Card(
        "last_12_months",
        Text("last_12_months.title"),
        (Months(tuple(_bars(value))), *_notes(value)),
        meta=_meta(value),
        message=_message(value),
        footer=_footer(value),
    )


def _bars(value: Last12Months) -> Iterator[MonthBar]:
    for one in value.months:
        ahead = value.projection if one.month == value.months[-1].month else None
        split = (ahead.projected, ahead.low, ahead.high) if ahead else (None, None, None)
        yield MonthBar(one.month, one.net, one.earlier, one.change, *split)


def _meta(value: Last12Months) -> Text:
    """Name the chart's unit: thousands, unless it states another itself."""
    largest = max(max(abs(one.net), abs(one.earlier)) for one in value.months)
    thousands = _THOUSAND <= largest < 1000 * _THOUSAND
    return Text("last_12_months.thousands" if thousands else "last_12_months.meta")


_THOUSAND = 1000


def _message(value: Last12Months) -> Text:
    last = value.run
    if last is None:
        compared = [one for one in value.over if one.earlier > 0]
        above = sum(one.net > one.earlier for one in compared)
        named = {"n": Number(above), "of": Number(len(compared))}
        enough = len(compared) >= RUN_MONTHS
        return Text("last_12_months.mixed" if enough else "last_12_months.no_base", named)
    named: dict[str, Value] = {"n": Number(last.months)}
    name = "above" if last.up else "below"
    if value.before is not None:
        named["month"] = Day(value.over[-last.months - 1].month, "month")
        name = f"turned_{name}"
    return Text(f"last_12_months.{name}", named)


def _notes(value: Last12Months) -> Iterator[Note]:
    for one in value.unusual:
        named = {"month": Day(one.month, "month_year"), "amount": Money(one.net)}
        yield Note(
            Text(
                f"last_12_months.{'spike' if one.up else 'drop'}",
                named | {"earlier": Money(one.earlier)},
            )
        )
    if value.season:
        months = {
            f"month_{place}": Day(month, "month") for place, month in enumerate(value.season, 1)
        }
        yield Note(Text(f"last_12_months.season_{len(value.season)}", months))


def _footer(value: Last12Months) -> Text | None:
    if value.whole:
        return None
    month = Day(value.months[-1].month, "month")
    if value.projection is None:
        return Text("last_12_months.running", {"month": month, "day": Day(value.as_of, "short")})
    ahead = value.projection
    amounts = {"projected": ahead.projected, "low": ahead.low, "high": ahead.high}
    shown = {name: Money(amount) for name, amount in amounts.items()}
    return Text("last_12_months.projection", {"month": month} | shown)


WIDGET = Widget(
    "last_12_months", last_12_months, card, SALES_ROWS, "sales", ("sales_lines",), prospects=False
)
