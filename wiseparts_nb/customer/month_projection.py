"""Month projection: where the running month will land, with an 80 % range and how far to trust it (C10 to C13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from itertools import accumulate
from typing import Any, Literal

import pandas as pd

from wiseparts_nb.card import Card, Change, Metric, Note, Path, PathPoint
from wiseparts_nb.customer.changes import change, relative_change
from wiseparts_nb.period import Period, month_after
from wiseparts_nb.projection import project_sums
from wiseparts_nb.projection.confidence import MONTHS, ORDER_DAYS
from wiseparts_nb.projection.kept import pool_at, projection_sums
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Money, Number, Percent, Text, Value, Words
from wiseparts_nb.widget import Widget

__all__ = ["WIDGET", "MonthProjection", "card", "month_projection"]

ROWS = """
select customer_id, sold_on, sum(net) as net
from sales_lines
where sold_on between $month_start and $as_of
   or sold_on between $previous_month_start and $previous_month_end
   or sold_on between $last_year_month_start and $last_year_month_end
group by customer_id, sold_on
"""
KNOWN = """
select placed.customer_id, sum(line.net) as net
from orders as placed
join order_lines as line on line.order_id = placed.order_id and line.customer_id = placed.customer_id
where placed.status = 'open' and placed.ordered_on <= $as_of
  and placed.expected_on > $as_of and placed.expected_on <= $month_end
group by placed.customer_id
"""

TOO_EARLY = frozenset({"few_months", "few_orders"})
"""Reasons for which the card says what is missing instead of a projection."""
RECENT_DAYS = 400
"""A customer whose last order is longer ago is not projected."""


@dataclass(frozen=True)
class MonthProjection:
    """The running month in net sales.

    ``projected`` is the median of what the month will come to, ``low`` and ``high`` its 10 % and 90 % quantiles, ``mean`` the
    value to add up over customers, ``nothing_more`` the chance (0..1) that nothing more is invoiced. ``known`` are open
    orders due this month, counted in ``projected``. ``reason`` says why ``confidence`` is what it is. ``path`` has the
    cumulative amount of each day with sales, ``path_last_year`` that of the whole month a year before, its days placed on
    the days of this month with as many working days. ``first_on`` is the day of the first order, ``order_days`` on how many days
    there were orders since.
    """

    month: date
    as_of: date
    ends_on: date
    to_date: Decimal
    known: Decimal
    projected: Decimal
    low: Decimal
    high: Decimal
    mean: Decimal
    nothing_more: float
    confidence: Literal["high", "medium", "low"]
    reason: str
    last_month: Decimal
    last_year: Decimal
    path: tuple[tuple[date, Decimal], ...]
    path_last_year: tuple[tuple[date, Decimal], ...]
    first_on: date
    order_days: int

    @property
    def too_early(self) -> bool:
        """Whether there is too little history for the projection to be relied on."""
        return self.reason in TOO_EARLY

    @property
    def months(self) -> int:
        """Complete months since the first order."""
        return max(0, _months_between(_first_month(self.first_on), self.month))

    @property
    def expected_on(self) -> date:
        """The day from which there are enough complete months."""
        return month_after(_first_month(self.first_on), MONTHS)

    @property
    def spread(self) -> float | None:
        """What ``confidence`` is graded by: half the width of the 80 % range as a fraction of ``mean``.

        Where the range is narrower than the distance of median and mean, that distance; None where nothing is expected.
        """
        if self.mean <= 0:
            return None
        return float(max((self.high - self.low) / 2, abs(self.mean - self.projected)) / self.mean)


def month_projection(source: Source) -> Answers[MonthProjection]:
    """Project net sales of the running month from the customer's own rhythm of orders (see projection/model.py).

    To date + known + the expected rest; the range holds in 8 months of 10. None without a sale in the last 400 days.
    """
    return source.once("month_projection", lambda: _answers(source))


def _answers(source: Source) -> Answers[MonthProjection]:
    known, daily = source.rows(KNOWN), source.rows(ROWS)
    projected = _projected(source, known.frame())

    @cache  # the twelve months show the projection again
    def value(customer_id: str) -> MonthProjection | None:
        row = projected.get(customer_id)
        if row is None:
            return None
        certain = sum((one.net for one in known.of(customer_id)), Decimal(0))
        return _value(source.period, row, daily.of(customer_id), certain)

    return source.combined(value)


def _projected(source: Source, known: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return what the model says of each customer with a recent order, by customer id."""
    period, pool = source.period, pool_at(source)
    sums = projection_sums(source, pool)
    recent = sums[sums["last_age"] <= RECENT_DAYS]
    if recent.empty:
        return {}
    days = (period.month_start, period.as_of, period.month_end)
    certain = known.set_index("customer_id")["net"].astype(float)
    found = project_sums(recent, pool, *days, period.closed, known=certain)
    rows: list[dict[Any, Any]] = found.to_dict("records")
    seen = recent.set_index("customer_id")[["first_age", "order_days"]]
    return {row["customer_id"]: row | seen.loc[row["customer_id"]].to_dict() for row in rows}


def _value(
    period: Period, row: dict[str, Any], daily: list[Any], known: Decimal
) -> MonthProjection:
    by_month = partial(_cumulative, sorted(daily, key=lambda day: day.sold_on))
    path, last_year = by_month(period.month_start), by_month(period.last_year_month)
    last_month = by_month(period.previous_month)
    return MonthProjection(
        month=period.month_start,
        as_of=period.as_of,
        ends_on=period.month_end,
        to_date=_total(path),
        known=known,
        projected=_money(row["q50"]),
        low=_money(row["q10"]),
        high=_money(row["q90"]),
        mean=_money(row["mean"]),
        nothing_more=float(row["p0"]),
        confidence=row["confidence"],
        reason=row["reason"],
        last_month=_total(last_month),
        last_year=_total(last_year),
        path=path,
        path_last_year=_placed(period, last_year),
        first_on=period.as_of - timedelta(int(row["first_age"])),
        order_days=int(row["order_days"]),
    )


def _cumulative(daily: list[Any], month: date) -> tuple[tuple[date, Decimal], ...]:
    days = [day for day in daily if day.sold_on.replace(day=1) == month]
    return tuple(
        zip((day.sold_on for day in days), accumulate(day.net for day in days), strict=True)
    )


def _placed(
    period: Period, path: tuple[tuple[date, Decimal], ...]
) -> tuple[tuple[date, Decimal], ...]:
    """Place the days of an earlier month on those of the running one with as many working days, at most its last."""
    days = (period.month_start + timedelta(days=n) for n in range(period.month_end.day))
    worked = [day for day in days if period.is_working(day)]
    placed: dict[date, Decimal] = {}
    for day, amount in path:
        count = period.working_days(day.replace(day=1), day)
        on = worked[count - 1] if 0 < count <= len(worked) else None
        placed[on or (period.month_end if count else period.month_start)] = amount
    return tuple(placed.items())


def _total(path: tuple[tuple[date, Decimal], ...]) -> Decimal:
    return path[-1][1] if path else Decimal(0)


def _first_month(day: date) -> date:
    """Return the first month that is complete from its first day on."""
    return day if day.day == 1 else month_after(day)


def _months_between(start: date, end: date) -> int:
    return 12 * (end.year - start.year) + end.month - start.month


def _money(amount: float) -> Decimal:
    return Decimal(repr(round(amount, 2)))


def card(value: MonthProjection) -> Card:
    """Draw the month as cumulative lines, with the projection, its range and its confidence in words.

    Without enough history it says what is needed, what there is, and when the projection will work.
    """
    meta = Text("month_projection.meta", {"month": Day(value.month, "axis_year")})
    parts = (Note(_missing(value)),) if value.too_early else (_metric(value), _path(value))
    message = Text("month_projection.too_early") if value.too_early else None
    return Card(
        "month_projection", Text("month_projection.title"), parts, meta=meta, message=message
    )


def _missing(value: MonthProjection) -> Text:
    named: dict[str, Value] = {
        "months": Number(MONTHS),
        "days": Number(ORDER_DAYS),
        "own_months": Number(value.months),
        "n": Number(value.order_days),
    }
    if value.months >= MONTHS:
        return Text("month_projection.few_orders", named)
    named["day"] = Day(value.expected_on)
    if value.order_days >= ORDER_DAYS:
        return Text("month_projection.few_months", named | {"n": Number(value.months)})
    return Text("month_projection.few_of_both", named)


def _metric(value: MonthProjection) -> Metric:
    month = Day(value.month, "month_year")
    last_month = {"month": Day(month_after(value.month, -1), "month")}
    changes = (
        _change(value, value.last_month, Text("month_projection.on_last_month", last_month)),
        _change(value, value.last_year, Text("month_projection.on_last_year", _last_year(value))),
    )
    return Metric(
        Text("month_projection.label", {"month": month}),
        Money(value.projected),
        caption=_caption(value),
        changes=tuple(one for one in changes if one is not None),
    )


def _change(value: MonthProjection, amount: Decimal, text: Text) -> Change | None:
    ratio = relative_change(value.projected, amount)
    return None if ratio is None else change(ratio, text)


def _last_year(value: MonthProjection) -> dict[str, Day]:
    return {"month": Day(month_after(value.month, -12), "axis_year")}


def _caption(value: MonthProjection) -> Words:
    if value.as_of == value.ends_on:
        return Text("month_projection.month_over")
    if value.projected == value.to_date:
        return Text(
            "month_projection.nothing_more", {"chance": Percent(value.nothing_more, digits=0)}
        )
    low, high = Money(value.low), Money(value.high)
    least = Number(value.low)
    return Text("month_projection.range", {"low": low, "least": least, "high": high})


def _path(value: MonthProjection) -> Path:
    today = PathPoint(value.as_of, value.to_date)
    end = PathPoint(value.ends_on, value.projected, value.low, value.high)
    actual = tuple(PathPoint(day, amount) for day, amount in value.path if day != value.as_of)
    earlier = [PathPoint(day, amount) for day, amount in value.path_last_year]
    if earlier and earlier[-1].day < value.ends_on:
        earlier.append(PathPoint(value.ends_on, earlier[-1].amount))
    return Path(
        actual=(*actual, today),
        projected=(today, end) if value.as_of < value.ends_on else (),
        earlier=tuple(earlier),
        earlier_label=Text("month_projection.earlier", _last_year(value)),
        confidence=value.confidence,
        confidence_text=_confidence(value),
    )


def _confidence(value: MonthProjection) -> Text:
    spread = Percent(value.spread or 0.0, digits=0)
    return Text(f"month_projection.because.{value.reason}", {"spread": spread})


WIDGET = Widget(
    "month_projection",
    month_projection,
    card,
    ROWS,
    "projection",
    ("sales_lines",),
    prospects=False,
)
