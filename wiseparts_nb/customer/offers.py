"""Offers: the price agreements and promotions that this customer can use today, and when they end (C44 to C46)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Literal

from wiseparts_nb.card import Card, Column, Named, Row, Table
from wiseparts_nb.period import Period
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Listing, Number, Percent, Text, Value
from wiseparts_nb.widget import Widget

__all__ = ["STARTED", "WIDGET", "Offer", "Offers", "card", "discount", "offers"]

_AGREED = """
select agreed.customer_id, 'price_agreement' as kind, agreed.price_agreement_id as offer_id, agreed.name, brand.name as brand,
       agreed.discount_rate, agreed.starts_on, agreed.ends_on
from price_agreements as agreed
left join brands as brand on brand.brand_id = agreed.brand_id
where agreed.starts_on <= $as_of
"""
_PROMOTED = """
select buyer.customer_id, 'promotion' as kind, offered.promotion_id as offer_id, offered.name, brand.name as brand,
       offered.discount_rate, offered.starts_on, offered.ends_on
from promotions as offered
join customers as buyer on offered.customer_id is null or offered.customer_id = buyer.customer_id
left join brands as brand on brand.brand_id = offered.brand_id
where offered.starts_on <= $as_of
"""
STARTED = f"{_AGREED} union all {_PROMOTED}"
"""Offers that have begun, those that are over too."""
PRICE_AGREEMENTS = f"{_AGREED} and (agreed.ends_on is null or agreed.ends_on >= $as_of)"
PROMOTIONS = f"{_PROMOTED} and (offered.ends_on is null or offered.ends_on >= $as_of)"
ROWS = f"{PRICE_AGREEMENTS} union all {PROMOTIONS}"

ENDS_SOON_DAYS = 30
"""An offer that ends within this many days is marked."""
SHOWN = 5
"""Offers on the card, whose head says how many there are."""


@dataclass(frozen=True)
class Offer:
    """One price agreement or promotion.

    ``discount_rate`` is 0..1, None where the source states none. ``ends_on`` is the last day, None without an end;
    ``days_left`` counts from ``as_of``, which is day 0.
    """

    kind: Literal["price_agreement", "promotion"]
    offer_id: str
    name: str
    brand: str | None
    discount_rate: float | None
    ends_on: date | None
    days_left: int | None

    @property
    def ends_soon(self) -> bool:
        """Whether it ends within ``ENDS_SOON_DAYS``."""
        return self.days_left is not None and self.days_left <= ENDS_SOON_DAYS


@dataclass(frozen=True)
class Offers:
    """Offers in force, those that end first first."""

    offers: tuple[Offer, ...]


def offers(source: Source) -> Answers[Offers]:
    """List price agreements and promotions in force on ``as_of``; a promotion for everyone is everybody's.

    None where there is none.
    """
    return source.answers(
        partial(_value, source.period), agreed=PRICE_AGREEMENTS, promoted=PROMOTIONS
    )


def _value(period: Period, *, agreed: list[Any], promoted: list[Any]) -> Offers | None:
    found = [_offer(period, row) for row in (*agreed, *promoted)]
    found.sort(key=lambda one: (one.ends_on or date.max, one.kind, one.offer_id))
    return Offers(tuple(found)) if found else None


def _offer(period: Period, row: Any) -> Offer:
    left = None if row.ends_on is None else (row.ends_on - period.as_of).days
    return Offer(row.kind, row.offer_id, row.name, row.brand, row.discount_rate, row.ends_on, left)


def card(value: Offers) -> Card:
    """List the offers with their end; the sentence counts those that end soon."""
    columns = tuple(Column(Text(f"offers.{name}"), align) for name, align in _COLUMNS)
    soon = sum(one.ends_soon for one in value.offers)
    message = Text("offers.soon", {"n": Number(soon)}) if soon else None
    shown = tuple(map(_row, value.offers[:SHOWN]))
    return Card(
        "offers",
        Text("offers.title"),
        (Table(columns, shown),),
        meta=Text("offers.meta", {"n": Number(len(value.offers))}),
        message=message,
    )


_COLUMNS: tuple[tuple[str, Literal["left", "right"]], ...] = (
    ("name", "left"),
    ("discount", "right"),
    ("ends", "left"),
)


def _row(offer: Offer) -> Row:
    kind = Text(f"offers.{offer.kind}")
    about = kind if offer.brand is None else Listing((kind, offer.brand))
    cells = (
        Named(offer.name, about),
        discount(offer.discount_rate),
        _end(offer),
    )
    return Row(cells, tone="warn" if offer.ends_soon else "neutral", key=f"offer:{offer.offer_id}")


def discount(rate: float | None) -> Percent | None:
    """Show a discount as a reduction, with a decimal only where it has one."""
    if rate is None:
        return None
    return Percent(-rate, digits=0 if round(1000 * rate) % 10 == 0 else 1)


def _end(offer: Offer) -> Value:
    if offer.ends_on is None or offer.days_left is None:
        return Text("offers.no_end")
    if not offer.ends_soon:
        return Day(offer.ends_on)
    day = Day(offer.ends_on, "short")
    if offer.days_left == 0:
        return Text("offers.today", {"day": day})
    return Text("offers.in_days", {"day": day, "n": Number(offer.days_left)})


WIDGET = Widget("offers", offers, card, ROWS, "offers", ("price_agreements", "promotions"))
