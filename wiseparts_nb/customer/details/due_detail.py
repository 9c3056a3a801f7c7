"""A due document opened, and the documents of one age (C36 to C40)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from wiseparts_nb.card import Card, Row, To
from wiseparts_nb.customer.details.detail import Detail, absent, facts, listing, selected, total
from wiseparts_nb.customer.details.invoice_detail import DOCUMENT, LINES, invoice_lines
from wiseparts_nb.customer.due_amounts import AGES, CREDITS, FIRST_DAYS, ROWS, due_status
from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Money, Number, Text, Value

__all__ = ["age_detail", "due_detail"]

OF_AGE = f"""
select * from ({ROWS}) as document
where amount_due > 0 and due_on between $due_from and $due_to
"""
OF_CREDITS = f"select * from ({ROWS}) as document where amount_due < 0"


def due_detail(source: Source, name: str) -> Detail:
    """Open a due document by its number: its amounts, how late it is, and its lines where it is an invoice of the source.

    Raises
    ------
    InputError
        This customer has no such document.
    """
    rows, found = selected(source, DOCUMENT, "amount_due", invoice=name)
    if not found:
        raise absent("due document", name)
    one = found[0]
    lines = source.rows(LINES, invoice=name).of(source.customer_ids[0])
    known = facts(
        ("kind", Text(f"due_detail.{one.kind}"), None),
        ("issued", Day(one.issued_on), None),
        ("due", Day(one.due_on), None),
        ("status", due_status(source.as_of, one), None),
        ("amount", Money(one.amount, "cents"), None),
        ("paid", Money(one.amount - one.amount_due, "cents"), None),
        ("amount_due", Money(one.amount_due, "cents"), None),
    )
    return Detail(
        Text("due_detail.context", {"what": name}),
        _title(source.as_of, one),
        (Card("due_facts", "", known), *([invoice_lines(lines)] if lines else [])),
        rows,
        links=(To(Text("due_detail.open_invoice"), f"invoice:{name}"),) if lines else (),
    )


def _title(as_of: date, one: Any) -> Text:
    named: dict[str, Value] = {"amount": Money(one.amount_due, "cents")}
    late = (as_of - one.due_on).days
    if one.amount_due <= 0 or one.status == "paid":
        return Text(f"due_detail.title.{'credit' if one.amount_due < 0 else 'paid'}", named)
    if late > 0:
        return Text("due_detail.title.late", named | {"n": Number(late)})
    return Text("due_detail.title.due", named | {"day": Day(one.due_on)})


def age_detail(source: Source, name: str) -> Detail:
    """Open an age: its documents, the longest due first; ``credits`` opens what reduces the total.

    Raises
    ------
    UnknownNameError
        There is no such age.
    """
    if name not in (*AGES, CREDITS):
        raise UnknownNameError("age of amounts due", name, (*AGES, CREDITS))
    rows, found = (
        selected(source, OF_CREDITS, "amount_due")
        if name == CREDITS
        else selected(source, OF_AGE, "amount_due", **_days(source.as_of, name))
    )
    age = Text(f"due_amounts.{name}")
    amount = Money(total(found, "amount_due"))
    return Detail(
        Text("due_detail.context", {"what": age}),
        Text("due_detail.of_age", {"age": age, "amount": amount}),
        (_documents(source.as_of, found),),
        rows,
    )


def _days(as_of: date, age: str) -> dict[str, date]:
    """Return the due days of an age: a document is late by the days that have passed since."""
    place = AGES.index(age)
    first = date.min if place == len(FIRST_DAYS) else as_of - timedelta(FIRST_DAYS[place] - 1)
    last = date.max if place == 0 else as_of - timedelta(FIRST_DAYS[place - 1])
    return {"due_from": first, "due_to": last}


def _documents(as_of: date, found: Sequence[Any]) -> Card:
    ordered = sorted(found, key=lambda one: (one.due_on, -one.amount_due, one.due_document_id))
    rows = [
        Row(
            (
                one.due_document_id,
                Day(one.issued_on),
                due_status(as_of, one),
                Money(one.amount_due, "cents"),
            ),
            tone="bad" if one.due_on < as_of and one.amount_due > 0 else "neutral",
            key=f"due:{one.due_document_id}",
        )
        for one in ordered
    ]
    columns = ("document", "issued", "status", "amount_due")
    return listing(
        "age_documents",
        Text("detail.documents"),
        columns,
        rows,
        amount=Money(total(found, "amount_due"), "cents"),
    )
