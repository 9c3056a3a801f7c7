"""One visit of a page: what is asked, of which data, by whom, in which language. All cards of a page are functions of it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from wiseparts_nb.access import Reader
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.errors import StoreError
from wiseparts_nb.locale import Locale
from wiseparts_nb.scope import Scope
from wiseparts_nb.settings import Settings, read_settings
from wiseparts_nb.source.source import Source, open_source
from wiseparts_nb.source.users import AllSalesOffer, reader_of, show_all_sales_offer
from wiseparts_nb.store import Store, open_store
from wiseparts_nb.text import Moment

if TYPE_CHECKING:
    from wiseparts_nb.agreements.agreement import Agreement
    from wiseparts_nb.agreements.register import Register

__all__ = ["Visit", "open_visit"]

_log = logging.getLogger(__name__)
STALE_AFTER = timedelta(days=2)
"""Data that were published longer ago are announced as old."""


@dataclass(frozen=True)
class Visit:
    """What a page is drawn from.

    ``source`` holds all customers of one snapshot; ``remembered`` are the reader's view settings; ``shown`` names the blocks
    that the notebook shows, in their order.
    """

    address: Address
    source: Source
    reader: Reader
    locale: Locale
    remembered: Mapping[str, bool | str] = field(default_factory=dict[str, bool | str])
    shown: tuple[str, ...] = ()

    @cached_property
    def customer_id(self) -> str:
        """The customer asked for; without one, the one with the largest sales of the last twelve months."""
        return self.address.get("customer") or next(iter(self.largest(1)), "")

    def largest(self, most: int) -> tuple[str, ...]:
        """Return the customers with the largest sales of the running year, for a page that was asked for none."""
        found = self.source.table(_LARGEST, most=most)[1]
        return tuple(row[0] for row in found) or tuple(self.source.customer_ids[:most])

    @cached_property
    def customer(self) -> Source:
        """The source narrowed to the customer, through the wholesaler or all of them as the reader has chosen.

        Raises
        ------
        UnknownNameError
            There is no such customer.
        """
        scope = self.reader.scope(self.customer_id, all_sales=self.all_sales)
        return self.source.narrowed(
            self.customer_id, all_sales=scope.all_sales, wholesaler_id=scope.wholesaler_id
        )

    @cached_property
    def everyone(self) -> Source:
        """All customers, their sales through the reader's wholesaler, or through all when the reader has chosen that.

        Every customer id then counts its own sales, none those of the same tax number elsewhere: they would count twice.
        """
        scope = Scope() if self.all_sales else self.reader.scope()
        return self.source if scope == self.source.scope else self.source.scoped(scope)

    @cached_property
    def name(self) -> str:
        """The customer's name."""
        return self.customer.table("select name from customers")[1][0][0]

    @cached_property
    def register(self) -> Register:
        """The agreements, as the workbench's own store keeps them.

        Raises
        ------
        StoreError
            The store cannot be opened.
        """
        from wiseparts_nb.agreements.register import open_register

        return open_register(self.source.settings)

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """Every agreement, as it was kept when this visit first looked."""
        return self.register.all()

    @cached_property
    def agreement(self) -> Agreement:
        """The agreement asked for, as it was kept when this visit first looked.

        Raises
        ------
        UnknownNameError
            There is no such agreement; the message names the nearest.
        """
        return self.register.one(self.address.get("agreement"))

    @property
    def all_sales(self) -> bool:
        """Whether sales through every wholesaler are combined: for manufacturers' users who may, and only when they chose it."""
        chosen = self.remembered.get("all_sales") is True
        return chosen and self.reader.kind == "manufacturer" and self.reader.may("show_all_sales")

    @cached_property
    def all_sales_offer(self) -> AllSalesOffer | None:
        """The switch between one wholesaler's sales and all, None for readers who have no such choice."""
        if self.reader.kind != "manufacturer":
            return None
        offer = show_all_sales_offer(self.source, self.reader, self.customer_id)
        return offer if offer.offered else None

    @property
    def published(self) -> Moment:
        """When the data were published: what they know ends there."""
        return Moment(self.source.snapshot.created_at.replace(tzinfo=None))

    @property
    def stale_days(self) -> int:
        """Whole days since the data were published, 0 while they are fresh."""
        age = datetime.now(UTC) - self.source.snapshot.created_at.replace(tzinfo=UTC)
        return age.days if age > STALE_AFTER else 0

    def at(self, address: Address) -> Visit:
        """Return the same visit of another address, on the same data."""
        asked = address.get("lang")
        locale = self.source.locale(asked) if asked else self.locale
        return Visit(address, self.source, self.reader, locale, self.remembered, self.shown)

    def refreshed(self) -> Visit:
        """Return the same visit of the newest data.

        Raises
        ------
        SourceError
            There is none any more, or it cannot be read.
        """
        source = open_source(self.source.settings)
        return Visit(self.address, source, self.reader, self.locale, self.remembered, self.shown)

    def remember(self, name: str, value: bool | str) -> Visit:  # noqa: FBT001  # a switch is a value
        """Return the visit with another view setting, kept for next time where there is a store."""
        store = _store(self.source.settings)
        if store is not None:
            try:
                store.remember(self.reader.user_id, name, value)
            except StoreError:
                _log.exception("A view setting was not kept")
        changed = Visit(
            self.address, self.source, self.reader, self.locale,
            {**self.remembered, name: value}, self.shown,
        )  # fmt: skip
        return changed.at(self.address)

    def showing(self, *names: str) -> Visit:
        """Return the visit with more blocks shown, and with what it has found so far."""
        more = copy(self)
        vars(more)["shown"] = (*self.shown, *names)
        return more


def open_visit(address: Address) -> Visit:
    """Open the newest data for the reader that the settings name.

    Raises
    ------
    WisePartsError
        The data cannot be opened, or there is no such reader or language.
    """
    settings = read_settings()
    source = open_source(settings)
    reader = reader_of(source, settings.reader)
    remembered = _remembered(settings, reader)
    locale = source.locale(settings.language)
    return Visit(address, source, reader, locale, remembered).at(address)


def _store(settings: Settings) -> Store | None:
    """The workbench's own store; a page lives without it, with nothing remembered."""
    try:
        return open_store(settings)
    except StoreError:
        _log.exception("The store cannot be opened; view settings are not remembered")
        return None


def _remembered(settings: Settings, reader: Reader) -> Mapping[str, bool | str]:
    store = _store(settings)
    try:
        return store.remembered(reader.user_id) if store else {}
    except StoreError:
        _log.exception("View settings cannot be read")
        return {}


_LARGEST = """
select customer_id from sales_lines where sold_on between $year_start and $as_of
group by customer_id order by sum(net) desc, customer_id limit $most
"""
