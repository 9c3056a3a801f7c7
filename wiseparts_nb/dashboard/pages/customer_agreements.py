"""Agreements of one customer: each that names it, with the customer's own performance in it (A6, A28)."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.card import Card
from wiseparts_nb.customer.agreements_card import agreements_card
from wiseparts_nb.customer.own_agreement import Own, by_customer
from wiseparts_nb.dashboard.actions import empty
from wiseparts_nb.dashboard.agreed import Standing, link, standing
from wiseparts_nb.dashboard.heading import customer_heading
from wiseparts_nb.dashboard.kind import Block, Drawing, Kind
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.text import Text

__all__ = ["CUSTOMER_AGREEMENTS"]


def _heading(visit: Visit) -> Markup:
    return customer_heading(visit, kicker=Text("frame.customer_agreements"))


def _approved(visit: Visit) -> tuple[Agreement, ...]:
    """The agreements that name the customer; drafts bind nobody yet."""
    found = visit.register.of_customer(visit.customer_id)
    return tuple(one for one in found if one.approved is not None)


def _owns(visit: Visit, *wanted: Standing) -> Sequence[Own]:
    found = [one for one in _approved(visit) if standing(one, visit) in wanted]
    stand = by_customer(visit.customer, found)
    own = stand.get(visit.customer_id)
    return own.agreements if own else ()


def _card(visit: Visit, name: str, owns: Sequence[Own]) -> Card:
    margins = visit.reader.may("see_margin")
    title = Text(f"customer_agreements.{name}")
    return agreements_card(f"{name}_agreements", title, owns, margins=margins)


def _running(visit: Visit) -> Drawing:
    if not _approved(visit):
        return empty(
            visit,
            Text("customer_agreements.none", {"name": visit.name}),
            (Text("agreements_page.first"),),
        )
    owns = _owns(visit, "active")
    return _card(visit, "running", owns) if owns else None


def _upcoming(visit: Visit) -> Drawing:
    owns = _owns(visit, "upcoming")
    return _card(visit, "upcoming", owns) if owns else None


def _expired(visit: Visit) -> Drawing:
    owns = _owns(visit, "expired")
    return _card(visit, "expired", tuple(reversed(owns))) if owns else None


CUSTOMER_AGREEMENTS = Kind(
    name="customer_agreements",
    title=lambda visit: visit.name,
    heading=_heading,
    blocks={
        "running": Block(_running, Text("customer_agreements.running")),
        "upcoming": Block(_upcoming, Text("customer_agreements.upcoming")),
        "expired": Block(_expired, Text("customer_agreements.expired")),
    },
    link=link,
)
