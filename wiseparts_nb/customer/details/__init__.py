"""What opens behind a number on a customer's page: one module a kind, found by a key such as ``month:2026-10``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wiseparts_nb.customer.details.activity_kind_detail import activity_kind_detail
from wiseparts_nb.customer.details.brand_detail import brand_detail
from wiseparts_nb.customer.details.detail import Detail, Selection
from wiseparts_nb.customer.details.due_detail import age_detail, due_detail
from wiseparts_nb.customer.details.event_detail import event_detail, event_owner
from wiseparts_nb.customer.details.invoice_detail import invoice_detail
from wiseparts_nb.customer.details.month_detail import month_detail
from wiseparts_nb.customer.details.offer_detail import offer_detail
from wiseparts_nb.customer.details.quote_detail import quote_detail
from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.source.source import Source

__all__ = ["DETAILS", "Detail", "Selection", "detail", "event_owner"]

DETAILS: Mapping[str, Callable[[Source, str], Detail]] = {
    "activity_kind": activity_kind_detail,
    "age": age_detail,
    "brand": brand_detail,
    "due": due_detail,
    "event": event_detail,
    "invoice": invoice_detail,
    "month": month_detail,
    "offer": offer_detail,
    "quote": quote_detail,
}
"""How each kind of key is opened."""


def detail(source: Source, key: str) -> Detail:
    """Open what a key names, for the one customer that the source is narrowed to.

    Raises
    ------
    UnknownNameError
        Nothing of this kind can be opened.
    InputError
        The key has no kind, or this customer has no such record; whether another has it is never said.
    """
    if source.scope.customer_id is None:
        raise InputError(f"{key!r} belongs to one customer. Choose the customer first.")
    kind, colon, name = key.partition(":")
    if not colon:
        raise InputError(f"{key!r} cannot be opened. Write what it is before it: month:2026-10.")
    if kind not in DETAILS:
        raise UnknownNameError("kind of detail", kind, DETAILS)
    return DETAILS[kind](source, name)
