"""Sales trend: the running month against earlier ones on equal working days (C3 to C5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from wiseparts_nb.card import Bar, Bars, Card, Change, Metric
from wiseparts_nb.customer.changes import change, relative_change
from wiseparts_nb.customer.monthly_sales import MONTHLY_SALES, SALES_ROWS, nets
from wiseparts_nb.period import Period, month_after
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Money, Number, Text
from wiseparts_nb.widget import Widget

__all__ = ["WIDGET", "EarlierMonth", "SalesTrend", "card", "sales_trend"]


@dataclass(frozen=True)
class EarlierMonth:
    """A month to compare with: its part on the ``same_days`` and as a ``whole``; ``change`` is against the part."""

    month: date
    same_days: Decimal
    whole: Decimal
    change: float | None


@dataclass(frozen=True)
class SalesTrend:
    """Net sales of the running month up to ``as_of``, and of the year, beside earlier ones.

    ``elapsed_days`` of ``working_days`` of the month are over. ``rolling`` are sums over twelve whole months, the oldest
    first. A change is a fraction, None without a fair base.
    """

    as_of: date
    to_date: Decimal
    elapsed_days: int
    working_days: int
    previous: EarlierMonth
    last_year: EarlierMonth
    year_to_date: Decimal
    last_year_to_date: Decimal
    year_change: float | None
    rolling: tuple[Decimal, ...]


def sales_trend(source: Source) -> Answers[SalesTrend]:
    """Net sales from the first of the month to ``as_of``, against the previous month and the same month last year.

    Both are cut after as many working days as the running month has had, and so is last year for the year to date.
    Change = (to date - earlier) / earlier. None where nothing was sold in the last 24 months.
    """
    return source.answers(partial(_value, source.period), months=MONTHLY_SALES)


def _value(period: Period, months: list[Any]) -> SalesTrend | None:
    if not months:
        return None
    found = {row.month: row for row in months}
    (to_date,) = nets(months, [period.month_start])
    this_year = [row.net for row in months if row.month.year == period.as_of.year]
    last_year = [row.last_year_to_date for row in months if row.last_year_to_date]
    year, year_before = sum(this_year, Decimal(0)), sum(last_year, Decimal(0))
    return SalesTrend(
        as_of=period.as_of,
        to_date=to_date,
        elapsed_days=period.elapsed_days,
        working_days=period.month_days,
        previous=_earlier(to_date, period.previous_month, found),
        last_year=_earlier(to_date, period.last_year_month, found),
        year_to_date=year,
        last_year_to_date=year_before,
        year_change=relative_change(year, year_before, months=len(last_year)),
        rolling=_rolling(months, period),
    )


def _earlier(to_date: Decimal, month: date, found: dict[date, Any]) -> EarlierMonth:
    if month not in found:
        return EarlierMonth(month, Decimal(0), Decimal(0), None)
    same_days = found[month].same_days
    return EarlierMonth(month, same_days, found[month].net, relative_change(to_date, same_days))


def _rolling(months: list[Any], period: Period) -> tuple[Decimal, ...]:
    """Twelve sums of twelve whole months; the last one ends with the last whole month."""
    last = 0 if period.as_of == period.month_end else -1
    whole = nets(months, [month_after(period.as_of, back) for back in range(last - 22, last + 1)])
    return tuple(sum(whole[start : start + 12], Decimal(0)) for start in range(12))


def card(value: SalesTrend) -> Card:
    """Draw the month with its two changes, three bars on equal working days, and the year to date."""
    first = value.as_of.replace(day=1)
    named = {"first": Day(first, "number"), "last": Day(value.as_of), "n": Number(value.as_of.day)}
    return Card(
        "sales_trend",
        Text("sales_trend.title"),
        (_month(value), Bars(_bars(value)), _year(value)),
        meta=Text("sales_trend.meta", named),
        message=Text(f"sales_trend.{_word(value.last_year.change)}"),
        footer=Text("sales_trend.footer", _whole_months(value)),
    )


def _word(ratio: float | None) -> str:
    if ratio is None:
        return "no_base"
    better = change(ratio, "").better
    return "level" if better is None else "growth" if better else "decline"


def _month(value: SalesTrend) -> Metric:
    compared = bool(value.elapsed_days)
    earlier = (value.previous, "previous"), (value.last_year, "last_year")
    changes = tuple(_change(value, one, name) for one, name in earlier)
    return Metric(
        Text("sales_trend.month", {"day": Day(value.as_of, "short")}),
        Money(value.to_date),
        caption=_same_days(value) if compared else None,
        changes=changes if compared else (),
    )


def _same_days(value: SalesTrend) -> Text:
    return Text("sales_trend.elapsed", {"n": Number(value.elapsed_days)})


def _change(value: SalesTrend, earlier: EarlierMonth, name: str) -> Change:
    form = "month" if name == "previous" else "axis_year"
    named = {"month": Day(earlier.month, form)}
    new = earlier.whole == 0 and value.to_date > 0
    return change(earlier.change, Text("sales_trend.against", named), new=new)


def _bars(value: SalesTrend) -> tuple[Bar, ...]:
    days = {"n": Number(value.elapsed_days)}
    this = Bar(Text("sales_trend.this_month", days), float(value.to_date), Money(value.to_date))
    return (this, _earlier_bar(value.previous, days), _earlier_bar(value.last_year, days))


def _earlier_bar(earlier: EarlierMonth, days: dict[str, Number]) -> Bar:
    label = Text("sales_trend.month_days", {"month": Day(earlier.month, "axis_year")} | days)
    return Bar(label, float(earlier.same_days), Money(earlier.same_days), role="earlier")


def _year(value: SalesTrend) -> Metric:
    new = value.last_year_to_date == 0 and value.year_to_date > 0
    against = Text("sales_trend.against_year", {"amount": Money(value.last_year_to_date)})
    return Metric(
        Text("sales_trend.year"),
        Money(value.year_to_date),
        caption=Text("sales_trend.rolling"),
        changes=(change(value.year_change, against, new=new),),
        trend=tuple(map(float, value.rolling)),
    )


def _whole_months(value: SalesTrend) -> dict[str, Day | Money]:
    return {
        "previous": Day(value.previous.month, "month_year"),
        "previous_amount": Money(value.previous.whole),
        "last_year": Day(value.last_year.month, "month_year"),
        "last_year_amount": Money(value.last_year.whole),
    }


WIDGET = Widget(
    "sales_trend", sales_trend, card, SALES_ROWS, "sales", ("sales_lines",), prospects=False
)
