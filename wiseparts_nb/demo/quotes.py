"""Quotes: those that orders come from, with the lines that were refused, and those that came to nothing or are open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wiseparts_nb.demo.arrays import (
    Bools,
    Floats,
    Frames,
    Ints,
    drawn,
    keyed,
    numbered,
    places_in_group,
    sums,
)
from wiseparts_nb.demo.calendar import Calendar
from wiseparts_nb.demo.catalogue import BRANDS, NO_BRAND
from wiseparts_nb.demo.demand import Demand, Lines, Market, line_counts, lines_for, scaled
from wiseparts_nb.demo.phrases import NEXT_STEPS, REASONS, SITES, SUBJECTS

__all__ = ["KEPT_MONTHS", "Quotes", "first_kept", "quotes_of"]

KEPT_MONTHS = 27
"""Months of quotes and orders that the order system keeps: two years, and a quarter to look back from."""
VALID_DAYS = 60
EXPIRED_SHARE = 0.3
"""Of the quotes that came to nothing, those that nobody answered."""
REFUSED_LINES = 0.5
"""Lines refused on a quote that was otherwise ordered, on average."""
QUOTED_IN_VAIN = {"Lumora": 3.0, "Celtrix": 2.0}
"""Brands that are asked for more than they are ordered."""
PROSPECT_QUOTES = 0.035
"""Quotes on an ordinary day to a customer who never bought."""
QUOTES_RISE = 1.22
"""Quotes of the first show-case in 90 days, as a multiple of the year before's and of the 90 days before's."""
CHANNELS = ("email", "email", "phone", "portal", "visit")


@dataclass(frozen=True)
class Quotes:
    """The quotes of a block.

    Attributes
    ----------
    ids
        By place.
    of_order
        For each order of the demand the place of its quote, or -1.
    value
        Net EUR of all lines.
    """

    ids: NDArray[np.object_]
    customer: Ints
    issued: Ints
    value: Floats
    status: NDArray[np.object_]
    of_order: Ints
    frames: Frames


def first_kept(days: Calendar) -> int:
    """Return the place of the first day of which orders and quotes are kept."""
    return int(np.searchsorted(days.month, days.this_month - KEPT_MONTHS + 1))


def quotes_of(market: Market, block: range, orders: Demand, *, first: int) -> Quotes:
    """Return the quotes of a block of customers, numbered from `first` in each year.

    A won line equals the line of the order: same number, product, quantity and net.
    """
    rng = np.random.default_rng((market.seed, 52, block.start))
    days = market.days
    since = first_kept(days)
    won = np.flatnonzero(
        (orders.quoted >= 0) & (orders.ordered >= since) & (orders.quoted <= days.today)
    )
    idle_customer, idle_day = _quoted_in_vain(rng, market, block, since)
    customer = np.r_[orders.customer[won], idle_customer]
    issued = np.r_[orders.quoted[won], idle_day]
    decided = np.r_[
        orders.ordered[won], idle_day + 4 + rng.gamma(2.0, 9.0, len(idle_day)).astype(np.int64)
    ]
    expires = (np.arange(len(customer)) >= len(won)) & (rng.random(len(customer)) < EXPIRED_SHARE)
    decided = np.where(expires | (decided > issued + VALID_DAYS), issued + VALID_DAYS, decided)
    order = np.lexsort((issued, customer))
    rank = np.argsort(order)
    refused = _refused_lines(rng, market, customer, is_won=np.arange(len(customer)) < len(won))
    ordered = _of_orders(orders, won)
    if block.start == 0:
        refused = _risen(market, customer, issued, ordered, refused)
    customer, issued, decided = customer[order], issued[order], decided[order]
    was_won = (order < len(won)) & (decided <= days.today)
    status = _status(was_won, expires[order], decided > days.today)
    lines, is_won = _merged(ordered, refused, rank)
    value = sums(lines.document, lines.net, len(customer))
    of_order = np.full(len(orders.customer), -1)
    of_order[won] = rank[: len(won)]
    ids = numbered("D", days.days[issued], first)
    frames = {
        "quotes": _frame(rng, market, ids, customer, issued, status, lines),
        "quote_lines": _line_frame(
            rng, market, ids, customer, decided, lines, is_won & was_won[lines.document]
        ),
    }
    return Quotes(ids, customer, issued, value, status, of_order, frames)


def _quoted_in_vain(
    rng: np.random.Generator, market: Market, block: range, since: int
) -> tuple[Ints, Ints]:
    """Draw the quotes that never became an order: customer and day."""
    days, customers = market.days, market.customers
    places = np.arange(block.start, block.stop)
    window = np.arange(since, days.today + 1)
    month = days.month[window]
    lost = customers.quoted * (1 - customers.conversion) / customers.conversion
    rate = (customers.daily_orders * lost)[places, None]
    rate = rate * customers.factors[places][:, month] * customers.quoting[places][:, month]
    asked = np.isin(places, customers.are("prospect"))[:, None] & (days.months_ago[month] < 12)  # noqa: PLR2004
    cells = rng.poisson((rate + asked * PROSPECT_QUOTES) * days.weight[window])
    row, column = np.nonzero(cells)
    repeats = cells[row, column]
    return np.repeat(places[row], repeats), np.repeat(window[column], repeats)


def _of_orders(orders: Demand, won: Ints) -> Lines:
    """Return the lines of the orders that came from a quote, by place of the quote."""
    place = np.full(len(orders.customer), -1)
    place[won] = np.arange(len(won))
    kept = orders.lines.at(place[orders.lines.document] >= 0)
    return Lines(
        place[kept.document], *(getattr(kept, name) for name in list(kept.__dataclass_fields__)[1:])
    )


def _refused_lines(
    rng: np.random.Generator, market: Market, customer: Ints, *, is_won: Bools
) -> Lines:
    mix = market.customers.mix.copy()
    for code, (name, _, _) in enumerate(BRANDS):
        mix[:, code] *= QUOTED_IN_VAIN.get(name, 1.0)
    mix /= mix.sum(axis=1, keepdims=True)
    per_order = market.customers.lines_per_order
    alone = line_counts(rng, per_order, len(customer))
    counts = np.where(is_won, rng.poisson(REFUSED_LINES, len(customer)), alone)
    by_customer = np.argsort(customer, kind="stable")
    lines = lines_for(rng, market, customer[by_customer], counts[by_customer], mix)
    back = Lines(
        by_customer[lines.document],
        *(getattr(lines, n) for n in list(lines.__dataclass_fields__)[1:]),
    )
    return back.at(np.argsort(back.document, kind="stable"))


def _risen(market: Market, customer: Ints, issued: Ints, ordered: Lines, refused: Lines) -> Lines:
    """Let the first show-case's quotes of 90 days exceed earlier ones, by the lines that were not ordered."""
    today = market.days.today

    def quoted(lines: Lines, back: int) -> tuple[Bools, float]:
        day = issued[lines.document] + back
        chosen = (customer[lines.document] == 0) & (day <= today) & (day > today - 90)
        return chosen, float(lines.net[chosen].sum())

    wanted = QUOTES_RISE * (quoted(refused, 364)[1] + quoted(ordered, 364)[1])
    for back, value in ((0, wanted), (90, wanted / QUOTES_RISE)):
        chosen, refused_value = quoted(refused, back)
        step = (value - quoted(ordered, back)[1]) / max(refused_value, 1.0)
        refused = scaled(market, refused, np.where(chosen, np.clip(step, 0.2, 5.0), 1.0))
    return refused


def _status(won: Bools, expires: Bools, undecided: Bools) -> NDArray[np.object_]:
    ended = np.where(expires, "expired", "lost")
    return np.where(undecided, "open", np.where(won, "won", ended)).astype(object)


def _merged(ordered: Lines, refused: Lines, rank: Ints) -> tuple[Lines, Bools]:
    """Put both kinds of lines under their quote, those of the order first."""
    both = Lines(
        *(
            np.r_[getattr(ordered, name), getattr(refused, name)]
            for name in ordered.__dataclass_fields__
        )
    )
    is_won = np.arange(len(both)) < len(ordered)
    by_quote = np.lexsort((np.arange(len(both)), rank[both.document]))
    columns = [getattr(both, name)[by_quote] for name in both.__dataclass_fields__]
    columns[0] = rank[columns[0]]
    return Lines(*columns), is_won[by_quote]


def _frame(  # noqa: PLR0913, PLR0917 - the columns of one table
    rng: np.random.Generator,
    market: Market,
    ids: NDArray[np.object_],
    customer: Ints,
    issued: Ints,
    status: NDArray[np.object_],
    lines: Lines,
) -> pd.DataFrame:
    customers, days = market.customers, market.days
    words = [customers.languages[place] for place in customer.tolist()]
    codes = market.goods.brand[lines.product]
    by_brand = np.zeros((len(ids), NO_BRAND + 1))
    np.add.at(by_brand, (lines.document, np.where(codes < 0, NO_BRAND, codes)), lines.net)
    brand = by_brand.argmax(axis=1)
    dice = rng.integers(0, 1 << 30, (len(ids), 3)).tolist()
    subjects = [
        SUBJECTS[word][code].format(site=SITES[word][a % len(SITES[word])])
        for word, code, (a, _, _) in zip(words, brand.tolist(), dice, strict=True)
    ]
    steps = [
        NEXT_STEPS[word][b % len(NEXT_STEPS[word])] if state == "open" else None
        for word, state, (_, b, _) in zip(words, status, dice, strict=True)
    ]
    return pd.DataFrame(
        {
            "quote_id": ids,
            "customer_id": keyed(customer, customers.ids),
            "wholesaler_id": keyed(customers.wholesaler[customer], ("W-1", "W-2", "W-3")),
            "staff_id": keyed(customers.reps[customer, 0], market.staff_ids),
            "issued_on": days.days[issued],
            "valid_until_on": days.days[issued] + VALID_DAYS,
            "status": status,
            "channel": drawn(rng, CHANNELS, len(ids)),
            "subject": subjects,
            "next_step": steps,
        }
    )


def _line_frame(  # noqa: PLR0913, PLR0917 - the columns of one table
    rng: np.random.Generator,
    market: Market,
    ids: NDArray[np.object_],
    customer: Ints,
    decided: Ints,
    lines: Lines,
    won: Bools,
) -> pd.DataFrame:
    days, goods, customers = market.days, market.goods, market.customers
    quote = lines.document
    undecided = decided[quote] > days.today
    status = np.where(undecided, 0, np.where(won, 1, 2))
    reasons = rng.integers(0, len(REASONS), len(lines))
    decided_on = days.days[np.minimum(decided[quote], days.today)].copy()
    decided_on[undecided] = np.datetime64("NaT")
    return pd.DataFrame(
        {
            "quote_id": keyed(quote, ids),
            "line_no": places_in_group(quote) + 1,
            "customer_id": keyed(customer[quote], customers.ids),
            "product_id": keyed(lines.product, goods.product_ids),
            "brand_id": keyed(goods.brand[lines.product], goods.brand_ids),
            "quantity": lines.quantity,
            "net": lines.net,
            "status": keyed(status, ("open", "won", "lost")),
            "decided_on": decided_on,
            "reject_reason": keyed(np.where(status == 2, reasons, -1), REASONS),  # noqa: PLR2004 - lost
        }
    )
