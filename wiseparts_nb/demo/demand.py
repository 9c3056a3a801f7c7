"""What customers order: days, lines, products, quantities and prices, drawn for a block of customers at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from wiseparts_nb.demo.arrays import Bools, Floats, Ints, cents, sums
from wiseparts_nb.demo.calendar import Calendar
from wiseparts_nb.demo.catalogue import Catalogue
from wiseparts_nb.demo.customers import Customers
from wiseparts_nb.demo.showcases import SHOWCASES

__all__ = ["Demand", "Lines", "Market", "demand", "line_counts", "lines_for", "scaled"]

CANCELLED_SHARE = 0.01
SPECIAL_PRICES = 0.02
"""Share of lines that a sales person gave away, often below cost."""
DELIVERY_DAYS = (0.15, 0.25, 0.22, 0.16, 0.1, 0.07, 0.05)
"""Chance of 0, 1, 2 ... open days between the order and its invoice."""


@dataclass(frozen=True)
class Market:
    """Everything that stands before the first order is drawn."""

    seed: int
    days: Calendar
    goods: Catalogue
    customers: Customers
    staff_ids: list[str]


@dataclass(frozen=True)
class Lines:
    """One entry a line; `document` is the place of its order or quote, ascending.

    Attributes
    ----------
    price
        Net EUR a unit.
    gross, net, cost
        EUR a line; cost is NaN where it is not known.
    """

    document: Ints
    product: Ints
    quantity: Floats
    price: Floats
    gross: Floats
    net: Floats
    cost: Floats

    def __len__(self) -> int:
        return len(self.document)

    def at(self, kept: Bools | Ints) -> Lines:
        """Return some of the lines."""
        return Lines(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Demand:
    """One entry an order, by customer and delivery, with its lines.

    Attributes
    ----------
    ordered, delivered
        Places of days; the invoice is of the day of delivery, which may lie ahead.
    quoted
        Place of the day of its quote, or -1.
    """

    customer: Ints
    ordered: Ints
    delivered: Ints
    quoted: Ints
    cancelled: Bools
    lines: Lines


def demand(market: Market, block: range) -> Demand:
    """Return the orders of a block of customers, from the start of the calendar to its end."""
    rng = np.random.default_rng((market.seed, 51, block.start))
    days, customers = market.days, market.customers
    places = np.arange(block.start, block.stop)
    rates = customers.daily_orders[places, None] * customers.factors[places][:, days.month]
    cells = rng.poisson(rates * days.weight)
    row, day = np.nonzero(cells)
    repeats = cells[row, day]
    customer, day = np.repeat(places[row], repeats), np.repeat(day, repeats)
    at_month_end = np.isin(customer, customers.are("monthly"))
    delivered = np.where(at_month_end, days.month_ends(day), day)
    wait = rng.choice(len(DELIVERY_DAYS), len(day), p=DELIVERY_DAYS)
    ordered = np.where(at_month_end, day, days.shifted(day, -wait))
    lead = 1 + np.minimum(rng.gamma(1.6, 4.0, len(day)), 30).astype(np.int64)
    share = customers.quoted[customer] * customers.quoting[customer, days.month[day]]
    quoted = np.where(rng.random(len(day)) < share, days.shifted(ordered, -lead), -1)
    counts = line_counts(rng, customers.lines_per_order, len(day))
    lines = lines_for(rng, market, customer, counts, customers.mix)
    cancelled = (rng.random(len(day)) < CANCELLED_SHARE) & (ordered <= days.today)
    lines = _kept_to_path(market, customer, np.where(cancelled, -1, delivered), lines)
    return Demand(customer, ordered, delivered, quoted, cancelled, lines)


def line_counts(rng: np.random.Generator, mean: float, size: int) -> Ints:
    """Draw 1, 2, 3 ... lines: many short documents, a few long ones."""
    return 1 + rng.poisson((mean - 1) * rng.gamma(2.0, 0.5, size))


def lines_for(
    rng: np.random.Generator, market: Market, customer: Ints, counts: Ints, mix: Floats
) -> Lines:
    """Draw `counts` lines for each document of `customer`, brands by the rows of `mix`."""
    goods, customers = market.goods, market.customers
    document = np.repeat(np.arange(len(counts)), counts)
    buyer = customer[document]
    limits = np.cumsum(mix, axis=1)
    first = int(buyer[0]) if len(buyer) else 0
    limits = limits[first : int(buyer[-1]) + 1] if len(buyer) else limits
    dice = rng.random(len(document))
    brand = np.zeros(len(document), dtype=np.int64)
    for limit in limits.T[:-1]:
        brand += dice >= limit[buyer - first]
    favourite = rng.random(len(document)) ** 1.6
    product = goods.first[brand] + (favourite * goods.count[brand]).astype(np.int64)
    spread = np.exp(rng.normal(-0.1, 0.45, len(document)))
    quantity = np.maximum(
        1, np.rint(goods.usual_quantity[product] * customers.scale[buyer] * spread)
    )
    off = customers.discount[buyer] + rng.normal(0.0, 0.04, len(document))
    off = np.where(rng.random(len(document)) < SPECIAL_PRICES, off + 0.28, off)
    off = np.where(goods.brand[product] < 0, 0.0, np.clip(off, 0.0, 0.7))
    price = np.maximum(cents(goods.list_price[product] * (1 - off)), 0.01)
    return scaled(market, Lines(document, product, quantity, price, *(quantity,) * 3), 1.0)


def scaled(market: Market, lines: Lines, factor: Floats | float) -> Lines:
    """Return lines with their quantities multiplied, in whole units, and the values that follow."""
    goods = market.goods
    quantity = np.maximum(1, np.rint(lines.quantity * factor))
    return replace(
        lines,
        quantity=quantity,
        gross=cents(quantity * goods.list_price[lines.product]),
        net=cents(quantity * lines.price),
        cost=cents(quantity * goods.cost[lines.product]),
    )


def _spans(days: Calendar) -> tuple[Ints, Ints]:
    """Return each day's span, and each span's month: whole months, and this one and last year's cut at today."""
    year_ago = days.this_month - 12
    day_of_month = (days.days - days.days.astype("datetime64[M]")).astype(np.int64)
    early = (days.month == year_ago) & (day_of_month <= day_of_month[days.today])
    rest = (days.month == days.this_month) & (np.arange(len(days.days)) > days.today)
    span = np.where(rest, days.months, np.where(early, days.months + 1, days.month))
    return span, np.r_[np.arange(days.months), days.this_month, year_ago]


def _kept_to_path(market: Market, customer: Ints, delivered: Ints, lines: Lines) -> Lines:
    """Bring the months of the show-cases near what their characters say, by the units on each line.

    `delivered` is -1 for what is cancelled and so counts in no month.
    Everybody else's months are as chance made them, or a projection would have nothing to foresee.
    """
    chosen = len(SHOWCASES)
    if not len(customer) or customer[0] >= chosen:
        return lines
    days, customers = market.days, market.customers
    buyer, day = customer[lines.document], delivered[lines.document]
    wild = np.isin(buyer, customers.are("irregular"))
    mine = np.flatnonzero((buyer < chosen) & ~wild & (day >= 0))
    span, months = _spans(days)
    path = customers.factors[:chosen, months] * sums(span, days.weight, len(months))
    at_month_end = customers.are("monthly")
    whole = at_month_end[at_month_end < chosen]  # their months have one invoice, in no half of them
    path[whole] = customers.factors[whole][:, months] * sums(days.month, days.weight, len(months))
    cell = (
        buyer[mine],
        np.where(np.isin(buyer, whole), days.month[day], span[day])[mine],
    )
    factor = np.ones(len(lines))
    for _ in range(3):  # whole units leave a rest
        net = scaled(market, lines.at(mine), factor[mine]).net
        sold = np.zeros_like(path)
        np.add.at(sold, cell, net)
        path *= (sold.sum(axis=1) / np.maximum(path.sum(axis=1), 1e-9))[:, None]
        factor[mine] = np.clip(factor[mine] * (path / np.maximum(sold, 1.0))[cell], 0.1, 8.0)
    return scaled(market, lines, factor)
