"""What is owed, and what was promised: due documents, price agreements and promotions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wiseparts_nb.demo.arrays import Bools, Floats, Frames, Ints, cents, keyed
from wiseparts_nb.demo.catalogue import BRANDS
from wiseparts_nb.demo.demand import Market
from wiseparts_nb.demo.phrases import OFFERS
from wiseparts_nb.demo.sales import Documents, Sales
from wiseparts_nb.demo.showcases import SHOWCASES

__all__ = ["Dues", "agreements", "dues_of"]

KEPT_DAYS = 120
UNPAID_BY_FIRST = ((41, 49), (5, 14))
"""Days that the first show-case's unpaid invoices are late: two payment runs that did not happen."""
DISPUTED_SHARE, PART_PAID_SHARE = 0.06, 0.05
AGREEMENT_SHARE = 0.35
PROMOTIONS = (
    ("Ohmex Promo U-1000", 2, 0.08, -24, 7),
    ("Lumora Promo LED", 3, 0.12, -60, 38),
    ("Arcotec Promo Panel", 1, 0.10, -10, 51),
    ("Torvik Promo Duo", 4, 0.06, 8, 69),
    ("Dorvane Promo 2000 W", 7, 0.09, -70, -9),
    ("Brivane Promo Color", 5, 0.05, -400, -310),
)
"""Open to every customer: name, brand code, discount, first and last day from the as-of day."""


@dataclass(frozen=True)
class Dues:
    """The invoices that are, or were, owed late: what the collectors' system wrote down."""

    overdue: Documents
    frame: pd.DataFrame


def dues_of(market: Market, block: range, sales: Sales) -> Dues:
    """Return the invoices and credits of the last 120 days with what is still open on the as-of day."""
    rng = np.random.default_rng((market.seed, 54, block.start))
    days, customers = market.days, market.customers
    documents, is_credit = _recent(sales, days.today)
    customer = documents.customer
    due = documents.day + np.where(is_credit, 0, customers.terms[customer])
    late = customers.days_late[customer] + rng.normal(0.0, 5.0, len(due))
    late = np.where(
        is_credit, rng.uniform(5, 60, len(due)), np.maximum(late, -customers.terms[customer])
    )
    paid_on = due + np.rint(late).astype(np.int64)
    paid_on = np.where((customer == 0) & ~is_credit, due, paid_on)
    for least, most in UNPAID_BY_FIRST:
        skipped = (
            (customer == 0) & ~is_credit & (days.today - due >= least) & (days.today - due <= most)
        )
        paid_on = np.where(skipped, days.today + 30, paid_on)
    is_open = paid_on > days.today
    overdue = is_open & (due < days.today) & ~is_credit
    disputed = overdue & _disputed(rng, overdue, block)
    part = (
        is_open
        & ~is_credit
        & ~disputed
        & (customer != 0)
        & (rng.random(len(due)) < PART_PAID_SHARE)
    )
    left = np.where(is_open, documents.net * np.where(part, 0.4, 1.0), 0.0)
    frame = pd.DataFrame(
        {
            "due_document_id": documents.ids,
            "customer_id": keyed(customer, customers.ids),
            "kind": np.where(is_credit, "credit", "invoice"),
            "issued_on": days.days[documents.day],
            "due_on": np.datetime64(days.as_of) + (due - days.today),
            "amount": documents.net,
            "amount_due": cents(left),
            "status": np.where(is_open, np.where(disputed, "disputed", "open"), "paid"),
        }
    )
    was_late = ~is_credit & (paid_on > due) & (due < days.today)
    kept = np.flatnonzero(was_late)
    reminded = Documents(documents.ids[kept], customer[kept], due[kept] + 1, documents.net[kept])
    return Dues(reminded, frame)


def _recent(sales: Sales, today: int) -> tuple[Documents, Bools]:
    invoices, credit_notes = sales.invoices, sales.credits
    day = np.r_[invoices.day, credit_notes.day]
    net = np.r_[invoices.net, credit_notes.net]
    kept = np.flatnonzero((day > today - KEPT_DAYS) & (net != 0))
    ids: NDArray[np.object_] = np.r_[invoices.ids, credit_notes.ids]
    customer = np.r_[invoices.customer, credit_notes.customer]
    documents = Documents(ids[kept], customer[kept], day[kept], net[kept])
    return documents, kept >= len(invoices.ids)


def _disputed(rng: np.random.Generator, overdue: Bools, block: range) -> Bools:
    """Dispute some of what is overdue, and at least one document in the first block."""
    disputed = rng.random(len(overdue)) < DISPUTED_SHARE
    late = np.flatnonzero(overdue)
    if block.start == 0 and len(late):
        disputed[late[-1]] = True
    return disputed


def agreements(market: Market) -> Frames:
    """Return price agreements and promotions; some ended, some end soon, some are still to come."""
    rng = np.random.default_rng((market.seed, 61))
    customers, as_of = market.customers, np.datetime64(market.days.as_of)
    size, brands = len(customers.ids), len(BRANDS)
    wanted = (rng.random(size) < AGREEMENT_SHARE) & (customers.daily_orders > 0)
    wanted[: len(SHOWCASES)] = True
    places = np.flatnonzero(wanted)
    places = np.sort(np.r_[places, places[rng.random(len(places)) < 0.3], 0])  # noqa: PLR2004
    brand = rng.integers(0, brands, len(places))
    mine = np.flatnonzero(places == 0)
    brand[mine] = np.arange(len(mine))
    start = rng.integers(-330, 40, len(places))
    length = rng.choice((180, 365, 365, 540), len(places))
    start[mine], length[mine] = -327, 365
    prices = _frame(market, places, brand, rng.choice((0.03, 0.05, 0.08, 0.1), len(places)))
    prices.insert(0, "price_agreement_id", [f"PA-{n:05d}" for n in range(1, len(places) + 1)])
    prices["starts_on"], prices["ends_on"] = as_of + start, as_of + start + length
    return {"price_agreements": prices, "promotions": _promotions(rng, market, as_of)}


def _frame(market: Market, places: Ints, brand: Ints, rate: Floats) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": [market.customers.ids[place] for place in places],
            "name": [
                _offer_name(market, place, code, 0)
                for place, code in zip(places.tolist(), brand.tolist(), strict=True)
            ],
            "brand_id": [market.goods.brand_ids[code] for code in brand],
            "discount_rate": rate,
        }
    )


def _offer_name(market: Market, place: int, code: int, nth: int, percent: int = 0) -> str:
    name = OFFERS[market.customers.languages[place]][nth]
    return name.format(brand=BRANDS[code][0], percent=percent)


def _promotions(rng: np.random.Generator, market: Market, as_of: np.datetime64) -> pd.DataFrame:
    """General ones, and one in eight customers has one of its own; the first show-case's ends in a week."""
    customers = market.customers
    wanted = rng.random(len(customers.ids)) < 0.12  # noqa: PLR2004 - one in eight
    wanted[: len(SHOWCASES)] = True
    places = np.flatnonzero(wanted)
    brand = rng.integers(0, len(BRANDS), len(places))
    rate = rng.choice((0.05, 0.08, 0.1, 0.15), len(places))
    start, last = rng.integers(-80, 10, len(places)), rng.integers(12, 90, len(places))
    last = np.where(rng.random(len(places)) < 0.15, -3, last)  # noqa: PLR2004 - some have just ended
    brand[0], rate[0], start[0], last[0] = 0, 0.05, -24, 7
    own = _frame(market, places, brand, rate)
    own["name"] = [
        _offer_name(market, place, code, 1, round(100 * off))
        for place, code, off in zip(places.tolist(), brand.tolist(), rate.tolist(), strict=True)
    ]
    own["starts_on"] = as_of + np.minimum(start, last - 1)
    own["ends_on"] = as_of + last
    general = pd.DataFrame(
        [
            (None, name, market.goods.brand_ids[code], off, as_of + first, as_of + end)
            for name, code, off, first, end in PROMOTIONS
        ],
        columns=list(own.columns),
    )
    both = pd.concat([general, own], ignore_index=True)
    both.insert(0, "promotion_id", [f"PR-{n:05d}" for n in range(1, len(both) + 1)])
    return both
