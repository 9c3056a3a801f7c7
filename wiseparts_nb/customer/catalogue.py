"""The catalogue: every widget about a customer, in the order that a reader meets them."""

from __future__ import annotations

from wiseparts_nb.customer import (
    activities_by_type,
    agreements,
    customer_record,
    due_amounts,
    health,
    last_12_months,
    latest_events,
    month_projection,
    offers,
    open_quotes,
    order_ratios,
    quotes_and_orders_by_brand,
    quotes_by_brand,
    sales_by_brand,
    sales_trend,
    segments,
    since_last_brief,
    upcoming,
)
from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.widget import Widget

__all__ = ["CATALOGUE", "widget"]

CATALOGUE: tuple[Widget, ...] = (
    health.WIDGET,
    sales_trend.WIDGET,
    month_projection.WIDGET,
    due_amounts.WIDGET,
    since_last_brief.WIDGET,
    last_12_months.WIDGET,
    offers.WIDGET,
    agreements.WIDGET,
    open_quotes.WIDGET,
    quotes_by_brand.WIDGET,
    order_ratios.WIDGET,
    sales_by_brand.WIDGET,
    quotes_and_orders_by_brand.WIDGET,
    activities_by_type.WIDGET,
    latest_events.WIDGET,
    upcoming.WIDGET,
    segments.WIDGET,
    customer_record.WIDGET,
)


def widget(name: str) -> Widget:
    """Return the widget of this name.

    Raises
    ------
    UnknownNameError
        There is none; the message names the nearest.
    """
    for one in CATALOGUE:
        if one.name == name:
            return one
    raise UnknownNameError(
        "KPI",
        name,
        [one.name for one in CATALOGUE],
        way_out="'wiseparts kpi --list' shows them all.",
    )
