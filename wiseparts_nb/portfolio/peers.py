"""A customer among its peers: each measure beside the group's median and quartiles, and its place; nobody is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import quantiles
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from wiseparts_nb.customer import activities_by_type
from wiseparts_nb.customer.ordered import orders_by_month
from wiseparts_nb.customer.segments import segments
from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.period import month_after
from wiseparts_nb.portfolio.accounts import Account, accounts
from wiseparts_nb.portfolio.columns import Columns, money
from wiseparts_nb.portfolio.ledger import Ledger, evidence, ledger
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Number, Text
from wiseparts_nb.widget import Hidden

__all__ = ["Group", "Measure", "MeasureName", "Peers", "peers"]

LEAST = 5
"""Others that make a group: fewer would tell a reader about one of them."""
BAND = 2.0
"""The last group to try: customers with at least a half and at most this many times the customer's sales."""

MeasureName = Literal["net", "change", "average", "conversion", "overdue", "visits"]
Group = Literal["trade", "tier", "segment", "size"]
_Values: TypeAlias = Sequence[float | None]


@dataclass(frozen=True)
class Measure:
    """The customer's ``value`` beside the ``peers`` who have one: quartiles, and how many of them it is higher than."""

    name: MeasureName
    value: float
    median: float
    low: float
    high: float
    higher_than: int
    peers: int


@dataclass(frozen=True)
class Peers:
    """A customer among the ``count`` others of its group: those with the same ``key``, None where the group is by size."""

    account: Account
    group: Group
    key: str | None
    count: int
    measures: tuple[Measure, ...]
    as_of: date


def peers(source: Source, customer_id: str) -> Peers | Hidden:
    """Set a customer beside those with the same trade, else the same tier, segment, or about the same sales.

    A group has at least five others who bought in the last 12 months; a measure is shown where as many have one. The
    source says whose sales a reader may see: nobody outside it is counted. Else the reason why nothing is shown.

    Raises
    ------
    UnknownNameError
        There is no such customer in scope.
    """
    found = {one.customer_id: one for one in accounts(source)}
    if customer_id not in found:
        raise UnknownNameError("customer", customer_id, found)
    book = ledger(source)
    nets = dict(zip(book.columns.customers, book.months[:, -12:].sum(axis=1), strict=True))
    if nets[customer_id] <= 0:
        return _hidden("no_sales")
    buying = [one for one in found.values() if nets[one.customer_id] > 0]
    asked = found[customer_id]
    for group, key, same in _groups(source, asked, nets):
        others = [one for one in buying if one != asked and same(one)]
        if len(others) >= LEAST:
            measures = tuple(_measures(source, asked, others))
            return Peers(asked, group, key, len(others), measures, source.as_of)
    return _hidden("too_few")


def _hidden(reason: str) -> Hidden:
    return Hidden("peers", Text("peers.title"), Text(f"peers.{reason}", {"n": Number(LEAST)}))


def _groups(
    source: Source, asked: Account, nets: Mapping[str, int]
) -> Iterator[tuple[Group, str | None, Callable[[Account], bool]]]:
    if asked.trade is not None:
        yield "trade", asked.trade, lambda one: one.trade == asked.trade
    if asked.tier is not None:
        yield "tier", asked.tier, lambda one: one.tier == asked.tier
    activity = segments(source)
    own = activity[asked.customer_id].activity
    yield "segment", own, lambda one: activity[one.customer_id].activity == own
    size = nets[asked.customer_id]
    yield "size", None, lambda one: size / BAND <= nets[one.customer_id] <= size * BAND


def _measures(source: Source, asked: Account, others: Sequence[Account]) -> Iterator[Measure]:
    book = ledger(source)
    place = book.places[asked.customer_id]
    places = [book.places[one.customer_id] for one in others]
    for name, values in _columns(source).items():
        own = values[place]
        known = [value for at in places if (value := values[at]) is not None]
        if own is not None and len(known) >= LEAST:
            low, median, high = quantiles(known, method="inclusive")
            higher = sum(own > one for one in known)
            yield Measure(name, own, median, low, high, higher, len(known))


def _columns(source: Source) -> dict[MeasureName, _Values]:
    """Return each measure of all customers in scope."""
    return source.once("peer_measures", lambda: _all_columns(ledger(source), source))


def _all_columns(book: Ledger, source: Source) -> dict[MeasureName, _Values]:
    found: dict[MeasureName, _Values] = {
        "net": (book.months[:, -12:].sum(axis=1) / 100).tolist(),
        "change": [one.sales_change for one in evidence(source)],
        "average": _averages(book.columns, source),
        "conversion": [one.conversion for one in evidence(source)],
    }
    filled = source.snapshot.filled - source.settings.hidden_tables
    if "due_documents" in filled:
        found["overdue"] = [
            float(one.overdue / one.payable) if one.payable else 0.0 for one in evidence(source)
        ]
    if "activities" in filled:
        done = book.columns.frame(activities_by_type.ROWS)
        visits = book.columns.sums(done, chosen=done["kind"] == "visit")
        found["visits"] = visits.astype(float).tolist()
    return found


def _averages(columns: Columns, source: Source) -> _Values:
    frame = columns.frame(orders_by_month(source))
    now = pd.to_datetime(frame["month"]) >= pd.Timestamp(month_after(source.as_of, -11))
    placed = columns.sums(frame, frame["placed"].astype(float), chosen=now)
    net = columns.cents(frame, "net", chosen=now)
    return [
        float(money(amount)) / count if count else None
        for amount, count in zip(net.tolist(), np.asarray(placed).tolist(), strict=True)
    ]
