"""Comparison: up to five customers side by side, each by the numbers of its own page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wiseparts_nb.customer.activities_by_type import ActivitiesByType, activities_by_type
from wiseparts_nb.customer.changes import relative_change
from wiseparts_nb.customer.due_amounts import DueAmounts, due_amounts
from wiseparts_nb.customer.last_12_months import Last12Months, last_12_months
from wiseparts_nb.customer.month_projection import MonthProjection, month_projection
from wiseparts_nb.customer.order_ratios import OrderRatios, order_ratios
from wiseparts_nb.customer.sales_trend import SalesTrend, sales_trend
from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.portfolio.accounts import Account, accounts
from wiseparts_nb.source.source import Source

__all__ = ["MOST", "Compared", "Comparison", "comparison"]

MOST = 5
"""Customers that a reader can still tell apart."""


@dataclass(frozen=True)
class Compared:
    """A customer with what its own page shows; a part is None where the page has nothing.

    ``net`` is that of the twelve months that end with the running one, ``earlier`` of the same time a year before (the
    running month on as many working days), ``change`` the fraction between, None without a fair base.
    """

    account: Account
    months: Last12Months | None
    net: Decimal
    earlier: Decimal
    change: float | None
    ratios: OrderRatios | None
    due: DueAmounts | None
    activities: ActivitiesByType | None
    projection: MonthProjection | None


@dataclass(frozen=True)
class Comparison:
    """Customers in the order asked for."""

    as_of: date
    customers: tuple[Compared, ...]


def comparison(source: Source, customer_ids: Sequence[str]) -> Comparison:
    """Set up to five customers side by side.

    Raises
    ------
    InputError
        None, too many, or one of them twice.
    UnknownNameError
        There is no such customer in scope; the message names the nearest.
    """
    _check(source, customer_ids)
    named = {one.customer_id: one for one in accounts(source)}
    return Comparison(source.as_of, tuple(_compared(source, named[one]) for one in customer_ids))


def _check(source: Source, customer_ids: Sequence[str]) -> None:
    if not customer_ids:
        raise InputError(f"Name the customers to compare, from 1 to {MOST}.")
    twice = [one for one, times in Counter(customer_ids).items() if times > 1]
    if twice:
        raise InputError(f"Customer {twice[0]!r} is named twice. Name each one once.")
    if len(customer_ids) > MOST:
        raise InputError(
            f"{len(customer_ids)} customers are too many to compare: name at most {MOST}."
        )
    for one in customer_ids:
        if one not in source.customer_ids:
            raise UnknownNameError("customer", one, source.customer_ids)


def _compared(source: Source, account: Account) -> Compared:
    own, customer_id = source.narrowed(account.customer_id), account.customer_id
    months = last_12_months(own).get(customer_id)
    net, earlier, bought = _sums(months, sales_trend(own).get(customer_id))
    off = "projection" in source.settings.features_off
    return Compared(
        account=account,
        months=months,
        net=net,
        earlier=earlier,
        change=relative_change(net, earlier, months=bought),
        ratios=order_ratios(own).get(customer_id),
        due=due_amounts(own).get(customer_id),
        activities=activities_by_type(own).get(customer_id),
        projection=None if off else month_projection(own).get(customer_id),
    )


def _sums(months: Last12Months | None, trend: SalesTrend | None) -> tuple[Decimal, Decimal, int]:
    """Return the sales of twelve months and of the year before on equal days, and the months with sales of the latter."""
    if months is None or trend is None:
        return Decimal(0), Decimal(0), 0
    before = [one.earlier for one in months.months[:-1]] + [trend.last_year.same_days]
    net = sum((one.net for one in months.months), Decimal(0))
    return net, sum(before, Decimal(0)), sum(amount > 0 for amount in before)
