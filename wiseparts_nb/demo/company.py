"""A seeded, believable company: an electrical wholesale group and its customers, every canonical table filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from wiseparts_nb.demo.arrays import Frames
from wiseparts_nb.demo.calendar import calendar
from wiseparts_nb.demo.catalogue import catalogue
from wiseparts_nb.demo.customers import customers_of
from wiseparts_nb.demo.demand import Market, demand
from wiseparts_nb.demo.events import events_of
from wiseparts_nb.demo.finance import agreements, dues_of
from wiseparts_nb.demo.firm import engagements
from wiseparts_nb.demo.organisation import Organisation, organisation
from wiseparts_nb.demo.quotes import quotes_of
from wiseparts_nb.demo.relationship import relationship_of
from wiseparts_nb.demo.sales import sales_of
from wiseparts_nb.errors import InputError
from wiseparts_nb.source.schema import tables
from wiseparts_nb.source.snapshot import Prepare, Snapshot, publish

__all__ = ["AS_OF", "NAME", "Company", "company", "publish_demo"]

NAME = "Groupe Voltane (demo)"
AS_OF = date(2026, 11, 23)
"""The day of the demo unless another is asked for: fixed, so that every number can be told again."""
FEWEST, MOST = 20, 50_000
BLOCK_LINES, BLOCK_CUSTOMERS = 400_000, 1_000
DOCUMENTS_A_BLOCK = 1_000_000
"""Document numbers of a year set aside for each block."""


@dataclass(frozen=True)
class Company:
    """A company that is not made yet: its tables come from :meth:`fill` or :meth:`frames`.

    The same arguments give the same rows. Customers are made in blocks, so that memory does not grow with their number.
    """

    market: Market
    house: Organisation

    @property
    def as_of(self) -> date:
        """The last day of the numbers."""
        return self.market.days.as_of

    @property
    def odd_amounts(self) -> dict[str, str]:
        """An amount by customer id that is mentioned for this customer only, as ``"12345.67"``."""
        customers = self.market.customers
        amounts = (f"{amount / 100:.2f}" for amount in customers.odd_cents.tolist())
        return dict(zip(customers.ids, amounts, strict=True))

    def pieces(self) -> Iterator[Frames]:
        """Yield frames by table: first what is known of all customers, then one block of them after the other.

        Tables within a piece come in the order in which they refer to each other.
        """
        market = self.market
        yield _ordered(
            self.house.tables
            | market.goods.tables
            | market.customers.tables
            | agreements(market)
            | engagements(market, self.house)
        )
        for nth, block in enumerate(self._blocks()):
            first = nth * DOCUMENTS_A_BLOCK + 1
            orders = demand(market, block)
            quotes = quotes_of(market, block, orders, first=first)
            sales = sales_of(market, block, orders, quotes, first=first)
            dues = dues_of(market, block, sales)
            yield _ordered(
                quotes.frames
                | sales.frames
                | relationship_of(market, block)
                | {
                    "due_documents": dues.frame,
                    "system_events": events_of(market, block, quotes, sales, dues),
                }
            )

    def frames(self) -> Frames:
        """Return every canonical table as one frame; for small companies."""
        parts: dict[str, list[pd.DataFrame]] = {}
        for piece in self.pieces():
            for name, frame in piece.items():
                parts.setdefault(name, []).append(frame)
        return {
            name: frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
            for name, frames in parts.items()
        }

    def fill(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Insert all rows into the canonical tables of `connection`."""
        for piece in self.pieces():
            for name, frame in piece.items():
                connection.register("demo_rows", frame)
                connection.execute(f"insert into {name} by name select * from demo_rows")
                connection.unregister("demo_rows")

    def _blocks(self) -> list[range]:
        """Cut the customers where a block would hold too many lines; the show-cases stay together."""
        lines = np.cumsum(self.market.customers.lines_expected)
        by_lines = (lines / BLOCK_LINES).astype(np.int64)
        by_count = np.arange(len(lines)) // BLOCK_CUSTOMERS
        cuts = np.flatnonzero((np.diff(by_lines) > 0) | (np.diff(by_count) > 0)) + 1
        edges = [0, *(cut for cut in cuts.tolist() if cut >= FEWEST), len(lines)]
        return [range(start, stop) for start, stop in pairwise(edges)]


def company(
    *, customers: int = 200, lines: int | None = None, seed: int = 1, as_of: date = AS_OF
) -> Company:
    """Return a demo company.

    Parameters
    ----------
    customers
        Rows of the customers table, prospects included; the first fifteen are show-cases.
    lines
        Invoice lines to aim at (reached within a few per cent); None gives about 450 a customer.
    as_of
        The last day of the history, which goes back 38 months.

    Raises
    ------
    InputError
        `customers` is outside 20..50 000, `lines` under one a customer, or `seed` negative.
    """
    if not FEWEST <= customers <= MOST:
        raise InputError(
            f"A demo company has {FEWEST} to {MOST} customers, not {customers}. Ask for 200."
        )
    if lines is not None and lines < customers:
        raise InputError(
            f"{lines} lines are too few for {customers} customers: ask for at least one each, or leave the number out."
        )
    if seed < 0:
        raise InputError(f"A seed is 0 or more, not {seed}. Ask for 1.")
    days, goods = calendar(as_of), catalogue(seed)
    house = organisation(seed, customers)
    buyers = customers_of(seed, size=customers, lines=lines, days=days, goods=goods, house=house)
    return Company(Market(seed, days, goods, buyers, house.staff_ids), house)


def publish_demo(
    folder: Path,
    *,
    customers: int = 200,
    lines: int | None = None,
    seed: int = 1,
    as_of: date | None = None,
    prepare: Prepare | None = None,
) -> Snapshot:
    """Make a demo company and publish it as a snapshot in `folder`; arguments as for :func:`company`."""
    made = company(customers=customers, lines=lines, seed=seed, as_of=as_of or AS_OF)
    return publish(
        folder,
        made.fill,
        as_of=made.as_of,
        company=NAME,
        currency="EUR",
        country="FR",
        zone="Europe/Paris",
        source="demo",
        prepare=prepare,
    )


def _ordered(frames: Frames) -> Frames:
    return {name: frames[name] for name in tables() if name in frames}
