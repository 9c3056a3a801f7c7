"""What opens behind a number: its figure again in words, the cards that explain it, and the rows that add up to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wiseparts_nb.card import Card, Change, Column, Row, Table, To
from wiseparts_nb.errors import InputError
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Text, Value, Words

__all__ = ["Detail", "Selection", "absent", "facts", "selected", "table", "total"]


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


def table(columns: Sequence[str], rows: Sequence[Row], sum_row: Row | None = None) -> Table:
    """Return a table whose heads are words of all details; those of amounts stand at the right."""
    heads = (
        Column(Text(f"detail.{name}"), "right" if name in _AT_RIGHT else "left") for name in columns
    )
    return Table(tuple(heads), tuple(rows), sum_row)


_AT_RIGHT = frozenset({"net", "amount", "quantity", "quoted", "ordered", "sales"})


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
