"""Sales by brand: twelve months of each brand beside the year before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from wiseparts_nb.card import Card, MonthBar, Panel, Panels
from wiseparts_nb.customer.brands import brand_name, folded
from wiseparts_nb.customer.changes import change, relative_change
from wiseparts_nb.customer.monthly_sales import SALES_ROWS
from wiseparts_nb.period import Period, month_after
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Money, Number, Text, Value
from wiseparts_nb.widget import Widget

__all__ = [
    "MONTHLY_BY_BRAND",
    "WIDGET",
    "BrandSales",
    "SalesByBrand",
    "brand_sales",
    "card",
    "sales_by_brand",
]

MONTHLY_BY_BRAND = """
select part.customer_id, brand.name as brand, part.month, part.net
from (
    select line.customer_id, line.brand_id, cast(date_trunc('month', line.sold_on) as date) as month, sum(line.net) as net
    from sales_lines as line
    where line.sold_on between $year_before_start and $as_of
      and not (line.sold_on > $last_year_month_same_end and line.sold_on <= $last_year_month_end)
    group by line.customer_id, line.brand_id, cast(date_trunc('month', line.sold_on) as date)
) as part
left join brands as brand on brand.brand_id = part.brand_id
"""
"""Net sales per customer, brand and month; the running month of last year is cut after as many working days."""


@dataclass(frozen=True)
class BrandSales:
    """One brand's twelve months and the same months a year before, the oldest first.

    ``earlier`` ends after as many working days of its last month as the running one has had, so both totals compare;
    ``change`` is the fraction between them, None without a fair base. ``brand`` None gathers lines without one.
    """

    brand: str | None
    months: tuple[Decimal, ...]
    earlier: tuple[Decimal, ...]
    change: float | None

    @property
    def total(self) -> Decimal:
        """Net sales of the twelve months."""
        return sum(self.months, Decimal(0))


@dataclass(frozen=True)
class SalesByBrand:
    """Every brand sold in 24 months, the largest first and "no brand" last; ``months`` are first days."""

    as_of: date
    months: tuple[date, ...]
    brands: tuple[BrandSales, ...]


def sales_by_brand(source: Source) -> Answers[SalesByBrand]:
    """Net sales by brand and month, 12 months that end with the running one, beside the year before.

    The running month counts up to ``as_of``, last year's on as many working days. None where nothing of any brand was sold
    in the last 24 months: what is left would say again what the months say.
    """
    return source.answers(partial(_value, source.period), months=MONTHLY_BY_BRAND)


def _value(period: Period, months: list[Any]) -> SalesByBrand | None:
    if all(row.brand is None for row in months):
        return None
    by_brand: dict[str | None, list[Any]] = defaultdict(list)
    for row in months:
        by_brand[row.brand].append(row)
    brands = [brand_sales(period, brand, rows) for brand, rows in by_brand.items()]
    brands.sort(key=lambda one: (one.brand is None, -one.total, one.brand or ""))
    return SalesByBrand(period.as_of, period.months, tuple(brands))


def brand_sales(period: Period, brand: str | None, rows: Sequence[Any]) -> BrandSales:
    """Return one brand's months from its rows of ``MONTHLY_BY_BRAND``."""
    found: dict[date, Decimal] = defaultdict(Decimal)
    for row in rows:  # two brands of one name are one brand to a reader
        found[row.month] += row.net
    months = tuple(found.get(month, Decimal(0)) for month in period.months)
    earlier = tuple(found.get(month_after(month, -12), Decimal(0)) for month in period.months)
    return _compared(brand, months, earlier)


def _compared(
    brand: str | None, months: tuple[Decimal, ...], earlier: tuple[Decimal, ...]
) -> BrandSales:
    sold = sum(net > 0 for net in earlier)
    ratio = relative_change(sum(months, Decimal(0)), sum(earlier, Decimal(0)), months=sold)
    return BrandSales(brand, months, earlier, ratio)


def card(value: SalesByBrand) -> Card:
    """Draw six panels on one scale, small brands folded in the last."""
    shown, rest = folded(value.brands)
    panels = [_panel(value, brand_name(one.brand), one) for one in shown]
    if rest:
        label = Text("other_brands", {"n": Number(len(rest))})
        panels.append(_panel(value, label, _together(rest)))
    return Card(
        "sales_by_brand",
        Text("sales_by_brand.title"),
        (Panels(tuple(panels)),),
        meta=Text("sales_by_brand.meta"),
        footer=Text("sales_by_brand.footer", {"day": Day(value.as_of, "short")}),
    )


def _together(brands: Sequence[BrandSales]) -> BrandSales:
    return _compared(
        None, _sums([one.months for one in brands]), _sums([one.earlier for one in brands])
    )


def _sums(rows: Sequence[tuple[Decimal, ...]]) -> tuple[Decimal, ...]:
    return tuple(sum(column, Decimal(0)) for column in zip(*rows, strict=True))


def _panel(value: SalesByBrand, label: Value, one: BrandSales) -> Panel:
    shown = change(one.change, "", new=not any(one.earlier), digits=0)
    months = tuple(_bars(value.months, one))
    return Panel(label, Money(one.total, "short"), shown.value, shown.better, months)


def _bars(months: Sequence[date], one: BrandSales) -> Iterator[MonthBar]:
    for month, net, earlier in zip(months, one.months, one.earlier, strict=True):
        yield MonthBar(month, net, earlier)


WIDGET = Widget(
    "sales_by_brand", sales_by_brand, card, SALES_ROWS, "sales", ("sales_lines",), prospects=False
)
