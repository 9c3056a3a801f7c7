"""The card of a customer's agreements: its own sales, the way through the tiers, and where it stands against its expected path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from wiseparts_nb.agreements.list_card import OwnPart, customer_card
from wiseparts_nb.card import Card, Note
from wiseparts_nb.customer.own_agreement import CustomerAgreements, Own
from wiseparts_nb.text import Number, Text

__all__ = ["agreements_card", "card"]


def card(value: CustomerAgreements) -> Card:
    """Show the agreements that are running; amounts of margin are left to pages, which know whether their reader may see them."""
    return _card(
        "agreements", Text("agreements.title"), value.agreements, margins=False, narrow=True
    )


def agreements_card(name: str, title: Text, agreements: Iterable[Own], *, margins: bool) -> Card:
    """Return a row an agreement, which leads to its page; those that count margins are named only with ``margins``."""
    return _card(name, title, agreements, margins=margins, narrow=False)


def _card(
    name: str, title: Text, agreements: Iterable[Own], *, margins: bool, narrow: bool
) -> Card:
    listed = tuple(agreements)
    shown = [one for one in listed if margins or one.terms.metric != "margin"]
    parts = (
        OwnPart(one.agreement_id, one.terms, one.own, one.together, one.as_of) for one in shown
    )
    made = customer_card(parts, narrow=narrow)
    left_out = Number(len(listed) - len(shown))
    notes = (Note(Text("agreements.margins", {"n": left_out})),) if left_out.value else ()
    return replace(
        made,
        name=name,
        title=title,
        meta=Text("agreements.meta", {"n": Number(len(listed))}),
        parts=(*(made.parts if shown else ()), *notes),
        message=made.message if any(one.status == "active" for one in shown) else None,
    )
