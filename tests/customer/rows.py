"""Rows of one customer, short to write: what was sold, quoted and ordered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import count

from wiseparts_nb.card import Card, to_json
from wiseparts_nb.locale import LANGUAGES, Locale
from wiseparts_nb.text import Text

__all__ = ["BRANDS", "Rows", "monthly", "ordered", "quoted", "said", "sold", "utc"]

Rows = list[dict[str, object]]

BRANDS: Rows = [{"brand_id": "K", "name": "Kerval"}, {"brand_id": "A", "name": "Arcotec"}]

_NUMBERS = count(1)


def utc(text: str) -> datetime:
    """Return an instant as the tables store it: in UTC, without saying so."""
    return datetime.fromisoformat(text)


def sold(on: date, net: str, brand: str | None = None, **more: object) -> dict[str, object]:
    """Return an invoice of one line."""
    number = f"F-{next(_NUMBERS)}"
    line = {"invoice_id": number, "customer_id": "C-1", "sold_on": on, "net": Decimal(net)}
    return line | {"brand_id": brand} | more


def monthly(last: date, nets: list[int], brand: str | None = None) -> Rows:
    """Return one sale on the first day of each month, the last amount in the month of ``last``."""
    ends = last.year * 12 + last.month - 1
    places = range(ends - len(nets) + 1, ends + 1)
    days = [date(place // 12, place % 12 + 1, 1) for place in places]
    return [sold(day, str(net), brand) for day, net in zip(days, nets, strict=True) if net]


def quoted(
    number: str, on: date, *lines: tuple[str | None, str, str | None], **head: object
) -> tuple[Rows, Rows]:
    """Return a quote and its lines of brand, net and status."""
    quote = {"quote_id": number, "customer_id": "C-1", "issued_on": on} | head
    own = [
        _line("quote_id", number, place, brand, net) | {"status": status}
        for place, (brand, net, status) in enumerate(lines, 1)
    ]
    return [quote], own


def ordered(
    number: str, on: date, *lines: tuple[str | None, str], **head: object
) -> tuple[Rows, Rows]:
    """Return an order and its lines of brand and net."""
    order = {"order_id": number, "customer_id": "C-1", "ordered_on": on} | head
    own = [
        _line("order_id", number, place, brand, net) for place, (brand, net) in enumerate(lines, 1)
    ]
    return [order], own


def _line(key: str, number: str, place: int, brand: str | None, net: str) -> dict[str, object]:
    line: dict[str, object] = {key: number, "customer_id": "C-1", "line_no": place}
    return line | {"brand_id": brand, "net": Decimal(net)}


def said(card: Card, language: str = "en") -> list[str]:
    """Return every message of a card in a language, after showing it in all of them."""
    texts = list(_texts(card))
    shown = {one: [Locale(one).show(text) for text in texts] for one in LANGUAGES}
    assert to_json(card)
    return shown[language]


def _texts(part: object) -> Iterator[Text]:
    if isinstance(part, Text):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, Mapping):
        yield from _texts(tuple(part.values()))
    elif hasattr(part, "__dataclass_fields__"):
        yield from _texts(tuple(vars(part).values()))
