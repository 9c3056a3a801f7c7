"""Open quotes: what is still to be decided, the largest first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from wiseparts_nb.card import Card, Column, Row, Table
from wiseparts_nb.customer.brands import brand_name
from wiseparts_nb.customer.quoted import OUTCOMES
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Money, Number, Text
from wiseparts_nb.widget import Widget

__all__ = ["ROWS", "SHOWN", "WIDGET", "OpenQuote", "OpenQuotes", "card", "open_quotes"]

SHOWN = 5
"""Quotes on the card."""

ROWS = f"""
select customer_id, quote_id, issued_on, subject, next_step, line_no, brand, net
from (
    select *, max(case when outcome = 'won' then 1 else 0 end) over (partition by customer_id, quote_id) as partly_won
    from ({OUTCOMES}) as line_outcome
) as line
where outcome = 'open' and partly_won = 0
"""
BY_BRAND = f"""
select customer_id, quote_id, issued_on, subject, next_step, brand, sum(net) as net
from ({ROWS}) as line
group by customer_id, quote_id, issued_on, subject, next_step, brand
"""


@dataclass(frozen=True)
class OpenQuote:
    """A quote of which no line is ordered and some are open; ``net`` adds up the open ones, ``brand`` has most of it."""

    quote_id: str
    issued_on: date
    brand: str | None
    subject: str | None
    net: Decimal
    next_step: str | None


@dataclass(frozen=True)
class OpenQuotes:
    """All open quotes, the largest first, and their ``net`` value."""

    quotes: tuple[OpenQuote, ...]
    net: Decimal


def open_quotes(source: Source) -> Answers[OpenQuotes]:
    """Quotes issued by ``as_of`` and undecided on that day, with the net value of their open lines.

    A quote with an ordered line is won, whatever else of it is open. None where none is open.
    """
    return source.answers(_value, brands=BY_BRAND)


def _value(brands: list[Any]) -> OpenQuotes | None:
    if not brands:
        return None
    together: dict[str, list[Any]] = defaultdict(list)
    for row in brands:
        together[row.quote_id].append(row)
    quotes = sorted(map(_quote, together.values()), key=lambda one: (-one.net, one.quote_id))
    return OpenQuotes(tuple(quotes), sum((one.net for one in quotes), Decimal(0)))


def _quote(rows: list[Any]) -> OpenQuote:
    main = min(rows, key=lambda row: (-row.net, row.brand is None, row.brand or ""))
    net = sum((row.net for row in rows), Decimal(0))
    return OpenQuote(main.quote_id, main.issued_on, main.brand, main.subject, net, main.next_step)


def card(value: OpenQuotes) -> Card:
    """Draw the largest quotes and their total."""
    shown = value.quotes[:SHOWN]
    count, net = Number(len(shown)), sum((one.net for one in shown), Decimal(0))
    total = Text("open_quotes.total", {"n": count})
    return Card(
        "open_quotes",
        Text("open_quotes.title"),
        (
            Table(
                _columns(),
                tuple(map(_row, shown)),
                total=Row((total, None, None, None, Money(net), None)),
            ),
        ),
        meta=_meta(value),
    )


def _meta(value: OpenQuotes) -> Text:
    count = Number(len(value.quotes))
    if len(value.quotes) <= SHOWN:
        return Text("open_quotes.all", {"n": count})
    named = {"shown": Number(SHOWN), "of": count, "amount": Money(value.net)}
    return Text("open_quotes.largest", named)


def _columns() -> tuple[Column, ...]:
    names = ("quote", "date", "brand", "subject", "net", "next_step")
    return tuple(
        Column(Text(f"open_quotes.{name}"), "right" if name == "net" else "left") for name in names
    )


def _row(one: OpenQuote) -> Row:
    day, brand = Day(one.issued_on, "short"), brand_name(one.brand)
    cells = (one.quote_id, day, brand, one.subject, Money(one.net), one.next_step)
    return Row(cells, key=f"quote:{one.quote_id}")


WIDGET = Widget("open_quotes", open_quotes, card, ROWS, "quotes", ("quotes",))
