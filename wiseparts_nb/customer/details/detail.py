"""What opens behind a number: its figure again in words, the cards that explain it, and the rows that add up to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wiseparts_nb.card import Card, Change, Column, Row, Table, To
from wiseparts_nb.errors import InputError
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Money, Number, Text, Value, Words

__all__ = ["Detail", "Selection", "absent", "facts", "listing", "quantity", "selected", "total"]


@dataclass(frozen=True)
class Selection:
    """The rows behind a figure, for a download: ``source.table(sql, **values)`` returns them.

    ``count`` is their number; the column ``summed`` adds up to the figure in the title (None: the title counts the rows).
    """

    sql: str
    values: Mapping[str, Any]
    count: int
    summed: str | None = None


@dataclass(frozen=True)
class Detail:
    """One record or one cell of a card, opened.

    ``context`` says where the reader stands, ``title`` states the figure and ``changes`` how it compares; ``links`` lead on.
    """

    context: Words
    title: Words
    cards: tuple[Card, ...]
    rows: Selection
    changes: tuple[Change, ...] = ()
    links: tuple[To, ...] = ()


def selected(
    source: Source, sql: str, summed: str | None = None, **values: Any
) -> tuple[Selection, list[Any]]:
    """Return the rows of a query of one customer, and the selection that finds them again."""
    rows = source.rows(sql, **values)
    own = rows.of(source.customer_ids[0])
    return Selection(sql, values, len(own), summed), own


def total(rows: Sequence[Any], name: str = "net") -> Decimal:
    """Return the sum of an amount over rows."""
    return sum((getattr(row, name) for row in rows), Decimal(0))


def absent(what: str, name: str) -> InputError:
    """Return the error for a record that this customer doesn't have, whether or not another has it."""
    return InputError(
        f"This customer has no {what} {name!r}. Open it from the customer's page, which lists the records there are."
    )


def listing(
    name: str,
    title: Words,
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    amount: Money | None = None,
    meta: Words | None = None,
) -> Card:
    """Return a card with a table of the first ``SHOWN`` rows, which says how many there are; ``amount`` is that of all rows.

    The heads are words of all details; those of amounts stand at the right.
    """
    heads = (
        Column(Text(f"detail.{one}"), "right" if one in _AT_RIGHT else "left") for one in columns
    )
    named: dict[str, Value] = {"n": Number(len(rows)), "shown": Number(SHOWN)}
    said = Text("detail.some" if len(rows) > SHOWN else "detail.all", named)
    label = Text("detail.total_of_all" if len(rows) > SHOWN else "detail.total", named)
    whole = Row((label, *[None] * (len(columns) - 2), amount)) if amount else None
    part = Table(tuple(heads), tuple(rows[:SHOWN]), whole)
    return Card(name, title, (part,), meta=meta or said)


SHOWN = 20
"""Rows that a table of a detail lists; the download has them all."""
_AT_RIGHT = frozenset({"net", "amount", "amount_due", "quantity"})


def facts(*known: tuple[str, Value | None, str | None]) -> tuple[Table, ...]:
    """Return a table of facts: a label (a word of all details), its value, and the key it opens.

    Unknown ones (None) are left out; without any there is no table.
    """
    rows = tuple(
        Row((Text(f"detail.{label}"), value if key is None else To(value, key)))
        for label, value, key in known
        if value is not None
    )
    columns = (Column(Text("detail.fact")), Column(Text("detail.value")))
    return (Table(columns, rows),) if rows else ()


def quantity(value: Decimal | None) -> Number | None:
    """Return a quantity with as many decimals as it has."""
    if value is None:
        return None
    return Number(value, max(0, -int(value.normalize().as_tuple().exponent)))
