"""Amounts due: the balance, how late it is, and the oldest documents (C36 to C40)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from wiseparts_nb.card import Bar, Bars, Card, Change, Column, Metric, Row, Table
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Money, Number, Percent, Text, Value
from wiseparts_nb.widget import Widget

__all__ = [
    "AGES",
    "CREDITS",
    "FIRST_DAYS",
    "OLDEST",
    "ROWS",
    "WIDGET",
    "AgeBucket",
    "DueAmounts",
    "DueDocument",
    "card",
    "due_amounts",
    "due_status",
]

ROWS = """
select customer_id, due_document_id, kind, issued_on, due_on, amount, amount_due, status
from due_documents
where status in ('open', 'disputed') and amount_due <> 0 and issued_on <= $as_of
"""

AGES = ("not_due", "days_1_30", "days_31_60", "days_61_90", "over_90")
"""Buckets by days late, which begin at ..."""
FIRST_DAYS = (1, 31, 61, 91)
CREDITS = "credits"
"""What reduces the total, whatever its age."""
OLDEST = 3
"""Documents on the card."""


@dataclass(frozen=True)
class DueDocument:
    """An open document; ``days_late`` is 0 up to and on its due day, ``amount_due`` negative for a credit."""

    due_document_id: str
    issued_on: date
    due_on: date
    amount_due: Decimal
    days_late: int
    disputed: bool


@dataclass(frozen=True)
class AgeBucket:
    """What is due at one age (a name of ``AGES``); ``share`` is of all that is due before credits, 0..1."""

    age: str
    amount: Decimal
    documents: int
    share: float


@dataclass(frozen=True)
class DueAmounts:
    """The balance on ``as_of``: ``total`` = the buckets + ``credits`` (zero or negative), ``overdue`` = the late buckets.

    ``documents`` are those with something to pay, the longest due first.
    """

    as_of: date
    total: Decimal
    overdue: Decimal
    credits: Decimal
    buckets: tuple[AgeBucket, ...]
    documents: tuple[DueDocument, ...]

    @property
    def overdue_share(self) -> float:
        """Part of what is due before credits that is late, 0..1."""
        return float(self.overdue / (self.total - self.credits))

    @property
    def late(self) -> tuple[DueDocument, ...]:
        """Documents past their due day."""
        return tuple(one for one in self.documents if one.days_late > 0)


def due_amounts(source: Source) -> Answers[DueAmounts]:
    """Open and disputed documents issued by ``as_of`` with something left to pay, by days late on that day.

    Days late = ``as_of`` - due day. Credits reduce the total, no bucket. None where nothing is to be paid.
    """
    return source.answers(partial(_value, source.as_of), documents=ROWS)


def _value(as_of: date, documents: list[Any]) -> DueAmounts | None:
    all_open = [_document(as_of, row) for row in documents]
    due = [one for one in all_open if one.amount_due > 0]
    if not due:
        return None
    due.sort(key=lambda one: (one.due_on, -one.amount_due, one.due_document_id))
    credit = [one for one in all_open if one.amount_due < 0]
    return DueAmounts(
        as_of=as_of,
        total=_sum(all_open),
        overdue=_sum([one for one in due if one.days_late > 0]),
        credits=_sum(credit),
        buckets=tuple(_buckets(due)),
        documents=tuple(due),
    )


def _document(as_of: date, row: Any) -> DueDocument:
    late = max((as_of - row.due_on).days, 0)
    disputed = row.status == "disputed"
    return DueDocument(
        row.due_document_id, row.issued_on, row.due_on, row.amount_due, late, disputed
    )


def _sum(documents: list[DueDocument]) -> Decimal:
    return sum((one.amount_due for one in documents), Decimal(0))


def _buckets(due: list[DueDocument]) -> Iterator[AgeBucket]:
    whole = _sum(due)
    for place, age in enumerate(AGES):
        own = [one for one in due if _age(one) == place]
        amount = _sum(own)
        yield AgeBucket(age, amount, len(own), float(amount / whole))


def _age(one: DueDocument) -> int:
    return sum(one.days_late >= first for first in FIRST_DAYS)


def card(value: DueAmounts) -> Card:
    """Draw the balance with what is overdue, a bar an age, and the oldest documents with their status."""
    return Card(
        "due_amounts",
        Text("due_amounts.title"),
        (_balance(value), Bars(tuple(_bars(value))), _oldest(value)),
        meta=Text("due_amounts.meta", {"day": Day(value.as_of, "short")}),
        footer=Text("due_amounts.documents", {"n": Number(len(value.documents))}),
    )


def _balance(value: DueAmounts) -> Metric:
    caption = Text("due_amounts.nothing_overdue")
    changes = ()
    if value.late:
        caption = Text("due_amounts.oldest_late", {"n": Number(value.late[0].days_late)})
        share = {"share": Percent(value.overdue_share, digits=0)}
        overdue = Text("due_amounts.overdue", share)
        changes = (Change(Money(value.overdue), overdue, better=False, up=None),)
    return Metric(Text("due_amounts.total"), Money(value.total), caption=caption, changes=changes)


def _bars(value: DueAmounts) -> Iterator[Bar]:
    for bucket in value.buckets:
        if bucket.documents:
            yield Bar(
                Text(f"due_amounts.{bucket.age}"),
                float(bucket.amount),
                Money(bucket.amount),
                role="earlier" if bucket.age == "not_due" else "late",
                share=Percent(bucket.share, digits=0),
                key=f"age:{bucket.age}",
            )
    if value.credits:  # no length: it is not owed, it reduces what is
        label = Text("due_amounts.credits")
        yield Bar(label, 0.0, Money(value.credits), role="other", key=f"age:{CREDITS}")


def _oldest(value: DueAmounts) -> Table:
    return Table(
        (
            Column(Text("due_amounts.oldest")),
            Column(Text("due_amounts.status")),
            Column(Text("due_amounts.amount"), "right"),
        ),
        tuple(map(_row, value.documents[:OLDEST])),
    )


def _row(one: DueDocument) -> Row:
    tone = "bad" if one.days_late else "warn" if one.disputed else "neutral"
    cells = (one.due_document_id, _status(one), Money(one.amount_due))
    return Row(cells, tone=tone, key=f"due:{one.due_document_id}")


def _status(one: DueDocument) -> Text:
    disputed = "disputed_" if one.disputed else ""
    if one.days_late:
        return Text(f"due_amounts.{disputed}late", {"n": Number(one.days_late)})
    named: dict[str, Value] = {"day": Day(one.due_on, "short")}
    return Text(f"due_amounts.{disputed}due", named)


def due_status(as_of: date, row: Any) -> Text:
    """Return the words for a row of ``due_documents``: paid, a credit, or late or due as on the card."""
    if row.status == "paid" or row.amount_due == 0:
        return Text("due_amounts.paid")
    if row.amount_due < 0:
        return Text("due_amounts.credit")
    return _status(_document(as_of, row))


WIDGET = Widget(
    "due_amounts", due_amounts, card, ROWS, "due_documents", ("due_documents",), prospects=False
)
