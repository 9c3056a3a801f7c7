"""Orders, their invoices line by line, and what came back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wiseparts_nb.demo.arrays import (
    Bools,
    Floats,
    Frames,
    Ints,
    cents,
    drawn,
    keyed,
    numbered,
    places_in_group,
    sums,
)
from wiseparts_nb.demo.catalogue import WHOLESALERS
from wiseparts_nb.demo.customers import RETURN_SHARE
from wiseparts_nb.demo.demand import Demand, Lines, Market
from wiseparts_nb.demo.quotes import Quotes, first_kept

__all__ = ["Documents", "Sales", "sales_of"]

CHANNELS = ("email", "phone", "portal", "portal", "counter", "edi")
WHOLESALER_IDS = tuple(key for key, _, _ in WHOLESALERS)
BRANCH_IDS = tuple(f"{key}-{n + 1}" for key, _, cities in WHOLESALERS for n in range(len(cities)))
USUAL_BRANCH_SHARE = 0.75
BRANCHES = len(WHOLESALERS[0][2])


@dataclass(frozen=True)
class Documents:
    """One entry a document: its number, customer, place of its day and net EUR (credits negative)."""

    ids: NDArray[np.object_]
    customer: Ints
    day: Ints
    net: Floats


@dataclass(frozen=True)
class Sales:
    """The sales of a block: its orders, invoices and credit notes, and the rows of the tables."""

    orders: Documents
    invoices: Documents
    credits: Documents
    frames: Frames


def sales_of(market: Market, block: range, orders: Demand, quotes: Quotes, *, first: int) -> Sales:
    """Return orders and invoice lines of a block of customers, numbered from `first` in each year.

    An order that is not cancelled is invoiced whole on the day of delivery; a customer invoiced monthly finds all orders
    of the month on one invoice. Orders of the last months are kept as documents, invoice lines of all.
    """
    rng = np.random.default_rng((market.seed, 53, block.start))
    days = market.days
    known = orders.ordered <= days.today
    billed = known & ~orders.cancelled & (orders.delivered <= days.today)
    kept = known & (orders.ordered >= first_kept(days))
    order_ids = numbered("O", days.days[orders.ordered], first)
    lines = orders.lines.at(billed[orders.lines.document])
    invoice, invoices = _invoices(market, orders, billed, lines, first)
    credit_lines, credit_day, origin = _returns(rng, market, orders, lines)
    buyer = orders.customer[origin]
    numbers = numbered("A", days.days[credit_day], first)
    credits_ = Documents(numbers, buyer, credit_day, credit_lines.net)
    ordered = orders.lines.at(kept[orders.lines.document])
    totals = sums(ordered.document, ordered.net, len(kept))
    chosen = np.flatnonzero(kept)
    branch = _branches(rng, market, orders.customer)
    document_names = np.r_[invoices.ids, numbers]
    rows = _SalesRows(
        document=np.r_[invoice[lines.document], len(invoices.ids) + np.arange(len(credit_lines))],
        order=np.r_[lines.document, origin],
        day=np.r_[orders.delivered[lines.document], credit_day],
        lines=_joined(lines, credit_lines),
    )
    frames = {
        "orders": _order_frame(rng, market, orders, quotes, order_ids, chosen),
        "order_lines": _order_line_frame(market, orders, order_ids, ordered),
        "sales_lines": _sales_frame(market, orders, rows, document_names, order_ids, kept, branch),
    }
    of_kept = Documents(
        order_ids[chosen], orders.customer[chosen], orders.ordered[chosen], totals[chosen]
    )
    return Sales(of_kept, invoices, credits_, frames)


@dataclass(frozen=True)
class _SalesRows:
    document: Ints
    order: Ints
    day: Ints
    lines: Lines


def _invoices(
    market: Market, orders: Demand, billed: Bools, lines: Lines, first: int
) -> tuple[Ints, Documents]:
    """Return for each order the place of its invoice (-1: none), and the invoices."""
    monthly = np.isin(orders.customer, market.customers.are("monthly"))
    at = np.flatnonzero(billed)
    same = (
        monthly[at[1:]]
        & (orders.customer[at[1:]] == orders.customer[at[:-1]])
        & (orders.delivered[at[1:]] == orders.delivered[at[:-1]])
    )
    starts = np.r_[True, ~same][: len(at)]
    invoice = np.full(len(billed), -1)
    invoice[at] = np.cumsum(starts) - 1
    heads = at[starts]
    day = orders.delivered[heads]
    net = sums(invoice[lines.document], lines.net, len(heads))
    ids = numbered("F", market.days.days[day], first)
    return invoice, Documents(ids, orders.customer[heads], day, cents(net))


def _returns(
    rng: np.random.Generator, market: Market, orders: Demand, lines: Lines
) -> tuple[Lines, Ints, Ints]:
    """Draw the lines that came back, each a credit note of its own: lines, day, and the place of the order."""
    days, goods = market.days, market.goods
    wanted = (rng.random(len(lines)) < RETURN_SHARE) & (goods.brand[lines.product] >= 0)
    back = lines.at(wanted)
    wait = rng.integers(3, 16, len(back))
    day = days.shifted(orders.delivered[back.document], wait)
    in_time = day <= days.today
    back, day = back.at(in_time), day[in_time]
    quantity = -np.ceil(back.quantity * rng.choice((0.2, 0.5, 1.0), len(back)))
    origin = back.document
    back = replace(
        back,
        quantity=quantity,
        gross=cents(quantity * goods.list_price[back.product]),
        net=cents(quantity * back.price),
        cost=cents(quantity * goods.cost[back.product]),
    )
    return back, day, origin


def _joined(lines: Lines, back: Lines) -> Lines:
    return Lines(
        *(np.r_[getattr(lines, name), getattr(back, name)] for name in lines.__dataclass_fields__)
    )


def _branches(rng: np.random.Generator, market: Market, customer: Ints) -> Ints:
    """Return the branch of each order: three in four go to the customer's usual one."""
    usual = customer % BRANCHES
    other = rng.integers(0, BRANCHES, len(customer))
    nth = np.where(rng.random(len(customer)) < USUAL_BRANCH_SHARE, usual, other)
    return market.customers.wholesaler[customer] * BRANCHES + nth


def _order_frame(
    rng: np.random.Generator,
    market: Market,
    orders: Demand,
    quotes: Quotes,
    ids: NDArray[np.object_],
    kept: Ints,
) -> pd.DataFrame:
    days, customers = market.days, market.customers
    customer, delivered = orders.customer[kept], orders.delivered[kept]
    status = np.where(orders.cancelled[kept], 2, np.where(delivered <= days.today, 1, 0))
    return pd.DataFrame(
        {
            "order_id": ids[kept],
            "customer_id": keyed(customer, customers.ids),
            "wholesaler_id": keyed(customers.wholesaler[customer], WHOLESALER_IDS),
            "quote_id": keyed(quotes.of_order[kept], quotes.ids),
            "staff_id": keyed(customers.reps[customer, 0], market.staff_ids),
            "ordered_on": days.days[orders.ordered[kept]],
            "expected_on": days.days[delivered],
            "status": keyed(status, ("open", "delivered", "cancelled")),
            "channel": drawn(rng, CHANNELS, len(kept)),
        }
    )


def _order_line_frame(
    market: Market, orders: Demand, ids: NDArray[np.object_], lines: Lines
) -> pd.DataFrame:
    goods, customers = market.goods, market.customers
    return pd.DataFrame(
        {
            "order_id": keyed(lines.document, ids),
            "line_no": places_in_group(lines.document) + 1,
            "customer_id": keyed(orders.customer[lines.document], customers.ids),
            "product_id": keyed(lines.product, goods.product_ids),
            "brand_id": keyed(goods.brand[lines.product], goods.brand_ids),
            "quantity": lines.quantity,
            "net": lines.net,
        }
    )


def _sales_frame(  # noqa: PLR0913, PLR0917 - the columns of one table
    market: Market,
    orders: Demand,
    rows: _SalesRows,
    document_names: NDArray[np.object_],
    order_ids: NDArray[np.object_],
    kept: Bools,
    branch: Ints,
) -> pd.DataFrame:
    """One row an invoice line, by customer and day; orders that are kept no longer are not named."""
    goods, customers, lines = market.goods, market.customers, rows.lines
    customer = orders.customer[rows.order]
    at = np.lexsort((rows.document, rows.day, customer))
    lines, customer = lines.at(at), customer[at]
    document, order = rows.document[at], rows.order[at]
    return pd.DataFrame(
        {
            "invoice_id": keyed(document, document_names),
            "line_no": places_in_group(document) + 1,
            "customer_id": keyed(customer, customers.ids),
            "sold_on": market.days.days[rows.day[at]],
            "order_id": keyed(np.where(kept[order], order, -1), order_ids),
            "product_id": keyed(lines.product, goods.product_ids),
            "brand_id": keyed(goods.brand[lines.product], goods.brand_ids),
            "brand_family_id": keyed(goods.family[lines.product], goods.family_ids),
            "wholesaler_id": keyed(customers.wholesaler[customer], WHOLESALER_IDS),
            "branch_id": keyed(branch[order], BRANCH_IDS),
            "quantity": lines.quantity,
            "gross": lines.gross,
            "net": lines.net,
            "cost": lines.cost,
            "margin": cents(lines.net - lines.cost),
        }
    )
