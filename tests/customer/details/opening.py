"""Opening details in a test: what one says in every language, and what its download adds up to."""

from __future__ import annotations

from decimal import Decimal

from tests.customer.cards import check, plain
from wiseparts_nb.card import Card, Note, Row, Table
from wiseparts_nb.customer.details import Detail, detail
from wiseparts_nb.source.source import Source

__all__ = ["downloaded", "opened", "rows_of", "said"]


def opened(source: Source, key: str, customer: str = "C-1") -> Detail:
    """Open a detail of one customer and hold all it says to having words in every language."""
    found = detail(source.narrowed(customer), key)
    for card in (*found.cards, _heading(found)):
        check(card)
    return found


def _heading(found: Detail) -> Card:
    """What stands above the cards, as a card."""
    changes = tuple(Note(change.text) for change in found.changes)
    links = Table((), tuple(Row((link,)) for link in found.links))
    return Card("heading", found.title, (*changes, links), meta=found.context)


def said(found: Detail) -> list[str]:
    """Return context, title and changes in English."""
    return plain(check(_heading(found))["en"])


def downloaded(source: Source, found: Detail, customer: str = "C-1") -> Decimal:
    """Run the download's query as a download does, and return what its column of amounts adds up to."""
    names, rows = source.narrowed(customer).table(found.rows.sql, **found.rows.values)
    assert len(rows) == found.rows.count
    assert {row[names.index("customer_id")] for row in rows} <= {customer}
    assert found.rows.summed is not None
    place = names.index(found.rows.summed)
    return sum((row[place] for row in rows), Decimal(0))


def rows_of(found: Detail, name: str) -> list[Row]:
    """Return the rows of the first table of a card, its total row last where it has one."""
    card = next(one for one in found.cards if one.name == name)
    part = next(part for part in card.parts if isinstance(part, Table))
    return [*part.rows, *([part.total] if part.total else [])]
