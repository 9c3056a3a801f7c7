"""Headings: what a page is about, its controls, and the tabs between the pages of one customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from wiseparts_nb.card import Identity
from wiseparts_nb.customer.meeting_brief import MeetingBrief
from wiseparts_nb.dashboard.drawing import fill
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.text import Number, Text, Words

__all__ = ["customer_heading", "heading"]

TABS = ("customer", "analytics", "customer_agreements", "activities", "information")
"""Pages of one customer, in the order of their tabs."""


def heading(visit: Visit, *, kicker: Words, title: Words, **more: Any) -> Markup:
    """Return the heading of a page.

    ``lead`` is a sentence under the title, ``files`` are buttons that make a file, ``actions`` further buttons as markup;
    ``above`` leads to the page that this one belongs to, where the kicker is a place below it.
    """
    values: dict[str, Any] = {
        "badges": (), "facts": (), "lead": None, "picker": False, "tabs": (), "files": (), "all_sales": None,
        "above": None, "actions": "",
    }  # fmt: skip
    return fill(
        "heading",
        visit.locale,
        kicker=kicker,
        heading=title,
        as_of=visit.published,
        published=visit.published,
        stale=visit.stale_days,
        **{**values, **more},
    )


def customer_heading(
    visit: Visit, *, kicker: Words, files: Sequence[Mapping[str, Any]] = ()
) -> Markup:
    """Return the heading of a page of one customer: who it is, the picker, the tabs, Show all sales where it is offered."""
    identity = _identity(visit)
    return heading(
        visit,
        kicker=kicker,
        title=identity.name,
        badges=identity.facts[1:-2] if len(identity.facts) > 3 else (),  # noqa: PLR2004
        facts=identity.facts[:1] + identity.facts[-2:],
        picker=True,
        tabs=_tabs(visit),
        files=files,
        all_sales=_all_sales(visit),
    )


def _identity(visit: Visit) -> Identity:
    card = MeetingBrief(visit.customer).card("customer")
    assert card is not None  # noqa: S101  # every customer has one
    return next(part for part in card.parts if isinstance(part, Identity))


def _tabs(visit: Visit) -> list[dict[str, Any]]:
    return [
        {
            "href": visit.address.to(page, customer=visit.customer_id).href,
            "words": Text("frame.dashboard" if page == "customer" else f"frame.{page}"),
            "here": page == visit.address.page,
        }
        for page in TABS
    ]


def _all_sales(visit: Visit) -> dict[str, Any] | None:
    offer = visit.all_sales_offer
    if offer is None:
        return None
    about = (
        Text("page.all_sales_on", {"n": Number(offer.combined)})
        if visit.all_sales
        else Text("page.all_sales_off", {"wholesaler": offer.wholesaler or ""})
    )
    return {"on": visit.all_sales, "about": about}
