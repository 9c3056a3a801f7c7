"""What the trading system noted by itself, each entry with the document that it is about."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wiseparts_nb.demo.arrays import Floats, Ints
from wiseparts_nb.demo.demand import Market
from wiseparts_nb.demo.finance import Dues
from wiseparts_nb.demo.phrases import EVENTS
from wiseparts_nb.demo.quotes import Quotes
from wiseparts_nb.demo.relationship import moments
from wiseparts_nb.demo.sales import Documents, Sales

__all__ = ["events_of"]

KEPT_DAYS = 180


def events_of(
    market: Market, block: range, quotes: Quotes, sales: Sales, dues: Dues
) -> pd.DataFrame:
    """Return the events of the last half year of a block of customers."""
    rng = np.random.default_rng((market.seed, 56, block.start))
    today, places = market.days.today, np.arange(block.start, block.stop)
    year = market.days.as_of.year
    lists = np.array([f"T-{year + 1}"] * len(places), dtype=object)
    mailed = Documents(lists, places, today - rng.integers(2, 40, len(places)), _nothing(places))
    budgets = Documents(
        np.full(len(places), None, dtype=object),
        places,
        today - rng.integers(1, 25, len(places)),
        market.customers.odd_cents[places] / 100,
    )
    mailed.day[places == 0] = today - 6
    kinds = {
        "quote_sent": Documents(quotes.ids, quotes.customer, quotes.issued, quotes.value),
        "order_placed": sales.orders,
        "invoice_overdue": dues.overdue,
        "credit_issued": sales.credits,
        "price_list_sent": mailed,
        "budget_recorded": budgets,
    }
    frames = [_of_kind(rng, market, kind, documents) for kind, documents in kinds.items()]
    events = pd.concat(frames, ignore_index=True)
    events = events.sort_values(["place", "happened_at"], kind="stable", ignore_index=True)
    place = events.pop("place").to_numpy(np.int64)
    ids = [f"EV-{block.start:05d}-{number:06d}" for number in range(1, len(events) + 1)]
    events.insert(0, "system_event_id", ids)
    events.insert(1, "customer_id", [market.customers.ids[at] for at in place])
    return events


def _of_kind(
    rng: np.random.Generator, market: Market, kind: str, documents: Documents
) -> pd.DataFrame:
    days = market.days
    kept = np.flatnonzero((documents.day > days.today - KEPT_DAYS) & (documents.day <= days.today))
    place, day = documents.customer[kept], documents.day[kept]
    happened_at = moments(rng, days.days[day])
    early = days.days[day].astype("datetime64[m]") + 6 * 60
    languages = market.customers.languages
    references = documents.ids[kept].tolist()
    return pd.DataFrame(
        {
            "place": place,
            "happened_at": np.where(day == days.today, early, happened_at),
            "kind": kind,
            "reference": pd.Series(references, dtype="str"),
            "amount": documents.net[kept],
            "body": [
                EVENTS[languages[at]][kind].format(reference=reference)
                for at, reference in zip(place.tolist(), references, strict=True)
            ],
        }
    )


def _nothing(places: Ints) -> Floats:
    return np.full(len(places), np.nan)
